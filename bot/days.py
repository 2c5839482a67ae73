"""A day as people type it, in the three languages: 24.12., 24/12, 2026-12-24, 24 dicembre, Friday, morgen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from bot.i18n import LANGUAGES

NEAR: Mapping[str, int] = {
    **dict.fromkeys(("today", "heute", "oggi"), 0),
    **dict.fromkeys(("tomorrow", "morgen", "domani"), 1),
    **dict.fromkeys(("übermorgen", "dopodomani"), 2),
}
ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
NUMBERS = re.compile(r"\b(\d{1,2})[./]\s?(\d{1,2})(?:[./](\d{2,4})|[./]?\s(\d{4}))?\.?(?=\s|,|$)")
NAMED = re.compile(r"\b(\d{1,2})[.º°]?\s+(?:di\s+)?([^\W\d_]{3,})\.?(?:\s+(\d{4}))?")


def day_in(typed: str, today: date) -> tuple[date | None, str]:
    """The day, and what is left of the text; a date without a year is the next one that is not over."""
    text = " ".join(typed.casefold().split())
    if found := ISO.search(text):
        return _date(int(found[1]), int(found[2]), int(found[3])), _without(text, found)
    if found := NUMBERS.search(text):
        day = _in_year(found[3] or found[4], int(found[2]), int(found[1]), today)
        if day:
            return day, _without(text, found)
    if (found := NAMED.search(text)) and (month := _months().get(found[2])):
        return _in_year(found[3], month, int(found[1]), today), _without(text, found)
    for word in re.findall(r"[^\W\d_]+", text):
        if (away := NEAR.get(word)) is None and (weekday := _weekdays().get(word)) is not None:
            away = (weekday - today.weekday()) % 7 or 7
        if away is not None:
            return today + timedelta(days=away), text.replace(word, " ", 1)
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
