"""Who may ask whom, and how often; each no comes with its reason and the way on."""

from __future__ import annotations

from datetime import datetime

from bot.errors import Refused
from bot.features.members.model import Member
from bot.features.mentoring.model import COOL_DOWN, OPEN_AT_MOST, WEEK, WEEK_AT_MOST, MentorCard
from bot.features.programme.formats import Format, possible
from bot.features.safety.meeting import may_meet, require_agreed, unavailable
from bot.i18n import Moment, t, tn
from bot.work import By, Work


def may_ask(work: Work, by: By, mentor: int) -> tuple[Member, MentorCard]:
    """The asking member and the mentor; raises `Refused` with the reason and the way on."""
    mentee = work.members.find(by.community, by.person)
    card = work.mentoring.card(by.community, mentor)
    if mentee is None or not mentee.conduct:
        raise Refused(t("Tell us first what you are looking for: `/mentor seek` takes a minute."))
    require_agreed(work, mentee)
    if card is None or not may_meet(work, mentee, card.member):
        raise unavailable()
    if mentee.id == mentor:
        raise Refused(t("That is you! `/mentor find` shows the others."))
    name = card.member.name
    open_requests = work.mentoring.requests_from(by.community, mentee.id)
    if any(request.mentor == mentor for request in open_requests):
        raise Refused(t("You have asked {name} already, and the answer is still open.", name=name))
    if any(pair.partner(mentee.id) == mentor for pair in work.pairs.of_member(by.community, mentee.id)):
        raise Refused(t("You and {name} are a pair already. `/mentor status` shows your next step.", name=name))
    if len(open_requests) >= OPEN_AT_MOST:
        raise Refused(
            tn(
                "You have {n} open request. Wait for an answer, or withdraw one in `/mentor status`.",
                "You have {n} open requests. Wait for an answer, or withdraw one in `/mentor status`.",
                len(open_requests),
            )
        )
    seek = work.mentoring.seek(by.community, mentee.id)
    if seek and not possible(seek.terms, card.offer.terms):
        raise _other_format(card)
    _not_too_many(work, mentee, by.now)
    resting = work.mentoring.turned_down(by.community, mentee.id, by.now - COOL_DOWN)
    if not card.askable(by.now) or mentor in resting:
        raise unavailable()
    return mentee, card


def _other_format(card: MentorCard) -> Refused:
    name = card.member.name
    if card.offer.terms.format is Format.QUESTION:
        return Refused(
            t(
                "{name} answers single questions, and you look for a course. Nothing has changed: `/mentor seek` "
                "changes what you look for, `/mentor find` shows the others.",
                name=name,
            )
        )
    return Refused(
        t(
            "{name} offers courses of several weeks, and you have one question. Nothing has changed: `/mentor seek` "
            "changes what you look for, `/mentor find` shows the others.",
            name=name,
        )
    )


def _not_too_many(work: Work, mentee: Member, now: datetime) -> None:
    sent = work.mentoring.sent_since(mentee.community, mentee.id, now - WEEK)
    if len(sent) >= WEEK_AT_MOST:
        raise Refused(
            t(
                "You have asked {n} mentors within a week. From {when} on you can ask the next one; until then, "
                "an answer may well come.",
                n=len(sent),
                when=Moment(sent[-WEEK_AT_MOST] + WEEK),
            )
        )
