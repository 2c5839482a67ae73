"""The rules of offering, seeking and asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.features.members.model import Member, Topic
from bot.features.programme.formats import ANY, Format, Terms
from bot.i18n import Hours
from bot.identity import Person

CAPACITY = range(1, 6)
MANY = 300
"""Mentors that a search counts; beyond, one narrows it down."""
PROMPT = timedelta(days=3)
RELEASE = timedelta(days=7)
"""When a request that nobody answers is asked about, and when it is given back: Together; exercism/exercism#4674."""
OPEN_AT_MOST = 3
WEEK_AT_MOST = 5
WEEK = timedelta(days=7)
"""Requests a mentee may have open at once, and send within a week."""
COOL_DOWN = timedelta(days=30)
"""How long somebody who said "not now" is not asked by the same person again."""
LAST, DECLINED, REQUESTS = 4, 3, 5
"""Too much for a mentor: so many of the last requests declined, or so many requests within a week."""
LOAD_ASKED = timedelta(days=30)
"""How long after being asked about it a mentor is left in peace about their load."""


def overloaded(last: Sequence[RequestState], week: int) -> bool:
    """Pure; ``last`` are the latest answered requests to a mentor, ``week`` those that came within 7 days."""
    declined = sum(state in (RequestState.DECLINED, RequestState.RELEASED) for state in last[:LAST])
    return declined >= DECLINED or week >= REQUESTS


@dataclass(frozen=True, slots=True)
class Offer:
    """What a mentor offers: topics, how many mentees at once, and whether for a question or for weeks."""

    member: int
    capacity: int
    topics: tuple[Topic, ...]
    terms: Terms = ANY
    open: bool = True
    held: bool = False
    """Not shown to anybody until the mentor has said whether it is too much; see `overloaded`."""
    load_asked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seek:
    """What a mentee looks for; ``since`` is when the wait began."""

    member: int
    goal: str
    topics: tuple[Topic, ...]
    since: datetime
    terms: Terms = ANY
    open: bool = True


class RequestState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    FREED = "freed"
    RELEASED = "released"
    """Nobody answered in time."""


@dataclass(frozen=True, slots=True)
class Request:
    id: int
    community: int
    mentee: int
    mentor: int
    words: str
    state: RequestState
    sent: datetime
    reason: str = ""
    answered: datetime | None = None
    asked_back: datetime | None = None
    """Since when a question of the mentor waits for the mentee; None when it is the mentor's turn."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said in a request, a question or its answer."""

    member: int
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """How many people wait for a topic, how many seats are free for it, and how long those who wait have waited."""

    waiting: int
    seats: int
    waited: timedelta


@dataclass(frozen=True, slots=True)
class MentorCard:
    """A mentor as shown to others; ``free`` seats are capacity less active pairs."""

    member: Member
    offer: Offer
    free: int

    def askable(self, now: datetime) -> bool:
        """Whether somebody may ask this mentor now; whether these two may meet is another question."""
        held = self.offer.held or not self.offer.open
        return self.free > 0 and not held and not self.member.left and not self.member.paused(now)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mentor with what speaks for asking them; ``score`` orders suggestions and is never shown."""

    card: MentorCard
    topics: tuple[Topic, ...]
    languages: tuple[str, ...]
    same_district: bool
    score: int
    close: tuple[Topic, ...] = ()
    """What the mentor offers that is near, where nothing is the same."""
    strength: Mapping[str, float] = field(default_factory=dict)
    """How much each part of the score adds to it."""
    format: Format | None = None
    """What both said they want."""
    hours: Hours | None = None
    """When both have time."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a search looks for; empty means any."""

    topic: int = 0
    language: str = ""
    district: str = ""


class Mentoring(Protocol):
    def offer(self, community: int, member: int) -> Offer | None: ...
    def save_offer(self, community: int, offer: Offer) -> None: ...
    def seek(self, community: int, member: int) -> Seek | None: ...
    def save_seek(self, community: int, seek: Seek) -> None: ...
    def card(self, community: int, member: int) -> MentorCard | None: ...
    def candidates(
        self,
        community: int,
        viewer: Person,
        topics: Sequence[int],
        languages: Sequence[str],
        now: datetime,
        limit: int = 200,
    ) -> Sequence[MentorCard]:
        """Mentors with an open offer of any of these topics (any topic when empty) who speak one of these languages
        (any when empty), with a free seat, not on a pause, not gone, whose code of conduct is accepted, and who are
        not kept apart from the viewer; those with more of the topics first."""

    def browse(
        self, community: int, viewer: Person, filter: Filter, now: datetime, offset: int, limit: int
    ) -> tuple[Sequence[MentorCard], int]:
        """One page of such mentors, by name, and how many there are in all, at most one more than `MANY`."""

    def free_seats(self, community: int, mentor: int) -> int: ...
    def waiting(self, community: int, topic: int) -> int:
        """How many open seeks name this topic."""

    def add_request(self, community: int, mentee: int, mentor: int, words: str, now: datetime) -> Request: ...
    def request(self, community: int, id: int) -> Request | None: ...
    def answer(self, request: Request, state: RequestState, now: datetime, reason: str = "") -> Request:
        """Move an open request on. Raises ValueError when it is not open any more."""

    def sent_since(self, community: int, mentee: int, since: datetime) -> Sequence[datetime]:
        """When this mentee asked, whatever became of it, oldest first."""

    def turned_down(self, community: int, mentee: int, since: datetime) -> frozenset[int]:
        """The mentors who declined or never answered this mentee since then."""

    def load(self, community: int, mentor: int, since: datetime, last: int) -> tuple[Sequence[RequestState], int]:
        """What became of the latest answered requests to this mentor, newest first, and how many came since then."""

    def ask_back(self, request: Request, at: datetime | None) -> Request:
        """Whose turn it is in an open request: the mentee's since then, or (None) the mentor's."""

    def say(self, request: Request, line: Line) -> None: ...
    def said(self, community: int, request: int) -> Sequence[Line]:
        """Questions and answers in a request, in their order."""

    def queue(self, community: int, topic: int, viewer: Person, now: datetime) -> Queue: ...
    def waiting_for(self, community: int, topics: Sequence[int], limit: int) -> Sequence[int]:
        """Members who look for any of these topics and have no open request and no mentor for it, longest first."""

    def requests_from(self, community: int, mentee: int) -> Sequence[Request]:
        """Open ones, oldest first."""

    def requests_to(self, community: int, mentor: int) -> Sequence[Request]:
        """Open ones, oldest first."""
