"""A day as people type it."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.errors import Refused
from bot.forms import Answers
from bot.i18n import Text, t
from bot.recurrence import at_local
from bot.ui import Field

DAY = re.compile(r"(?P<day>\d{1,2})[./]\s?(?P<month>\d{1,2})[./]?\s?(?P<year>\d{4})?")
LONGEST = 366
"""Days ahead that somebody may plan."""


def read_day(typed: str, today: date) -> date | None:
    """2026-12-24, 24.12.2026 or 24/12/2026, or 24.12. or 24/12 for the next such day."""
    found = DAY.fullmatch(typed.strip())
    try:
        if found is None:
            return date.fromisoformat(typed.strip())
        day, month, year = int(found["day"]), int(found["month"]), found["year"]
        this_year = date(int(year) if year else today.year, month, day)
        return this_year if year or this_year > today else this_year.replace(year=today.year + 1)
    except ValueError:
        return None


def day_ahead(typed: str, now: datetime, zone: str) -> date | Text:
    """A day after today, within a year; or what is wrong with it."""
    today = now.astimezone(ZoneInfo(zone)).date()
    day = read_day(typed, today)
    if day is None:
        return t("I could not read this date. For example: 24.12. or 2026-12-24")
    if not 0 < (day - today).days <= LONGEST:
        return t("Please give a day after today, within a year.")
    return day


def day_given(answers: Answers, now: datetime, zone: str) -> date:
    """The day in `day_field`; raises `Refused` there for what is none."""
    day = day_ahead(answers.one("day"), now, zone)
    if isinstance(day, Text):
        raise Refused(t("The date needs another look. Nothing you typed is lost."), {"day": day})
    return day


def day_field() -> Field:
    hint = t("For example: 24.12. or 2026-12-24")
    return Field("day", t("Until when"), hint=hint, required=True, most=20)


def begins(day: date, zone: str) -> datetime:
    """When this day begins, where they live."""
    return at_local(day, 0, zone)
