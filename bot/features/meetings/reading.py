"""A date and an hour as people type them, in the three languages, in their own zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.i18n import LANGUAGES

TODAY = frozenset({"today", "heute", "oggi"})
TOMORROW = frozenset({"tomorrow", "morgen", "domani"})
ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
NUMBERS = re.compile(r"\b(\d{1,2})[./](\d{1,2})(?:[./](\d{2,4}))?\.?(?=\s|,|$)")
NAMED = re.compile(r"\b(\d{1,2})\.?\s+(?:di\s+)?([^\W\d_]{3,})\.?(?:\s+(\d{4}))?", re.IGNORECASE)
HOUR = re.compile(
    r"(?:^|[\s,])(?:um|at|alle|ore|@)?\s*(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|uhr|h)?(?=$|[\s,])", re.IGNORECASE
)


def read_moment(typed: str, now: datetime, zone: str) -> datetime | None:
    """The instant in UTC, or None for what cannot be read. A date without a year is the next one that is not over.

    An hour that the clocks skip is read with the offset before the change; one that comes twice is its first.
    """
    here = now.astimezone(ZoneInfo(zone))
    text = " ".join(typed.casefold().split())
    day, rest = _day(text, here.date())
    hour = _hour(rest)
    if day is None or hour is None:
        return None
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)


def read_date(typed: str, now: datetime, zone: str) -> date | None:
    """A day alone, as people write it; None where there is none in it."""
    text = " ".join(typed.casefold().split())
    return _day(text, now.astimezone(ZoneInfo(zone)).date())[0]


def _day(text: str, today: date) -> tuple[date | None, str]:
    """The day, and what is left of the text."""
    if found := ISO.search(text):
        return _date(int(found[1]), int(found[2]), int(found[3])), _without(text, found)
    if (found := NUMBERS.search(text)) and (day := _in_year(found[3], int(found[2]), int(found[1]), today)):
        return day, _without(text, found)
    if (found := NAMED.search(text)) and (month := _months().get(found[2].casefold())):
        return _in_year(found[3], month, int(found[1]), today), _without(text, found)
    for word in re.findall(r"[^\W\d_]+", text):
        if word in TODAY | TOMORROW:
            return today + timedelta(days=word in TOMORROW), text.replace(word, " ", 1)
        if (weekday := _weekdays().get(word)) is not None:
            return today + timedelta(days=(weekday - today.weekday()) % 7 or 7), text.replace(word, " ", 1)
    return None, text


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def _in_year(year: str | None, month: int, day: int, today: date) -> date | None:
    if year:
        return _date(int(year), month, day)
    found = _date(today.year, month, day)
    return _date(today.year + 1, month, day) if found and found < today else found


def _hour(text: str) -> time | None:
    found = list(HOUR.finditer(text))
    if len(found) != 1:
        return None
    hour, minute, mark = int(found[0][1]), int(found[0][2] or 0), found[0][3] or ""
    if mark in ("am", "pm") and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (mark == "pm")
    return time(hour, minute) if hour < 24 and minute < 60 else None


@cache
def _weekdays() -> Mapping[str, int]:
    """Names of weekdays, whole and short, in every language; 0 is Monday."""
    from babel.dates import get_day_names

    found: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_day_names(width, "format", language).items():
                found[name.casefold().rstrip(".")] = number
    return found


@cache
def _months() -> Mapping[str, int]:
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, "format", language).items():
                found[name.casefold().rstrip(".")] = number
    return found
