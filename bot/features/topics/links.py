"""The durable calls of this feature, as other rooms put them behind buttons."""

from __future__ import annotations

from bot.ui import Action


def meant(topic: int) -> Action:
    """What somebody's own words mean; the picked values are known subjects."""
    return Action("mentoring.meant", {"topic": topic})


def overview(page: int = 0) -> Action:
    """The community's topics, for the coordination; those that are not known first."""
    return Action("topics.overview", {"page": page})


def show() -> Action:
    """One topic; the picked value is its id."""
    return Action("topics.show")


def rename(topic: int) -> Action:
    return Action("topics.rename", {"topic": topic})


def alias(topic: int) -> Action:
    return Action("topics.alias", {"topic": topic})


def merge(topic: int) -> Action:
    return Action("topics.merge", {"topic": topic})
