"""The rules of a poll: who may answer, what may be shown, and when."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from bot.identity import Person, Place

SHOWN_FROM = 5
"""Respondents from which on the answers of an anonymous poll are shown: common practice of anonymous surveys."""
OPTIONS = range(2, 11)
PERCENT_FROM = 10
"""Respondents from which on a share is shown beside the count."""
REMINDED = timedelta(days=1)
"""How long before the end those who have not answered are asked once more; only polls of three days or more."""
REMINDED_FROM = timedelta(days=3)


class PollState(StrEnum):
    DRAFT = "draft"
    """Written down; nobody but the coordination sees it."""
    WANTED = "wanted"
    """To be posted as soon as its key is made: a survey that comes again by itself."""
    OPEN = "open"
    CLOSED = "closed"


class Secrecy(StrEnum):
    """Who learns what, and when. An anonymous poll is never live: single answers could be read off it."""

    ANONYMOUS = "anonymous"
    HIDDEN = "hidden"
    LIVE = "live"


class Electorate(StrEnum):
    ALL = "all"
    MENTORS = "mentors"
    MENTEES = "mentees"
    PAIRS = "pairs"


@dataclass(frozen=True, slots=True)
class Poll:
    """``uid`` names the poll's key outside the database. ``repeats`` is the first poll that asked the same.

    ``length`` counts from its posting. ``counts`` and ``respondents`` are there once it is closed, counts only
    where they may be shown. ``every`` are the weeks between two rounds of a survey, 0 for none.
    """

    id: int
    community: int
    uid: str
    question: str
    options: tuple[str, ...]
    several: bool
    secrecy: Secrecy
    electorate: Electorate
    length: timedelta
    place: Place | None = None
    state: PollState = PollState.DRAFT
    created: datetime | None = None
    opened: datetime | None = None
    closes: datetime | None = None
    respondents: int | None = None
    counts: tuple[int, ...] = ()
    repeats: int | None = None
    every: int = 0
    reminding: bool = False

    @property
    def anonymous(self) -> bool:
        return self.secrecy is Secrecy.ANONYMOUS

    @property
    def first(self) -> int:
        return self.repeats or self.id

    def takes(self, now: datetime) -> bool:
        """Whether an answer counts at this instant; time alone decides, whatever has been carried out by then."""
        return self.state is PollState.OPEN and self.closes is not None and now < self.closes


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people answered, and how many chose each option (in order)."""

    respondents: int
    counts: tuple[int, ...]


def tally(options: int, ballots: Sequence[tuple[int, ...]]) -> Tally:
    """Pure; a ballot names the positions that were chosen. One without a choice is no answer."""
    given = [ballot for ballot in ballots if ballot]
    return Tally(len(given), tuple(sum(at in ballot for ballot in given) for at in range(options)))


def showable(poll: Poll, found: Tally) -> tuple[int, ...]:
    """The counts that may be shown after the end: of an anonymous poll none with fewer than five respondents."""
    return found.counts if not poll.anonymous or found.respondents >= SHOWN_FROM else ()


def ballot_key(key: bytes, community: int, person: Person) -> str:
    """Under what an anonymous answer is kept: without the key nobody can say whose it is, with it anybody could.

    So the key rests outside the database, and is destroyed at the end.
    """
    return hmac.new(key, f"{community}:{person.platform}:{person.id}".encode(), sha256).hexdigest()


class Polls(Protocol):
    def add(self, poll: Poll) -> Poll:
        """Keep a new poll; its id is given here."""

    def get(self, community: int, id: int) -> Poll | None: ...
    def save(self, poll: Poll) -> None:
        """Everything but its question and options, which stay as they were asked."""

    def recent(self, community: int, limit: int) -> Sequence[Poll]:
        """Newest first."""

    def round_before(self, poll: Poll) -> Poll | None:
        """The closed poll that asked the same first, for one that repeats it."""

    def waiting(self, state: PollState, limit: int) -> Sequence[Poll]:
        """Polls of every community in this state, oldest first."""

    def reminding(self, limit: int) -> Sequence[Poll]:
        """Open polls of every community whose reminder has come due."""

    def vote(self, poll: Poll, voter: str, chosen: tuple[int, ...], member: int | None = None) -> None:
        """Keep this answer in place of an earlier one; an empty one takes it back. ``member`` only of an open poll."""

    def answer(self, poll: Poll, voter: str) -> tuple[int, ...]: ...
    def ballots(self, poll: Poll) -> Mapping[str, tuple[int, ...]]: ...
    def burn(self, poll: Poll) -> None:
        """Forget every ballot; what was counted stays."""

    def remove(self, poll: Poll) -> None:
        """Forget a poll that nobody has answered."""

    def states(self, uids: Collection[str]) -> Mapping[str, PollState]:
        """Where the polls of these keys stand, of every community; a key of no poll is left out."""

    def electorate(self, community: int, who: Electorate, now: datetime) -> Sequence[int]:
        """Ids of the members who may answer and can be asked, by id."""
