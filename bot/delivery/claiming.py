"""Which rows are sent now: looked up, asked about and taken in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.delivery import wording
from bot.delivery.carrying import Attempt
from bot.delivery.facts import Facts, look
from bot.delivery.gate import At, Never, Now, verdict
from bot.delivery.guard import UNPROMPTED
from bot.delivery.outcomes import LEASE
from bot.work import Sort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.work import Delivery, Work

FRESH = timedelta(seconds=60)
"""How long after the claim something may still be sent: what takes longer must not meet the next worker."""
MOMENT = timedelta(seconds=1)
TOGETHER = 3
"""How many nudges to one person become one message; more would not be read."""


def claim(work: Work, now: datetime, owner: str, limit: int) -> Sequence[Attempt]:
    """Take up to ``limit`` rows that may be sent now. Those that may not come due later, or never."""
    chosen: dict[int, Facts] = {}
    may: list[Delivery] = []
    while not may and (found := work.outbox.due(now, limit)):
        for delivery in found:
            facts = look(work, delivery.sending)
            if facts and (free := _free(work, delivery, facts, now)):
                chosen[delivery.id] = facts
                may.append(free)
            elif facts is None:
                work.outbox.drop(delivery, "its community is gone", now)
    taken = work.outbox.take(may, now, owner, LEASE)
    return [_attempt(one, chosen[one.id], now + FRESH) for one in taken]


def _free(work: Work, delivery: Delivery, facts: Facts, now: datetime) -> Delivery | None:
    """The row as it is to be sent now, or None. What is in doubt is not asked about: it may have arrived already."""
    match Now() if delivery.in_doubt else verdict(delivery, facts, now):
        case Now(late=late):
            return _worded(work, delivery, facts, now, late=late)
        case At(when=when):
            work.outbox.hold(delivery, max(when, now + MOMENT))
        case Never(why=why):
            work.outbox.drop(delivery, why, now)
    return None


def _worded(work: Work, delivery: Delivery, facts: Facts, now: datetime, *, late: bool) -> Delivery:
    """What nobody asked for gets its way to fewer. That is stored: every attempt must send the same."""
    sending = delivery.sending
    if delivery.attempt or not facts.contact or not sending.message or sending.sort not in UNPROMPTED:
        return delivery
    messages = [sending.message]
    if sending.sort is Sort.NUDGE:
        for other in _others(work, delivery, facts, now):
            messages += [other.sending.message] if other.sending.message else []
            work.outbox.drop(other, "in one message with another", now)
        work.contacts.save(replace(facts.contact, nudge=sending.once, nudged=now))
    message = wording.together(messages) if len(messages) > 1 else wording.with_more(messages[0])
    message = wording.late(message) if late else message
    work.outbox.reword(delivery, message)
    return replace(delivery, sending=replace(sending, message=message))


def _others(work: Work, delivery: Delivery, facts: Facts, now: datetime) -> list[Delivery]:
    """Further nudges to the same person that could go now as well. One that something follows goes alone."""
    waiting = work.outbox.waiting(delivery, now)
    if delivery.sending.then:
        return []
    may = [one for one in waiting if not one.sending.then and isinstance(verdict(one, facts, now), Now)]
    return may[: TOGETHER - 1]


def _attempt(delivery: Delivery, facts: Facts, until: datetime) -> Attempt:
    return Attempt(delivery, facts, until, list(delivery.refs), delivery.in_doubt)
