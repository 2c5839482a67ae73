"""The durable calls of this feature, as other rooms put them behind buttons; `chat` carries them out."""

from __future__ import annotations

from bot.ui import Action


def offer() -> Action:
    """Open the form in which one offers mentorship."""
    return Action("mentoring.offer")


def seek() -> Action:
    """Open the form in which one looks for a mentor."""
    return Action("mentoring.seek")


def find(page: int = 0, search: int = 0) -> Action:
    """Browse mentors; ``search`` is the draft that holds the filters, 0 for none."""
    return Action("mentoring.find", {"page": page, "search": search})


def best() -> Action:
    """The three mentors who suit best what one looks for."""
    return Action("mentoring.best")


def ask(mentor: int) -> Action:
    """Open the form for a first message to this mentor."""
    return Action("mentoring.ask", {"mentor": mentor})


def accept(request: int) -> Action:
    return Action("mentoring.accept", {"request": request})


def decline(request: int) -> Action:
    return Action("mentoring.decline", {"request": request})


def withdraw(request: int) -> Action:
    return Action("mentoring.withdraw", {"request": request})


def about(request: int) -> Action:
    """Who asks: the mentee's profile, for the mentor."""
    return Action("mentoring.about", {"request": request})


def question(request: int) -> Action:
    """Open the form in which the mentor asks something before answering."""
    return Action("mentoring.question", {"request": request})


def reply(request: int) -> Action:
    """Open the form in which the mentee answers that."""
    return Action("mentoring.reply", {"request": request})


def go_on() -> Action:
    """It is not too much: show me to others again."""
    return Action("mentoring.go_on")


def seat(mentor: int) -> Action:
    """A step, not a button: tell those who wait that this mentor may have a seat."""
    return Action("mentoring.seat", {"mentor": mentor})


def more() -> Action:
    """Fewer messages, a break and no more offer, behind every message about requests."""
    return Action("mentoring.more")


def status() -> Action:
    return Action("mentoring.status")


def look() -> Action:
    """One thing of the screen alone; the picked value is its key."""
    return Action("mentoring.look")


def card() -> Action:
    """One's own offer as others see it."""
    return Action("mentoring.card")


def stop_offer() -> Action:
    return Action("mentoring.stop_offer")


def stop_seek() -> Action:
    """Look for nobody any more."""
    return Action("mentoring.stop_seek")


def declined(request: int) -> Action:
    """Decline for good; the picked value is the neutral reason."""
    return Action("mentoring.declined", {"request": request})


def narrow(search: int, by: str) -> Action:
    """Set one filter of a search (topic, language or district) to the picked value."""
    return Action("mentoring.narrow", {"search": search, "by": by})
