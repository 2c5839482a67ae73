"""The durable calls of the needs map, as messages put them behind buttons."""

from __future__ import annotations

from bot.ui import Action


def open_map() -> Action:
    """The map as a message of its own, beside the one whose button was pressed."""
    return Action("needs.open")


def show(by: str, page: int = 0) -> Action:
    """The whole map by topic, language or district."""
    return Action("needs.show", {"by": by, "page": page})


def call() -> Action:
    """See how a call for the mentors who are missing most would go out."""
    return Action("needs.call")


def called(topic: int) -> Action:
    """Post the call for this topic."""
    return Action("needs.called", {"topic": topic})


def within(by: str) -> Action:
    """What is behind the picked row of a map by this."""
    return Action("needs.within", {"by": by})
