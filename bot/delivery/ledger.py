"""What is used up of the lanes, read and written once for a whole batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bot.delivery import lanes
from bot.delivery.lanes import EMPTY, Fill, Holds, Lane

if TYPE_CHECKING:
    from bot.work import Work

Key = tuple[str, str]
"""A platform and the key of one of its lanes."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A call has to wait: for the lane that is free last, until then."""

    lane: Lane
    until: datetime


@dataclass(slots=True)
class Ledger:
    """The lanes of one transaction."""

    now: datetime
    fills: dict[Key, Fill] = field(default_factory=dict)
    changed: set[Key] = field(default_factory=set)

    def read(self, work: Work, needed: Iterable[tuple[str, Iterable[Lane]]]) -> None:
        """Bring in those that are not known yet."""
        wanted: dict[str, set[str]] = {}
        for platform, several in needed:
            keys = {one.key for one in several if (platform, one.key) not in self.fills}
            wanted.setdefault(platform, set()).update(keys)
        for platform, keys in wanted.items():
            known = work.lanes.read(platform, sorted(keys)) if keys else {}
            self.fills |= {(platform, key): known.get(key, EMPTY) for key in keys}

    def write(self, work: Work) -> None:
        by_platform: dict[str, dict[str, Fill]] = {}
        for platform, key in sorted(self.changed):
            by_platform.setdefault(platform, {})[key] = self.fills[platform, key]
        for platform, fills in by_platform.items():
            work.lanes.save(platform, fills)

    def fill(self, platform: str, key: str) -> Fill:
        return self.fills.get((platform, key), EMPTY)

    def put(self, platform: str, key: str, fill: Fill) -> None:
        if self.fill(platform, key) != fill:
            self.fills[platform, key] = fill
            self.changed.add((platform, key))

    def enter(self, platform: str, several: Sequence[Lane], *, waited: bool) -> Wait | None:
        """Take all of these lanes, or none and say what to wait for. A wide lane comes before a narrow one."""
        full = [one for one in several if lanes.waits(one, self.fill(platform, one.key), self.now, waited=waited)]
        wide = [one for one in full if one.holds is not Holds.ROW]
        if wide:
            return max((self._wait(platform, one) for one in wide), key=lambda wait: wait.until)
        if full:
            return max((self._queue(platform, one) for one in full), key=lambda wait: wait.until)
        self.spend(platform, several)
        return None

    def spend(self, platform: str, several: Sequence[Lane], times: int = 1) -> None:
        for one in several:
            self.put(platform, one.key, lanes.taken(one, self.fill(platform, one.key), self.now, times))

    def _wait(self, platform: str, lane: Lane) -> Wait:
        return Wait(lane, lanes.free_at(lane, self.fill(platform, lane.key), self.now))

    def _queue(self, platform: str, lane: Lane) -> Wait:
        until, fill = lanes.promised(lane, self.fill(platform, lane.key), self.now)
        self.put(platform, lane.key, fill)
        return Wait(lane, until)
