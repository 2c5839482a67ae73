"""What waits for delivery, in numbers, for those who watch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many rows; ``oldest`` is when the first of them is or was due."""

    platform: str
    sort: str
    state: str
    rows: int
    oldest: datetime


class Backlog(Protocol):
    def waiting(self) -> Sequence[Waiting]:
        """Pending and on their way, by platform and sort, over all communities."""

    def platforms(self) -> frozenset[str]:
        """Those of all communities."""
