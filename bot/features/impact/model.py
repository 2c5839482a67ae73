"""What is measured: figures of a span of time, tallies that name nobody, days of activity, the programme's goal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.recurrence import at_local

LOOKS_BACK = timedelta(days=14)
"""How far back a pair's activity, meetings and check-ins make it count as connected."""
SATISFACTION = "satisfaction"
REASON = "reason."
REASONS = ("time", "goal", "contact", "fit", "other")
"""The neutral reasons that people give when they stop a pair."""


@dataclass(frozen=True, slots=True)
class Span:
    """From an instant up to, and without, another one; from the beginning where there is no first."""

    until: datetime
    since: datetime | None = None


class Period(StrEnum):
    ALL = "all"
    THIS_MONTH = "this"
    LAST_MONTH = "last"
    YEAR = "year"


def first_of_month(day: date, months: int = 0) -> date:
    """The first day of this date's month, or of one so many months from it."""
    at = day.year * 12 + day.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)


def span_of(period: Period, now: datetime, zone: str) -> Span:
    """In the community's own time zone."""
    from zoneinfo import ZoneInfo

    today = now.astimezone(ZoneInfo(zone)).date()
    match period:
        case Period.ALL:
            return so_far(now)
        case Period.THIS_MONTH:
            return so_far(now, at_local(first_of_month(today), 0, zone))
        case Period.LAST_MONTH:
            return month_of(first_of_month(today, -1), zone)
        case Period.YEAR:
            return so_far(now, at_local(date(today.year, 1, 1), 0, zone))


def so_far(now: datetime, since: datetime | None = None) -> Span:
    """What happened at this very instant has happened."""
    return Span(now + timedelta(microseconds=1), since)


def month_of(first: date, zone: str) -> Span:
    return Span(at_local(first_of_month(first, 1), 0, zone), at_local(first, 0, zone))


@dataclass(frozen=True, slots=True)
class Count:
    n: int


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    of: int


@dataclass(frozen=True, slots=True)
class Middle:
    """The median of ``of`` lengths of time; None of none."""

    middle: timedelta | None
    of: int


@dataclass(frozen=True, slots=True)
class Mean:
    """The sum of ``of`` answers from 1 to 5."""

    total: int
    of: int


@dataclass(frozen=True, slots=True)
class Connected:
    """The last week that is over: how many of the pairs of that week. None while nothing was counted."""

    part: int
    of: int
    week: datetime | None


Measured = Count | Share | Middle | Mean | Connected


@dataclass(frozen=True, slots=True)
class Goal:
    """``figure`` is the name of the figure that ought to reach ``number`` by the end of ``day``."""

    figure: str
    number: int
    day: date


@dataclass(frozen=True, slots=True)
class Settings:
    """``counting``: since when activity is counted."""

    counting: datetime | None = None
    goal: Goal | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """A week that is over; ``begun`` is its Monday's first instant in the community's zone."""

    begun: datetime
    pairs: int
    connected: int


@dataclass(frozen=True, slots=True)
class Lesson:
    id: int
    at: datetime
    words: str


class PostState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class MonthPost:
    """A month's figures as they stood when the post was proposed. ``month``: its first day."""

    month: date
    state: PostState
    made: datetime
    words: str = ""
    figures: Mapping[str, Measured] | None = None


class Impact(Protocol):
    def settings(self, community: int) -> Settings: ...
    def save_settings(self, community: int, settings: Settings) -> None: ...
    def measure(
        self, community: int, span: Span, now: datetime, names: Collection[str] | None = None
    ) -> Mapping[str, Measured]:
        """Every figure of the registry, or those of these names, by its name."""

    def tally(self, community: int) -> int:
        """Put confidential answers that are new into groups of five; how many groups became full."""

    def endings(self, community: int, span: Span) -> Mapping[str, int]:
        """How often each reason was given, in full groups only."""

    def mark(self, community: int, member: int, day: datetime) -> bool:
        """Keep that somebody was active on this day; False where they are not counted, or it was known."""

    def counted(self, community: int, member: int) -> bool:
        """Whether this member's activity may be counted."""

    def count_me(self, community: int, member: int, yes: bool) -> None:
        """Without consent what was kept goes at once."""

    def stop_counting(self, community: int) -> None:
        """Forget every day that was kept; the weeks that were counted stay."""

    def connect(self, community: int, begun: datetime, until: datetime) -> Week:
        """Count a week that is over, and keep the number; the same week again changes nothing."""

    def weeks(self, community: int, limit: int) -> Sequence[Week]:
        """The latest, oldest first."""

    def add_lesson(self, community: int, words: str, now: datetime) -> Lesson: ...
    def drop_lesson(self, community: int, id: int) -> bool: ...
    def lessons(self, community: int, limit: int) -> Sequence[Lesson]:
        """Newest first."""

    def names_in_pairs(self, community: int) -> Sequence[str]:
        """The names of everybody who was ever in a pair."""

    def post(self, community: int, month: date) -> MonthPost | None: ...
    def save_post(self, community: int, post: MonthPost) -> None: ...
