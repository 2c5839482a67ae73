"""The durable calls of this feature, as other rooms put them behind buttons; `chat` carries them out."""

from __future__ import annotations

from bot.ui import Action


def earlier(before: int) -> Action:
    """The entries numbered below this one."""
    return Action("audit.earlier", {"before": before})
