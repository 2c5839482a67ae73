"""The weekly message: one a person, at the community's hour, neither twice nor too late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from bot.app import Bot
from bot.errors import StorageDown
from bot.features.everything import registry
from bot.identity import Community
from bot.planned import Schedule, Weekly
from bot.ports import Store
from bot.work import Sort, State, Work
from tests.features.conftest import offer
from tests.features.pairing import become_pair, by, delivered, pairs_of, put_together, weeks_in_touch
from tests.features.scene import Actor, Scene, open_scene

Result = TypeVar("Result")

WEDNESDAY = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
"""The first weekly hour of every scene: 18:00 in Rome."""
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


def weekly(actor: Actor) -> list[tuple[datetime, str]]:
    """The weekly messages that somebody got, and when; pages that were asked for do not count."""
    delivered = [said for said in actor.dm.messages() if said.once]
    return [(one.at, one.words) for one in delivered if " of 8 with " in one.words or "8 weeks with" in one.words]


async def due_now(scene: Scene, at: datetime) -> None:
    """The clock jumps there, and the ticker looks."""
    scene.clock.set(at)
    await scene.play.tick()
    await scene.quiet()


async def test_the_first_one_comes_at_the_first_weekly_hour(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(weeks=1)
    ((at, text),) = weekly(carla)
    assert at == WEDNESDAY
    assert "Week 1 of 8 with Marta" in text
    assert "Have you and Marta met already?" in text
    await scene.pass_(weeks=1)
    assert [at for at, _ in weekly(marta)] == [WEDNESDAY, WEDNESDAY + WEEK]


async def test_a_pair_that_is_nearly_a_week_old_begins_its_second(scene: Scene, marta: Actor, carla: Actor) -> None:
    scene.clock.set(WEDNESDAY + HOUR)
    await scene.play.tick()
    await become_pair(scene, marta, carla)
    await scene.pass_(weeks=1)
    ((_, text),) = weekly(carla)
    assert "Week 2 of 8 with Marta" in text
    assert "Did you and Marta meet in week 1?" in text


async def test_several_pairs_and_both_roles_are_one_message(scene: Scene, lena: Actor, marta: Actor) -> None:
    dora, elio, fine = (scene.person(name.lower(), name) for name in ("Dora", "Elio", "Fine"))
    for mentor, mentee in ((marta, dora), (dora, elio), (dora, fine)):
        await put_together(scene, mentor, mentee)
    await scene.pass_(weeks=1)
    ((_, text),) = weekly(dora)
    for partner in ("Marta", "Elio", "Fine"):
        assert text.count(f"Week 1 of 8 with {partner}") == 1
    assert [label for label in dora.dm.labels() if label.endswith("We met")] == [
        "Marta: We met",
        "Elio: We met",
        "Fine: We met",
    ]
    await dora.dm.press("Elio: We met")
    dora.dm.sees("Good to hear: you met in week 1.", "Elio never sees this answer.")
    assert [len(weekly(one)) for one in (marta, elio, fine)] == [1, 1, 1]


async def test_what_else_waits_stands_in_the_one_message(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await carla.dm.press("Agree on how you work")
    await carla.fill(rhythm="monthly")
    await carla.dm.press("This week's step")
    await carla.dm.press("Plan a meeting")
    await carla.fill(time1="13.3. 18:30")
    await scene.pass_(weeks=1)
    ((_, text),) = weekly(marta)
    assert "Besides, 2 things wait for you." in text
    await scene.restart()
    await marta.dm.press("Where I stand")
    marta.dm.sees("Carla proposes times for a meeting.", "Carla proposes how you could work together.")
    ((_, text),) = weekly(carla)
    assert "Besides" not in text


async def test_more_behind_several_pairs_lets_one_choose_which(scene: Scene, lena: Actor, marta: Actor) -> None:
    dora, elio, fine = (scene.person(name.lower(), name) for name in ("Dora", "Elio", "Fine"))
    for mentor, mentee in ((marta, dora), (dora, elio), (dora, fine)):
        await put_together(scene, mentor, mentee)
    await scene.pass_(weeks=1)
    await dora.dm.press("More…")
    await scene.restart()
    await dora.dm.press("My pair with Elio")
    dora.dm.sees("Elio hears about it only if you finish or stop.")
    await dora.dm.press("Stop this pair")
    await dora.dm.pick("What is the reason?", "No time at the moment")
    elio.dm.sees("Dora cannot go on with your pair.")
    for other in (marta, fine):
        other.dm.sees_not("cannot go on with your pair")
        assert len(await pairs_of(scene, other)) == 1


async def test_another_weekday_holds_from_the_next_message_on(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(weeks=2)
    await lena.use("/programme setup")
    await lena.press("Change language and times")
    await lena.fill(weekday="4", hour="9")
    await scene.pass_(weeks=3)
    fridays = [datetime(2026, 3, 20, 8, tzinfo=UTC), datetime(2026, 3, 27, 8, tzinfo=UTC)]
    fridays.append(datetime(2026, 4, 3, 7, tzinfo=UTC))  # at summer time
    assert [at for at, _ in weekly(carla)] == [WEDNESDAY, WEDNESDAY + WEEK, *fridays]
    assert ["Week 3 of 8" in text for _, text in weekly(carla)] == [False, False, True, False, False]


async def test_a_new_weekday_right_after_the_old_one_turns_no_week(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(days=9)
    await lena.use("/programme setup")
    await lena.press("Change language and times")
    await lena.fill(weekday="5", hour="9")
    await scene.pass_(days=3)
    assert len(weekly(carla)) == 2, "Wednesday and Saturday are one week"
    assert (await pairs_of(scene, carla))[0].week == 2
    await scene.pass_(weeks=1)
    assert "Week 3 of 8" in weekly(carla)[-1][1]


async def test_a_break_makes_the_pair_wait_and_go_on(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(weeks=2)
    await marta.use("/mentor pause 2")
    before = len(weekly(marta)), len(weekly(carla))
    await scene.pass_(weeks=2)
    assert (len(weekly(marta)), len(weekly(carla))) == before
    await scene.pass_(weeks=1)
    assert "Week 3 of 8 with Marta" in weekly(carla)[-1][1]
    assert "meet in week 2?" in weekly(carla)[-1][1]
    assert len(weekly(marta)) == before[0] + 1


async def test_somebody_who_left_gets_nothing_and_is_welcome_back(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(weeks=1)
    await scene.room.leave("carla")
    await scene.pass_(weeks=2)
    assert len(weekly(carla)) == len(weekly(marta)) == 1
    assert await delivered(scene, State.DEAD) == 0, "nothing was tried in vain"
    assert [pair.reason for pair in await pairs_of(scene, marta, ended=True)] == ["left"]
    await scene.room.join(scene.room.somebody("carla"))
    await carla.use("/mentor status")
    carla.sees("Everything is still open here.")


@pytest.mark.parametrize(
    ("late", "comes", "sorry"),
    [
        (timedelta(minutes=50), True, False),
        (timedelta(hours=2), True, True),
        (timedelta(hours=47), True, True),
        (timedelta(hours=49), False, False),
    ],
)
async def test_a_late_message_says_so_and_a_very_late_one_stays_away(
    scene: Scene, marta: Actor, carla: Actor, late: timedelta, comes: bool, sorry: bool
) -> None:
    await become_pair(scene, marta, carla)
    await due_now(scene, WEDNESDAY + late)
    assert len(weekly(carla)) == comes
    assert any("This comes a bit late, sorry." in text for _, text in weekly(carla)) == sorry
    await scene.pass_(days=7)
    assert "late" not in weekly(carla)[-1][1]
    assert weekly(carla)[-1][0] == WEDNESDAY + WEEK


async def test_a_clock_that_jumps_by_weeks_brings_one_message_at_most(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await due_now(scene, WEDNESDAY + 5 * WEEK + timedelta(days=3))
    assert weekly(carla) == [], "the last one was more than two days ago"
    await due_now(scene, WEDNESDAY + 9 * WEEK)
    assert len(weekly(carla)) == 1


async def test_after_weeks_of_standing_still_this_weeks_message_comes(scene: Scene, marta: Actor, carla: Actor) -> None:
    """In April Rome is at summer time, so 18:00 is an hour earlier in UTC."""
    await become_pair(scene, marta, carla)
    this_week = WEDNESDAY + 5 * WEEK - HOUR
    await due_now(scene, this_week + timedelta(minutes=30))
    ((_, text),) = weekly(carla)
    assert "Week 2 of 8 with Marta" in text
    assert "late" not in text
    await scene.pass_(weeks=1)
    assert weekly(carla)[-1][0] == this_week + WEEK


async def story(folder: Path, steps: list[timedelta]) -> list[tuple[str, datetime, str]]:
    """Everything two people got when this much time passes in these steps."""
    scene = await open_scene(folder)
    try:
        lena = scene.person("lena", "Lena", coordinator=True)
        await lena.use("/programme setup")
        await lena.press("Start the programme")
        marta, carla = scene.person("marta", "Marta"), scene.person("carla", "Carla")
        await offer(marta, "Newsletters")
        await become_pair(scene, marta, carla)
        for step in steps:
            await scene.play.pass_time(step)
        return [(one.id, said.at, said.words) for one in (marta, carla) for said in one.dm.messages()]
    finally:
        await scene.close()


async def test_short_walks_are_as_good_as_a_long_one(tmp_path: Path) -> None:
    for name in ("long", "days", "hours"):
        (tmp_path / name).mkdir()
    once = await story(tmp_path / "long", [timedelta(weeks=3)])
    assert len([text for _, _, text in once if "of 8 with" in text]) == 6
    assert await story(tmp_path / "days", [timedelta(days=1)] * 21) == once
    assert await story(tmp_path / "hours", [HOUR] * 24 * 21) == once


class Fragile:
    """A store that breaks down after so many writes."""

    def __init__(self, store: Store, left: int) -> None:
        self._store = store
        self.left = left

    async def read(self, decide: Callable[[Work], Result]) -> Result:
        return await self._store.read(decide)

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        if self.left == 0:
            raise StorageDown("the disk is full")
        self.left -= 1
        return await self._store.write(decide)

    async def close(self) -> None:
        await self._store.close()


async def many_pairs(scene: Scene, count: int) -> list[Actor]:
    """So many pairs, each of two people of its own, who were introduced otherwise."""
    people = [scene.person(f"p{number}", f"P{number}") for number in range(2 * count)]

    def decide(work: Work) -> None:
        members = [work.members.ensure(by(scene, work, one)) for one in people]
        for mentor, mentee in zip(members[::2], members[1::2], strict=True):
            work.pairs.add(
                mentor.community, mentor.id, mentee.id, template="first-steps", weeks=8, goal="", now=scene.clock.now()
            )

    await scene.store.write(decide)
    return people


async def test_120_pairs_survive_a_breakdown_between_two_parts(scene: Scene, lena: Actor) -> None:
    people = await many_pairs(scene, 120)
    scene.clock.set(WEDNESDAY)
    whole = scene.store
    scene.store = Fragile(whole, left=1)
    await scene.play.restart()
    with pytest.raises(StorageDown):
        await scene.play.bot.ticker.tick()
    scene.store = whole
    await scene.restart()
    await scene.quiet()
    assert sum(len(weekly(one)) for one in people) == 200, "the first hundred pairs"
    await scene.play.tick()
    await scene.play.tick()
    await scene.quiet()
    assert [len(weekly(one)) for one in people] == [1] * 240


async def test_one_communitys_trouble_does_not_hold_up_another(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)

    def trouble(work: Work) -> None:
        other = work.communities.ensure(Community("playground", "other"), "en", "UTC", scene.clock.now())
        work.schedules.set(Schedule(other.key, "gone.since", Weekly(0, 9, "UTC"), Sort.WEEKLY, WEDNESDAY - HOUR))

    await scene.store.write(trouble)
    await due_now(scene, WEDNESDAY)
    assert len(weekly(carla)) == 1


async def test_two_processes_send_one_message(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    other = Bot(scene.store, scene.clock, {scene.room.platform: scene.room}, registry(), scene.keys)
    scene.clock.set(WEDNESDAY)
    await other.ticker.tick()
    await scene.play.bot.ticker.tick()
    await other.worker.deliver()
    await scene.quiet()
    assert len(weekly(carla)) == len(weekly(marta)) == 1


async def test_after_the_end_nobody_is_asked_for_ever(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await weeks_in_touch(scene, 9)
    carla.dm.sees("Your 8 weeks with Marta are over.")
    await weeks_in_touch(scene, 6)
    asked = [at for at, text in weekly(carla) if "weeks with Marta are over" in text]
    assert len(asked) == 3
    assert (await pairs_of(scene, carla))[0].state == "active", "never closed unasked"


async def test_the_hour_is_the_communitys_unless_it_is_night_where_the_reader_is(scene: Scene, marta: Actor) -> None:
    yuki = scene.person("yuki", "Yuki", zone="Asia/Tokyo")
    await become_pair(scene, marta, yuki)
    await scene.pass_(weeks=1)
    ((at, text),) = weekly(yuki)
    assert at == datetime(2026, 3, 4, 23, tzinfo=UTC), "at 8 in the morning, in Tokyo"
    assert "late" not in text, "she did not want it earlier"
    assert [at for at, _ in weekly(marta)] == [WEDNESDAY]


async def test_after_a_break_at_the_first_message_the_first_week_comes(
    scene: Scene, marta: Actor, carla: Actor
) -> None:
    await become_pair(scene, marta, carla)
    await marta.use("/mentor pause 2")
    await scene.pass_(weeks=3)
    ((_, text),) = weekly(carla)
    assert "Week 1 of 8 with Marta" in text
    await scene.pass_(weeks=1)
    assert "Week 2 of 8 with Marta" in weekly(carla)[-1][1]
    assert "meet in week 1?" in weekly(carla)[-1][1]
