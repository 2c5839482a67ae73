"""A date and an hour as people type them, in the three languages, in their own zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.days import day_in

HOUR = re.compile(
    r"(?:^|[\s,])(?:um|at|alle|ore|@)?\s*(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|uhr|h)?(?=$|[\s,])", re.IGNORECASE
)


def read_moment(typed: str, now: datetime, zone: str) -> datetime | None:
    """The instant in UTC, or None for what cannot be read. A date without a year is the next one that is not over.

    An hour that the clocks skip is read with the offset before the change; one that comes twice is its first.
    """
    day, rest = day_in(typed, now.astimezone(ZoneInfo(zone)).date())
    hour = _hour(rest)
    if day is None or hour is None:
        return None
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


def _hour(text: str) -> time | None:
    found = list(HOUR.finditer(text))
    if len(found) != 1:
        return None
    hour, minute, mark = int(found[0][1]), int(found[0][2] or 0), found[0][3] or ""
    if mark in ("am", "pm") and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (mark == "pm")
    return time(hour, minute) if hour < 24 and minute < 60 else None
