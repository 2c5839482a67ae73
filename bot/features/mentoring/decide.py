"""What asking, answering and withdrawing change, each in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import Refused
from bot.features.matching.score import Setting, near
from bot.features.members.model import Member, Topic
from bot.features.mentoring import allowed, deadlines, load, queue, texts
from bot.features.mentoring.model import (
    COOL_DOWN,
    MentorCard,
    Offer,
    Request,
    RequestState,
    Seek,
    Suggestion,
)
from bot.features.mentoring.suiting import best, suggestion, weighing
from bot.features.pairs import begin, seat
from bot.features.pairs.model import Pair
from bot.features.programme.formats import ANY, Terms
from bot.features.safety.meeting import agreed, kept_apart, require_agreed
from bot.features.topics.catalogue import subject_of
from bot.features.topics.resolving import Resolved
from bot.i18n import t
from bot.ui import Action, Message
from bot.work import By, Sending, Sort, Target, Work

FEW = 10
"""Fewer mentors of the same topics than this, and those of near topics are looked at too."""


def tell(work: Work, to: Member, once: str, message: Message, now: datetime, *, then: Action | None = None) -> None:
    """A direct message to a member about a request, through the outbox."""
    target = Target(people=(to.person,))
    row = Sending(f"{once}:{to.id}", to.community, target, message, sort=Sort.REQUEST, then=then)
    work.outbox.put(row, now)


def keep_offer(work: Work, by: By, capacity: int, resolved: Resolved) -> Offer:
    """A mentor's offer, new or changed."""
    member = work.members.ensure(by)
    before = work.mentoring.offer(by.community, member.id)
    offer = Offer(member.id, capacity, resolved.topics, before.terms if before else ANY)
    return change_offer(work, by, offer)


def change_offer(work: Work, by: By, offer: Offer) -> Offer:
    """Keep it. With no more seats than running pairs, those who wait are freed; else those who wait for one hear."""
    work.mentoring.save_offer(by.community, offer)
    if work.mentoring.free_seats(by.community, offer.member) < 1:
        free_requests_to(work, work.members.ensure(by), by.now)
    queue.seat_opened(work, by.community, offer.member, by.now)
    return offer


def withdraw_offer(work: Work, by: By) -> int:
    """Stop offering; open requests are freed and told. How many running pairs go on."""
    member = work.members.ensure(by)
    offer = work.mentoring.offer(by.community, member.id)
    if offer is None or not offer.open:
        raise Refused(t("You do not offer mentorship at the moment. `/mentor offer` begins."))
    work.mentoring.save_offer(by.community, Offer(offer.member, offer.capacity, offer.topics, offer.terms, open=False))
    free_requests_to(work, member, by.now)
    return work.pairs.active_with(by.community, member.id)


def keep_seek(work: Work, by: By, goal: str, resolved: Resolved, terms: Terms) -> tuple[Seek, list[Suggestion]]:
    """What a mentee looks for, and the three best mentors for it."""
    member = work.members.ensure(by)
    before = work.mentoring.seek(by.community, member.id)
    since = before.since if before and before.open else by.now
    seek = Seek(member.id, goal, resolved.topics, since, terms)
    work.mentoring.save_seek(by.community, seek)
    return seek, best_for(work, member, by.now)


def standing(work: Work, by: By, topics: Sequence[Topic]) -> tuple[int, bool]:
    """How many wait for the topic most wait for, and whether this person has asked somebody already."""
    waiting = max((work.mentoring.waiting(by.community, topic.id) for topic in topics), default=0)
    return waiting, bool(work.mentoring.requests_from(by.community, work.members.ensure(by).id))


def best_for(work: Work, mentee: Member, now: datetime, without: frozenset[int] = frozenset()) -> list[Suggestion]:
    """The three best mentors for what this member seeks, less those asked, paired with, or left in peace for now."""
    community = mentee.community
    seek = work.mentoring.seek(community, mentee.id)
    if seek is None:
        return []
    asked = {request.mentor for request in work.mentoring.requests_from(community, mentee.id)} | without
    asked |= work.mentoring.turned_down(community, mentee.id, now - COOL_DOWN)
    cards = [card for card in _cards(work, mentee, seek, now) if card.member.id not in asked]

    def strangers(card: MentorCard) -> bool:
        return not work.pairs.ever(community, card.member.id, mentee.id)

    return best(weighing(work, community, now), mentee, seek, cards, strangers)


def _cards(work: Work, mentee: Member, seek: Seek, now: datetime) -> Sequence[MentorCard]:
    """Those who offer one of the topics; where they are few, those who offer something near as well."""
    community, ids = mentee.community, [topic.id for topic in seek.topics]
    found = list(work.mentoring.candidates(community, mentee.person, ids, mentee.languages, now))
    if len(found) < FEW:
        named = work.members.topics(community, limit=1000)
        setting = Setting({topic.id: subject_of((topic.name,)) for topic in named})
        close = [one.id for one in named if one.id not in ids and any(near(setting, one.id, id) > 0 for id in ids)]
        known = {card.member.id for card in found}
        more = work.mentoring.candidates(community, mentee.person, close, mentee.languages, now) if close else ()
        found += [card for card in more if card.member.id not in known]
    return found


def withdraw_seek(work: Work, by: By) -> None:
    """Look for nobody any more; whoever was asked is told that there is nothing to do."""
    member = work.members.ensure(by)
    seek = work.mentoring.seek(by.community, member.id)
    if seek is None or not seek.open:
        raise Refused(t("You do not look for a mentor at the moment. `/mentor seek` begins."))
    work.mentoring.save_seek(by.community, replace(seek, open=False))
    for request in work.mentoring.requests_from(by.community, member.id):
        mentor = work.members.get(by.community, request.mentor)
        if mentor:
            _take_back(work, request, member, mentor, by.now)


@dataclass(frozen=True, slots=True)
class Asked:
    request: Request
    mentor: Member


def ask(work: Work, by: By, mentor: int, first_message: str) -> Asked:
    """Put a request to a mentor, who is told at once."""
    mentee, card = allowed.may_ask(work, by, mentor)
    request = work.mentoring.add_request(by.community, mentee.id, mentor, first_message, by.now)
    seek = work.mentoring.seek(by.community, mentee.id)
    match = suggestion(weighing(work, by.community, by.now), mentee, seek, card)
    message = texts.asked(request, mentee, seek, card, match)
    tell(work, card.member, f"request:{request.id}", message, by.now, then=deadlines.reached(request=request.id))
    load.look(work, card.member, by.now)
    return Asked(request, card.member)


def open_request(work: Work, by: By, id: int, *, mentor: bool) -> tuple[Request, Member]:
    """An open request of the one who acts, and the other person; raises `Refused` when it is not open any more."""
    me = work.members.find(by.community, by.person)
    request = work.mentoring.request(by.community, id)
    if me is None or request is None or me.id != (request.mentor if mentor else request.mentee):
        raise Refused(t("I cannot find this any more. `/mentor status` shows where things stand."))
    other = work.members.get(by.community, request.mentee if mentor else request.mentor)
    if other is None:
        raise Refused(t("I cannot find this any more. `/mentor status` shows where things stand."))
    if request.state is not RequestState.OPEN or kept_apart(work, me, other):
        raise Refused(texts.closed(request, other))
    return request, other


def accept(work: Work, by: By, id: int) -> tuple[Pair, Member]:
    """Make a pair of a request. Capacity is counted in this transaction, so two accepts cannot share a seat."""
    request, mentee = open_request(work, by, id, mentor=True)
    mentor = work.members.ensure(by)
    require_agreed(work, mentor)
    if not agreed(work, mentee):
        raise Refused(t("This request rests for a moment. It is kept, and you need not do anything: look again later."))
    if not seat.has_room(work, by.community, mentor.id, by.now):
        raise Refused(
            t(
                "All your places are taken just now, so nothing has changed. Raise the number with `/mentor offer`, "
                "or answer “Not now”: {name} will be shown others.",
                name=mentee.name,
            )
        )
    deadlines.over(work, request)
    work.mentoring.answer(request, RequestState.ACCEPTED, by.now)
    return bring_together(work, by, mentor, mentee, request.words), mentee


def bring_together(work: Work, by: By, mentor: Member, mentee: Member, words: str = "") -> Pair:
    """Make them a pair: the mentee's search ends, and whoever waits in vain from now on is told."""
    _free_others(work, by, mentee)
    _free_between(work, by, mentor, mentee)
    seek = work.mentoring.seek(by.community, mentee.id)
    if seek:
        work.mentoring.save_seek(by.community, replace(seek, open=False))
    pair = begin.begin(work, by, mentor, mentee, goal=seek.goal if seek else words)
    if work.mentoring.free_seats(by.community, mentor.id) < 1:
        free_requests_to(work, mentor, by.now)
    return pair


def _free_between(work: Work, by: By, mentor: Member, mentee: Member) -> None:
    """Two who asked each other are one pair, and both have just heard of it."""
    for request in work.mentoring.requests_from(by.community, mentor.id):
        if request.mentor == mentee.id:
            deadlines.over(work, request)
            work.mentoring.answer(request, RequestState.FREED, by.now)


def _free_others(work: Work, by: By, mentee: Member) -> None:
    """The mentee has found somebody: the other mentors need not answer any more."""
    for request in work.mentoring.requests_from(by.community, mentee.id):
        deadlines.over(work, request)
        work.mentoring.answer(request, RequestState.FREED, by.now)
        mentor = work.members.get(by.community, request.mentor)
        if mentor:
            tell(work, mentor, f"freed:{request.id}", texts.freed(mentee), by.now)


def free_requests_to(work: Work, mentor: Member, now: datetime) -> None:
    """A mentor has no seat left: those who still wait are told, and shown the next best."""
    for request in work.mentoring.requests_to(mentor.community, mentor.id):
        give_back(work, request, mentor, RequestState.FREED, now)


def decline(work: Work, by: By, id: int, reason: str) -> Member:
    """Say "not now". The mentee is told without the reason, and shown the next best mentors."""
    request, mentee = open_request(work, by, id, mentor=True)
    mentor = work.members.ensure(by)
    give_back(work, request, mentor, RequestState.DECLINED, by.now, reason)
    load.look(work, mentor, by.now)
    return mentee


def give_back(
    work: Work, request: Request, mentor: Member, state: RequestState, now: datetime, reason: str = ""
) -> None:
    """It does not come to a pair: the mentee reads the same whatever the cause, with the next best at once."""
    deadlines.over(work, request)
    work.mentoring.answer(request, state, now, reason)
    mentee = work.members.get(request.community, request.mentee)
    if mentee:
        following = best_for(work, mentee, now, frozenset({mentor.id}))
        tell(work, mentee, f"declined:{request.id}", texts.not_possible(mentor, following), now)


def withdraw(work: Work, by: By, id: int) -> Member:
    """Take a request back; the mentor is told that nothing needs to be done."""
    request, mentor = open_request(work, by, id, mentor=False)
    _take_back(work, request, work.members.ensure(by), mentor, by.now)
    return mentor


def _take_back(work: Work, request: Request, mentee: Member, mentor: Member, now: datetime) -> None:
    deadlines.over(work, request)
    work.mentoring.answer(request, RequestState.WITHDRAWN, now)
    tell(work, mentor, f"withdrawn:{request.id}", texts.withdrawn(mentee), now)
