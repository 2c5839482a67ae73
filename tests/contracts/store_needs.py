"""What every Work promises about the needs map."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.features.members.model import Member
from bot.features.mentoring.model import Filter, Seek
from bot.features.needs.model import ANY, Need, Side
from bot.work import Work
from tests.contracts.store_scene import NOW, Scene, add_mentor, add_pair, by, person


def add_seeker(work: Work, community: int, id: str, *topics: str, **more: object) -> Member:
    member = work.members.ensure(by(community, person(id)))
    member = replace(member, **{"conduct": 1, "languages": ("it",), **more})  # type: ignore[arg-type]
    work.members.save(member)
    named = tuple(work.members.topic(community, name) for name in topics)
    work.mentoring.save_seek(community, Seek(member.id, "", named, NOW))
    return member


async def counted(scene: Scene, side: Side, only: Filter = ANY, community: int = 0) -> list[tuple[str, int, int]]:
    found = await scene.read(lambda work: work.needs.by(community or scene.home, side, NOW, only))
    return [(one.name, one.waiting, one.seats) for one in found]


def settle(work: Work, home: int, away: int) -> None:
    """Three who wait, one who left, one who has found somebody; two mentors, one of them on a pause."""
    anna = add_mentor(work, home, "anna", "Taxes", "Logos", capacity=3, languages=("de", "it"), district="Isola")
    add_mentor(work, home, "bert", "Taxes", capacity=2, paused_until=NOW + timedelta(days=1))
    for id, topics in (("carla", ("Taxes",)), ("dora", ("Taxes", "Wool")), ("emil", ("Wool",))):
        add_seeker(work, home, id, *topics, district="isola " if id == "carla" else "")
    gone = add_seeker(work, home, "fred", "Taxes")
    work.members.save(replace(gone, left=True))
    found = add_seeker(work, home, "gina", "Taxes")
    seek = work.mentoring.seek(home, found.id)
    assert seek
    work.mentoring.save_seek(home, replace(seek, open=False))
    add_pair(work, home, anna.id, found.id)
    add_seeker(work, away, "carla", "Taxes", languages=("en",))


class NeedsMap:
    async def test_who_waits_and_which_seats_are_free(self, scene: Scene) -> None:
        await scene.write(lambda work: settle(work, scene.home, scene.away))
        assert await counted(scene, Side.TOPIC) == [("Wool", 2, 0), ("Taxes", 2, 2), ("Logos", 0, 2)]
        assert await counted(scene, Side.LANGUAGE) == [("it", 3, 2), ("de", 0, 2)]
        assert await counted(scene, Side.DISTRICT) == [("", 2, 0), ("Isola", 1, 2)]
        assert await scene.read(lambda work: work.needs.total(scene.home, NOW)) == (3, 2), "each once"
        assert await counted(scene, Side.TOPIC, community=scene.away) == [("Taxes", 1, 0)]

    async def test_one_row_another_way(self, scene: Scene) -> None:
        await scene.write(lambda work: settle(work, scene.home, scene.away))
        found = await scene.read(lambda work: work.needs.by(scene.home, Side.DISTRICT, NOW))
        isola: Need = next(one for one in found if one.name)
        taxes = await scene.write(lambda work: work.members.topic(scene.home, "Taxes"))
        assert await counted(scene, Side.TOPIC, Filter(district=isola.key)) == [("Taxes", 1, 2), ("Logos", 0, 2)]
        assert await counted(scene, Side.TOPIC, Filter(language="de")) == [("Logos", 0, 2), ("Taxes", 0, 2)]
        assert await counted(scene, Side.LANGUAGE, Filter(topic=taxes.id)) == [("it", 2, 2), ("de", 0, 2)]
        assert await counted(scene, Side.TOPIC, Filter(topic=taxes.id)) == [
            ("Wool", 1, 0),
            ("Taxes", 2, 2),
            ("Logos", 0, 2),
        ]
        assert await scene.read(lambda work: work.needs.total(scene.home, NOW, Filter(topic=taxes.id))) == (2, 2)
