"""Who waits is told when a seat opens, those who have waited longest first."""

from __future__ import annotations

from datetime import datetime

from bot.actions import step
from bot.features.mentoring import texts
from bot.features.mentoring.model import COOL_DOWN, MentorCard
from bot.features.mentoring.suiting import suggestion, weighing
from bot.features.safety.meeting import agreed, may_meet
from bot.planned import Later
from bot.work import Sending, Sort, Target, Work

TOLD_EACH = 3
"""How many people hear of one free seat: enough that it is taken, few enough that hope is not in vain."""
LOOKED_AT = 100


def seat_opened(work: Work, community: int, mentor: int, now: datetime) -> None:
    """Look soon, when this transaction is over, whether somebody waits for this mentor's topics."""
    work.later.at(community, f"seat:{mentor}", tell_waiting(mentor=mentor), now)


@step("mentoring.seat")
def tell_waiting(work: Work, later: Later, now: datetime, *, mentor: int) -> bool:
    card = work.mentoring.card(later.community, mentor)
    if card is None or not card.askable(now) or not agreed(work, card.member):
        return False
    left = TOLD_EACH * card.free
    waiting = work.mentoring.waiting_for(later.community, [topic.id for topic in card.offer.topics], LOOKED_AT)
    for id in waiting:
        left -= _tell(work, card, id, now)
        if not left:
            break
    return False


def _tell(work: Work, card: MentorCard, id: int, now: datetime) -> bool:
    """Whether this one was told; not those who just heard of it, and not those it is of no use to."""
    mentee, seek = work.members.get(card.member.community, id), work.mentoring.seek(card.member.community, id)
    if mentee is None or seek is None or mentee.paused(now) or not may_meet(work, mentee, card.member):
        return False
    match = suggestion(weighing(work, mentee.community, now), mentee, seek, card)
    resting = work.mentoring.turned_down(mentee.community, id, now - COOL_DOWN)
    if match is None or card.member.id in resting or work.pairs.ever(mentee.community, card.member.id, id):
        return False
    year, week, _ = now.isocalendar()
    row = Sending(
        f"seat:{card.member.id}:{id}:{year}-{week}",
        mentee.community,
        Target(people=(mentee.person,)),
        texts.seat_free(match),
        sort=Sort.REQUEST,
    )
    return work.outbox.put(row, now)
