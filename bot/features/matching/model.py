"""Rounds as they are kept: proposed, looked through, sent, answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.features.matching.cohort import Fairness, Left, Proposal, Two
from bot.features.matching.score import Helper, Seeker

ANSWER_WITHIN = timedelta(days=7)
"""How long both sides have; then the mentee is in the next round again, and the mentor's seat is free."""


class Mode(StrEnum):
    """Who decides about pairs."""

    MEMBERS = "members"
    BOTH = "both"
    ROUNDS = "rounds"


class RoundState(StrEnum):
    WANTED = "wanted"
    """Somebody is to work it out."""
    BEGUN = "begun"
    """Being worked out."""
    READY = "ready"
    """To be looked through, changed, approved."""
    CLOSED = "closed"


class PairState(StrEnum):
    PROPOSED = "proposed"
    LOCKED = "locked"
    """Kept when the round is worked out again."""
    FORBIDDEN = "forbidden"
    """Not these two, in this round."""
    APPROVED = "approved"
    """On its way to both."""
    SENT = "sent"
    AGREED = "agreed"
    DECLINED = "declined"
    LAPSED = "lapsed"


OPEN = (PairState.PROPOSED, PairState.LOCKED)
WAITING = (PairState.APPROVED, PairState.SENT)

NONE = Fairness()


@dataclass(frozen=True, slots=True)
class Round:
    id: int
    community: int
    state: RoundState
    begun: datetime
    fairness: Fairness = NONE
    greedy: Fairness = NONE


@dataclass(frozen=True, slots=True)
class Proposed:
    """Two in a round. ``mentor_said`` and ``mentee_said`` are None until there is an answer."""

    round: int
    mentor: int
    mentee: int
    score: int
    state: PairState = PairState.PROPOSED
    mentor_said: bool | None = None
    mentee_said: bool | None = None

    def partner(self, member: int) -> int:
        return self.mentee if member == self.mentor else self.mentor


class Rounds(Protocol):
    def sliders(self, community: int) -> Mapping[str, int]: ...
    def save_sliders(self, community: int, sliders: Mapping[str, int]) -> None: ...
    def mode(self, community: int) -> Mode: ...
    def save_mode(self, community: int, mode: Mode) -> None: ...
    def wanted(self, before: datetime) -> Round | None:
        """One, of any community, that is wanted, or that has been worked on since before this instant."""

    def seekers(self, community: int, now: datetime, after: int, limit: int) -> Sequence[Seeker]:
        """A page, by member, of those who look for somebody and wait for nobody's answer."""

    def helpers(self, community: int, now: datetime, after: int, limit: int) -> Sequence[Helper]:
        """A page, by member, of those who can be asked now; a seat that waits for an answer is not free."""

    def apart(self, community: int) -> frozenset[Two]:
        """Two members who are kept apart or were a pair before, the smaller id first."""

    def turned_down(self, community: int, since: datetime) -> frozenset[Two]:
        """Mentor and mentee who were proposed or asked, and one of them would rather not; for a while."""

    def begin(self, community: int, now: datetime) -> Round: ...
    def get(self, community: int, id: int) -> Round | None: ...
    def current(self, community: int) -> Round | None:
        """The newest that is not closed."""

    def before(self, community: int, id: int) -> Round | None:
        """The one closed last before this one."""

    def save(self, round: Round) -> None: ...
    def clear(self, community: int, round: int) -> None:
        """Take what was proposed and who was left away, to work it out anew; what is locked or forbidden stays."""

    def propose(self, community: int, round: int, proposals: Sequence[Proposal]) -> None:
        """Those that are there already (as locked) stay as they are."""

    def leave(self, community: int, round: int, left: Sequence[Left]) -> None: ...
    def pairs(
        self, community: int, round: int, states: Sequence[PairState], offset: int, limit: int
    ) -> Sequence[Proposed]:
        """The lowest score first."""

    def count(self, community: int, round: int) -> Mapping[PairState, int]: ...
    def pair(self, community: int, round: int, mentor: int, mentee: int) -> Proposed | None: ...
    def put(self, community: int, pair: Proposed) -> None:
        """New, or with another state."""

    def drop(self, community: int, pair: Proposed) -> None: ...
    def left(self, community: int, round: int, offset: int, limit: int) -> Sequence[Left]: ...
    def left_count(self, community: int, round: int) -> int: ...
    def waiting_with(self, community: int, member: int) -> Sequence[Proposed]:
        """Proposals that wait for an answer of this member or of the other side."""
