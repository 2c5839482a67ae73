"""Time: carrying out what has come due."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

from bot.errors import Conflict, StorageDown
from bot.late import too_late
from bot.logs import traced
from bot.meter import Unmetered
from bot.planned import Fate, Later, Occasion, Schedule
from bot.recurrence import Occurrence, following, until

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.meter import Meter
    from bot.ports import Clock, Store
    from bot.registry import Registry
    from bot.work import Work

log = logging.getLogger(__name__)

BATCH = 50
SOONEST, LATEST = timedelta(minutes=1), timedelta(hours=6)
"""How long something that failed is left alone: as long again as it has been due, within these."""

Planned = Schedule | Later


class Ticker:
    """Carries out what is planned. However many processes tick, each occurrence and each step happens once."""

    def __init__(
        self, store: Store, clock: Clock, registry: Registry, wake: Callable[[], None], meter: Meter | None = None
    ) -> None:
        self._meter = meter or Unmetered()
        self._store = store
        self._clock = clock
        self._registry = registry
        self._wake = wake

    async def tick(self) -> int:
        """Carry out all that is due now; how many there were."""
        count = 0
        now = self._clock.now()
        while due := await self._store.read(lambda work: _due(work, now)):
            for one in due:
                with traced():
                    count += await self._carry_out(one, now)
            self._wake()
        return count

    async def _carry_out(self, one: Planned, now: datetime) -> bool:
        """What is long is done in several transactions; it stays due until the last one."""
        try:
            while await self._store.write(lambda work: self._part(work, one, now)):
                self._wake()
        except (StorageDown, Conflict):
            raise
        except Exception:  # one community's trouble must not hold up the others
            log.exception("%s of community %s", _name(one), one.community)
            await self._store.write(lambda work: _put_off(work, one, now))
            self._meter.stepped(_name(one), "failed")
            return False
        self._meter.stepped(_name(one), _came(one, now))
        return True

    def _part(self, work: Work, one: Planned, now: datetime) -> bool:
        """True while there is more to do."""
        if isinstance(one, Schedule):
            return self._occur(work, one, now)
        if not work.later.take(one):
            return False
        more: bool = self._registry.steps[one.call.name].run(work, one, now, **one.call.args)
        if more:
            work.later.at(one.community, one.key, one.call, one.due)
        return more

    def _occur(self, work: Work, schedule: Schedule, now: datetime) -> bool:
        """Carry out the latest occurrence until now; after a long stop the earlier ones are left out."""
        if work.schedules.of(schedule.community, schedule.kind, schedule.key) != schedule:
            return False
        *earlier, latest = until(schedule, now)
        fate = _fate(schedule, latest, now)
        step = self._registry.steps[schedule.kind]
        if fate is Fate.DONE and step.run(work, _occasion(schedule, latest), now):
            return True
        for one in earlier:
            left_out = Fate.SKIPPED if one.day == schedule.skip else Fate.LATE
            work.schedules.occur(schedule, one.day, left_out, schedule.next_due, now)
        work.schedules.occur(schedule, latest.day, fate, following(schedule, latest.at), now)
        return False


def _came(one: Planned, now: datetime) -> str:
    """What became of it, as it is counted."""
    if isinstance(one, Later):
        return Fate.DONE.value
    *_, latest = until(one, now)
    return _fate(one, latest, now).value


def _fate(schedule: Schedule, latest: Occurrence, now: datetime) -> Fate:
    if latest.day == schedule.skip:
        return Fate.SKIPPED
    return Fate.LATE if too_late(schedule.sort, latest.at, now, schedule.rule.zone) else Fate.DONE


def _occasion(schedule: Schedule, latest: Occurrence) -> Occasion:
    zone = schedule.rule.zone
    return Occasion(schedule.community, schedule.kind, schedule.key, latest.day, latest.at, zone)


def _due(work: Work, now: datetime) -> Sequence[Planned]:
    """What is due, both kinds, oldest first."""
    schedules, steps = work.schedules.due(now, BATCH), work.later.due(now, BATCH)
    return sorted([*schedules, *steps], key=lambda one: _instant(one, now))


def _instant(one: Planned, now: datetime) -> datetime:
    return (one.next_due or now) if isinstance(one, Schedule) else one.due


def _name(one: Planned) -> str:
    return one.kind if isinstance(one, Schedule) else one.call.name


def _put_off(work: Work, one: Planned, now: datetime) -> None:
    until = now + min(max(now - _instant(one, now), SOONEST), LATEST)
    if isinstance(one, Schedule):
        work.schedules.put_off(one, until)
    else:
        work.later.put_off(one, until)


class MovableClock(Protocol):
    def now(self) -> datetime: ...
    def set(self, at: datetime) -> None: ...


async def pass_time(bot: Bot, clock: MovableClock, delta: timedelta) -> None:
    """Walk from due instant to due instant and deliver at each, so that nothing is late."""
    target, served = clock.now() + delta, frozenset(bot.adapters)
    while True:
        await bot.tick()
        await bot.worker.deliver()
        due = await bot.store.read(partial(next_due, now=(now := clock.now()), served=served))
        if due is None or due > target:
            break
        clock.set(max(due, now + timedelta(seconds=1)))
    clock.set(max(target, clock.now()))
    await bot.tick()
    await bot.worker.deliver()


def next_due(work: Work, now: datetime, served: frozenset[str] | None = None) -> datetime | None:
    """When something next wants to happen; what waits for platforms that are not ``served`` here does not count."""
    times = (work.schedules.next_due(), work.later.next_due(), work.outbox.next_due(now, served))
    return min((at for at in times if at), default=None)
