"""The durable calls of polls, as messages put them behind buttons; `chat` carries them out."""

from __future__ import annotations

from bot.ui import Action


def vote(poll: int, option: int) -> Action:
    """One answer, one tap."""
    return Action("polls.vote", {"poll": poll, "option": option})


def votes(poll: int) -> Action:
    """The picked values are the answer."""
    return Action("polls.votes", {"poll": poll})


def take_back(poll: int) -> Action:
    return Action("polls.back", {"poll": poll})


def post(poll: int) -> Action:
    return Action("polls.post", {"poll": poll})


def show(poll: int) -> Action:
    """A poll's page for the coordination."""
    return Action("polls.show", {"poll": poll})


def pick() -> Action:
    """The picked value is the poll whose page is shown."""
    return Action("polls.pick", {})


def close(poll: int) -> Action:
    return Action("polls.end", {"poll": poll})


def export(poll: int) -> Action:
    return Action("polls.export", {"poll": poll})


def again(poll: int) -> Action:
    """A draft that asks the same."""
    return Action("polls.again", {"poll": poll})


def every(poll: int) -> Action:
    """The picked value is the number of weeks."""
    return Action("polls.every", {"poll": poll})


def discard(poll: int) -> Action:
    return Action("polls.discard", {"poll": poll})


def create() -> Action:
    return Action("polls.create", {})
