"""The durable calls of this feature, as other rooms put them behind buttons; `chat` carries them out."""

from __future__ import annotations

from bot.ui import Action


def show() -> Action:
    """What is kept about me."""
    return Action("privacy.show")


def export() -> Action:
    """Everything about me, as files to me alone."""
    return Action("privacy.export")


def erase() -> Action:
    """Ask whether everything about me is to go."""
    return Action("privacy.erase")


def erased() -> Action:
    """Everything about me goes."""
    return Action("privacy.erased")


def keep() -> Action:
    return Action("privacy.keep")
