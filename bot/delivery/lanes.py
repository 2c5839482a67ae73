"""What a platform limits, how far it is used up, and when it may be used again: pure.

An adapter declares its lanes as data: for each kind of call, at this place of this community, which lanes it takes.
What is used of them is stored, so that several workers together stay within a limit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

CLOCKS = timedelta(seconds=60)
"""A lane that was closed later than this from now was closed before the clock went back."""
TRIP = 5
"""Failures in a row after which nothing is asked any more, but for a single try now and then."""
LONGEST_PAUSE = 60.0
TRY = timedelta(seconds=35)
"""How long a single try may take before another one is made."""


class Call(StrEnum):
    """What is asked of a platform. REFUSED is no call: what a refusal costs."""

    SEND = "send"
    EDIT = "edit"
    DELETE = "delete"
    GATHER = "gather"
    ARCHIVE = "archive"
    DIRECT = "direct"
    REFUSED = "refused"


class Holds(StrEnum):
    """What a full lane holds up: this row alone, everything of its community, or everything of the platform."""

    ROW = "row"
    COMMUNITY = "community"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Lane:
    """``burst`` calls at once after a quiet time, and one every ``every`` seconds in the long run.

    So in any time t there are at most ``burst + t / every``. ``cost`` 0 uses up nothing, but needs room for one.
    """

    key: str
    every: float
    burst: int = 1
    cost: int = 1
    holds: Holds = Holds.ROW


@dataclass(frozen=True, slots=True)
class Fill:
    """``full``: when everything that was taken has worn off. ``promised``: the last instant given to one that waits.

    ``closed``: nothing before this instant, said at ``since``. ``failures``: in a row, of what hangs on it.
    """

    full: datetime | None = None
    promised: datetime | None = None
    closed: datetime | None = None
    since: datetime | None = None
    failures: int = 0
    why: str = ""


EMPTY = Fill()


@cache
def breakers(community: int) -> tuple[Lane, Lane]:
    """Every call hangs on its platform and on its community."""
    return Lane("", 0, holds=Holds.PLATFORM), Lane(f"community {community}", 0, holds=Holds.COMMUNITY)


def free_at(lane: Lane, fill: Fill, now: datetime) -> datetime:
    """When the call may be made; not later than now if it may at once."""
    if fill is EMPTY:
        return now
    at = now
    if fill.full:
        depth = timedelta(seconds=lane.every * lane.burst)
        used = min(fill.full, now + 2 * depth)  # a clock that went back does not close a lane for long
        needed = min(max(lane.cost, 1), lane.burst)
        at = max(at, used + timedelta(seconds=lane.every * needed) - depth)
    return max(at, closed_until(fill, now) or at)


def closed_until(fill: Fill, now: datetime) -> datetime | None:
    if fill.closed is None or fill.closed <= now or (fill.since and fill.since > now + CLOCKS):
        return None
    return fill.closed


def taken(lane: Lane, fill: Fill, now: datetime, times: int = 1) -> Fill:
    """After so many calls. Of a lane whose platform failed lately, the try that is made closes it for others."""
    if lane.every and lane.cost:
        depth = timedelta(seconds=2 * lane.every * lane.burst)
        used = max(min(fill.full or now, now + depth), now) + timedelta(seconds=lane.every * lane.cost * times)
        fill = replace(fill, full=used)
    if fill.failures >= TRIP:
        return replace(fill, closed=now + TRY, since=now)
    return fill


def promised(lane: Lane, fill: Fill, now: datetime) -> tuple[datetime, Fill]:
    """When one that has to wait comes due again, behind those that wait already."""
    after = (fill.promised or now) + timedelta(seconds=lane.every * max(lane.cost, 1))
    at = max(free_at(lane, fill, now), after if fill.promised and fill.promised > now else now)
    return at, replace(fill, promised=at)


def waits(lane: Lane, fill: Fill, now: datetime, *, waited: bool) -> bool:
    """Whether this one has to wait: there is no room, or others were there first."""
    queued = not waited and lane.holds is Holds.ROW and fill.promised is not None and fill.promised > now
    return queued or free_at(lane, fill, now) > now


def closed(fill: Fill, until: datetime, now: datetime, why: str) -> Fill:
    """The platform said for how long."""
    before = closed_until(fill, now)
    return replace(fill, closed=max(until, before or until), since=now, why=why)


def failed(fill: Fill, now: datetime, why: str) -> Fill:
    failures = fill.failures + 1
    if failures < TRIP:
        return replace(fill, failures=failures, why=why)
    pause = timedelta(seconds=min(2.0 ** (failures - TRIP + 1), LONGEST_PAUSE))
    return replace(fill, failures=failures, closed=now + pause, since=now, why=why)


def worked(fill: Fill) -> Fill:
    """It answers again."""
    return replace(fill, failures=0, closed=None, since=None, why="") if fill.failures else fill
