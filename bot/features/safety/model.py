"""Who is kept apart from whom, and what everybody agrees to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.features.members.model import CONDUCT
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


@dataclass(frozen=True, slots=True)
class Conduct:
    """A community's code of conduct. ``texts`` by language; empty for the first version, which is ours."""

    version: int = CONDUCT
    texts: Mapping[str, str] = field(default_factory=dict)

    def text(self, *languages: str) -> str:
        """In the first of these languages that it is written in, else in any; empty for ours."""
        known = [self.texts[language] for language in languages if self.texts.get(language)]
        return next(iter([*known, *filter(None, self.texts.values())]), "")


class Safety(Protocol):
    """Exclusions are kept by person, not by profile: it holds for somebody who leaves and comes back."""

    def conduct(self, community: int) -> Conduct:
        """The code of conduct that holds."""

    def save_conduct(self, community: int, conduct: Conduct, by: Person, now: datetime) -> bool:
        """A new version; earlier ones stay. False when this version is there already."""

    def to_agree(self, community: int, after: int, limit: int) -> Sequence[int]:
        """Members, by id, who agreed to an earlier version only, and offer, seek or are in a pair."""

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
