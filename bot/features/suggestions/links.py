"""The durable calls of suggestions, as messages put them behind buttons; `chat` carries them out."""

from __future__ import annotations

from bot.ui import Action


def write() -> Action:
    """Open the form for an idea."""
    return Action("suggestions.write", {})


def send(draft: int) -> Action:
    """Keep what rests in the draft, although there are similar ones."""
    return Action("suggestions.send", {"draft": draft})


def page(before: int = 0) -> Action:
    """Those before this id; 0 begins with the newest."""
    return Action("suggestions.page", {"before": before})


def pick() -> Action:
    """The picked value is the suggestion that is shown."""
    return Action("suggestions.pick", {})


def show(suggestion: int) -> Action:
    return Action("suggestions.show", {"suggestion": suggestion})


def same() -> Action:
    """The picked value is the suggestion that one stands behind instead of writing another."""
    return Action("suggestions.same", {})


def support(suggestion: int, yes: bool) -> Action:
    """Stand behind it, or not any more."""
    return Action("suggestions.support", {"suggestion": suggestion, "yes": yes})


def withdraw(suggestion: int) -> Action:
    """One's own goes."""
    return Action("suggestions.withdraw", {"suggestion": suggestion})


def answer(suggestion: int) -> Action:
    """Open the form for the coordination's answer."""
    return Action("suggestions.answer", {"suggestion": suggestion})


def tell(suggestion: int) -> Action:
    """Post the answer where everybody reads it."""
    return Action("suggestions.tell", {"suggestion": suggestion})


def hide(suggestion: int, yes: bool) -> Action:
    """Out of everybody's sight, or back."""
    return Action("suggestions.hide", {"suggestion": suggestion, "yes": yes})
