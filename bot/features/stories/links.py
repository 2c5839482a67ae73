"""The durable calls of this feature, as other rooms put them behind buttons; its handlers carry them out."""

from __future__ import annotations

from bot.ui import Action


def tell(pair: int) -> Action:
    """Open the form in which the story of this pair is told, or changed."""
    return Action("stories.tell", {"pair": pair})


def agree(story: int, version: int, named: bool) -> Action:
    """Agree to this version, by name or without."""
    return Action("stories.agree", {"story": story, "version": version, "named": named})


def rather_not(story: int) -> Action:
    """Change it, or drop it: what one would rather."""
    return Action("stories.rather_not", {"story": story})


def withdraw(story: int) -> Action:
    """Take it back at once."""
    return Action("stories.withdraw", {"story": story})


def mine() -> Action:
    """Where one's own stories stand."""
    return Action("stories.mine")


def queue() -> Action:
    """What waits for the coordination, and what is posted next."""
    return Action("stories.queue")


def pick() -> Action:
    """A story of that list; the picked value is its id."""
    return Action("stories.pick")


def show(story: int) -> Action:
    return Action("stories.show", {"story": story})


def picture(story: int) -> Action:
    """Have the picture sent to oneself."""
    return Action("stories.picture", {"story": story})


def approve(story: int, version: int) -> Action:
    return Action("stories.approve", {"story": story, "version": version})


def edit(story: int) -> Action:
    """Open the form in which the coordination changes it; both are asked anew."""
    return Action("stories.edit", {"story": story})


def decline(story: int, version: int) -> Action:
    """Do not post it; the picked value is the reason."""
    return Action("stories.decline", {"story": story, "version": version})


def move(story: int, place: int, earlier: bool) -> Action:
    """From this place in the queue; a second click finds it elsewhere and does nothing."""
    return Action("stories.move", {"story": story, "place": place, "earlier": earlier})


def slot() -> Action:
    """Open the form for a weekly slot."""
    return Action("stories.slot")


def take_down(story: int) -> Action:
    """The coordination takes a posted one back."""
    return Action("stories.take_down", {"story": story})
