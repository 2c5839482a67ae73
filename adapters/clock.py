"""Clocks, and the ticker that makes time pass."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

EVERY = 15
"""Seconds between two looks at the timetable."""

SOON = timedelta(minutes=5)


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ShiftedClock:
    """The machine's clock, ahead by as much as somebody has let pass; ``keep`` stores the offset."""

    def __init__(self, offset: timedelta, keep: Callable[[timedelta], None]) -> None:
        self._offset = offset
        self._keep = keep

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def set(self, at: datetime) -> None:
        self._offset = at - datetime.now(UTC)
        self._keep(self._offset)


def ticking(tick: Callable[[], Awaitable[object]], housekeeping: Callable[[], Awaitable[object]]) -> AsyncIOScheduler:
    """A scheduler in memory, not started yet: ticks, and tidies up soon after the start and then once a day."""
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    scheduler = AsyncIOScheduler(timezone=UTC)
    scheduler.add_job(tick, "interval", seconds=EVERY, max_instances=1, coalesce=True)
    soon = datetime.now(UTC) + SOON  # whoever is started anew every day tidies up too
    scheduler.add_job(housekeeping, "interval", hours=24, next_run_time=soon, max_instances=1, coalesce=True)
    return scheduler
