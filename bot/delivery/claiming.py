"""Which rows are sent now: looked up, asked about and taken in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.delivery.carrying import Attempt
from bot.delivery.facts import Facts, look
from bot.delivery.gate import At, Never, Now, verdict
from bot.delivery.outcomes import LEASE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.work import Delivery, Work

FRESH = timedelta(seconds=60)
"""How long after the claim something may still be sent: what takes longer must not meet the next worker."""
MOMENT = timedelta(seconds=1)


def claim(work: Work, now: datetime, owner: str, limit: int) -> Sequence[Attempt]:
    """Take up to ``limit`` rows that may be sent now. Those that may not come due later, or never."""
    chosen: dict[int, Facts] = {}
    may: list[Delivery] = []
    while not may and (found := work.outbox.due(now, limit)):
        for delivery in found:
            facts = look(work, delivery.sending)
            if facts and _may(work, delivery, facts, now):
                chosen[delivery.id] = facts
                may.append(delivery)
            elif facts is None:
                work.outbox.drop(delivery, "its community is gone", now)
    taken = work.outbox.take(may, now, owner, LEASE)
    return [_attempt(one, chosen[one.id], now + FRESH) for one in taken]


def _may(work: Work, delivery: Delivery, facts: Facts, now: datetime) -> bool:
    """What is in doubt is not asked about: it may have arrived already."""
    match Now() if delivery.in_doubt else verdict(delivery.sending, facts, now):
        case Now():
            return True
        case At(when=when):
            work.outbox.hold(delivery, max(when, now + MOMENT))
        case Never(why=why):
            work.outbox.drop(delivery, why, now)
    return False


def _attempt(delivery: Delivery, facts: Facts, until: datetime) -> Attempt:
    return Attempt(delivery, facts, until, list(delivery.refs), delivery.in_doubt)
