"""A clock that all processes of an experiment share, and that goes faster than the machine's."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FastClock:
    """``origin`` is an instant of the machine's monotonic clock, the same in every process; speed 0 stands still."""

    speed: float = 0.0
    origin: float = 0.0
    ahead: float = 0.0

    def now(self) -> datetime:
        passed = (time.monotonic() - self.origin) * self.speed
        return BEGIN + timedelta(seconds=self.ahead + passed)
