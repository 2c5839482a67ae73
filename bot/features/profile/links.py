"""The durable calls of this feature, as other rooms put them behind buttons; its handlers carry them out."""

from __future__ import annotations

from bot.ui import Action


def show() -> Action:
    """One's profile as others see it."""
    return Action("profile.show")


def edit() -> Action:
    """What can be changed, a button each."""
    return Action("profile.edit")


def piece(piece: str) -> Action:
    """Open the form for one piece, a `Piece`."""
    return Action("profile.piece", {"piece": piece})


def hours(draft: int = 0) -> Action:
    """Open the form for when one has time, filled from a draft where there is one."""
    return Action("profile.hours", {"draft": draft})


def keep_hours(draft: int) -> Action:
    """It was understood rightly: keep it."""
    return Action("profile.keep_hours", {"draft": draft})


def no_hours() -> Action:
    """Say nothing about when one has time any more."""
    return Action("profile.no_hours")


def withdraw() -> Action:
    """What one can end: the offer, the search, everything."""
    return Action("profile.withdraw")
