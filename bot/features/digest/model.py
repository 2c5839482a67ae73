"""The rules of the coordination's digest: who gets it and when, and what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.identity import Person

WEEK = timedelta(days=7)
WEEKDAY, HOUR = 0, 9
"""Monday at nine, by the clocks of whoever reads it: the week is ahead, and quiet hours are over."""
GIVEN_UP = timedelta(days=2)
"""How long a platform is asked whether somebody still coordinates; the next digest is not far then."""
STALE = timedelta(days=6)
"""How long it may wait for its turn among what nobody asked for; then the next one is near."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody of the coordination. ``wanted``: since when a digest is to be written. ``off``: they want none."""

    id: int
    community: int
    person: Person
    off: bool = False
    wanted: datetime | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """What a week brought: people who joined, requests sent and accepted, pairs, answers to check-ins."""

    people: int = 0
    requests: int = 0
    accepted: int = 0
    begun: int = 0
    finished: int = 0
    stopped: int = 0
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Undelivered:
    """``people`` could not be reached; of ``uncertain`` messages nobody can say whether they arrived."""

    people: int = 0
    uncertain: int = 0


class Digests(Protocol):
    def reader(self, community: int, person: Person) -> Reader | None: ...
    def get(self, community: int, id: int) -> Reader | None: ...
    def add(self, reader: Reader) -> Reader:
        """Keep a new one; its id is given here."""

    def save(self, reader: Reader) -> None: ...
    def remove(self, reader: Reader) -> None: ...
    def wanted(self, limit: int) -> Sequence[Reader]:
        """For whom a digest is to be written, of every community in which the bot is, longest first."""

    def happened(self, community: int, since: datetime) -> Happened: ...
    def undelivered(self, community: int, since: datetime) -> Undelivered:
        """Of what was decided since then."""
