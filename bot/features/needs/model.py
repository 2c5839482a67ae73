"""The needs map: who waits and which seats are free, and what a call for mentors may ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.features.mentoring.model import Filter
from bot.work import Work

ASKED_FOR_FROM = 3
"""People who must wait for a topic before it is named in public: with fewer, it might point to somebody."""
CALLED = 3
"""Topics that one call for mentors names at most."""
ANY = Filter()


class Side(StrEnum):
    """What the map is drawn by."""

    TOPIC = "topic"
    LANGUAGE = "language"
    DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class Need:
    """How many people wait for one thing, and how many seats are free for it.

    ``key`` is a topic's id, a language's code, or a district's sort key; ``name`` is how it is written.
    Who looks for several topics, or speaks several languages, counts at each of them, and so does a seat.
    """

    key: str
    name: str
    waiting: int
    seats: int

    @property
    def missing(self) -> int:
        """Seats that are lacking, and so the mentors who could be asked for."""
        return max(self.waiting - self.seats, 0)


@dataclass(frozen=True, slots=True)
class Missing:
    """So many mentors are missing for a topic; ``id`` is the topic's."""

    topic: str
    mentors: int
    id: int = field(default=0, compare=False)


class Needs(Protocol):
    def by(self, community: int, side: Side, now: datetime, only: Filter = ANY) -> Sequence[Need]:
        """Everything that somebody waits for or has room for, what is missing most first; see `ordered`.

        ``only``: of this topic, of people with this language, of this district (by its sort key).
        """

    def total(self, community: int, now: datetime, only: Filter = ANY) -> tuple[int, int]:
        """People who wait, and free seats; each counted once."""


def ordered(found: Sequence[Need]) -> tuple[Need, ...]:
    """What is missing most first, then what most wait for, then by name."""
    return tuple(sorted(found, key=lambda one: (-one.missing, -one.waiting, -one.seats, one.name.casefold(), one.key)))


def missing(found: Sequence[Need], most: int = CALLED, least: int = ASKED_FOR_FROM) -> tuple[Missing, ...]:
    """What a call may ask for: pure. ``found`` are needs by topic; ``least`` people wait for what is named."""
    named = [one for one in ordered(found) if one.missing and one.waiting >= least]
    return tuple(Missing(one.name, one.missing, int(one.key)) for one in named[:most])


def missing_now(work: Work, community: int, now: datetime, most: int = CALLED) -> tuple[Missing, ...]:
    """The topics for which most mentors are missing at this instant; none where every seat suffices."""
    return missing(work.needs.by(community, Side.TOPIC, now), most)
