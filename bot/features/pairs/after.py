"""After a pair: somebody left, and what came of it ninety days later."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.actions import step
from bot.features.mentoring import decide as mentoring
from bot.features.mentoring import texts as mentoring_texts
from bot.features.mentoring.model import RequestState
from bot.features.pairs import care, care_texts
from bot.features.pairs.begin import view_of
from bot.features.pairs.model import PairState, Side
from bot.features.pairs.texts import View
from bot.features.recognition import naming
from bot.features.stories import decide as stories
from bot.planned import Later
from bot.ui import Message
from bot.work import Sending, Sort, Target, Work


@step("pairs.left")
def left(work: Work, later: Later, now: datetime, *, member: int) -> bool:
    """Half a day after somebody left: the partners are told kindly, and their seats and requests are free."""
    gone = work.members.get(later.community, member)
    if gone is None or not gone.left:
        return False
    for pair in work.pairs.of_member(later.community, member):
        care.close(work, pair, "left", now, partial(_without_them, work, now), without=member)
    stories.without(work, gone, now)
    naming.write_anew(work, gone, now)
    mentoring.free_requests_to(work, gone, now)
    for request in work.mentoring.requests_from(later.community, member):
        work.mentoring.answer(request, RequestState.WITHDRAWN, now)
        mentor = work.members.get(later.community, request.mentor)
        if mentor:
            mentoring.tell(work, mentor, f"left:{request.id}", mentoring_texts.withdrawn(gone), now)
    return False


def _without_them(work: Work, now: datetime, view: View) -> Message:
    """To a mentee with the next best mentors at once."""
    without = frozenset({view.partner.id})
    following = mentoring.best_for(work, view.me, now, without) if view.side is Side.MENTEE else []
    return care_texts.closed_left(view, following)


@step("pairs.afterwards")
def afterwards(work: Work, later: Later, now: datetime, *, pair: int) -> bool:
    """Ask both what came of it; who has left or was erased is not asked."""
    found = work.pairs.get(later.community, pair)
    if found is None or found.state is not PairState.FINISHED:
        return False
    for member in (found.mentor, found.mentee):
        view = view_of(work, found, member)
        if view and not view.me.left:
            target, once = Target(people=(view.me.person,)), f"afterwards:{pair}:{member}"
            row = Sending(once, later.community, target, care_texts.afterwards(view), sort=Sort.NUDGE)
            work.outbox.put(row, now)
    return False
