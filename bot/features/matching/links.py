"""The durable calls of this feature, as other rooms put them behind buttons."""

from __future__ import annotations

from bot.ui import Action


def propose() -> Action:
    return Action("matching.propose")


def again(round: int) -> Action:
    """Work the round out anew, around what is kept and what is ruled out."""
    return Action("matching.again", {"round": round})


def page(round: int, number: int = 0) -> Action:
    return Action("matching.page", {"round": round, "number": number})


def left(round: int, number: int = 0) -> Action:
    """Who has nobody, and why."""
    return Action("matching.left", {"round": round, "number": number})


def look(round: int) -> Action:
    """One pair; the picked value is its mentor and mentee."""
    return Action("matching.look", {"round": round})


def lock(round: int, mentor: int, mentee: int) -> Action:
    return Action("matching.lock", {"round": round, "mentor": mentor, "mentee": mentee})


def unlock(round: int, mentor: int, mentee: int) -> Action:
    return Action("matching.unlock", {"round": round, "mentor": mentor, "mentee": mentee})


def forbid(round: int, mentor: int, mentee: int) -> Action:
    return Action("matching.forbid", {"round": round, "mentor": mentor, "mentee": mentee})


def swap(round: int, mentor: int, mentee: int) -> Action:
    """Exchange the mentees with the picked pair."""
    return Action("matching.swap", {"round": round, "mentor": mentor, "mentee": mentee})


def approve(round: int, mentor: int, mentee: int) -> Action:
    return Action("matching.approve", {"round": round, "mentor": mentor, "mentee": mentee})


def approve_all(round: int) -> Action:
    return Action("matching.approve_all", {"round": round})


def close(round: int) -> Action:
    """End the round: what was not approved is not sent."""
    return Action("matching.close", {"round": round})


def rhythm() -> Action:
    """Open the form for who decides, and when there are rounds."""
    return Action("matching.rhythm")


def show() -> Action:
    """The round that waits, from wherever one is told of it."""
    return Action("matching.show")


def weigh() -> Action:
    """Open the form with the three sliders."""
    return Action("matching.weigh")


def answer(round: int, mentor: int, mentee: int, yes: bool) -> Action:
    """What one of the two says to the proposal."""
    return Action("matching.answer", {"round": round, "mentor": mentor, "mentee": mentee, "yes": yes})
