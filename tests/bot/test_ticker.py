"""What is planned is done once: steps at an instant, schedules that pause, skip, end, fail or come late."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.actions import Step
from bot.app import Bot
from bot.i18n import words
from bot.identity import Community, Person
from bot.planned import Later, Occasion, Weekly
from bot.ports import Store
from bot.recurrence import paused, plan, resumed, without_next
from bot.registry import Registry
from bot.timetable import pass_time
from bot.ui import Action, Message
from bot.work import Sending, Sort, Target, Work
from storage.database import migrate, open_store
from storage.keyring import FolderKeyring
from tests.features.scene import SetClock

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WEDNESDAY = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
WEEK, DAY, HOUR = timedelta(weeks=1), timedelta(days=1), timedelta(hours=1)
ROME = Weekly(2, 18, "Europe/Rome")


def say(work: Work, community: int, once: str, now: datetime) -> None:
    """Leave a trace that is undone with its transaction."""
    who = Target((Person("room", "carla", "Carla"),))
    assert work.outbox.put(Sending(once, community, who, Message((words(once),))), now), f"{once} a second time"


def note(work: Work, later: Later, now: datetime, *, words: str) -> None:
    say(work, later.community, f"{words} at {now:%d.%m. %H:%M}", now)


def again(work: Work, later: Later, now: datetime, *, left: int) -> None:
    """A chain: it plans itself anew under its own key."""
    say(work, later.community, f"again {left}", now)
    if left:
        work.later.at(later.community, later.key, Action("again", {"left": left - 1}), later.due + DAY)


def weekly(work: Work, occasion: Occasion, now: datetime) -> None:
    say(work, occasion.community, f"{occasion.key} of {occasion.day} at {now:%d.%m. %H:%M}", now)


def broken(work: Work, later: Later, now: datetime) -> None:
    say(work, later.community, "undone", now)
    raise KeyError("a mistake in a step")


def three(work: Work, later: Later, now: datetime) -> bool:
    """As much as three transactions do."""
    done = sum(work.outbox.counts().values())
    say(work, later.community, f"part {done + 1}", now)
    return done + 1 < 3


STEPS: Mapping[str, Step] = {
    one.name: one
    for one in (
        *(Step("note", note), Step("again", again), Step("weekly", weekly)),
        *(Step("broken", broken), Step("three", three)),
    )
}


@dataclass
class Stage:
    file: Path
    store: Store
    home: int
    clock: SetClock
    bots: list[Bot] = field(default_factory=list)

    async def at(self, key: str, due: datetime, name: str = "note", **args: str | int) -> None:
        await self.store.write(lambda work: work.later.at(self.home, key, Action(name, args), due))

    async def schedule(self, key: str = "tip", sort: Sort = Sort.POST) -> None:
        await self.store.write(
            lambda work: work.schedules.set(plan(self.home, "weekly", ROME, sort, self.clock.now(), key=key))
        )

    async def tick(self, at: datetime | None = None) -> None:
        if at:
            self.clock.set(at)
        await self.bots[0].ticker.tick()

    async def pass_(self, delta: timedelta) -> None:
        await pass_time(self.bots[0], self.clock, delta)

    async def said(self) -> list[str]:
        """What the steps left, in that order, whatever became of it since."""
        with closing(sqlite3.connect(self.file)) as database:
            return [once for (once,) in database.execute("SELECT once FROM outbox ORDER BY id")]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    url = f"sqlite:///{tmp_path}/ticker.db"
    await migrate(url)
    store = await open_store(url)
    home = await store.write(lambda work: work.communities.ensure(Community("room", "c"), "it", "Europe/Rome", MONDAY))
    clock = SetClock(MONDAY)
    made = Stage(tmp_path / "ticker.db", store, home.key, clock)
    made.bots = [Bot(store, clock, {}, Registry({}, {}, STEPS), FolderKeyring(tmp_path)) for _ in range(2)]
    yield made
    await store.close()


async def test_a_step_that_another_version_wrote_is_done_once_as_well(stage: Stage) -> None:
    """It says the same in other letters."""
    await stage.at("poll:7", MONDAY, words="close")
    with closing(sqlite3.connect(stage.file)) as database:
        database.execute('UPDATE later SET call = REPLACE(call, \'{"~":\', \'{ "forgotten": 1, "~":\')')
        database.commit()
    async with asyncio.timeout(5):
        await stage.tick()
    assert await stage.said() == ["close at 02.03. 09:00"]


async def test_a_step_is_done_at_its_instant_and_once(stage: Stage) -> None:
    await stage.at("poll:7", MONDAY + HOUR, words="close")
    await stage.tick(MONDAY + HOUR - timedelta(seconds=1))
    assert await stage.said() == []
    stage.clock.set(MONDAY + HOUR)
    await asyncio.gather(*(bot.ticker.tick() for bot in stage.bots * 2))
    await stage.tick(MONDAY + DAY)
    assert await stage.said() == ["close at 02.03. 10:00"]


async def test_passing_time_walks_to_each_step(stage: Stage) -> None:
    await stage.at("a", MONDAY + 3 * HOUR, words="a")
    await stage.at("b", MONDAY + HOUR, words="b")
    await stage.at("a", MONDAY + 2 * HOUR, words="moved")
    await stage.at("c", MONDAY + HOUR, words="c")
    await stage.store.write(lambda work: work.later.cancel(stage.home, "c"))
    await stage.pass_(DAY)
    assert await stage.said() == ["b at 02.03. 10:00", "moved at 02.03. 11:00"]


async def test_a_step_may_plan_itself_again(stage: Stage) -> None:
    await stage.at("chain", MONDAY + HOUR, "again", left=2)
    await stage.pass_(5 * DAY)
    assert await stage.said() == ["again 2", "again 1", "again 0"]


async def test_a_long_step_is_done_in_parts(stage: Stage) -> None:
    await stage.at("long", MONDAY, "three")
    await stage.tick()
    assert await stage.said() == ["part 1", "part 2", "part 3"]
    assert await stage.store.read(lambda work: work.later.next_due()) is None


async def test_however_late_a_step_is_done(stage: Stage) -> None:
    await stage.at("poll:7", MONDAY, words="close")
    await stage.tick(MONDAY + 3 * WEEK)
    assert await stage.said() == ["close at 23.03. 09:00"]


async def test_a_step_that_fails_holds_up_nothing_and_is_tried_less_and_less(stage: Stage) -> None:
    await stage.at("bad", MONDAY, "broken")
    await stage.at("unknown", MONDAY, "taken out of the code")
    await stage.at("good", MONDAY + HOUR, words="good")
    await stage.pass_(WEEK)
    assert await stage.said() == ["good at 02.03. 10:00"]
    for key in ("bad", "unknown"):
        assert await stage.store.read(lambda work, key=key: work.later.of(stage.home, key))  # type: ignore[misc]
    looked = await stage.store.read(lambda work: work.later.next_due())
    assert looked is not None
    assert timedelta() < looked - stage.clock.now() <= timedelta(hours=6)


async def test_several_schedules_of_one_kind(stage: Stage) -> None:
    await stage.schedule("tip")
    await stage.store.write(
        lambda work: work.schedules.set(
            plan(stage.home, "weekly", Weekly(3, 9, "Asia/Tokyo", 30), Sort.POST, MONDAY, key="article")
        )
    )
    await stage.pass_(WEEK)
    assert await stage.said() == ["tip of 2026-03-04 at 04.03. 17:00", "article of 2026-03-05 at 05.03. 00:30"]


async def test_a_schedule_pauses_skips_and_ends(stage: Stage) -> None:
    await stage.schedule()

    async def change(how: object) -> None:
        def decide(work: Work) -> None:
            schedule = work.schedules.of(stage.home, "weekly", "tip")
            assert schedule
            work.schedules.set(how(schedule))  # type: ignore[operator]

        await stage.store.write(decide)

    await change(lambda schedule: without_next(schedule, stage.clock.now()))
    await stage.pass_(WEEK)
    assert await stage.said() == []
    await change(paused)
    await stage.pass_(WEEK)
    await change(lambda schedule: resumed(schedule, stage.clock.now()))
    await change(lambda schedule: replace(schedule, ends=WEDNESDAY.date() + 3 * WEEK))
    await stage.pass_(5 * WEEK)
    assert await stage.said() == ["tip of 2026-03-18 at 18.03. 17:00", "tip of 2026-03-25 at 25.03. 17:00"]
    assert await stage.store.read(lambda work: work.schedules.missed(stage.home, MONDAY)) == ()


@pytest.mark.parametrize(
    ("sort", "late", "comes"),
    [
        (Sort.POST, timedelta(hours=5, minutes=59), True),
        (Sort.POST, timedelta(hours=6, seconds=1), False),  # at 18:00 in Rome, so midnight is six hours away
        (Sort.WEEKLY, timedelta(hours=48), True),
        (Sort.WEEKLY, timedelta(hours=48, seconds=1), False),
        (Sort.COORDINATION, timedelta(days=6), True),
    ],
)
async def test_what_comes_too_late_is_left_out_and_told(stage: Stage, sort: Sort, late: timedelta, comes: bool) -> None:
    await stage.schedule(sort=sort)
    await stage.tick(WEDNESDAY + late)
    missed = await stage.store.read(lambda work: work.schedules.missed(stage.home, MONDAY))
    assert len(await stage.said()) == comes
    assert [one.day.isoformat() for one in missed] == ([] if comes else ["2026-03-04"])
    await stage.pass_(WEEK)
    assert (await stage.said())[-1] == "tip of 2026-03-11 at 11.03. 17:00"


async def test_after_three_weeks_only_the_last_can_still_come(stage: Stage) -> None:
    await stage.schedule()
    await stage.tick(WEDNESDAY + 3 * WEEK - HOUR + timedelta(minutes=59))
    missed = await stage.store.read(lambda work: work.schedules.missed(stage.home, MONDAY))
    assert [one.day.day for one in missed] == [4, 11, 18]
    assert await stage.said() == [], "summer time came meanwhile, so it is 18:59 there and due since an hour"
