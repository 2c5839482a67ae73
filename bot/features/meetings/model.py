"""The rules of a meeting: proposed times, the one that was picked, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

TIMES = 3
"""So many times can be proposed at once."""
LENGTHS = (30, 45, 60, 90)
FURTHEST = timedelta(days=365)
BEFORE = timedelta(hours=24)
SHORTLY = timedelta(hours=1)
"""A reminder comes a day before; for a meeting agreed later than that, an hour before."""
SETTLED = timedelta(minutes=15)
"""How long after its end both are asked whether they met."""
NO_SHOWS = 2
"""From so many missed meetings on, the coordination hears that the pair needs a look."""


class MeetingState(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    CANCELLED = "cancelled"
    MET = "met"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Meeting:
    """``proposer`` is a member's id. ``sequence`` grows with every change, as calendars want it (RFC 5545, 3.8.7.4)."""

    id: int
    community: int
    pair: int
    proposer: int
    minutes: int
    where: str
    created: datetime
    times: tuple[datetime, ...] = ()
    state: MeetingState = MeetingState.PROPOSED
    at: datetime | None = None
    sequence: int = 0

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def remind_at(self, agreed: datetime) -> datetime | None:
        """When the reminder comes, for a meeting agreed on at this instant; None where none is needed any more."""
        if self.at is None:
            return None
        for before in (BEFORE, SHORTLY):
            if self.at - before > agreed:
                return self.at - before
        return None


class Meetings(Protocol):
    def add(self, meeting: Meeting) -> Meeting: ...
    def get(self, community: int, id: int) -> Meeting | None: ...
    def save(self, meeting: Meeting) -> None: ...
    def upcoming(self, community: int, pair: int, now: datetime) -> Meeting | None:
        """What is proposed or agreed and not over yet; the newest."""

    def missed(self, community: int, pair: int) -> int:
        """How many meetings of this pair did not take place."""

    def of_pair(self, community: int, pair: int) -> Sequence[Meeting]:
        """All of them, oldest first."""
