"""A mentor who gets or declines many requests is asked once, privately, instead of getting more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.errors import Refused
from bot.features.members.model import Member
from bot.features.mentoring import queue, texts
from bot.features.mentoring.model import LAST, LOAD_ASKED, WEEK, Offer, overloaded
from bot.i18n import t
from bot.work import By, Sending, Sort, Target, Work


def look(work: Work, mentor: Member, now: datetime) -> None:
    """Ask, and hold further requests back until there is an answer; once in a month at most."""
    offer = work.mentoring.offer(mentor.community, mentor.id)
    if offer is None or not offer.open or (offer.load_asked and now - offer.load_asked < LOAD_ASKED):
        return
    if not overloaded(*work.mentoring.load(mentor.community, mentor.id, now - WEEK, LAST)):
        return
    work.mentoring.save_offer(mentor.community, replace(offer, held=True, load_asked=now))
    once = f"load:{mentor.id}:{now:%Y%m%d}"
    row = Sending(once, mentor.community, Target(people=(mentor.person,)), texts.too_much(), sort=Sort.NUDGE)
    work.outbox.put(row, now)


def go_on(work: Work, by: By) -> Offer:
    """It is fine: the mentor is shown again, and left in peace about it for a month."""
    me = work.members.find(by.community, by.person)
    offer = work.mentoring.offer(by.community, me.id) if me else None
    if me is None or offer is None or not offer.open:
        raise Refused(t("You do not offer mentorship at the moment. `/mentor offer` begins."))
    kept = replace(offer, held=False, load_asked=by.now)
    work.mentoring.save_offer(by.community, kept)
    queue.seat_opened(work, by.community, me.id, by.now)
    return kept
