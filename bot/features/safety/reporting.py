"""Reports: what is told, to whom, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.identity import Person

SECOND_ROUTE = timedelta(minutes=15)
"""How long a report may wait before somebody else is alerted as well."""
DAILY = timedelta(days=1)


class Category(StrEnum):
    HARASSMENT = "harassment"
    ADVANCES = "advances"
    DISCRIMINATION = "discrimination"
    DANGER = "danger"
    SELLING = "selling"
    OTHER = "other"


class ReportState(StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a report was closed. Only the first lets a paused pair go on."""

    GOES_ON = "goes on"
    SETTLED = "settled"
    WARNED = "warned"
    REMOVED = "removed"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Report:
    """``reported`` is None where it is about nobody known here; ``name`` is what they are called, or what was typed."""

    community: int
    reporter: Person
    category: Category
    filed: datetime
    reported: Person | None = None
    name: str = ""
    words: str = ""
    pair: int | None = None
    paused: bool = False
    state: ReportState = ReportState.OPEN
    handler: Person | None = None
    closed: datetime | None = None
    outcome: Outcome | None = None
    id: int = 0

    def may_read(self, person: Person) -> bool:
        """Neither the one it is about, nor the one who wrote it, handles it."""
        return person not in (self.reported, self.reporter)


@dataclass(frozen=True, slots=True)
class Note:
    report: int
    author: Person
    at: datetime
    words: str


class Reports(Protocol):
    def file(self, report: Report) -> Report:
        """Keep it; the one given back has its number."""

    def get(self, community: int, id: int) -> Report | None: ...
    def save(self, report: Report) -> None:
        """State, handler, closing and outcome; what was reported never changes."""

    def unclosed(self, community: int) -> Sequence[Report]:
        """Oldest first."""

    def note(self, community: int, note: Note) -> None: ...
    def notes(self, community: int, report: int) -> Sequence[Note]:
        """Oldest first."""

    def contacts(self, community: int) -> Sequence[Person]:
        """Who reads reports, the longest named first, with their names."""

    def add_contact(self, community: int, person: Person, now: datetime) -> bool:
        """False when they are one already."""

    def remove_contact(self, community: int, person: Person) -> bool: ...
