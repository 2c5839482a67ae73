"""What goes wrong in the middle: a database that fails, a clock that jumps, a platform that hangs, a stop."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from adapters.playground.room import Fault
from adapters.playground.things import Somebody
from bot.delivery.claiming import PUT_OFF
from bot.delivery.outcomes import LEASE
from bot.delivery.worker import Worker
from bot.errors import StorageDown, Uncertain, Unreachable
from bot.i18n import words
from bot.identity import Person
from bot.ports import Store
from bot.ui import Action, Message
from bot.work import By, Delivery, Kind, Sending, Sort, State, Target, Work
from tests.bot.office import Office, told
from tests.features.scene import MONDAY

Result = TypeVar("Result")
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def words_of(said: str) -> Message:
    return Message((words(said),))


def waiting(work: Work) -> Sequence[Delivery]:
    return work.outbox.due(MONDAY + HOUR, 9)


async def seen(office: Office, what: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not what():
            await office.room.wait_changed(office.room.version)


class Counting:
    """A database that counts what is written."""

    def __init__(self, store: Store) -> None:
        self._store, self.writes = store, 0
        self.read, self.close = store.read, store.close

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        self.writes += 1
        return await self._store.write(decide)


class Failing:
    """A database whose writes of these numbers fail."""

    def __init__(self, store: Store, *fails: int) -> None:
        self._store, self._fails, self._count = store, fails, 0
        self.read, self.close = store.read, store.close

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        self._count += 1
        if self._count in self._fails:
            raise StorageDown("away for a moment")
        return await self._store.write(decide)


async def test_what_was_claimed_is_brought_though_the_database_fails_after_that(office: Office) -> None:
    office.room.unknowing = True
    await office.put("gone", to="marta", then=told(to="lena"), expires=office.clock.now())
    await office.put("hello")
    worker = office.worker(Failing(office.store, 2))
    with pytest.raises(StorageDown):
        await worker.deliver()
    await worker.deliver()
    assert office.said() == ["hello"]
    assert office.said("lena") == ["It reached nobody."]
    assert await office.in_state(State.SENDING) == 0


async def test_a_stop_records_what_the_database_could_not_take(office: Office) -> None:
    await office.put("hello")
    worker = office.worker(Failing(office.store, 2, 3))
    with pytest.raises(StorageDown):
        await worker.deliver()
    await worker.rest()
    assert await office.in_state(State.SENT) == 1


@pytest.mark.parametrize("jump", [-HOUR, HOUR, timedelta(days=3)])
async def test_a_clock_that_jumps_while_something_is_sent_sends_nothing_twice(office: Office, jump: timedelta) -> None:
    await office.put("hello")
    office.room.hang = "before"
    worker = office.worker()
    at_work = asyncio.create_task(worker.deliver())
    await seen(office, lambda: office.room.hanging)
    office.room.hang = ""
    office.clock.set(office.clock.now() + jump)
    await office.put("for marta", to="marta")
    worker.wake()
    await seen(office, lambda: bool(office.said("marta")))
    office.room.hang = ""
    office.room.released.set()
    await at_work
    await worker.deliver()
    await office.after(LEASE)
    await office.after(LEASE)
    assert office.said() == ["hello"]
    assert office.said("marta") == ["for marta"]


async def test_a_turn_ends_though_something_is_always_under_way(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever watches takes a turn that ended for a sign of life; what is under way goes on, and so does the next."""
    monkeypatch.setattr("bot.delivery.worker.AT_A_STRETCH", 0.05)
    await office.put("hello")
    office.room.hang = "before"
    worker = Worker(office.store, office.clock, {office.room.platform: office.room}, office.registry, look=0.05)
    async with asyncio.timeout(5):
        await worker.turn()
    assert office.room.hanging
    assert await office.in_state(State.SENDING) == 1
    office.room.released.set()
    async with asyncio.timeout(5):
        await worker.turn()
    assert office.said() == ["hello"]
    assert await office.in_state(State.SENT) == 1


async def test_what_was_sent_after_the_clock_went_back_is_found(office: Office) -> None:
    """It was first tried, in vain, when the clock was wrong; then it arrived, and the reply was lost."""
    office.room.faults += [Fault(Unreachable()), Fault(Uncertain(), done=True)]
    await office.put("hello")
    await office.after(timedelta())
    office.clock.set(office.clock.now() - HOUR + SECOND)
    await office.store.write(lambda work: work.outbox.hold([(due, office.clock.now()) for due in waiting(work)]))
    await office.after(timedelta())
    await office.after(LEASE)
    assert office.said() == ["hello"]
    assert await office.in_state(State.SENT) == 1


@pytest.mark.parametrize("jump", [LEASE, -HOUR])
async def test_what_was_claimed_long_ago_changes_nothing_any_more(office: Office, jump: timedelta) -> None:
    """Three hang, and an edit waits in line behind them; meanwhile another worker makes it, and a newer one."""
    office.room.add(Somebody("bruno", "Bruno"))
    await office.put("sign", message=words_of("first"))
    await office.after(timedelta())
    office.room.hang = "before"
    for name in ("marta", "lena", "bruno"):
        await office.put(f"for {name}", to=name)
    await office.put("edit 1", message=words_of("second"), kind=Kind.EDIT, original="sign")
    slow = asyncio.create_task(office.worker().deliver())
    await seen(office, lambda: office.room.hanging)
    office.room.hang = ""
    office.clock.set(office.clock.now() + jump)
    await office.worker().deliver()
    await office.after(LEASE)
    assert office.said() == ["second"]
    await office.put("edit 2", message=words_of("third"), kind=Kind.EDIT, original="sign")
    await office.worker().deliver()
    office.room.released.set()
    await slow
    await office.after(LEASE)
    assert office.said() == ["third"]


async def test_what_waits_for_the_morning_does_not_hold_up_the_database(office: Office) -> None:
    """Thousands may not be sent at night; each transaction looks at some of them."""

    def put(work: Work) -> None:
        night = office.clock.now() + 14 * HOUR
        for number in range(PUT_OFF * 2 + 50):
            carla = Person(office.room.platform, f"p{number}")
            work.members.ensure(By(office.home, carla, night, zone="Europe/Rome"))
            message = Message((words("How was your week?"),))
            work.outbox.put(Sending(f"w{number}", office.home, Target((carla,)), message, sort=Sort.WEEKLY), night)

    await office.store.write(put)
    office.clock.set(office.clock.now() + 14 * HOUR)
    counting = Counting(office.store)
    assert await office.worker(counting).deliver() == 0
    due = await office.next_due()
    assert due is not None
    assert due > office.clock.now() + HOUR
    assert counting.writes >= 3


async def test_one_that_cannot_be_read_holds_up_nobody(office: Office, tmp_path: Path) -> None:
    """As after a step back to an older version; it is visible among what did not arrive."""
    await office.put("from another version")
    await office.put("hello")
    await office.put("for marta", to="marta")
    with closing(sqlite3.connect(tmp_path / "mansarda.sqlite3")) as database:
        database.execute('UPDATE outbox SET message = \'{"~":"Hologram"}\' WHERE id = 1')
        database.commit()
    await office.worker().deliver()
    await office.worker().deliver()
    assert office.said() == ["hello"]
    assert office.said("marta") == ["for marta"]
    assert await office.in_state(State.DEAD) == 1


async def test_what_was_to_follow_one_that_cannot_be_read_holds_up_nobody(office: Office, tmp_path: Path) -> None:
    """It ended unsent, so its step was owed; nobody knows any more which."""
    await office.put("from another version", then=Action("step.of.another.version", {}), collapse="news")
    await office.put("hello", collapse="news")
    with closing(sqlite3.connect(tmp_path / "mansarda.sqlite3")) as database:
        database.execute('UPDATE outbox SET followup = \'{"~":"Hologram"}\' WHERE id = 1')
        database.commit()
    await office.worker().deliver()
    assert office.said() == ["hello"]
    assert await office.next_due() is None
