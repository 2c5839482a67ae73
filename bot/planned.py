"""What is planned: what comes again and again by a rule, and single steps at an instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.ui import Action
    from bot.work import Sort


@dataclass(frozen=True, slots=True)
class Weekly:
    """``weekday`` 0 is Monday; hour and minute are local ones of the zone, as in every rule."""

    weekday: int
    hour: int
    zone: str
    minute: int = 0


@dataclass(frozen=True, slots=True)
class EveryDays:
    """The first day, and every so many days after it."""

    days: int
    first: date
    hour: int
    zone: str
    minute: int = 0


@dataclass(frozen=True, slots=True)
class Monthly:
    """A day that every month has: 1 to 28."""

    day: int
    hour: int
    zone: str
    minute: int = 0


Rule = Weekly | EveryDays | Monthly


@dataclass(frozen=True, slots=True)
class Schedule:
    """A step of the name ``kind`` that comes by a rule: ``run(work, occasion, now)``, true while there is more to do.

    ``key`` tells several of one kind apart. ``sort`` says how late it may come (`bot.late`). ``skip`` is a local
    date that is left out, ``ends`` the last one. ``next_due`` is None while it is paused, and once it has ended.
    """

    community: int
    kind: str
    rule: Rule
    sort: Sort
    next_due: datetime | None
    key: str = ""
    paused: bool = False
    skip: date | None = None
    ends: date | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occurrence of a schedule, as its step is given it: the local date that is meant, and when it was due."""

    community: int
    kind: str
    key: str
    day: date
    due: datetime
    zone: str


class Fate(StrEnum):
    """What became of an occurrence."""

    DONE = "done"
    SKIPPED = "skipped"
    """Left out because somebody wanted it so."""
    LATE = "late"
    """Left out because it would have come too late."""


@dataclass(frozen=True, slots=True)
class Missed:
    """An occurrence that did not happen; ``noticed`` is when that was seen."""

    kind: str
    key: str
    day: date
    noticed: datetime


class Schedules(Protocol):
    def set(self, schedule: Schedule) -> None:
        """One schedule for a community, kind and key; an earlier one is replaced."""

    def end(self, community: int, kind: str, key: str = "") -> bool:
        """Take the schedule away, and the record of its occurrences; False when there is none."""

    def due(self, now: datetime, limit: int) -> Sequence[Schedule]: ...
    def occur(self, schedule: Schedule, day: date, fate: Fate, next_due: datetime | None, now: datetime) -> bool:
        """Record the occurrence of this local date and move on; False when it was recorded before."""

    def put_off(self, schedule: Schedule, until: datetime) -> None:
        """Look at it again at ``until``; what is due stays due."""

    def next_due(self) -> datetime | None: ...
    def of(self, community: int, kind: str, key: str = "") -> Schedule | None: ...
    def all(self, community: int, kind: str) -> Sequence[Schedule]:
        """Every schedule of this kind, by key; those that are paused or over as well."""

    def missed(self, community: int, since: datetime) -> Sequence[Missed]:
        """What was left out for being late and was noticed since then, in that order."""

    def skipped(self, community: int, since: datetime) -> Sequence[Missed]:
        """What was left out because somebody wanted it so, since then, in that order."""


@dataclass(frozen=True, slots=True)
class Later:
    """One step at an instant: ``run(work, later, now, **arguments)``, true while there is more to do."""

    community: int
    key: str
    call: Action
    due: datetime


class Laters(Protocol):
    def at(self, community: int, key: str, call: Action, due: datetime) -> None:
        """Do this then, once; what was planned under this key before is replaced."""

    def cancel(self, community: int, key: str) -> bool:
        """False when nothing is planned under this key (any more)."""

    def of(self, community: int, key: str) -> Later | None: ...
    def due(self, now: datetime, limit: int) -> Sequence[Later]: ...
    def take(self, later: Later) -> bool:
        """It is being done in this transaction; False when it was done, cancelled or replaced meanwhile."""

    def put_off(self, later: Later, until: datetime) -> None:
        """Look at it again at ``until``; what is due stays due."""

    def next_due(self) -> datetime | None: ...
