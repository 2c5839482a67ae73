"""The rules of a pair: its weeks, its check-ins, its ending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.features.programme.formats import Format
from bot.identity import Place

LOW = 2
"""A rating up to this one is low."""
MORE_WEEKS = 4
WEEKS_MOST = 24
FIRST_MOVE = timedelta(hours=24)
"""How long after the introduction nobody is reminded of a first line: chat-roulette PR#63."""
RHYTHMS = {"weekly": timedelta(days=7), "fortnightly": timedelta(days=14), "monthly": timedelta(days=30)}
FORMS = ("video", "phone", "person", "chat")
"""How a pair meets."""
QUIET_TIMES, QUIET_LEAST, NOTICE = 3, timedelta(days=30), timedelta(days=7)
"""A pair is dormant after three times its own rhythm and at least 30 days; then it has 7 days' notice: Guider."""
ANSWERED = timedelta(days=8)
"""When a pair with one question is asked whether there is an answer, and again when there was none yet: a week after
the first nudge, since one a week is enough."""
QUIET = "quiet"
"""The reason of an end that nobody asked for."""
AFTERWARDS = timedelta(days=90)
"""When a finished pair is asked what came of it."""
SHORTEST_WEEK = timedelta(days=4)
"""A weekly message earlier than this does not turn the week: the pair is new, or the weekday was changed."""


class PairState(StrEnum):
    ACTIVE = "active"
    FINISHED = "finished"
    STOPPED = "stopped"


class Why(StrEnum):
    """What makes a pair need a look."""

    MISSED = "missed"
    LOW = "low"
    QUIET = "quiet"
    NO_SHOW = "no show"


class Side(StrEnum):
    MENTOR = "mentor"
    MENTEE = "mentee"


@dataclass(frozen=True, slots=True)
class Pair:
    """``week`` counts from 1; ``week_at`` is when it began. ``last_asked`` is set once the ending was proposed.

    ``told`` is the last week whose step was sent; 0 before the first one. ``held`` is since when all contact waits,
    which looks like a break from outside.
    """

    id: int
    community: int
    mentor: int
    mentee: int
    template: str
    weeks: int
    started: datetime
    week_at: datetime
    goal: str = ""
    week: int = 1
    state: PairState = PairState.ACTIVE
    last_asked: datetime | None = None
    ended: datetime | None = None
    reason: str = ""
    space: Place | None = None
    told: int = 0
    held: datetime | None = None
    sign: datetime | None = None
    """The last sign of life: an answer to a check-in, an agreement, or the word that they go on."""
    format: Format = Format.COURSE
    rests: datetime | None = None
    """Until when the mentor's seat rests after the end; None once it can be taken."""

    def side(self, member: int) -> Side | None:
        return Side.MENTOR if member == self.mentor else Side.MENTEE if member == self.mentee else None

    def partner(self, member: int) -> int:
        return self.mentee if member == self.mentor else self.mentor


@dataclass(frozen=True, slots=True)
class Expectations:
    """What the two agree on. ``by`` proposed them; they hold when both sides agreed to the same version."""

    pair: int
    goal: str
    rhythm: str
    between: str
    by: int
    version: int = 1
    mentor_agreed: bool = False
    mentee_agreed: bool = False
    form: str = ""
    """How they meet, one of `FORMS`; empty where nothing was said about it."""

    @property
    def agreed(self) -> bool:
        return self.mentor_agreed and self.mentee_agreed


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One side's week. It is theirs alone: the partner never sees ``rating`` or ``note``."""

    pair: int
    week: int
    member: int
    at: datetime
    met: bool | None = None
    rating: int | None = None
    next_step: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Risk:
    """Why a pair needs a look, and since when; ``closed`` once somebody has looked after it."""

    id: int
    community: int
    pair: int
    why: Why
    at: datetime
    closed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    pair: int
    member: int
    at: datetime
    rating: int
    words: str = ""


class Pairs(Protocol):
    def add(
        self,
        community: int,
        mentor: int,
        mentee: int,
        *,
        template: str,
        weeks: int,
        goal: str,
        now: datetime,
        kind: Format = Format.COURSE,
    ) -> Pair: ...
    def get(self, community: int, id: int) -> Pair | None: ...
    def save(self, pair: Pair) -> None: ...
    def of_member(self, community: int, member: int, *, ended: bool = False) -> Sequence[Pair]:
        """A member's active pairs, oldest first; with ``ended`` the others, newest first (at most 20)."""

    def active_with(self, community: int, mentor: int) -> int:
        """How many active pairs this mentor has."""

    def resting(self, community: int, mentor: int) -> Sequence[Pair]:
        """Ended pairs whose seat rests, the earliest first."""

    def ever(self, community: int, one: int, other: int) -> bool:
        """Were these two ever a pair, in either direction?"""

    def due(self, community: int, before: datetime, after: int, limit: int) -> Sequence[Pair]:
        """Active pairs whose week began before this instant, by id, those after the given id."""

    def expectations(self, community: int, pair: int, *, agreed: bool = False) -> Expectations | None:
        """The latest version; with ``agreed`` the latest to which both said yes, whatever is proposed since."""

    def save_expectations(self, community: int, expectations: Expectations) -> None: ...
    def checkin(self, community: int, pair: int, week: int, member: int) -> CheckIn | None: ...
    def save_checkin(self, community: int, checkin: CheckIn) -> None: ...
    def checkins(self, community: int, pair: int, member: int) -> Sequence[CheckIn]:
        """One side's check-ins, by week."""

    def feedback(self, community: int, pair: int, member: int) -> Feedback | None: ...
    def save_feedback(self, community: int, feedback: Feedback) -> None: ...
    def sign(self, pair: Pair, at: datetime) -> None:
        """They are alive: a sign of life at this instant."""

    def add_risk(self, pair: Pair, why: Why, now: datetime) -> Risk | None:
        """None where the same is known of this pair and nobody has looked after it yet."""

    def risk(self, community: int, id: int) -> Risk | None: ...
    def risks(self, community: int, limit: int) -> Sequence[Risk]:
        """What nobody has looked after yet, oldest first."""

    def close_risks(self, community: int, pair: int, now: datetime) -> int:
        """Somebody has looked after this pair; how many risks that were."""

    def looked_after(self, community: int, pair: int) -> datetime | None:
        """When somebody of the coordination looked after this pair last."""

    def running(self, community: int) -> int:
        """How many pairs are active."""

    def came_of_it(self, community: int, pair: int, member: int, outcome: str, now: datetime) -> None:
        """What somebody says 90 days after the end; said again, it changes."""

    def met_count(self, community: int, pair: int) -> int:
        """Weeks in which either side said that they met."""


def quiet_after(rhythm: str) -> timedelta:
    """How long without a sign of life makes a pair of this rhythm dormant."""
    return max(QUIET_TIMES * RHYTHMS.get(rhythm, RHYTHMS["weekly"]), QUIET_LEAST)
