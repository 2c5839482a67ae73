"""The durable calls of this feature, as other rooms put them behind buttons; `chat` carries them out."""

from __future__ import annotations

from bot.ui import Action


def start() -> Action:
    return Action("programme.start")


def check() -> Action:
    """See what the bot may not do in the channels."""
    return Action("programme.check")


def times() -> Action:
    """Open the form for language, zone, weekday, hour and length."""
    return Action("programme.times")


def places() -> Action:
    """Open the form for the channels and the course."""
    return Action("programme.places")
