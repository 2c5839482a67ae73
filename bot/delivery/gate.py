"""Whether a row may be sent now, later or never, as far as its reader is concerned.

The one place for rules such as quiet hours, snooze and stop. `verdict` is asked in the transaction that takes the
row, once for each time that it comes due, so what somebody changed a moment ago holds also for what waited already.
It is a pure function: what a rule needs to know becomes a field of `bot.delivery.facts.Facts` and is read by `look`
there. A row that is held comes due again at that instant, is asked about anew, and keeps up nobody meanwhile; one
that is never sent becomes ``skipped`` with the reason, and its ``then`` runs with place None. A row in doubt is not
asked about: it may have arrived already.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.work import Kind, State

if TYPE_CHECKING:
    from datetime import datetime

    from bot.delivery.facts import Facts
    from bot.work import Sending


@dataclass(frozen=True, slots=True)
class Now:
    """Nothing stands against it."""


@dataclass(frozen=True, slots=True)
class At:
    """Not before this instant."""

    when: datetime


@dataclass(frozen=True, slots=True)
class Never:
    """``why`` is kept with the row: a few plain words without names."""

    why: str


Verdict = Now | At | Never


def verdict(sending: Sending, facts: Facts, now: datetime) -> Verdict:
    """Pure. The first rule that has something to say decides."""
    if facts.home.removed:
        return Never("the bot was removed from the community")
    return _about(sending, facts) or Now()


def _about(sending: Sending, facts: Facts) -> Never | None:
    """An edit needs a message that is there, and so on; what is not certainly there is left alone."""
    before = facts.before
    match sending.kind:
        case Kind.EDIT if before is None or before.state is not State.SENT or not before.refs:
            return Never("what it changes was never sent")
        case Kind.DELETE if before is None or not before.refs:
            return Never("what it deletes was never sent")
        case Kind.ARCHIVE if not sending.target.place and (before is None or not before.refs):
            return Never("what it puts away was never made")
    return None
