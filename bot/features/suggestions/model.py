"""The rules of a suggestion: where it stands, who stands behind it, and which ones are alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import log, sqrt
from typing import Protocol

from bot.features.topics.recognise import pieces, plain_words

LONGEST = 600
"""Characters of a suggestion: one idea, which everybody reads to the end."""
A_WEEK = 10
WEEK = timedelta(days=7)
ALIKE = 0.24
"""From this likeness on two suggestions may mean the same; whoever writes is asked. Tried on those in the tests."""
NEAREST = 3


class Standing(StrEnum):
    NEW = "new"
    PLANNED = "planned"
    DONE = "done"
    DECLINED = "declined"
    HIDDEN = "hidden"
    """Taken out of sight by the coordination; its writer still sees it."""


ANSWERS = (Standing.PLANNED, Standing.DONE, Standing.DECLINED, Standing.NEW)
"""What the coordination can answer."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``author`` is a member's id; ``wanted`` how many people stand behind it, the author among them."""

    id: int
    community: int
    author: int
    words: str
    created: datetime
    standing: Standing = Standing.NEW
    answer: str = ""
    answered: datetime | None = None
    wanted: int = 1


class Suggestions(Protocol):
    def add(self, suggestion: Suggestion) -> Suggestion:
        """Keep a new one; its id is given here, and its author stands behind it."""

    def get(self, community: int, id: int) -> Suggestion | None: ...
    def save(self, suggestion: Suggestion) -> None:
        """Where it stands, and its answer."""

    def remove(self, suggestion: Suggestion) -> None: ...
    def shown(self, community: int, limit: int, before: int | None = None) -> Sequence[Suggestion]:
        """Those that everybody may read, newest first; ``before`` this id."""

    def of(self, community: int, author: int, since: datetime) -> Sequence[Suggestion]:
        """What this member has written since, newest first."""

    def counts(self, community: int) -> Mapping[Standing, int]: ...
    def support(self, suggestion: Suggestion, member: int) -> bool:
        """Somebody stands behind it too; False when they already did."""

    def leave(self, suggestion: Suggestion, member: int) -> None: ...
    def supporters(self, suggestion: Suggestion) -> Sequence[int]:
        """Ids of the members who stand behind it, its author among them."""


def alike(words: str, others: Sequence[Suggestion]) -> list[Suggestion]:
    """The nearest first, at most three, none that is plainly about something else. Pure.

    By the pieces of words they share, each weighing as it is rare among all of them (cosine).
    """
    mine = _pieces(words)
    theirs = [_pieces(one.words) for one in others]
    known = Counter(piece for one in [mine, *theirs] for piece in one)
    weight = {piece: log((len(theirs) + 2) / count) + 1 for piece, count in known.items()}
    found = [(_likeness(mine, one, weight), -at) for at, one in enumerate(theirs)]
    return [others[-at] for likeness, at in sorted(found, reverse=True)[:NEAREST] if likeness >= ALIKE]


def _pieces(words: str) -> Counter[str]:
    return pieces(plain_words(words, LONGEST))


def _likeness(one: Counter[str], other: Counter[str], weight: Mapping[str, float]) -> float:
    shared = sum(weight[piece] ** 2 for piece in one.keys() & other.keys())
    return shared / (_size(one, weight) * _size(other, weight)) if shared else 0.0


def _size(one: Counter[str], weight: Mapping[str, float]) -> float:
    return sqrt(sum(weight[piece] ** 2 for piece in one))
