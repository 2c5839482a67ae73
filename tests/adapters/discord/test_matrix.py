"""The policy as a matrix, through Discord's gateway: every handler by everybody, by ids that are made by hand."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.identity import Community
from tests.adapters.discord.scene import Actor, DiscordScene
from tests.features.busy import FILE
from tests.features.kept import watched
from tests.features.matrix import COORDINATE, DIRECT, cells, known_as, played
from tests.features.matrix_town import CAST, NOT_THERE, build, move


class DiscordHands:
    def __init__(self, scene: DiscordScene, people: Mapping[str, Actor]) -> None:
        self.scene = scene
        self.people = people

    def _at(self, who: str) -> Actor:
        return self.people[who].dm if who in DIRECT else self.people[who]

    async def use(self, who: str, words: str) -> None:
        await self._at(who).use(words)

    async def press(self, who: str, id: str, picked: Sequence[str]) -> None:
        here, hands = self._at(who), self.scene.stage.people
        await self.scene.acts(hands.press_id(here.someone, here.here, id, picked))

    async def send(self, who: str, id: str, answers: Mapping[str, tuple[str, ...]]) -> None:
        here, hands = self._at(who), self.scene.stage.people
        await self.scene.acts(hands.send_id(here.someone, here.here, id, answers))

    def said(self, who: str) -> str:
        here, answers = self._at(who), self.scene.stage.server.rest.answers
        form = answers.forms.pop(here.someone.id, None)
        texts = here.texts()
        for one in here.messages():
            del self.scene.town.messages[one.id]
        return " ".join([*texts, *([str(form[1])] if form else [])])


async def test_every_handler_by_everybody_on_discord(tmp_path: Path) -> None:
    at = await build(tmp_path)
    folder = tmp_path / "here"
    shutil.copytree(tmp_path / "town", folder)
    scene = DiscordScene(folder)
    scene.clock.set(at)
    people = {who: scene.person(who.title(), coordinator=who in COORDINATE) for who in CAST}
    stage = scene.stage
    for who in NOT_THERE:
        del stage.guild.members[people[who].person.id]
    moderators = stage.town.channel(stage.guild, "moderators")
    ids = {who: one.person.id for who, one in people.items()}
    places = {"mentoring": stage.square.id, "moderators": moderators.id}
    move(folder / FILE, Community("discord", stage.guild.id), ids, places)
    await scene.start()
    try:
        for who in set(CAST) - set(NOT_THERE):
            await people[who].use("/help")
        with watched(folder / FILE) as kept:
            which = known_as(cells(tmp_path / "town" / FILE), {**ids, **places})
            wrongs = await played(DiscordHands(scene, people), kept, which, scene.clock)
    finally:
        await scene.close()
    assert not wrongs, "\n".join(wrongs)
