"""What may still come when it comes late: one table, by why something is sent. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.recurrence import DAY, at_local
from bot.work import Sort

POSTED = timedelta(hours=6)
PERSONAL = timedelta(hours=48)
NOTICED = timedelta(hours=1)
"""What comes later than this says so."""


def last_moment(sort: Sort, due: datetime, zone: str) -> datetime | None:
    """The last instant at which it may come; None where it may always.

    A post in a channel speaks of its day; what is personal loses its sense after two days. Answers, requests,
    agreed meetings and what coordinators must know come whenever they can (an invitation to something that has
    begun says so by its own ``expires``), and safety never expires.
    """
    match sort:
        case Sort.POST:
            tomorrow = due.astimezone(ZoneInfo(zone)).date() + DAY
            return min(due + POSTED, at_local(tomorrow, 0, zone) - timedelta(microseconds=1))
        case Sort.WEEKLY | Sort.NUDGE:
            return due + PERSONAL
    return None


def too_late(sort: Sort, due: datetime, now: datetime, zone: str) -> bool:
    last = last_moment(sort, due, zone)
    return last is not None and now > last


def is_late(sort: Sort, due: datetime, now: datetime) -> bool:
    """Whether the reader is told that it comes late: in what is personal and unprompted."""
    return sort in (Sort.WEEKLY, Sort.NUDGE) and now - due > NOTICED
