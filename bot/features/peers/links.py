"""The durable calls of this feature, as other rooms put them behind buttons."""

from __future__ import annotations

from bot.ui import Action


def answer(introduction: int, yes: bool) -> Action:
    """What one of the two says to being introduced."""
    return Action("peers.answer", {"introduction": introduction, "yes": yes})


def join(yes: bool) -> Action:
    """Take part in getting to know people by turns, or not any more."""
    return Action("peers.join", {"yes": yes})


def rhythm() -> Action:
    """Open the form for how often, for the coordination."""
    return Action("peers.rhythm")


def met(team: int, yes: bool) -> Action:
    return Action("peers.met", {"team": team, "yes": yes})
