"""The policy as a matrix, over Slack's wire: every handler by everybody, by ids that are made by hand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from adapters.slack import ids
from tests.adapters.slack.corte import CHANNEL, Corte, SlackActor, corte
from tests.adapters.slack.slack_stage import TEAM
from tests.features.busy import FILE
from tests.features.kept import watched
from tests.features.matrix import COORDINATE, DIRECT, Cell, cells, known_as, played
from tests.features.matrix_town import CAST, NOT_THERE, build, move

FOREIGN = "This mentorship programme is for the members of this workspace"


class SlackHands:
    def __init__(self, scene: Corte, people: Mapping[str, SlackActor]) -> None:
        self.scene = scene
        self.people = people
        self._acknowledged = ""

    def _at(self, who: str) -> SlackActor:
        return self.people[who].dm if who in DIRECT else self.people[who]

    async def use(self, who: str, words: str) -> None:
        await self._at(who).use(words)

    async def press(self, who: str, id: str, picked: Sequence[str]) -> None:
        here = self._at(who)
        await here.hand.press_id(here.place, id, picked)
        await self.scene.quiet()

    async def send(self, who: str, id: str, answers: Mapping[str, tuple[str, ...]]) -> None:
        here = self._at(who)
        self._acknowledged = json.dumps(await here.hand.send_id(here.place, id, answers))
        await self.scene.quiet()

    def said(self, who: str) -> str:
        here, slack = self._at(who), self.scene.slack
        view, texts = here.hand.view, here.texts()
        shown = [json.dumps(view.body)] if view else []
        slack.open[here.hand.user.id] = []
        slack.messages = [one for one in slack.messages if one.channel != here.place]
        acknowledged, self._acknowledged = self._acknowledged, ""
        return " ".join([*texts, *shown, acknowledged])


def _as_slack_says(cell: Cell) -> Cell:
    """Who is of another workspace, or of none any more, is told so before anything is looked up."""
    return replace(cell, denied=FOREIGN) if cell.role in ("outsider", "left") else cell


async def test_every_handler_by_everybody_on_slack(tmp_path: Path) -> None:
    at = await build(tmp_path)
    folder = tmp_path / "here"
    shutil.copytree(tmp_path / "town", folder)
    names = {who: f"U{who.upper()}" for who in CAST}
    people = {who: ids.person(TEAM, name).id for who, name in names.items()}
    places = {"mentoring": ids.place(TEAM, CHANNEL).id, "moderators": ids.place(TEAM, "C2").id}
    move(folder / FILE, ids.community(TEAM), people, places)
    async with corte(folder) as scene:
        scene.clock.set(at)
        scene.slack.limits = scene.slack.checks = False
        actors = {who: scene.person(name, who.title(), admin=who in COORDINATE) for who, name in names.items()}
        actors["visitor"].hand.user.home_team = "T2"
        actors["gone"].hand.user.deleted = True
        for who in set(CAST) - set(NOT_THERE):
            await actors[who].use("/help")
        with watched(folder / FILE) as kept:
            which = known_as(map(_as_slack_says, cells(tmp_path / "town" / FILE)), people | places)
            wrongs = await played(SlackHands(scene, actors), kept, which, scene.clock)
    assert not wrongs, "\n".join(wrongs)
