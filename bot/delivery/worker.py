"""The worker: takes what is due, has it carried, and records what became of it, in batches."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from bot.delivery.carrying import Arrived, Attempt, carry
from bot.delivery.claiming import Claimed, claim
from bot.delivery.counting import counted
from bot.delivery.doors import Doors
from bot.delivery.ledger import Ledger
from bot.delivery.recording import Done, follow, record, record_alone, tell_lanes
from bot.delivery.trust import Trust
from bot.errors import Conflict, PlatformError, StorageDown, Uncertain
from bot.logs import traced
from bot.meter import Unmetered
from bot.work import State

if TYPE_CHECKING:
    from bot.delivery.lanes import Call, Lane
    from bot.identity import Community, Place
    from bot.meter import Meter
    from bot.ports import Adapter, Clock, Store
    from bot.registry import Registry
    from bot.work import Delivery, Work

log = logging.getLogger(__name__)

BATCH = 100
"""So many rows are under way at most, and in doubt if the process dies."""
HALF = BATCH // 2
"""So many are recorded and taken at once where there is much to do, while the other half is under way."""
GATHERED = 0.02
"""Seconds for which fewer outcomes are gathered while others are under way, so that one commit records many."""
LONGEST_LOOK = 1.0
"""Seconds between two looks at what is due."""
FAREWELL = 5.0
"""Seconds that a stop waits for answers on their way; what has none by then is in doubt."""


class Worker:
    """Takes what is due and delivers it; several may run beside each other."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        adapters: Mapping[str, Adapter],
        registry: Registry,
        meter: Meter | None = None,
        *,
        look: float = LONGEST_LOOK,
        farewell: float = FAREWELL,
    ) -> None:
        self._meter = meter or Unmetered()
        self._store = store
        self._clock = clock
        self._adapters = adapters
        self._registry = registry
        self._look = look
        self._farewell = farewell
        self._served = frozenset(adapters)
        self._owner = secrets.token_hex(8)
        self._wake = asyncio.Event()
        self._turn = asyncio.Lock()
        self._doors = Doors(self._bring, self._tell)
        self._first, self._enough = asyncio.Event(), asyncio.Event()
        self._done: list[Done] = []
        self._half = HALF
        self._trust = Trust()
        self._resting = False
        self._until: datetime | None = None

    def wake(self) -> None:
        self._wake.set()
        self._first.set()

    async def run(self) -> None:
        """Deliver until cancelled; looks every second, when there is room again, and at once when woken."""
        while True:
            try:
                await self.turn()
            except Exception:
                log.exception("delivery was interrupted; it goes on in a second")
                await asyncio.sleep(self._look)

    async def turn(self) -> None:
        """Deliver what is due, and wait until woken, until there is room again, or for a second. Lets errors out."""
        self._wake.clear()
        await self.deliver()
        with suppress(TimeoutError):
            async with asyncio.timeout(self._pause()):
                await self._wake.wait()

    def _pause(self) -> float:
        left = (self._until - self._clock.now()).total_seconds() if self._until else self._look
        return max(0.0, min(left, self._look))

    async def rest(self) -> None:
        """Take nothing more; returns when what is under way has its outcome, or is known to be in doubt."""
        self._resting = True
        try:
            async with asyncio.timeout(self._farewell), self._turn:
                return
        except TimeoutError:
            self._doors.interrupt()
        async with self._turn:
            return

    async def deliver(self) -> int:
        """Deliver all that is due now and has room; how many were taken."""
        if await self._idle():
            self._until = None
            return 0
        async with self._turn:
            self._until = None
            try:
                return await self._flow()
            except asyncio.CancelledError:
                await self._doors.close()
                raise

    async def _idle(self) -> bool:
        """Whether there is nothing to do. A look takes nothing and needs no turn, so a stop does not wait for it."""
        if self._turn.locked() or self._done or self._doors.moving:
            return False
        now = self._clock.now()
        due = await self._store.read(lambda work: work.outbox.next_due(now, self._served))
        taken = self._turn.locked()  # meanwhile, by another call: what it delivers is waited for
        return not taken and (due is None or due > now)

    async def _flow(self) -> int:
        """One round after the other: record what is done, take more, until nothing moves and nothing is due.

        ``untaken``: something was recorded since rows were last taken, which may have made others ready.
        """
        count, untaken, called = 0, True, False
        while True:
            room = 0 if self._resting else BATCH - self._doors.moving
            untaken = untaken or called or bool(self._done)
            claims = untaken and room >= (1 if called else HALF)
            claimed = await self._round(room if claims else 0)
            untaken = await self._follow(claimed.owed) or (untaken and not claims)
            count += len(claimed.attempts)
            for attempt in claimed.attempts:
                self._trust.expect(attempt)
                self._doors.enter(attempt)
            if self._doors.moving:
                called = await self._gathered()
            elif not self._done and (self._resting or not untaken):
                self._until = claimed.until
                return count

    async def _gathered(self) -> bool:
        """Until half a batch is done, or all of it, or something and a moment more.

        True where it was woken before, or nothing was done until the next look: what is under way holds up nobody.
        """
        self._first.clear()
        self._enough.clear()
        self._half = min(HALF, (self._doors.moving + len(self._done)) // 2)
        self._tell()
        try:
            async with asyncio.timeout(self._look):
                await self._first.wait()
        except TimeoutError:
            return True
        if self._wake.is_set():
            self._wake.clear()
            return True
        with suppress(TimeoutError):
            async with asyncio.timeout(GATHERED):
                await self._enough.wait()
        return False

    def _tell(self) -> None:
        if self._done or not self._doors.moving or self._wake.is_set():
            self._first.set()
        if len(self._done) >= self._half or not self._doors.moving:
            self._enough.set()

    async def _round(self, room: int) -> Claimed:
        """What is done is kept until it is recorded: a database that was away for a moment loses nothing."""
        now, done = self._clock.now(), tuple(self._done)
        alone = [one for one in done if one.alone]
        if alone:
            await self._record_alone(alone, now)
        busy, claimed = self._doors.inside, Claimed()
        if done or room:
            claimed = await self._store.write(lambda work: self._take_turn(work, done, room, busy, now))
        for (sort, why), rows in claimed.left_out.items():
            self._meter.left_out(sort, why, rows)
        del self._done[: len(done)]
        for one in done:
            counted(self._meter, one, now)
        return claimed

    def _take_turn(
        self, work: Work, done: Sequence[Done], room: int, busy: Mapping[int, int], now: datetime
    ) -> Claimed:
        work.outbox.turn()
        ledger, claimed = Ledger(now), Claimed()
        record(work, [one for one in done if not one.alone], now)
        tell_lanes(work, ledger, done, self._lanes)
        if room:
            claimed = claim(work, ledger, self._owner, room, self._lanes, self._served, busy)
        ledger.write(work)
        return claimed

    async def _record_alone(self, several: Sequence[Done], now: datetime) -> None:
        """Together where that works; a step that cannot be run leaves its own row in doubt, and no other."""

        def all_of_them(work: Work) -> None:
            for one in several:
                record_alone(work, one, now, self._registry)

        try:
            await self._store.write(all_of_them)
        except (StorageDown, Conflict):
            raise
        except Exception:
            for one in several:
                await self._record_one(one, now)

    async def _record_one(self, done: Done, now: datetime) -> None:
        try:
            await self._store.write(lambda work: record_alone(work, done, now, self._registry))
        except (StorageDown, Conflict):
            raise
        except Exception:
            log.exception("what follows delivery %s", done.attempt.delivery.id)

    async def _follow(self, owed: Sequence[Delivery]) -> bool:
        """What was to follow rows that ended without being sent. A step that cannot be run is not run again."""
        now = self._clock.now()
        for delivery in owed:
            try:
                await self._store.write(lambda work, one=delivery: self._pay(work, one, now))  # type: ignore[misc]
            except (StorageDown, Conflict):
                raise
            except Exception:
                log.exception("what was to follow delivery %s", delivery.id)
                await self._store.write(lambda work, one=delivery: work.outbox.paid(one, now))  # type: ignore[misc]
        return bool(owed)

    def _pay(self, work: Work, delivery: Delivery, now: datetime) -> None:
        if work.outbox.paid(delivery, now):
            follow(work, delivery, now, None, self._registry)

    def _lanes(self, call: Call, community: Community, place: Place | None) -> Sequence[Lane]:
        adapter = self._adapters.get(place.platform if place else community.platform)
        return adapter.lanes(call, community, place) if adapter else ()

    async def _bring(self, attempt: Attempt) -> None:
        with traced(attempt.delivery.trace):
            done = Done(attempt, back=True)
            if not self._resting and self._trust.holds(attempt):
                done = await self._tried(attempt)
        self._trust.learn(done)
        self._done.append(done)

    async def _tried(self, attempt: Attempt) -> Done:
        adapter = self._adapters.get(attempt.facts.platform)
        if adapter is None:
            return Done(attempt, Arrived(State.DEAD, why="no adapter for this platform"))
        try:
            return Done(attempt, await carry(attempt, adapter, self._clock))
        except PlatformError as error:
            log.warning("delivery %s, attempt %s: %s", attempt.delivery.id, attempt.delivery.attempt, error)
            return Done(attempt, error=error)
        except asyncio.CancelledError:
            if not self._resting:
                raise
            return Done(attempt, error=Uncertain("stopped while it was under way"))
        except Exception as wrong:  # one row that cannot be sent must not hold up the others
            log.exception("delivery %s", attempt.delivery.id)
            return Done(attempt, wrong=wrong)
