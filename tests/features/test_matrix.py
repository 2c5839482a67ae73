"""The policy as a matrix, in the room: every handler by everybody; who may not is refused alike and without a trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tests.features.busy import FILE, again
from tests.features.kept import watched
from tests.features.matrix import (
    DIRECT,
    INSIDE,
    OF_SOME,
    OUTSIDE,
    REFUSALS,
    REGISTRY,
    TABLE,
    WHOSE,
    Cell,
    cells,
    played,
    wrong,
)
from tests.features.matrix_town import build
from tests.features.pressing import Press
from tests.features.scene import Actor, Scene
from tests.features.under_way import actor
from tests.features.wire import claim, send


class RoomHands:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._heard: dict[str, int] = {}

    def _at(self, who: str) -> Actor:
        here = actor(self.scene, who)
        return here.dm if who in DIRECT else here

    async def use(self, who: str, words: str) -> None:
        await self._at(who).use(words)

    async def press(self, who: str, id: str, picked: Sequence[str]) -> None:
        await claim(self.scene, self._at(who), id, *picked)

    async def send(self, who: str, id: str, answers: Mapping[str, tuple[str, ...]]) -> None:
        await send(self.scene, self._at(who), id, answers)

    def said(self, who: str) -> str:
        here, asking = self._at(who), self.scene.room.form_of(who)
        texts = here.texts()
        new = texts[self._heard.get(who, 0) :]
        self._heard[who] = len(texts)
        self.scene.room.close_form(who)
        return " ".join([*new, *([asking.form.title, asking.text] if asking else [])])


async def test_every_handler_by_everybody(tmp_path: Path) -> None:
    at = await build(tmp_path)
    async with again(tmp_path / "town", tmp_path / "here", at) as scene:
        with watched(tmp_path / "here" / FILE) as kept:
            wrongs = await played(RoomHands(scene), kept, list(cells(tmp_path / "town" / FILE)), scene.clock)
    assert not wrongs, "\n".join(wrongs)


async def test_what_the_matrix_holds(tmp_path: Path) -> None:
    """Every handler by every role; and of everything that belongs to some people it is known to whom."""
    await build(tmp_path)
    which = list(cells(tmp_path / "town" / FILE))
    inside, outside = len(INSIDE), len(INSIDE | OUTSIDE)
    others = sum(one == "others" for one in WHOSE.values())
    handlers = len(TABLE["action"]) + len(TABLE["form"])
    assert len(which) == len(TABLE["command"]) * inside + handlers * outside + others
    assert sum(bool(one.denied) for one in which) > len(which) / 3
    theirs = {name for name, one in REGISTRY.actions.items() if OF_SOME & set(one.kinds)}
    assert theirs <= WHOSE.keys() <= REGISTRY.actions.keys()
    assert set(WHOSE.values()) <= {"both", "mentor", "mentee", "others", "own"}


def test_a_hole_would_be_found() -> None:
    """Neither a refusal that leaves something behind nor a silent yes passes."""
    press = Press("lena", (1,))
    refused = Cell("action", "polls.end", "dora", "member", press, REFUSALS["coordinator"], owner=False)
    assert list(wrong(refused, refused.denied, frozenset())) == []
    assert list(wrong(refused, refused.denied, frozenset({"poll"})))
    assert list(wrong(refused, "The poll is over.", frozenset()))
    allowed = replace(refused, who="lena", role="both", denied="", owner=True)
    assert list(wrong(allowed, "The poll is over.", frozenset({"poll"}))) == []
    assert list(wrong(allowed, "The poll is over.", frozenset()))
    assert list(wrong(allowed, "", frozenset({"poll"})))
    assert list(wrong(allowed, REFUSALS["coordinator"], frozenset({"poll"})))
