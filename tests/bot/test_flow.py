"""One call delivers all that is due, in whatever order and however quickly the answers come."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import aiohttp
import pytest

from bot.delivery.carrying import Attempt
from bot.delivery.claiming import EACH
from bot.delivery.doors import DOORS, Doors
from bot.delivery.facts import Facts
from bot.delivery.recording import Done
from bot.delivery.trust import Trust
from bot.delivery.worker import BATCH, GATHERED, Worker
from bot.errors import Revoked, Unreachable
from bot.i18n import words
from bot.identity import Community, Place, Ref
from bot.ports import Store
from bot.post import Post
from bot.registry import Registry
from bot.ui import Message
from bot.work import Delivery, Home, Sending, State, Target, Work
from storage.database import migrate, open_store
from tests.chaos.adapter import PLATFORM, TownAdapter
from tests.features.scene import MONDAY, SetClock

Result = TypeVar("Result")
COMMUNITIES = 20
ROWS = 4 * BATCH


class AllAtOnce(TownAdapter):
    """The first is answered; then the loop is kept busy, and all others are answered at the moment at which the
    worker stops gathering outcomes."""

    def __init__(self, session: aiohttp.ClientSession, clock: SetClock) -> None:
        super().__init__(session, clock)
        self.gate = asyncio.Event()
        self.first = True
        self.under_way = self.most = 0

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        if self.first:
            self.first = False
            loop = asyncio.get_running_loop()
            loop.call_later(GATHERED / 4, time.sleep, 2 * GATHERED)
            loop.call_later(GATHERED / 2, self.gate.set)
        else:
            await self.gate.wait()
        self.under_way -= 1
        return Ref(place, once)


class Held(TownAdapter):
    """Answers nobody until the gate is opened; ``asked`` is set with the first request."""

    def __init__(self, session: aiohttp.ClientSession, clock: SetClock) -> None:
        super().__init__(session, clock)
        self.gate, self.asked = asyncio.Event(), asyncio.Event()

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        self.asked.set()
        await self.gate.wait()
        return Ref(place, once)


class Slow(Held):
    """Answers nobody in the first channel, and everybody else at once; ``said`` is set then."""

    def __init__(self, session: aiohttp.ClientSession, clock: SetClock) -> None:
        super().__init__(session, clock)
        self.said = asyncio.Event()

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        if place.id == "c0":
            return await super().send(place, post, once=once)
        self.said.set()
        return Ref(place, once)


class Unreadable:
    """A database that never answers who reads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.write, self.close = store.write, store.close
        self.asked = asyncio.Event()

    async def read(self, decide: Callable[[Work], Result]) -> Result:
        self.asked.set()
        await asyncio.Event().wait()
        return await self._store.read(decide)


def put(work: Work, towns: Sequence[str]) -> None:
    """A message for a channel of its own in each of these communities, one after the other."""
    for number, town in enumerate(towns):
        home = work.communities.ensure(Community(PLATFORM, town), "en", "Europe/Rome", MONDAY).key
        target = Target(place=Place(PLATFORM, f"c{number}"))
        work.outbox.put(Sending(f"m{number}", home, target, Message((words(f"m{number}"),))), MONDAY)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    url = f"sqlite:///{tmp_path / 'mansarda.sqlite3'}"
    await migrate(url)
    store = await open_store(url)
    yield store
    await store.close()


async def test_what_ends_while_others_are_recorded_makes_room(store: Store) -> None:
    """Nothing that is due is left for the next call."""
    clock = SetClock()
    await store.write(lambda work: put(work, [f"town{number % COMMUNITIES}" for number in range(ROWS)]))
    async with aiohttp.ClientSession() as session:
        adapter = AllAtOnce(session, clock)
        delivered = await Worker(store, clock, {PLATFORM: adapter}, Registry({}, {}, {})).deliver()
    counts = await store.read(lambda work: work.outbox.counts())
    assert delivered == counts[State.SENT] == ROWS
    assert adapter.most <= BATCH


async def test_of_one_community_few_are_in_doubt_if_the_process_dies(store: Store) -> None:
    """They come first, and those of another one do not wait for them."""
    clock = SetClock()
    await store.write(lambda work: put(work, ["large"] * (BATCH - 5) + ["small"] * 5))
    async with aiohttp.ClientSession() as session:
        adapter = Held(session, clock)
        work = asyncio.create_task(Worker(store, clock, {PLATFORM: adapter}, Registry({}, {}, {})).deliver())
        await adapter.asked.wait()
        counts = await store.read(lambda work: work.outbox.counts())
        adapter.gate.set()
        assert await work == BATCH
    assert counts[State.SENDING] == EACH + 5
    assert counts[State.PENDING] == BATCH - EACH - 5


async def test_a_stop_does_not_wait_for_a_look_at_what_is_due(store: Store) -> None:
    """What is looked for is not taken any more."""
    unreadable = Unreadable(store)
    worker = Worker(unreadable, SetClock(), {}, Registry({}, {}, {}))
    looking = asyncio.create_task(worker.deliver())
    await unreadable.asked.wait()
    async with asyncio.timeout(2):
        await worker.rest()
    assert not looking.done()
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)


async def test_a_stop_leaves_nothing_under_way(store: Store) -> None:
    """What was being asked may have arrived; who waited in line behind it was surely not written to."""
    clock = SetClock()
    await store.write(lambda work: put(work, ["town"] * (DOORS + 2)))
    async with aiohttp.ClientSession() as session:
        adapter = Held(session, clock)
        worker = Worker(store, clock, {PLATFORM: adapter}, Registry({}, {}, {}), farewell=0.05)
        work = asyncio.create_task(worker.deliver())
        await adapter.asked.wait()
        await worker.rest()
        await work
    counts = await store.read(lambda work: work.outbox.counts())
    due = await store.write(lambda work: work.outbox.due(MONDAY + timedelta(hours=1), BATCH))
    assert counts[State.PENDING] == DOORS + 2
    assert {one.sending.once: one.in_doubt for one in due} == {f"m{at}": at < DOORS for at in range(DOORS + 2)}


@pytest.mark.parametrize("woken", [True, False])
async def test_one_that_gets_no_answer_holds_up_nobody(store: Store, woken: bool) -> None:
    """What comes meanwhile is delivered when the worker is woken, and at its next look otherwise."""
    clock = SetClock()
    await store.write(lambda work: put(work, ["slow"]))
    async with aiohttp.ClientSession() as session:
        adapter = Slow(session, clock)
        worker = Worker(store, clock, {PLATFORM: adapter}, Registry({}, {}, {}), look=60.0 if woken else 0.05)
        work = asyncio.create_task(worker.deliver())
        await adapter.asked.wait()
        await store.write(lambda work: put(work, ["slow", "quick"]))
        if woken:
            worker.wake()
        async with asyncio.timeout(5):
            await adapter.said.wait()
        assert not adapter.gate.is_set()
        adapter.gate.set()
        assert await work == 2


class Delayed:
    """A database whose second transaction ends only when it is let through."""

    def __init__(self, store: Store) -> None:
        self._store, self._count = store, 0
        self.read, self.close = store.read, store.close
        self.writing, self.free = asyncio.Event(), asyncio.Event()

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        self._count += 1
        if self._count != 2:
            return await self._store.write(decide)
        self.writing.set()
        result = await self._store.write(decide)
        await self.free.wait()
        return result


class Fading(TownAdapter):
    """Answers at once; after so many messages, and while something is stored, the bot's rights are gone."""

    def __init__(self, session: aiohttp.ClientSession, clock: SetClock, rights: int, store: Delayed) -> None:
        super().__init__(session, clock)
        self.sent, self.refused = list[str](), 0
        self._rights, self._store = rights, store

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        await asyncio.sleep(0)
        if len(self.sent) < self._rights:
            self.sent.append(place.id)
            return Ref(place, once)
        await self._store.writing.wait()
        self.refused += 1
        if self.refused == DOORS:
            self._store.free.set()
        raise Revoked


async def test_a_small_community_does_not_wait_behind_a_large_one(store: Store) -> None:
    """Of the large one much is due, and earlier; its rows come and go so quickly that it always has room for more."""
    clock = SetClock()
    await store.write(lambda work: put(work, ["large"] * 1000 + ["small"]))
    async with aiohttp.ClientSession() as session:
        delayed = Delayed(store)
        delayed.free.set()
        adapter = Fading(session, clock, 2000, delayed)
        worker = Worker(delayed, clock, {PLATFORM: adapter}, Registry({}, {}, {}))
        assert await worker.deliver() == 1001
    assert adapter.sent.index("c1000") < 2 * EACH


async def test_rights_that_go_while_more_is_taken_are_gone_all_the_same(store: Store) -> None:
    """After three requests of a worker its community pauses."""
    clock = SetClock()
    await store.write(lambda work: put(work, ["town"] * 100))
    delayed = Delayed(store)
    async with aiohttp.ClientSession() as session:
        adapter = Fading(session, clock, EACH // 2, delayed)
        await Worker(delayed, clock, {PLATFORM: adapter}, Registry({}, {}, {})).deliver()
    assert adapter.refused == DOORS


def attempt(number: int, community: int) -> Attempt:
    sending = Sending(f"m{number}", community, Target(place=Place(PLATFORM, f"c{number}")))
    facts = Facts(Home(community, Community(PLATFORM, f"t{community}"), "Town", "en", "UTC"))
    return Attempt(Delivery(number, sending, 1, MONDAY, MONDAY), facts, MONDAY)


async def test_of_what_is_through_nothing_is_kept() -> None:
    """A worker that has served thousands of communities is not slower for it."""
    brought: list[Attempt] = []

    async def bring(attempt: Attempt) -> None:
        brought.append(attempt)

    doors, trust = Doors(bring, lambda: None), Trust()
    attempts = [attempt(number, community=number % 5) for number in range(20)]
    for one in attempts:
        doors.enter(one)
    assert (doors.moving, len(doors.rows), sum(doors.inside.values())) == (20, 20, 20)
    trust.expect(attempts, [])
    while doors.inside:  # noqa: ASYNC110  # the carriers' own doing
        await asyncio.sleep(0)
    for one in brought:
        trust.learn(Done(one, error=Unreachable()))
        trust.learn(Done(one))
    assert (doors.moving, len(doors.rows), len(brought)) == (0, 0, 20)
    assert not trust.failures
