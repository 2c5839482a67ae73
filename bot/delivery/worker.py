"""The worker: takes what is due, has it carried, and records what became of it, in batches."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from math import inf
from typing import TYPE_CHECKING

from bot.delivery.carrying import Arrived, Attempt, Stale, carry
from bot.delivery.claiming import Claimed
from bot.delivery.doors import Doors
from bot.delivery.recording import Done
from bot.delivery.rounds import Rounds
from bot.delivery.trust import Trust
from bot.errors import PlatformError, Uncertain
from bot.logs import traced
from bot.meter import Unmetered
from bot.work import State

if TYPE_CHECKING:
    from bot.meter import Meter
    from bot.ports import Adapter, Clock, Store
    from bot.registry import Registry

log = logging.getLogger(__name__)

BATCH = 100
"""So many rows are under way at most, and in doubt if the process dies."""
HALF = BATCH // 2
"""So many are recorded and taken at once where there is much to do, while the other half is under way."""
GATHERED = 0.02
"""Seconds for which fewer outcomes are gathered while others are under way, so that one commit records many."""
LONGEST_LOOK = 1.0
"""Seconds between two looks at what is due."""
AT_A_STRETCH = 60.0
"""Seconds after which a turn ends though something moves, so that whoever watches sees that this goes on."""
FAREWELL = 5.0
"""Seconds that a stop waits for answers on their way; what has none by then is in doubt."""
RECORDING = 2.0
"""Seconds that the database has after that to take what came of them."""
AGAIN = 0.2
"""Seconds until a stop asks a database again that failed."""


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
        self._store = store
        self._clock = clock
        self._adapters = adapters
        self._rounds = Rounds(store, clock, adapters, registry, meter or Unmetered())
        self._look = look
        self._farewell = farewell
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
        """Deliver what is due, and wait until woken, until there is room again, or for a second. Lets errors out.

        It ends after a minute though not everything is delivered; then the next one goes on at once.
        """
        self._wake.clear()
        await self._deliver(AT_A_STRETCH)
        if not self._doors.moving:
            await _for(self._wake, self._pause())

    def _pause(self) -> float:
        left = (self._until - self._clock.now()).total_seconds() if self._until else self._look
        return max(0.0, min(left, self._look))

    async def rest(self) -> None:
        """Take nothing more; returns when what is under way has its outcome, or is known to be in doubt.

        After seven seconds it returns in any case: what could not be recorded by then is looked up at the next start.
        """
        self._resting = True
        farewell = asyncio.get_running_loop().call_later(self._farewell, self._doors.interrupt)
        try:
            async with asyncio.timeout(self._farewell + RECORDING), self._turn:
                await self._finish()
        except TimeoutError:
            log.warning("%s deliveries under way are in doubt: they are looked up at the next start", self._open)
        finally:
            farewell.cancel()

    @property
    def _open(self) -> int:
        """How many rows are under way or over, and not recorded."""
        return self._doors.moving + len(self._done)

    async def _finish(self) -> None:
        """A database that fails for a moment is asked again."""
        while self._open:
            try:
                await self._flow()
            except Exception:
                log.exception("what was delivered could not be recorded; once more")
                await asyncio.sleep(AGAIN)

    async def deliver(self) -> int:
        """Deliver all that is due now and has room; how many were taken."""
        return await self._deliver()

    async def _deliver(self, seconds: float = inf) -> int:
        if await self._idle():
            self._until = None
            return 0
        async with self._turn:
            self._until = None
            try:
                return await self._flow(seconds)
            except asyncio.CancelledError:
                await self._doors.close()
                raise

    async def _idle(self) -> bool:
        """Whether there is nothing to do. A look takes nothing and needs no turn, so a stop does not wait for it."""
        if self._turn.locked() or self._open:
            return False
        now = self._clock.now()
        due = await self._store.read(lambda work: work.outbox.next_due(now, self._rounds.served))
        taken = self._turn.locked()  # meanwhile, by another call: what it delivers is waited for
        return not taken and (due is None or due > now)

    async def _flow(self, seconds: float = inf) -> int:
        """One round after the other: record what is done, take more, until nothing moves and nothing is due.

        ``untaken``: since rows were last taken others may have become ready, or due.
        """
        count, untaken, called = 0, True, False
        ends = asyncio.get_running_loop().time() + seconds
        while True:
            room = 0 if self._resting else BATCH - self._doors.moving
            untaken = untaken or called or bool(self._done)
            claims = untaken and room >= (1 if called else HALF)
            claimed = await self._round(room if claims else 0)
            count += self._enter(claimed.attempts)
            untaken = await self._rounds.follow(claimed.owed) or claimed.unfinished or (untaken and not claims)
            if self._doors.moving:
                called = await self._gathered()
                if asyncio.get_running_loop().time() >= ends:
                    return count
            elif not self._done and (self._resting or not untaken):
                self._until = claimed.until
                return count

    def _enter(self, attempts: Sequence[Attempt]) -> int:
        self._trust.expect(attempts, self._done)
        for attempt in attempts:
            self._doors.enter(attempt)
        return len(attempts)

    async def _gathered(self) -> bool:
        """Until half a batch is done, or all of it, or something and a moment more; whether others may be due now.

        What hangs holds up nobody: when woken, and every second, others are looked for.
        """
        self._first.clear()
        self._enough.clear()
        self._half = min(HALF, (self._doors.moving + len(self._done)) // 2)
        self._tell()
        await _for(self._first, self._look)
        await _for(self._enough, GATHERED)
        woken = self._wake.is_set()
        self._wake.clear()
        return woken or not self._done

    def _tell(self) -> None:
        if self._done or not self._doors.moving or self._wake.is_set():
            self._first.set()
        if len(self._done) >= self._half or not self._doors.moving:
            self._enough.set()

    async def _round(self, room: int) -> Claimed:
        """What is done is kept until it is recorded: a database that was away for a moment loses nothing."""
        done = tuple(self._done)
        claimed = await self._rounds.go(done, room, self._doors.inside, frozenset(self._doors.rows))
        del self._done[: len(done)]
        return claimed

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
        except Stale:
            return Done(attempt, back=True)
        except asyncio.CancelledError:
            if not self._resting:
                raise
            return Done(attempt, error=Uncertain("stopped while it was under way"))
        except Exception as wrong:  # one row that cannot be sent must not hold up the others
            log.exception("delivery %s", attempt.delivery.id)
            return Done(attempt, wrong=wrong)


async def _for(event: asyncio.Event, seconds: float) -> None:
    """Until it is set, but no longer than that."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
