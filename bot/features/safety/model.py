"""Who is kept apart from whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.identity import Person


class Why(StrEnum):
    """What keeps two people apart. All three look the same from outside."""

    BLOCK = "block"
    NOT_AGAIN = "not again"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """``person`` does not want to meet ``other`` again; it holds in both directions."""

    person: Person
    other: Person
    why: Why
    since: datetime


@dataclass(frozen=True, slots=True)
class Lift:
    """The first of two steps by which the coordination brings two people together again."""

    one: Person
    other: Person
    coordinator: Person
    reason: str
    at: datetime


class Safety(Protocol):
    """Kept by person, not by profile: it holds for somebody who leaves and comes back."""

    def keep_apart(self, community: int, exclusion: Exclusion) -> bool:
        """False when it was kept before."""

    def take_back(self, community: int, person: Person, other: Person) -> int:
        """One's own block or "not again" ends; what a report set stays. How many there were."""

    def excluded(self, community: int, person: Person) -> frozenset[int]:
        """The members whom this person is never shown, proposed, introduced or grouped with."""

    def may_meet(self, community: int, one: Person, other: Person) -> bool: ...
    def all_excluded(self, community: int) -> frozenset[tuple[int, int]]:
        """Every two members who are kept apart, the smaller id first: for whole rounds."""

    def set_by(self, community: int, person: Person) -> Sequence[Exclusion]:
        """What this person has set, the newest first."""

    def lift_asked(self, community: int, one: Person, other: Person) -> Lift | None: ...
    def ask_lift(self, community: int, lift: Lift) -> None:
        """Keep the first step; an earlier one for the same two is replaced."""

    def lift(self, community: int, one: Person, other: Person) -> int:
        """The second step is taken: nothing keeps these two apart any more. How many exclusions ended."""
