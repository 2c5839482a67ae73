"""The rules of a programme: its settings, their limits, and who keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.identity import Place

WEEKS = range(4, 25)
WEEKLY = "pairs.week"
"""The schedule that brings each pair its weekly step and check-in."""


@dataclass(frozen=True, slots=True)
class Programme:
    """A community's mentorship as a whole. ``weekday`` 0 is Monday; ``opened`` is None until it is set up."""

    community: int
    channel: Place | None = None
    moderators: Place | None = None
    weeks: int = 8
    weekday: int = 2
    hour: int = 18
    template: str = "first-steps"
    opened: datetime | None = None


class Programmes(Protocol):
    def of(self, community: int) -> Programme:
        """The community's settings; the defaults where nothing was saved."""

    def save(self, programme: Programme) -> None: ...
