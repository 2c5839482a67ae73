"""What the page of figures shows, read in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.features.impact.model import (
    Lesson,
    Measured,
    Period,
    Settings,
    Week,
    first_of_month,
    month_of,
    so_far,
    span_of,
)
from bot.features.impact.saying import number
from bot.features.impact.waits import to_look_at
from bot.work import By, Work

MONTHS, WEEKS, LESSONS = 6, 12, 3
DRAWN = ("requests", "pairs", "finished")
"""Figures that are drawn month by month."""
MONTHLY = "impact.month"
"""The schedule that proposes a post with the figures of the month before."""


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    figures: Mapping[str, Measured]


@dataclass(frozen=True, slots=True)
class Page:
    """``reached``: how far the goal is, from the beginning until now."""

    period: Period
    figures: Mapping[str, Measured]
    settings: Settings
    reached: int
    months: Sequence[Month]
    weeks: Sequence[Week]
    endings: Mapping[str, int]
    lessons: Sequence[Lesson]
    monthly: bool
    waiting: date | None = None
    """The month whose post waits to be looked at."""


def page(work: Work, by: By, period: Period) -> Page:
    home = work.communities.get(by.community)
    zone = home.zone if home else "UTC"
    span = span_of(period, by.now, zone)
    settings, waits = work.impact.settings(by.community), to_look_at(work, by)
    return Page(
        period,
        work.impact.measure(by.community, span, by.now),
        settings,
        reached(work, by, settings),
        months(work, by, zone),
        work.impact.weeks(by.community, WEEKS),
        work.impact.endings(by.community, span),
        work.impact.lessons(by.community, LESSONS),
        work.schedules.of(by.community, MONTHLY) is not None,
        waits.month if waits else None,
    )


def reached(work: Work, by: By, settings: Settings) -> int:
    if settings.goal is None:
        return 0
    name = settings.goal.figure
    return number(work.impact.measure(by.community, so_far(by.now), by.now, (name,))[name])


def months(work: Work, by: By, zone: str) -> list[Month]:
    """The last six, the running one included, oldest first."""
    today = by.now.astimezone(ZoneInfo(zone)).date()
    firsts = [first_of_month(today, back) for back in range(1 - MONTHS, 1)]
    return [Month(one, work.impact.measure(by.community, month_of(one, zone), by.now, DRAWN)) for one in firsts]
