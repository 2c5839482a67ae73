"""No request stays unanswered: asked about after three days, given back after seven."""

from __future__ import annotations

from datetime import datetime

from bot.actions import step
from bot.features.members.model import Member
from bot.features.mentoring import texts
from bot.features.mentoring.model import PROMPT, RELEASE, Request, RequestState
from bot.identity import Place
from bot.planned import Later
from bot.work import Sending, Sort, Target, Work


@step("mentoring.reached")
def reached(work: Work, community: int, now: datetime, place: Place | None, request: int) -> None:
    """The request (or the question in it) has reached whose turn it is, so their days begin.

    They begin as well where it could not be delivered: nobody waits for ever for somebody who cannot be reached.
    """
    found = work.mentoring.request(community, request)
    if found and found.state is RequestState.OPEN:
        work.later.at(community, f"request.prompt:{request}", prompt(request=request), now + PROMPT)
        work.later.at(community, f"request.release:{request}", release(request=request), now + RELEASE)


def over(work: Work, request: Request) -> None:
    """An answer has come: no more asking."""
    for what in ("prompt", "release"):
        work.later.cancel(request.community, f"request.{what}:{request.id}")


def _still_open(work: Work, community: int, id: int) -> tuple[Request, Member, Member] | None:
    """The request with mentor and mentee; None when there is nothing to wait for any more."""
    request = work.mentoring.request(community, id)
    if request is None or request.state is not RequestState.OPEN:
        return None
    both = work.members.several(community, [request.mentor, request.mentee])
    mentor, mentee = both.get(request.mentor), both.get(request.mentee)
    return (request, mentor, mentee) if mentor and mentee else None


@step("mentoring.prompt")
def prompt(work: Work, later: Later, now: datetime, *, request: int) -> bool:
    """Ask once, kindly, whoever's turn it is."""
    found = _still_open(work, later.community, request)
    if found is None:
        return False
    open_request, mentor, mentee = found
    to, message = mentor, texts.prompt(open_request, mentee)
    if open_request.asked_back:
        to, message = mentee, texts.prompt_mentee(open_request, mentor)
    row = Sending(
        f"request-prompt:{request}:{later.due:%Y%m%d}:{to.id}",
        later.community,
        Target(people=(to.person,)),
        message,
        sort=Sort.REQUEST,
        expires=later.due + RELEASE,
    )
    work.outbox.put(row, now)
    return False


@step("mentoring.release")
def release(work: Work, later: Later, now: datetime, *, request: int) -> bool:
    """Give the request back: the mentee has the next best at once, the mentor need not feel guilty."""
    from bot.features.mentoring import decide, load  # they ask for deadlines in turn

    found = _still_open(work, later.community, request)
    if found is None:
        return False
    open_request, mentor, mentee = found
    if open_request.asked_back:
        over(work, open_request)
        work.mentoring.answer(open_request, RequestState.WITHDRAWN, now)
        decide.tell(work, mentor, f"released:{request}", texts.withdrawn(mentee), now)
        decide.tell(work, mentee, f"released:{request}", texts.closed_unanswered(mentor), now)
        return False
    decide.give_back(work, open_request, mentor, RequestState.RELEASED, now)
    decide.tell(work, mentor, f"released:{request}", texts.released(mentee), now)
    load.look(work, mentor, now)
    return False
