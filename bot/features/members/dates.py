"""A day ahead: until when a break lasts, or reminders are silent."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.days import day_in
from bot.errors import Refused
from bot.forms import Answers
from bot.i18n import Text, t
from bot.recurrence import at_local
from bot.ui import Field

LONGEST = 366
"""Days ahead that somebody may plan."""


def day_ahead(typed: str, now: datetime, zone: str) -> date | Text:
    """A day after today, within a year; or what is wrong with it."""
    today = now.astimezone(ZoneInfo(zone)).date()
    day, _ = day_in(typed, today)
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
