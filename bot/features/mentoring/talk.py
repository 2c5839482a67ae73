"""A question before the answer to a request, and what the mentee says to it."""

from __future__ import annotations

from bot.errors import Refused
from bot.features.members.model import Member
from bot.features.mentoring import deadlines, decide, texts
from bot.features.mentoring.model import Line
from bot.i18n import t
from bot.work import By, Work

MOST = 6
"""Questions and answers of one request; more belong into a talk."""


def ask_first(work: Work, by: By, id: int, words: str) -> Member:
    """The mentor asks; from the moment it reaches the mentee, the days are the mentee's."""
    request, mentee = decide.open_request(work, by, id, mentor=True)
    if request.asked_back:
        raise Refused(
            t("Your question to {name} is still open. You hear from me as soon as it is answered.", name=mentee.name)
        )
    lines = work.mentoring.said(by.community, id)
    if len(lines) >= MOST:
        raise Refused(t("You have asked a lot already. A first talk will show the rest: say yes, or “not now”."))
    mentor = work.members.ensure(by)
    work.mentoring.say(request, Line(mentor.id, words, by.now))
    request = work.mentoring.ask_back(request, by.now)
    deadlines.over(work, request)
    message = texts.question(request, mentor, words)
    then = deadlines.reached(request=id)
    decide.tell(work, mentee, f"question:{id}:{len(lines)}", message, by.now, then=then)
    return mentee


def asked(work: Work, by: By, id: int) -> tuple[Member, str]:
    """The mentor and the open question; raises `Refused` when there is none."""
    request, mentor = decide.open_request(work, by, id, mentor=False)
    lines = work.mentoring.said(by.community, id)
    if not request.asked_back or not lines:
        raise Refused(
            t("You have answered {name} already. You hear from me as soon as it is decided.", name=mentor.name)
        )
    return mentor, lines[-1].words


def answer(work: Work, by: By, id: int, words: str) -> Member:
    """The mentee answers, and it is the mentor's turn again."""
    mentor, question = asked(work, by, id)
    request, _ = decide.open_request(work, by, id, mentor=False)
    mentee = work.members.ensure(by)
    lines = work.mentoring.said(by.community, id)
    work.mentoring.say(request, Line(mentee.id, words, by.now))
    request = work.mentoring.ask_back(request, None)
    deadlines.over(work, request)
    message = texts.answered(request, mentee, question, words)
    decide.tell(work, mentor, f"answer:{id}:{len(lines)}", message, by.now, then=deadlines.reached(request=id))
    return mentor
