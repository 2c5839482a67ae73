"""Time: when something comes next, and carrying out what has come due."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from bot.errors import Conflict, StorageDown

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.ports import Clock, Store
    from bot.registry import Registry
    from bot.work import Schedule, Work

log = logging.getLogger(__name__)

BATCH = 50


def at_local(day: date, hour: int, zone: str) -> datetime:
    """The instant of a local hour, in UTC.

    An hour that the clocks skip is read with the offset before the change; one that comes twice is its first.
    """
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def next_weekly(after: datetime, weekday: int, hour: int, zone: str) -> datetime:
    """The first instant later than ``after`` that is this weekday (0 = Monday) and hour there."""
    today = after.astimezone(ZoneInfo(zone)).date()
    first = today + timedelta(days=(weekday - today.weekday()) % 7)
    candidate = at_local(first, hour, zone)
    return candidate if candidate > after else at_local(first + timedelta(days=7), hour, zone)


def last_due(schedule: Schedule, now: datetime) -> datetime:
    """The schedule's last instant until now; after a long stop the earlier ones are passed over."""
    due = schedule.next_due
    while (following := next_weekly(due, schedule.weekday, schedule.hour, schedule.zone)) <= now:
        due = following
    return due


class Ticker:
    """Carries out schedules. However many processes tick, each occurrence happens once."""

    def __init__(self, store: Store, clock: Clock, registry: Registry, wake: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._registry = registry
        self._wake = wake

    async def tick(self) -> int:
        """Carry out all that is due now; how many occurrences there were."""
        count, failed = 0, set[int]()
        now = self._clock.now()
        while due := [one for one in await self._due(now) if one.id not in failed]:
            for schedule in due:
                try:
                    await self._occur(schedule, now)
                    count += 1
                except (StorageDown, Conflict):
                    raise
                except Exception:  # one community's trouble must not hold up the others
                    log.exception("schedule %s of community %s", schedule.kind, schedule.community)
                    failed.add(schedule.id)
            self._wake()
        return count

    async def _due(self, now: datetime) -> Sequence[Schedule]:
        return await self._store.read(lambda work: work.schedules.due(now, BATCH))

    async def _occur(self, schedule: Schedule, now: datetime) -> None:
        """A long occurrence is done in several transactions; the schedule moves on with the last one."""
        while await self._store.write(lambda work: self._part(work, schedule, now)):
            self._wake()

    def _part(self, work: Work, schedule: Schedule, now: datetime) -> bool:
        current = work.schedules.of(schedule.community, schedule.kind)
        if current != schedule:
            return False
        due = last_due(schedule, now)
        more: bool = self._registry.steps[schedule.kind].run(work, replace(schedule, next_due=due), now)
        if not more:
            key = due.astimezone(ZoneInfo(schedule.zone)).date().isoformat()
            following = next_weekly(due, schedule.weekday, schedule.hour, schedule.zone)
            work.schedules.occur(schedule, key, following, now)
        return more


class MovableClock(Protocol):
    def now(self) -> datetime: ...
    def set(self, at: datetime) -> None: ...


async def pass_time(bot: Bot, clock: MovableClock, delta: timedelta) -> None:
    """Walk from due instant to due instant and deliver at each, so that nothing is late."""
    target = clock.now() + delta
    while True:
        await bot.ticker.tick()
        await bot.worker.deliver()
        due = await bot.store.read(next_due)
        if due is None or due > target:
            break
        clock.set(max(due, clock.now() + timedelta(seconds=1)))
    clock.set(max(target, clock.now()))
    await bot.ticker.tick()
    await bot.worker.deliver()


def next_due(work: Work) -> datetime | None:
    """When something next wants to happen."""
    times = [at for at in (work.schedules.next_due(), work.outbox.next_due()) if at]
    return min(times, default=None)
