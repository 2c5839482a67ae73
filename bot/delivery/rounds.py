"""One round in the database: what is done is recorded and others are taken together, and what is owed is paid."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.delivery.claiming import Claimed, claim
from bot.delivery.counting import counted
from bot.delivery.ledger import Ledger
from bot.delivery.recording import Done, follow, put_aside, record, record_alone, tell_lanes
from bot.errors import Conflict, StorageDown

if TYPE_CHECKING:
    from datetime import datetime

    from bot.delivery.lanes import Call, Lane
    from bot.identity import Community, Place
    from bot.meter import Meter
    from bot.ports import Adapter, Clock, Store
    from bot.registry import Registry
    from bot.work import Delivery, Work

log = logging.getLogger(__name__)


class Rounds:
    """Of one worker: it takes rows under a name of its own, for the platforms that it serves."""

    def __init__(
        self, store: Store, clock: Clock, adapters: Mapping[str, Adapter], registry: Registry, meter: Meter
    ) -> None:
        self._store = store
        self._clock = clock
        self._adapters = adapters
        self._registry = registry
        self._meter = meter
        self._owner = secrets.token_hex(8)
        self.served = frozenset(adapters)

    async def go(self, done: Sequence[Done], room: int, busy: Mapping[int, int], mine: Collection[int]) -> Claimed:
        """Record these and take up to ``room`` others beside those under way. Where it fails, all is as before."""
        now = self._clock.now()
        alone = [one for one in done if one.alone]
        aside = await self._record_alone(alone, now) if alone else ()
        claimed = Claimed()
        if done or room:
            claimed = await self._store.write(lambda work: self._take_turn(work, done, room, busy, mine, now))
        for (sort, why), rows in claimed.left_out.items():
            self._meter.left_out(sort, why, rows)
        for one in done:
            if not any(one is other for other in aside):
                counted(self._meter, one, now)
        return claimed

    def _take_turn(
        self, work: Work, done: Sequence[Done], room: int, busy: Mapping[int, int], mine: Collection[int], now: datetime
    ) -> Claimed:
        work.outbox.turn()
        ledger, claimed = Ledger(now), Claimed()
        record(work, [one for one in done if not one.alone], now)
        tell_lanes(work, ledger, done, self._lanes)
        if room:
            claimed = claim(work, ledger, self._owner, room, self._lanes, self.served, busy, mine)
        ledger.write(work)
        return claimed

    async def _record_alone(self, several: Sequence[Done], now: datetime) -> Sequence[Done]:
        """Together where that works; those of which something follows that cannot be run are put aside, and told."""

        def all_of_them(work: Work) -> None:
            for one in several:
                record_alone(work, one, now, self._registry)

        try:
            await self._store.write(all_of_them)
        except (StorageDown, Conflict):
            raise
        except Exception:
            return [one for one in several if not await self.record_one(one, now)]
        return ()

    async def record_one(self, done: Done, now: datetime) -> bool:
        """False where it was put aside."""
        try:
            await self._store.write(lambda work: record_alone(work, done, now, self._registry))
        except (StorageDown, Conflict):
            raise
        except Exception:
            log.exception("what follows delivery %s", done.attempt.delivery.id)
            await self._store.write(lambda work: put_aside(work, done, now))
            return False
        return True

    async def follow(self, owed: Sequence[Delivery]) -> bool:
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
