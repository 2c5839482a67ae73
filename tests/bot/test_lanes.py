"""What a platform limits is kept to by all workers together, and where nothing works nothing is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.playground.room import Fault
from adapters.playground.things import Somebody
from bot.delivery.lanes import EMPTY, TRIP, Call, Fill, Holds, Lane, closed, failed, free_at, taken, worked
from bot.errors import Busy, PlatformError, Revoked, Unreachable
from bot.identity import Community, Person, Place, Ref
from bot.post import Post
from bot.work import State, Target
from tests.bot.office import Forgetful, Office, open_office
from tests.contracts.store_scene import NOW

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
ALL = Lane("all", 1 / 15, 5, holds=Holds.PLATFORM)
NEW = Lane("new directs", 30, 5)


class Limited(Forgetful):
    """A platform with limits, that notes when it was asked. ``down``: what it answers to everything."""

    down: PlatformError | None = None
    asked: list[datetime]
    opened: list[datetime]

    def lanes(self, call: Call, community: Community, place: Place | None) -> Sequence[Lane]:
        return (ALL, NEW) if call is Call.DIRECT else (ALL,)

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        self.asked.append(self.clock.now())
        if self.down:
            raise self.down
        return await super().send(place, post, once=once)

    async def direct(self, person: Person, *, community: Community | None = None) -> Place:
        self.opened.append(self.clock.now())
        return await super().direct(person, community=community)


@dataclass
class Town(Office):
    room: Limited


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_office(tmp_path) as opened:
        room = Limited(opened.clock, opened.room.shows)
        room.asked, room.opened = [], []
        for id in ("carla", "marta", "lena"):
            room.add(Somebody(id, id.title()))
        yield Town(opened.store, opened.clock, room, opened.home)


async def posts(office: Town, count: int) -> None:
    for number in range(count):
        await office.put(f"post {number}", target=Target(place=_place(office, number)))


def _place(office: Town, number: int) -> Place:
    office.room.add_channel(f"c{number}", f"c{number}")
    return office.room.place(f"c{number}")


async def until(office: Town, end: timedelta, step: timedelta, workers: int = 1) -> None:
    """Several workers, each looking once in every step."""
    crew = [office.worker() for _ in range(workers)]
    last = office.clock.now() + end
    while office.clock.now() < last:
        for one in crew:
            await one.deliver()
        office.clock.set(office.clock.now() + step)


def most_in(asked: Sequence[datetime], length: timedelta) -> int:
    times = sorted(asked)
    return max((sum(first <= one < first + length for one in times) for first in times), default=0)


@pytest.mark.parametrize("workers", [1, 3])
async def test_a_rate_holds_over_several_workers(office: Town, workers: int) -> None:
    await posts(office, 60)
    await until(office, 6 * SECOND, SECOND / 10, workers)
    assert await office.in_state(State.SENT) == 60
    assert most_in(office.room.asked, SECOND) <= 20


async def test_new_direct_conversations_have_a_budget(office: Town) -> None:
    """The budget is the platform's, so it holds over workers; who is known already need not wait."""
    for number in range(20):
        office.room.add(Somebody(f"p{number}", f"P{number}"))
        who = Target((Person("playground", f"p{number}"),))
        await office.put(f"hello {number}", target=who)
    await until(office, timedelta(minutes=9), 5 * SECOND, 2)
    assert await office.in_state(State.SENT) == 20
    assert len(office.room.opened) == 20
    assert most_in(office.room.opened, timedelta(seconds=30)) <= 6
    assert most_in(office.room.opened, timedelta(minutes=5)) <= 15


@pytest.mark.parametrize("wait", [65, 1337])
async def test_what_a_busy_platform_says_holds_for_everybody(office: Town, wait: int) -> None:
    await posts(office, 10)
    office.room.faults.append(Fault(Busy(wait)))
    begin = office.clock.now()
    await office.worker().deliver()
    asked = len(office.room.asked)
    await until(office, timedelta(seconds=wait - 1), timedelta(seconds=wait / 50), 2)
    assert len(office.room.asked) == asked
    await until(office, timedelta(seconds=30), SECOND)
    assert await office.in_state(State.SENT) == 10
    late = [one for one in office.room.asked if one > begin]
    assert min(late) >= begin + timedelta(seconds=wait)


async def test_an_outage_is_met_with_patience(office: Town) -> None:
    await posts(office, 120)
    office.room.down = Unreachable("the network is away")
    await until(office, timedelta(minutes=30), 2 * SECOND, 2)
    assert 20 <= len(office.room.asked) <= 100
    office.room.down = None
    office.room.asked.clear()
    await until(office, timedelta(minutes=2), SECOND / 4)
    assert await office.in_state(State.SENT) == 120
    assert most_in(office.room.asked, SECOND) <= 20


async def test_a_revoked_token_pauses_its_community_until_it_is_heard_of(office: Town) -> None:
    await posts(office, 20)
    office.room.down = Revoked("token_revoked")
    await until(office, HOUR, timedelta(minutes=1), 2)
    assert 1 <= len(office.room.asked) <= 3
    office.room.down = None
    home = await office.store.read(lambda work: work.communities.get(office.home))
    assert home
    assert home.paused
    await office.store.write(lambda work: work.communities.pause(office.home, None))
    await until(office, 5 * SECOND, SECOND / 4)
    assert await office.in_state(State.SENT) == 20


# -- the arithmetic


def test_a_lane_lets_a_burst_through_and_then_its_rate() -> None:
    lane, fill, at, times = Lane("x", 10, 3), EMPTY, NOW, []
    for _ in range(6):
        at = max(at, free_at(lane, fill, at))
        fill = taken(lane, fill, at)
        times.append((at - NOW).total_seconds())
    assert times == [0, 0, 0, 10, 20, 30]


def test_after_the_clock_went_back_a_lane_is_not_shut_for_long() -> None:
    lane = Lane("x", 1, 5)
    assert free_at(lane, Fill(full=NOW + HOUR), NOW) <= NOW + 10 * SECOND
    assert free_at(lane, closed(EMPTY, NOW + 2 * HOUR, NOW + HOUR, "Busy"), NOW) == NOW


def test_after_failures_in_a_row_one_try_at_a_time_is_made() -> None:
    fill = EMPTY
    for _ in range(TRIP - 1):
        fill = failed(fill, NOW, "Unreachable")
    lane = Lane("", 0, holds=Holds.PLATFORM)
    assert free_at(lane, fill, NOW) == NOW
    fill = failed(fill, NOW, "Unreachable")
    again = free_at(lane, fill, NOW)
    assert again > NOW
    assert free_at(lane, taken(lane, fill, again), again) > again, "while one tries nobody else does"
    assert free_at(lane, worked(fill), NOW) == NOW
