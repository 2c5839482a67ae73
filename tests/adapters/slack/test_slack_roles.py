"""Who may do what, through Slack's own client."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from tests.adapters.slack.corte import SlackActor, corte
from tests.features import scene as room
from tests.features.roles import roles
from tests.standins.slack.person import read


def said(actor: room.Actor) -> str:
    """In the view on top, if there is one, which the client then closes; else in the conversation."""
    one = cast(SlackActor, actor)
    view = one.hand.view
    if view is None:
        return one.last()
    one.hand.slack.open[one.hand.user.id] = []
    return read(view.body["blocks"])


async def test_roles_as_they_are_met_on_slack(tmp_path: Path) -> None:
    async with corte(tmp_path) as scene:
        lena = scene.person("ULENA", "Lena Koord", admin=True)
        await lena.use("/programme setup")
        await lena.press("Start the programme")
        nora, marta = scene.person("UNORA", "Nora", admin=True), scene.person("UMARTA", "Marta")
        sara = scene.person("USARA", "Sara")
        await roles(said, [cast(room.Actor, one) for one in (lena, nora, marta, sara)], "USARA")
