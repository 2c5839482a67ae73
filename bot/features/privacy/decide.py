"""Erasing somebody: what waits between them and others is ended kindly, then everything of theirs goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.features.members.model import Member
from bot.features.mentoring.model import Request, RequestState
from bot.features.pairs.model import Pair, PairState
from bot.features.privacy import texts
from bot.features.recognition import naming
from bot.features.stories import decide as stories
from bot.i18n import language_of, t
from bot.identity import Person
from bot.markup import Reader, plain, render
from bot.ui import Message
from bot.work import By, Sending, Sort, Target, Work


def erase(work: Work, by: By) -> None:
    """Everything about the one who acts, at once; those who are left hear of it without a name."""
    forget(work, by.community, by.person, by.now, told=True)


def forget(work: Work, community: int, person: Person, now: datetime, *, told: bool) -> None:
    """``told``: whether partners hear of it. After the restore of a backup they have heard already."""
    member = work.members.find(community, person)
    if member:
        stories.without(work, member, now, told=told)
        naming.without(work, member, now)
        _end_pairs(work, member, now, told=told)
        _free_requests(work, member, now, told=told)
    work.privacy.erase(community, person, _nobody(work, community, now), now)


def _nobody(work: Work, community: int, now: datetime) -> str:
    """The name that stands for somebody who was erased, in the community's language."""
    home = work.communities.get(community)
    language = language_of(home.locale if home else None)
    return plain(render(t("former member"), Reader(language, "UTC", now)))


def _end_pairs(work: Work, me: Member, now: datetime, *, told: bool) -> None:
    for pair in work.pairs.of_member(me.community, me.id):
        work.pairs.save(replace(pair, state=PairState.STOPPED, ended=now))
        partner = work.members.get(me.community, pair.partner(me.id))
        if told and partner:
            _tell(work, partner, f"pair-left:{pair.id}", texts.pair_left(pair, partner.id), now, Sort.ANSWER)
            _close_space(work, pair, now)


def _close_space(work: Work, pair: Pair, now: datetime) -> None:
    if pair.space:
        line = t("Your time as a pair in the programme ends here. Thank you! You are free to go on talking.")
        closing = Sending(f"closing:{pair.id}", pair.community, Target(place=pair.space), Message((line,)))
        work.outbox.put(closing, now)


def _free_requests(work: Work, me: Member, now: datetime, *, told: bool) -> None:
    for request in work.mentoring.requests_from(me.community, me.id):
        _answer(work, request, RequestState.WITHDRAWN, request.mentor, texts.request_withdrawn(), now, told=told)
    for request in work.mentoring.requests_to(me.community, me.id):
        _answer(work, request, RequestState.FREED, request.mentee, texts.request_freed(), now, told=told)


def _answer(
    work: Work, request: Request, state: RequestState, other: int, message: Message, now: datetime, *, told: bool
) -> None:
    work.mentoring.answer(request, state, now)
    member = work.members.get(request.community, other)
    if told and member:
        _tell(work, member, f"request-left:{request.id}", message, now, Sort.REQUEST)


def _tell(work: Work, to: Member, once: str, message: Message, now: datetime, sort: Sort) -> None:
    target = Target(people=(to.person,))
    work.outbox.put(Sending(f"{once}:{to.id}", to.community, target, message, sort=sort), now)
