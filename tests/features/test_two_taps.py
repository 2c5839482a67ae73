"""From every message about a pair the form for a report is two taps away."""

from __future__ import annotations

from bot.markup import plain
from bot.post import PostMenu
from tests.features.pairing import become_pair
from tests.features.scene import Actor, Scene


def far(actor: Actor) -> list[str]:
    """Messages here from which no report is near."""
    found = []
    for said in actor.messages():
        rows = said.post.rows if said.post else ()
        labels = [one.label for row in rows if not isinstance(row, PostMenu) for one in row]
        if said.post and not any(one == "More…" or one.startswith("Report ") for one in labels):
            found.append(plain(said.post.text))
    return found


async def test_from_everything_that_comes(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(weeks=9)
    for actor in (carla, marta):
        assert len(actor.dm.messages()) > 8
        assert far(actor.dm) == []
