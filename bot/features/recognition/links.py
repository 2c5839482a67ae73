"""The durable calls of recognition, as messages put them behind buttons; `chat` carries them out."""

from __future__ import annotations

from bot.ui import Action


def thank(pair: int = 0) -> Action:
    """Open the form for a thank-you to one's partner; 0 asks whom."""
    return Action("recognition.thank", {"pair": pair})


def show(kudos: int) -> Action:
    """The one who was thanked shows it to everybody."""
    return Action("recognition.show", {"kudos": kudos})


def take_down(kudos: int) -> Action:
    """One of the two takes it out of the channel."""
    return Action("recognition.take_down", {"kudos": kudos})


def more(kudos: int) -> Action:
    """No name in posts, report and block, behind every thank-you."""
    return Action("recognition.more", {"kudos": kudos})


def naming() -> Action:
    """Whether posts name oneself, and how to change it."""
    return Action("recognition.naming")


def named(yes: bool) -> Action:
    """Posts name oneself from now on, or do not."""
    return Action("recognition.named", {"yes": yes})


def nominate(pair: int = 0) -> Action:
    """Open the form for a nomination; with a pair of one's own its partner stands in it."""
    return Action("recognition.nominate", {"pair": pair})


def desk() -> Action:
    """The month's nominations, for the coordination."""
    return Action("recognition.desk")


def pick() -> Action:
    """The picked value is the nomination that is shown."""
    return Action("recognition.pick")


def choose(nomination: int, pair: int) -> Action:
    """Open the form for what would be posted of this pair."""
    return Action("recognition.choose", {"nomination": nomination, "pair": pair})


def answer(honour: int, says: str) -> Action:
    """One of the two says how they would like it; a `Says`."""
    return Action("recognition.answer", {"honour": honour, "says": says})


def take_honour_down(honour: int) -> Action:
    """One of the two takes the pair of the month out of the channel."""
    return Action("recognition.take_honour_down", {"honour": honour})


def milestones(yes: bool) -> Action:
    """Whether milestones are posted."""
    return Action("recognition.milestones", {"yes": yes})
