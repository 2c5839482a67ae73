"""The durable calls of this feature, as other rooms put them behind buttons; its handlers carry them out."""

from __future__ import annotations

from bot.ui import Action


def more() -> Action:
    """Snooze, pause, stop and report, behind every message that nobody asked for."""
    return Action("members.more")


def snooze(days: int) -> Action:
    """Nothing unprompted for so many days."""
    return Action("members.snooze", {"days": days})


def snooze_until() -> Action:
    """Open the form for the day until which nothing unprompted comes."""
    return Action("members.snooze_until")


def wake() -> Action:
    """The snooze ends."""
    return Action("members.wake")


def stop() -> Action:
    """Nothing unprompted any more."""
    return Action("members.stop")


def waiting() -> Action:
    """Show what could not come by direct message."""
    return Action("members.waiting")


def direct() -> Action:
    """Keep what may come by direct message; the picked value is a `Direct`, without one only what concerns them."""
    return Action("members.direct")


def change() -> Action:
    """Open the form for everything about oneself: about, languages, place, link."""
    return Action("members.change")


def settings() -> Action:
    """Open the form for language, zone, quiet hours and direct messages."""
    return Action("members.settings")
