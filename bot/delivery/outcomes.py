"""What follows from an attempt that failed: one pure function."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.errors import Busy, Forbidden, Gone, Revoked, Uncertain
from bot.work import Sort, State

if TYPE_CHECKING:
    from bot.errors import PlatformError

LEASE = timedelta(seconds=90)
"""How long a claim holds, and how long one waits before asking whether something arrived."""
LONGEST = timedelta(hours=72)
"""How long a delivery is tried again before it is given up."""
SLOWEST = 3600.0
PAUSE = timedelta(days=1)
"""After a day without a word from a community that took the bot's rights away, one row is tried again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A final state, or seconds until the next attempt; ``in_doubt``: which begins by asking what is there."""

    state: State | None = None
    wait: float | None = None
    in_doubt: bool = False


def outcome(error: PlatformError, attempt: int, waited: timedelta, sort: Sort, *, in_doubt: bool = False) -> Outcome:
    """``waited`` is the time since the first attempt; ``in_doubt``: whether it already was during this one.

    Only an answer ends a doubt: a look that failed tells nothing. What concerns safety is never given up by time.
    """
    over = waited > LONGEST and sort is not Sort.SAFETY
    match error:
        case Forbidden() | Gone():
            return Outcome(State.DEAD)
        case _ if over and (in_doubt or isinstance(error, Uncertain)):
            return Outcome(State.UNCERTAIN)
        case _ if over:
            return Outcome(State.DEAD)
        case Uncertain():
            return Outcome(wait=LEASE.total_seconds(), in_doubt=True)
        case Revoked():  # its community pauses; it comes due when that is over
            return Outcome(wait=0, in_doubt=in_doubt)
        case Busy(wait=wait):
            return Outcome(wait=max(wait, LEASE.total_seconds()) if in_doubt else wait, in_doubt=in_doubt)
    slower = min(2.0 ** min(attempt, 20), SLOWEST)
    return Outcome(wait=max(slower, LEASE.total_seconds()) if in_doubt else slower, in_doubt=in_doubt)


def unknown(sort: Sort) -> State | None:
    """Nobody can say whether it arrived: rather missed than there twice, but for safety (None: send it again)."""
    return None if sort is Sort.SAFETY else State.UNCERTAIN
