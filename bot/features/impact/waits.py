"""The month whose figures wait to be looked at."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.features.impact.model import MonthPost, PostState, first_of_month
from bot.work import By, Work

FRESH = timedelta(days=28)
"""For so long it is spoken of; then the next month is near."""


def to_look_at(work: Work, by: By) -> MonthPost | None:
    """Last month's post, while nobody has posted or skipped it."""
    home = work.communities.get(by.community)
    today = by.now.astimezone(ZoneInfo(home.zone if home else "UTC")).date()
    found = work.impact.post(by.community, first_of_month(today, -1))
    fresh = found is not None and found.state is PostState.WAITING and by.now - found.made < FRESH
    return found if fresh else None
