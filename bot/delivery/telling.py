"""What a row says once it is let in: the way to fewer of its sort, others in the same message, that it is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.delivery import wording
from bot.delivery.gate import Now, verdict
from bot.delivery.guard import UNPROMPTED
from bot.work import Sort

if TYPE_CHECKING:
    from bot.delivery.facts import Facts
    from bot.work import Delivery, Work

TOGETHER = 3
"""How many nudges to one person become one message; more would not be read."""


def worded(work: Work, delivery: Delivery, facts: Facts, now: datetime, *, late: bool) -> Delivery:
    """What nobody asked for gets its way to fewer. That is stored: every attempt must send the same."""
    sending = delivery.sending
    if not facts.contact or not sending.message or sending.sort not in UNPROMPTED or delivery.in_doubt:
        return delivery
    contact = replace(facts.contact, wrote=sending.once, written=now)
    if sending.sort is Sort.NUDGE:  # the week begins anew when it has to be tried again
        contact = replace(contact, nudge=sending.once, nudged=now)
    work.contacts.came(contact)
    if delivery.attempt:
        return delivery
    messages = [sending.message]
    if sending.sort is Sort.NUDGE:
        for other in _others(work, delivery, facts, now):
            messages += [other.sending.message] if other.sending.message else []
            work.outbox.drop(other, "in one message with another", now)
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
