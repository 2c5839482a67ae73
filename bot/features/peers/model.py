"""Introductions of two members by a third."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

OPEN_FOR = timedelta(days=14)
WEEK = timedelta(days=7)
A_WEEK = 5
"""Introductions that one person can make within a week: more is rarely a kindness."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """``giver`` brings ``one`` and ``other`` together; each has said yes, no, or nothing yet."""

    id: int
    community: int
    giver: int
    one: int
    other: int
    words: str
    at: datetime
    one_said: bool | None = None
    other_said: bool | None = None

    @property
    def both(self) -> bool:
        return bool(self.one_said and self.other_said)

    def partner(self, member: int) -> int:
        return self.other if member == self.one else self.one

    def open(self, now: datetime) -> bool:
        """Nobody said no, not both said yes, and it is not too long ago."""
        return False not in (self.one_said, self.other_said) and not self.both and now - self.at < OPEN_FOR


class Introductions(Protocol):
    def add(self, community: int, giver: int, one: int, other: int, words: str, now: datetime) -> Introduction: ...
    def get(self, community: int, id: int) -> Introduction | None: ...
    def save(self, introduction: Introduction) -> None: ...
    def given_since(self, community: int, giver: int, since: datetime) -> int:
        """How many this member has made since then."""

    def waiting_with(self, community: int, member: int, since: datetime) -> Sequence[Introduction]:
        """Made since then and not answered by this member, whatever the other said; the oldest first."""

    def between(self, community: int, one: int, other: int) -> Sequence[Introduction]:
        """Of these two, in either order, the newest first."""
