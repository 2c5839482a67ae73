"""What could not come by direct message: which of it waits, and the line in a pair's space that says so."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.errors import Forbidden, Gone, PlatformError
from bot.features.pairs import beside
from bot.features.pairs import links as pairs
from bot.late import too_late
from bot.work import Kind, Sort

if TYPE_CHECKING:
    from bot.delivery.carrying import Attempt
    from bot.work import Delivery, Work

IN_SPACE = (Sort.INTRODUCTION, Sort.WEEKLY, Sort.MEETING)
"""What concerns both of a pair, so that their space may say that something waits."""


def can_wait(attempt: Attempt, error: PlatformError) -> bool:
    """A message for one person alone, who cannot be written to. One that is there in part was told."""
    sending = attempt.sending
    alone = sending.kind is Kind.SEND and not sending.target.place and len(sending.target.people) == 1
    return isinstance(error, Forbidden | Gone) and alone and sending.message is not None and not attempt.refs


def hint(work: Work, attempt: Attempt, now: datetime) -> None:
    """Say in the pair's space that something waits, and nothing of what it is. Without a space nobody is told."""
    sending, member = attempt.sending, attempt.facts.member
    if member is None or sending.sort not in IN_SPACE:
        return
    mine = [one for one in work.pairs.of_member(member.community, member.id) if one.space]
    if sending.then and sending.then.name == pairs.introduced(0).name:
        mine = [one for one in mine if one.id == sending.then.args["pair"]]
    if mine:
        beside.say(work, mine[-1], member, now)


def too_old(delivery: Delivery, now: datetime, zone: str) -> bool:
    """It has lost its sense meanwhile, as it would have on its way."""
    sending = delivery.sending
    expired = sending.expires is not None and sending.expires <= now
    return expired or too_late(sending.sort, delivery.planned, now, zone)
