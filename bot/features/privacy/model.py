"""What is kept about one person, and for how long it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.features.members.model import Member
from bot.i18n import Tongues
from bot.identity import Person


@dataclass(frozen=True, slots=True)
class Period:
    """How long something is kept. ``setting`` is its name in the environment; empty where nobody may choose."""

    days: int
    about: str
    setting: str = ""


PERIODS: Mapping[str, Period] = {
    "at once": Period(0, "as soon as it has expired"),
    "events": Period(7, "events that were applied; platforms repeat theirs within minutes"),
    "deliveries": Period(180, "what became of each message, without its text", "KEEP_DELIVERIES_DAYS"),
    "requests": Period(180, "the words of an answered request, and the reason of a no", "KEEP_REQUESTS_DAYS"),
    "activity": Period(35, "days on which somebody was active; a week's count looks back 14 days"),
    "notes": Period(365, "goals, notes and words of a pair after its end", "KEEP_NOTES_DAYS"),
    "reports": Period(1095, "reports and what was done about them, after they were closed", "KEEP_REPORTS_DAYS"),
    "left": Period(365, "everything about somebody after they left the community", "KEEP_LEFT_DAYS"),
    "removed": Period(30, "everything of a community after the bot was removed from it"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is kept. ``value``: words, a number, an instant, or what waits as JSON."""

    name: str
    label: Tongues
    value: object


@dataclass(frozen=True, slots=True)
class Part:
    """All rows of one table that are about somebody. ``of`` is the table it is a part of, or its own name.

    ``erase``: how it goes; ``fade``: the name of the period after which it goes by itself, or nothing.
    """

    table: str
    of: str
    what: Tongues
    why: Tongues
    seen: Tongues
    erase: str
    fade: str
    rows: tuple[tuple[Fact, ...], ...]


class Privacy(Protocol):
    """What is kept about somebody in one community, by the inventory."""

    def about(self, community: int, person: Person) -> Sequence[Part]:
        """The parts that hold anything, in the order of the inventory."""

    def erase(self, community: int, person: Person, called: str, now: datetime) -> None:
        """Remove it, or make it nobody's. ``called`` is the name that stands from now on where one is needed.

        It is noted outside the database first, so that the restore of an older backup does not undo it. What
        keeps people apart stays under a key that names nobody, and holds again when the person comes back.
        """

    def undone(self) -> Sequence[Member]:
        """Members who were erased and are here again by the restore of a backup."""

    def left_since(self, before: datetime) -> Sequence[Member]:
        """Members of whom it was noticed before this instant that they left."""

    def note_who_left(self, now: datetime) -> None:
        """Keep since when somebody is away, and forget it for those who are back."""

    def fade(self, now: datetime, periods: Mapping[str, timedelta]) -> int:
        """What has been kept for its period goes; how many rows were changed."""
