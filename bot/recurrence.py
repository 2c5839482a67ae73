"""When something comes: rules of local days and hours, read as instants. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, assert_never
from zoneinfo import ZoneInfo

from bot.planned import EveryDays, Monthly, Rule, Schedule, Weekly

if TYPE_CHECKING:
    from bot.work import Sort

DAY = timedelta(days=1)


def at_local(day: date, hour: int, zone: str, minute: int = 0) -> datetime:
    """The instant of a local time, in UTC.

    A time that the clocks skip is read with the offset before the change; one that comes twice is its first.
    """
    return datetime.combine(day, time(hour, minute), ZoneInfo(zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """``day`` is the local date that is meant: a skipped time near midnight comes out on the date after it."""

    day: date
    at: datetime


def occurrence(rule: Rule, after: datetime) -> Occurrence:
    """The first one later than this instant."""
    day = after.astimezone(ZoneInfo(rule.zone)).date() - DAY  # yesterday's may come out today
    while True:
        day = _first_day(rule, day)
        at = at_local(day, rule.hour, rule.zone, rule.minute)
        if at > after:
            return Occurrence(day, at)
        day += DAY


def _first_day(rule: Rule, day: date) -> date:
    """The rule's first day that is not before this one."""
    match rule:
        case Weekly(weekday=weekday):
            return day + timedelta(days=(weekday - day.weekday()) % 7)
        case EveryDays(days=days, first=first):
            return max(first, day + timedelta(days=(first - day).days % days))
        case Monthly(day=wanted):
            month = day if day.day <= wanted else day.replace(day=28) + timedelta(days=4)
            return month.replace(day=wanted)
    assert_never(rule)


def next_weekly(after: datetime, weekday: int, hour: int, zone: str) -> datetime:
    """The first instant later than ``after`` that is this weekday (0 = Monday) and hour there."""
    return occurrence(Weekly(weekday, hour, zone), after).at


# Schedules: plain values, to be kept with `work.schedules.set`.


def plan(
    community: int, kind: str, rule: Rule, sort: Sort, now: datetime, *, key: str = "", ends: date | None = None
) -> Schedule:
    """A schedule whose first occurrence is the next one from now on."""
    return resumed(Schedule(community, kind, rule, sort, None, key, ends=ends), now)


def paused(schedule: Schedule) -> Schedule:
    return replace(schedule, paused=True, next_due=None)


def resumed(schedule: Schedule, now: datetime) -> Schedule:
    """From now on by its rule; what would have come meanwhile is not made up for."""
    return replace(schedule, paused=False, next_due=following(schedule, now))


def without_next(schedule: Schedule, now: datetime) -> Schedule:
    """The next occurrence from now on is left out."""
    return replace(schedule, skip=occurrence(schedule.rule, now).day)


def following(schedule: Schedule, after: datetime) -> datetime | None:
    """When it comes next after this instant; None after its last day."""
    found = occurrence(schedule.rule, after)
    return None if schedule.ends and found.day > schedule.ends else found.at


def until(schedule: Schedule, now: datetime) -> Iterator[Occurrence]:
    """What has come due by now, oldest first; several after a long stop."""
    due = schedule.next_due
    while due is not None and due <= now:
        found = occurrence(schedule.rule, due - timedelta(microseconds=1))
        yield replace(found, at=due)
        due = following(schedule, due)
