"""The rules of a thank-you between partners, and of leaving names out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

LONGEST = 300
"""Characters of a thank-you."""
A_WEEK = 5
"""How often one thanks the same partner in a week: what is said every day is soon not read any more."""
WEEK = timedelta(days=7)
LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class Kudos:
    """``open``: the giver is fine with others reading it. ``shown``: since when it stands in the channel.

    ``post`` is the key of its post in the outbox, and ``edits`` counts what was changed of it.
    """

    id: int
    community: int
    pair: int
    giver: int
    taker: int
    words: str
    given: datetime
    open: bool = False
    shown: datetime | None = None
    post: str = ""
    edits: int = 0


class Thanks(Protocol):
    def add(self, kudos: Kudos) -> Kudos:
        """Keep a new one; its id is given here."""

    def get(self, community: int, id: int) -> Kudos | None: ...
    def save(self, kudos: Kudos) -> None:
        """Whether others may read it, and where it stands; its words stay."""

    def lately(self, community: int, pair: int, giver: int, since: datetime) -> Sequence[Kudos]:
        """What this one has thanked their partner for since, newest first."""

    def of_member(self, community: int, member: int) -> Sequence[Kudos]:
        """All that this one has given or taken, oldest first."""


def unnamed(words: str, names: Iterable[str]) -> str:
    """The words without these names: neither whole nor a part of one, also with an s at the end. Pure."""
    parts = {part for name in names for part in (name, *name.split()) if len(part) > 1}
    for part in sorted(parts, key=len, reverse=True):
        words = re.sub(rf"(?<!\w){re.escape(part)}(?:['’]?s)?(?!\w)", LEFT_OUT, words, flags=re.IGNORECASE)
    return words


class Passed(StrEnum):
    """What is counted of pairs."""

    BEGUN = "begun"
    FINISHED = "finished"


class Milestones(Protocol):
    def counts(self, community: int) -> Mapping[Passed, int]:
        """How many pairs have ever begun, and how many have finished."""

    def reach(self, community: int, passed: Passed, number: int, now: datetime) -> bool:
        """Keep that it is reached; False where it was before."""

    def wanted(self, community: int) -> bool: ...
    def want(self, community: int, yes: bool) -> None: ...
