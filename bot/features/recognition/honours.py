"""The rules of the pair of the month: who was nominated, who is asked, and when a month begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.features.members.model import Member
from bot.recurrence import at_local

REASON = 500
"""Characters of a reason, and of what is posted."""
NOMINATED = 5
"""How many others one nominates in a month."""
TO_ANSWER = timedelta(days=7)
LATELY = timedelta(days=92)
"""How long ago a pair may have ended that is still thanked."""
LISTED = 25


class HonourState(StrEnum):
    ASKED = "asked"
    POSTED = "posted"
    DROPPED = "dropped"
    """Not posted: one of the two would rather not, did not answer, or is not here any more."""
    DOWN = "down"
    """It stood in the channel until one of the two took it down."""


TAKEN = (HonourState.ASKED, HonourState.POSTED, HonourState.DOWN)
"""The month has its pair."""


class Says(StrEnum):
    """What one of the two wants. Without an answer it is empty."""

    NAMED = "named"
    NAMELESS = "nameless"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Nomination:
    """``nominator`` and ``nominee`` are members; whether the nominee has a pair at all is looked up by who reads it."""

    id: int
    community: int
    nominator: int
    nominee: int
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Honour:
    """A pair that was chosen for a month ("2026-03"). ``post`` and ``edits`` as in a `Kudos`."""

    id: int
    community: int
    month: str
    pair: int
    mentor: int
    mentee: int
    words: str
    asked: datetime
    state: HonourState = HonourState.ASKED
    mentor_says: str = ""
    mentee_says: str = ""
    post: str = ""
    edits: int = 0
    ended: datetime | None = None

    @property
    def both_said_yes(self) -> bool:
        return {self.mentor_says, self.mentee_says} <= {Says.NAMED, Says.NAMELESS}

    def named(self, mentor: Member, mentee: Member) -> bool:
        """Either both are named or neither is: one name would tell the other."""
        agreed = self.mentor_says == self.mentee_says == Says.NAMED
        return agreed and mentor.may_be_named and mentee.may_be_named


class Nominations(Protocol):
    def add(self, nomination: Nomination) -> Nomination:
        """Keep a new one; its id is given here."""

    def get(self, community: int, id: int) -> Nomination | None: ...
    def save(self, nomination: Nomination) -> None:
        """Its words, said again."""

    def by(self, community: int, nominator: int, since: datetime) -> Sequence[Nomination]:
        """What this one has nominated since, oldest first."""

    def since(self, community: int, since: datetime, limit: int) -> Sequence[Nomination]:
        """As they came in; later than this instant."""


class Honours(Protocol):
    def add(self, honour: Honour) -> Honour:
        """Keep a new one; its id is given here."""

    def get(self, community: int, id: int) -> Honour | None: ...
    def save(self, honour: Honour) -> None: ...
    def of_month(self, community: int, month: str) -> Sequence[Honour]:
        """All that were chosen for it, oldest first."""

    def of_member(self, community: int, member: int) -> Sequence[Honour]:
        """All of this member's pairs, oldest first."""

    def last_taken(self, community: int) -> datetime | None:
        """When a pair was chosen last that was posted or may still be."""


def month_of(now: datetime, zone: str) -> str:
    """The month that it is there."""
    return f"{now.astimezone(ZoneInfo(zone)):%Y-%m}"


def begin_of(month: str, zone: str) -> datetime:
    return at_local(date.fromisoformat(f"{month}-01"), 0, zone)


def month_before(month: str) -> str:
    return f"{date.fromisoformat(f'{month}-01') - timedelta(days=1):%Y-%m}"
