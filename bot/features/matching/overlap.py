"""Hours that two people have in common, as bits of the 168 hours of a week in UTC. Pure.

The clocks of two zones change on different days, so it is looked at each of the coming weeks that differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from bot.hours import MIDNIGHT, Window, Windows, read, tidy

HOURS = 168
AHEAD = 8
"""Weeks that are looked at: as long as most courses."""
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


@lru_cache(maxsize=4096)
def weeks(zones: frozenset[str], day: str) -> tuple[datetime, ...]:
    """Of the weeks that begin after this day (Mondays, UTC), those in which one of these zones is as in none before."""
    first = date.fromisoformat(day)
    monday = datetime.combine(first + timedelta(days=7 - first.weekday()), time(), UTC)
    seen: dict[tuple[timedelta | None, ...], datetime] = {}
    for week in (monday + WEEK * number for number in range(AHEAD)):
        seen.setdefault(_clocks(tuple(sorted(zones)), week), week)
    return tuple(seen.values())


@lru_cache(maxsize=4096)
def _clocks(zones: tuple[str, ...], week: datetime) -> tuple[timedelta | None, ...]:
    """How far the clocks are ahead at the week's beginning and at its end, zone by zone."""
    return tuple(at.astimezone(_zone(zone)).utcoffset() for zone in zones for at in (week, week + WEEK))


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name or "UTC")


@lru_cache(maxsize=2048)
def local(zone: str, week: datetime) -> tuple[int, ...]:
    """For each hour of a week, the minute of the week that the clocks there show."""
    there = [(week + HOUR * hour).astimezone(_zone(zone)) for hour in range(HOURS)]
    return tuple(at.weekday() * MIDNIGHT + at.hour * 60 + at.minute for at in there)


@lru_cache(maxsize=65536)
def mask(hours: str, zone: str, week: datetime) -> int:
    """The hours of a week at whose beginning somebody has time, as bits.

    So whoever share a bit do have time at once, in zones of half and quarter hours as well.
    """
    spans = [(one.day * MIDNIGHT + one.start, one.day * MIDNIGHT + one.end) for one in read(hours)]
    return sum(
        1 << hour for hour, minute in enumerate(local(zone, week)) if any(start <= minute < end for start, end in spans)
    )


def common(one: tuple[str, str], other: tuple[str, str], day: str) -> int:
    """How many hours two people (hours, zone) have in common in the week in which they have the fewest."""
    return min((mask(*one, week) & mask(*other, week)).bit_count() for week in _weeks_of(one, other, day))


def shared(one: tuple[str, str], other: tuple[str, str], day: str) -> Windows:
    """The hours that both have in every week, by the clocks of the first."""
    found: set[int] | None = None
    for week in _weeks_of(one, other, day):
        bits, there = mask(*one, week) & mask(*other, week), local(one[1], week)
        minutes = {there[hour] for hour in range(HOURS) if bits >> hour & 1}
        found = minutes if found is None else found & minutes
    return tidy(_hour(minute) for minute in found or ())


def _hour(minute: int) -> Window:
    start = minute % MIDNIGHT
    return Window(minute // MIDNIGHT, start, min(start + 60, MIDNIGHT))


def _weeks_of(one: tuple[str, str], other: tuple[str, str], day: str) -> Sequence[datetime]:
    return weeks(frozenset((one[1], other[1])), day)
