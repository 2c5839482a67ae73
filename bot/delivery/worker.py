"""The worker: takes what is due, has it carried, and records what became of it."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.delivery import trouble
from bot.delivery.carrying import Arrived, Attempt, carry
from bot.delivery.claiming import claim
from bot.delivery.outcomes import outcome
from bot.errors import Conflict, PlatformError, StorageDown, Uncertain
from bot.meter import Unmetered
from bot.work import Kind, State

if TYPE_CHECKING:
    from bot.identity import Person, Place
    from bot.meter import Meter
    from bot.ports import Adapter, Clock, Store
    from bot.registry import Registry
    from bot.work import Delivery, Work

log = logging.getLogger(__name__)

BATCH = 50


class Worker:
    """Takes what is due and delivers it; several may run beside each other."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        adapters: Mapping[str, Adapter],
        registry: Registry,
        meter: Meter | None = None,
    ) -> None:
        self._meter = meter or Unmetered()
        self._store = store
        self._clock = clock
        self._adapters = adapters
        self._registry = registry
        self._owner = secrets.token_hex(8)
        self._wake = asyncio.Event()
        self._turn = asyncio.Lock()
        self._resting = False

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Deliver until cancelled; looks every second, and at once when woken."""
        while True:
            try:
                await self.turn()
            except Exception:
                log.exception("delivery was interrupted; it goes on in a second")
                await asyncio.sleep(1)

    async def turn(self) -> None:
        """Deliver what is due, and wait until woken, or for a second. Lets errors out."""
        self._wake.clear()
        await self.deliver()
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self._wake.wait()

    async def rest(self) -> None:
        """Take nothing more; returns when what is under way has its outcome, so that nothing is left in doubt."""
        self._resting = True
        async with self._turn:
            return

    async def deliver(self) -> int:
        """Deliver all that is due now; how many were taken."""
        count = 0
        async with self._turn:
            while not self._resting and await self._due(now := self._clock.now()):
                await self._follow(now)
                batch = await self._store.write(lambda work: claim(work, now, self._owner, BATCH))
                count += len(batch)
                done = await asyncio.gather(*(self._one(one) for one in batch), return_exceptions=True)
                for wrong in filter(None, done):
                    raise wrong
        return count

    async def _due(self, now: datetime) -> bool:
        due = await self._store.read(lambda work: work.outbox.next_due(now))
        return due is not None and due <= now

    async def _follow(self, now: datetime) -> None:
        """What was to follow rows that ended without being sent. A step that cannot be run is not run again."""
        for delivery in await self._store.read(lambda work: work.outbox.owed(BATCH)):
            try:
                await self._store.write(lambda work, one=delivery: self._pay(work, one, now))  # type: ignore[misc]
            except (StorageDown, Conflict):
                raise
            except Exception:
                log.exception("what was to follow delivery %s", delivery.id)
                await self._store.write(lambda work, one=delivery: work.outbox.paid(one, now))  # type: ignore[misc]

    def _pay(self, work: Work, delivery: Delivery, now: datetime) -> None:
        if work.outbox.paid(delivery, now):
            self._then(work, delivery, now, None)

    async def _one(self, attempt: Attempt) -> None:
        adapter = self._adapters.get(attempt.facts.home.community.platform)
        if adapter is None:
            await self._finish(attempt, Arrived(State.DEAD, why="no adapter for this platform"))
            return
        try:
            await self._finish(attempt, await carry(attempt, adapter, self._clock, self._met))
        except PlatformError as error:
            await self._failed(attempt, error)
        except Exception as wrong:  # one row that cannot be sent must not hold up the others
            log.exception("delivery %s", attempt.delivery.id)
            await self._failed(attempt, Uncertain(repr(wrong)))

    async def _met(self, delivery: Delivery, person: Person, place: Place) -> None:
        community = delivery.sending.community
        await self._store.write(lambda work: work.members.remember_direct(community, person, place))

    async def _failed(self, attempt: Attempt, error: PlatformError) -> None:
        delivery, now, why = attempt.delivery, self._clock.now(), type(error).__name__
        waited = now - (delivery.first_attempt or now)
        what = outcome(error, delivery.attempt, waited, attempt.sending.sort, in_doubt=attempt.in_doubt)
        log.warning("delivery %s, attempt %s: %s", delivery.id, delivery.attempt, why)
        self._meter.held_up(attempt.facts.home.community.platform, why)
        if what.state:
            await self._finish(attempt, Arrived(what.state, why=why), error)
            return
        jitter = 1.0 if what.in_doubt else random.uniform(1, 1.25)
        at = now + timedelta(seconds=(what.wait or 0) * jitter)
        refs, in_doubt = tuple(attempt.refs), what.in_doubt

        def decide(work: Work) -> None:
            if work.outbox.again(delivery, at, refs=refs, why=why, in_doubt=in_doubt):
                _stand(work, attempt)
                trouble.tell(work, attempt, error, now)

        await self._store.write(decide)

    async def _finish(self, attempt: Attempt, arrived: Arrived, error: PlatformError | None = None) -> None:
        """Record the outcome and run what was to follow, in one transaction."""
        delivery, now = attempt.delivery, self._clock.now()

        def decide(work: Work) -> bool:
            mine = work.outbox.finish(delivery, arrived.state, now, refs=attempt.refs, why=arrived.why)
            if mine:
                _stand(work, attempt)
                if error:
                    trouble.tell(work, attempt, error, now)
                self._then(work, delivery, now, arrived.place if arrived.state is State.SENT else None)
            return mine

        if await self._store.write(decide):
            late = (now - delivery.planned).total_seconds()
            platform = attempt.facts.home.community.platform
            self._meter.delivered(platform, attempt.sending.sort, arrived.state, late)

    def _then(self, work: Work, delivery: Delivery, now: datetime, place: Place | None) -> None:
        then = delivery.sending.then
        if then:
            self._registry.steps[then.name].run(work, delivery.sending.community, now, place, **then.args)


def _stand(work: Work, attempt: Attempt) -> None:
    """What stands for the row that was changed or deleted, however far that came."""
    sending = attempt.sending
    if sending.kind in (Kind.EDIT, Kind.DELETE):
        work.outbox.stand(sending.community, sending.original, attempt.stand)
