"""The durable calls of the digest, as messages put them behind buttons; `chat` carries them out."""

from __future__ import annotations

from bot.ui import Action


def switch(on: bool) -> Action:
    """Turn one's own weekly digest on or off."""
    return Action("digest.switch", {"on": on})


def show() -> Action:
    """How things stand just now."""
    return Action("digest.show")
