"""Whether a row may be sent now, later or never, as far as its reader is concerned.

The one place for rules such as quiet hours, snooze and stop. `verdict` is asked in the transaction that takes the
row, once for each time that it comes due, so what somebody changed a moment ago holds also for what waited already.
It is a pure function: what a rule needs to know becomes a field of `bot.delivery.facts.Facts` and is read by `facts`
there. A row that is held comes due again at that instant, is asked about anew, and keeps up nobody meanwhile; one
that is never sent becomes ``skipped`` with the reason, and its ``then`` runs with place None. A row in doubt is not
asked about: it may have arrived already.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.delivery import guard
from bot.late import too_late
from bot.work import Kind, Sort, State

if TYPE_CHECKING:
    from datetime import datetime

    from bot.delivery.facts import Facts
    from bot.work import Delivery, Sending


@dataclass(frozen=True, slots=True)
class Now:
    """Nothing stands against it; ``late`` when its reader is told that it comes late."""

    late: bool = False


@dataclass(frozen=True, slots=True)
class At:
    """Not before this instant."""

    when: datetime


@dataclass(frozen=True, slots=True)
class Never:
    """``why`` is kept with the row: a few plain words without names."""

    why: str


Verdict = Now | At | Never


def verdict(delivery: Delivery, facts: Facts, now: datetime) -> Verdict:
    """Pure. The first rule that has something to say decides."""
    if facts.home.removed:
        return Never("the bot was removed from the community")
    return _about(delivery.sending, facts) or _posted(delivery, facts, now) or _reached(delivery, facts, now)


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


def _posted(delivery: Delivery, facts: Facts, now: datetime) -> Never | None:
    """A post in a channel speaks of its day."""
    post = delivery.sending.sort is Sort.POST and delivery.sending.kind is Kind.SEND
    late = post and too_late(Sort.POST, delivery.planned, now, facts.home.zone)
    return Never("too late") if late else None


def _reached(delivery: Delivery, facts: Facts, now: datetime) -> Verdict:
    """As the member wants to be reached, where it is for one alone."""
    if facts.member is None or facts.contact is None:
        return Now()
    row = guard.Row(delivery.sending.once, delivery.sending.sort, delivery.planned)
    match guard.may(row, facts.member, facts.contact, facts.home.zone, now, facts.weekly):
        case guard.Go(late=late):
            return Now(late)
        case guard.Wait(until=until):
            return At(until)
        case guard.Drop(why=why):
            return Never(why)
