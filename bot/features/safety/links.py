"""The durable calls of this feature, as other rooms put them behind buttons; its handlers carry them out.

``thing`` and ``id`` say through what somebody knows the other person: a "pair" or a "request".
"""

from __future__ import annotations

from bot.ui import Action

PAIR = "pair"
REQUEST = "request"


def block(thing: str, id: int) -> Action:
    """Ask whether the other person is to be blocked."""
    return Action("safety.block", {"thing": thing, "id": id})


def blocked(thing: str, id: int) -> Action:
    """Block the other person."""
    return Action("safety.blocked", {"thing": thing, "id": id})


def not_again(thing: str, id: int) -> Action:
    """Never be brought together with the other person again."""
    return Action("safety.not_again", {"thing": thing, "id": id})


def unblock(person: str) -> Action:
    """Take one's own block of this person back."""
    return Action("safety.unblock", {"person": person})


def agree(version: int) -> Action:
    """Agree to this version of the code of conduct."""
    return Action("safety.agree", {"version": version})


def write_conduct() -> Action:
    """Open the form in which the coordination writes the code of conduct."""
    return Action("safety.conduct")


def report(thing: str = "", id: int = 0) -> Action:
    """Open the form for a report; without a thing it asks whom it is about."""
    return Action("safety.report", {"thing": thing, "id": id})


def read(report: int) -> Action:
    """Show a report to a safety contact."""
    return Action("safety.read", {"report": report})


def take(report: int) -> Action:
    """Take a report up."""
    return Action("safety.take", {"report": report})


def note(report: int) -> Action:
    """Open the form for a note on a report."""
    return Action("safety.note", {"report": report})


def close(report: int) -> Action:
    """Ask how a report ends."""
    return Action("safety.close", {"report": report})


def closed(report: int) -> Action:
    """Close a report; the picked value is the outcome."""
    return Action("safety.closed", {"report": report})


def name_contact() -> Action:
    """Open the form that names a safety contact."""
    return Action("safety.name")


def take_off(person: str) -> Action:
    """Take a safety contact off."""
    return Action("safety.take_off", {"person": person})
