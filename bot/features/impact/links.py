"""The durable calls of impact, as messages put them behind buttons."""

from __future__ import annotations

from bot.ui import Action


def period() -> Action:
    """The picked value is the period whose figures are shown."""
    return Action("impact.period")


def goal() -> Action:
    return Action("impact.goal")


def lesson() -> Action:
    return Action("impact.lesson")


def drop_lesson(lesson: int) -> Action:
    return Action("impact.drop", {"lesson": lesson})


def counting() -> Action:
    """What would be counted, and the switch for it."""
    return Action("impact.counting")


def count(yes: bool) -> Action:
    """Count activity from now on, or never again."""
    return Action("impact.count", {"yes": yes})


def count_me(yes: bool) -> Action:
    """Whether one's own activity may be counted."""
    return Action("impact.me", {"yes": yes})


def monthly(yes: bool) -> Action:
    """Propose a post with the figures of each month, or not any more."""
    return Action("impact.monthly", {"yes": yes})


def preview(month: str) -> Action:
    """The post of a month as it would go out."""
    return Action("impact.preview", {"month": month})


def post(month: str) -> Action:
    return Action("impact.post", {"month": month})


def words(month: str) -> Action:
    return Action("impact.words", {"month": month})


def skip(month: str) -> Action:
    return Action("impact.skip", {"month": month})
