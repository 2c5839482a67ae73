"""The durable calls of meetings, as messages put them behind buttons; `chat` carries them out."""

from __future__ import annotations

from bot.ui import Action


def plan(pair: int) -> Action:
    """Open the form in which times are proposed."""
    return Action("meetings.plan", {"pair": pair})


def show(meeting: int) -> Action:
    """The meeting as it stands: the times to pick from, or the one that is agreed on."""
    return Action("meetings.show", {"meeting": meeting})


def pick(meeting: int, number: int, sequence: int) -> Action:
    """This proposed time suits me; ``sequence`` says of which proposal."""
    return Action("meetings.pick", {"meeting": meeting, "number": number, "sequence": sequence})


def move(meeting: int) -> Action:
    """Open the form again: other times, or another place."""
    return Action("meetings.move", {"meeting": meeting})


def cancel(meeting: int) -> Action:
    return Action("meetings.cancel", {"meeting": meeting})


def met(meeting: int, yes: bool) -> Action:
    """Did you meet? One tap."""
    return Action("meetings.met", {"meeting": meeting, "yes": yes})
