"""Milestones: one warm post without names, once, also when several are passed at once."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from bot.features.recognition.milestones import decent, watch
from bot.work import Work
from tests.features.pairing import put_together
from tests.features.scene import Actor, Scene

FIRST, FINISHED = "Our first pair has begun.", "Our first pair has reached its goal."


def milestones(actor: Actor) -> list[str]:
    return [text.splitlines()[0] for text in actor.texts() if "Behind each pair are two people" in text]


async def finish(actor: Actor) -> None:
    await actor.dm.press("More…")
    await actor.dm.press("Finish together")
    await actor.dm.press("Yes, finish")


def import_pairs(work: Work, scene: Scene, count: int) -> None:
    """Pairs as an import brings them."""
    home = work.communities.find(scene.community)
    assert home
    one, other = (work.members.find(home.key, scene.room.person(id)) for id in ("marta", "carla"))
    assert one
    assert other
    for _ in range(count):
        work.pairs.add(home.key, one.id, other.id, template="first-steps", weeks=8, goal="", now=scene.clock.now())
    watch(work, home.key, scene.clock.now())


async def test_the_first_pair_begins_and_finishes(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await put_together(scene, marta, carla)
    assert milestones(lena) == []
    await scene.restart()
    await scene.pass_(hours=1)
    assert milestones(lena) == [FIRST + " May many follow!"]
    lena.sees(FIRST, "gave each other their time. Thank you!")
    await finish(carla)
    await scene.restart()
    await scene.pass_(hours=1)
    await put_together(scene, marta, carla)
    await scene.pass_(days=1)
    assert milestones(lena) == [FIRST + " May many follow!", FINISHED + " What a beginning!"]
    assert not any(name in text for text in milestones(lena) for name in ("Marta", "Carla"))


async def test_several_at_once_are_one_post_for_the_highest(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await put_together(scene, marta, carla)
    await scene.store.write(partial(import_pairs, scene=scene, count=59))
    await scene.restart()
    await scene.pass_(days=1)
    assert milestones(lena) == ["50 pairs have begun in our community so far."]
    await scene.store.write(partial(import_pairs, scene=scene, count=40))
    await scene.pass_(days=1)
    assert milestones(lena)[1:] == ["100 pairs have begun in our community so far."]


async def test_the_coordination_can_do_without(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await lena.use("/programme recognition")
    lena.sees("Milestones of the community, such as the 100th pair, are posted in the channel, without names.")
    await lena.press("Do not post milestones")
    lena.sees("Milestones of the community are not posted.")
    await put_together(scene, marta, carla)
    await scene.pass_(days=1)
    await lena.press("Post milestones")
    await scene.pass_(days=1)
    assert milestones(lena) == []
    await finish(carla)
    await scene.pass_(days=1)
    assert milestones(lena) == [FINISHED + " What a beginning!"]


def test_they_come_while_people_are_awake() -> None:
    night, day = datetime(2026, 3, 2, 23, 30, tzinfo=UTC), datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    assert decent(day, "Europe/Rome") == day
    assert decent(night, "Europe/Rome") == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    assert decent(datetime(2026, 3, 2, 19, 0, tzinfo=UTC), "Europe/Rome") == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
