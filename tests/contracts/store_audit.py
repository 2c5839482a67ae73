"""The audit log on any database: one chain for each community, however many append to it at once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.audit import Checking, Entry, digest
from bot.errors import Conflict
from bot.identity import Person
from bot.ports import Store
from bot.work import Work
from tests.contracts.store_scene import HOUR, NOW, Scene, by, person

LENA = person("lena")


async def append(store: Store, community: int, what: str = "programme.changed", who: Person = LENA) -> Entry:
    while True:
        try:
            return await store.write(lambda work: work.audit.add(by(community, who), what, "pair:1", weeks=4))
        except Conflict:
            continue


def faults(work: Work) -> list[str]:
    found: list[str] = []
    for head in work.audit.heads():
        checking = Checking(head)
        found += checking.along(work.audit.chain(head.community, 0, 1000))
        found += checking.end()
    return found


class AuditLog:
    async def test_entries_come_back_in_order_and_form_a_chain(self, scene: Scene) -> None:
        made = [await append(scene.store, scene.home) for _ in range(3)]
        elsewhere = await append(scene.store, scene.away, "programme.started")
        assert [entry.number for entry in made] == [1, 2, 3]
        assert [entry.previous for entry in made] == ["", made[0].hash, made[1].hash]
        assert (elsewhere.number, elsewhere.previous) == (1, "")
        assert await scene.read(lambda work: list(work.audit.chain(scene.home, 0, 9))) == made
        assert await scene.read(lambda work: list(work.audit.chain(scene.home, 1, 1))) == made[1:2]
        assert await scene.read(lambda work: list(work.audit.last(scene.home, 2))) == [made[2], made[1]]
        assert await scene.read(lambda work: list(work.audit.last(scene.home, 9, before=2))) == [made[0]]
        found = await scene.read(lambda work: work.audit.last(scene.home, 1)[0])
        assert (found.at, found.name, found.facts, digest(found)) == (NOW, "Lena", {"weeks": 4}, found.hash)
        heads = await scene.read(lambda work: [(one.community, one.number) for one in work.audit.heads()])
        assert heads == sorted([(scene.home, 3), (scene.away, 1)])
        assert await scene.read(faults) == []

    async def test_an_undone_transaction_leaves_no_entry(self, scene: Scene) -> None:
        def fail(work: Work) -> None:
            work.audit.add(by(scene.home, LENA), "programme.changed")
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await scene.write(fail)
        assert (await append(scene.store, scene.home)).number == 1
        assert await scene.read(faults) == []

    async def test_many_at_once_make_one_chain(self, scene: Scene) -> None:
        await asyncio.gather(*(append(store, scene.home) for store in (scene.store, scene.other) * 8))
        numbers = await scene.read(lambda work: [one.number for one in work.audit.chain(scene.home, 0, 99)])
        assert numbers == list(range(1, 17))
        assert await scene.read(faults) == []

    async def test_who_it_was_can_be_forgotten_and_the_chain_stays_whole(self, scene: Scene) -> None:
        first = await append(scene.store, scene.home)
        other = await append(scene.store, scene.home, who=person("nora"))
        await scene.write(lambda work: work.audit.forget(scene.away, LENA))
        assert await scene.read(lambda work: [one.name for one in work.audit.last(scene.home, 9)]) == ["Nora", "Lena"]
        await scene.write(lambda work: work.audit.forget(scene.home, LENA))
        assert await scene.read(lambda work: [one.name for one in work.audit.last(scene.home, 9)]) == ["Nora", ""]
        again = await append(scene.store, scene.home)
        assert again.actor not in (first.actor, other.actor), "a number is never given out twice"
        assert await scene.read(faults) == []

    async def test_a_name_follows_its_person(self, scene: Scene) -> None:
        first = await append(scene.store, scene.home)
        renamed = by(scene.home, replace(LENA, name="Lena Novak"), NOW + HOUR)
        again = await scene.write(lambda work: work.audit.add(renamed, "programme.changed"))
        assert again.actor == first.actor
        names = await scene.read(lambda work: {one.name for one in work.audit.last(scene.home, 9)})
        assert names == {"Lena Novak"}

    @pytest.mark.parametrize(
        ("what", "about", "facts"),
        [
            ("changed", "", {}),
            ("programme.Changed now", "", {}),
            ("programme.changed", "Carla", {}),
            ("programme.changed", "pair:x", {}),
            ("programme.changed", "", {"why": "she was rude to me"}),
            ("programme.changed", "", {"why": "x" * 101}),
        ],
    )
    async def test_nothing_that_somebody_wrote_gets_in(
        self, scene: Scene, what: str, about: str, facts: dict[str, str]
    ) -> None:
        with pytest.raises(ValueError, match="no name, id or setting"):
            await scene.write(lambda work: work.audit.add(by(scene.home, LENA), what, about, **facts))
        assert await scene.read(lambda work: work.audit.heads()) == []
