"""A pair is looked after: a first line within a day, and never closed unasked when it has gone quiet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.actions import step
from bot.features.pairs import care_texts as said
from bot.features.pairs import links, risk, seat
from bot.features.pairs.begin import view_of
from bot.features.pairs.model import AFTERWARDS, ANSWERED, FIRST_MOVE, NOTICE, QUIET, Pair, PairState, Why, quiet_after
from bot.features.pairs.texts import View
from bot.features.programme.formats import Format
from bot.features.recognition import milestones
from bot.identity import Place
from bot.planned import Later
from bot.ui import Action, Message
from bot.work import Kind, Sending, Sort, Target, Work

Write = Callable[[View], Message]
AGAIN = timedelta(days=7)
"""How long a pair that rests (a break, or held) is left alone before it is looked at again."""


@step("pairs.introduced")
def introduced(work: Work, community: int, now: datetime, place: Place | None, pair: int) -> None:
    """The introduction has reached one of the two: a day for the first line, and the watch over silence begins."""
    found = work.pairs.get(community, pair)
    if found and found.state is PairState.ACTIVE:
        work.later.at(community, f"pair.first:{pair}", first_move(pair=pair), now + FIRST_MOVE)
        if found.format is Format.QUESTION:
            work.later.at(community, f"pair.answer:{pair}", links.ask_answered(pair), now + ANSWERED)
            return
        watch(work, found, now)


def over(work: Work, pair: Pair) -> None:
    """It has ended: nothing more is asked."""
    for what in ("first", "quiet", "closing", "answer"):
        work.later.cancel(pair.community, f"pair.{what}:{pair.id}")


def _patience(work: Work, pair: Pair) -> timedelta:
    agreed = work.pairs.expectations(pair.community, pair.id, agreed=True)
    return quiet_after(agreed.rhythm if agreed else "weekly")


def watch(work: Work, pair: Pair, now: datetime) -> None:
    """They have just given a sign, or agreed on another rhythm: from now on their silence is measured by it."""
    if pair.format is Format.QUESTION:
        return  # it has an end of its own
    work.later.at(pair.community, f"pair.quiet:{pair.id}", quiet(pair=pair.id), now + _patience(work, pair))


def rests(work: Work, pair: Pair, now: datetime) -> bool:
    both = work.members.several(pair.community, [pair.mentor, pair.mentee])
    away = len(both) < 2 or any(member.paused(now) or member.left for member in both.values())
    return away or pair.held is not None


def active(work: Work, later: Later, pair: int) -> Pair | None:
    found = work.pairs.get(later.community, pair)
    return found if found and found.state is PairState.ACTIVE else None


def views(work: Work, pair: Pair) -> list[View]:
    """The pair as each of the two sees it."""
    found = (view_of(work, pair, member) for member in (pair.mentor, pair.mentee))
    return [view for view in found if view]


def tell_both(work: Work, pair: Pair, once: str, now: datetime, write: Write, *, then: Action | None) -> None:
    for view in views(work, pair):
        target, key = Target(people=(view.me.person,)), f"{once}:{view.me.id}"
        row = Sending(key, pair.community, target, write(view), sort=Sort.NUDGE, then=then)
        work.outbox.put(row, now)


@step("pairs.first_move")
def first_move(work: Work, later: Later, now: datetime, *, pair: int) -> bool:
    """A day has passed. Nobody reads what people write, so both are asked, unless there is a sign already."""
    found = active(work, later, pair)
    if found is None or found.sign or work.pairs.expectations(later.community, pair) or rests(work, found, now):
        return False
    tell_both(work, found, f"first:{pair}", now, said.first_move, then=None)
    return False


@step("pairs.quiet")
def quiet(work: Work, later: Later, now: datetime, *, pair: int) -> bool:
    """Too long without a sign, by the pair's own rhythm: both are asked, and the coordination may help."""
    found = active(work, later, pair)
    if found is None:
        return False
    due = (found.sign or found.started) + _patience(work, found)
    if rests(work, found, now):
        due = now + AGAIN
    if due > now:
        work.later.at(later.community, later.key, quiet(pair=pair), due)
        return False
    risk.note(work, found, Why.QUIET, now)
    occasion = f"quiet:{pair}:{now:%Y%m%d}"
    tell_both(work, found, occasion, now, said.quiet, then=warned(pair=pair))
    return False


@step("pairs.warned")
def warned(work: Work, community: int, now: datetime, place: Place | None, pair: int) -> None:
    """Seven days from when the question has reached them; the later of the two counts."""
    found = work.pairs.get(community, pair)
    if found and found.state is PairState.ACTIVE:
        work.later.at(community, f"pair.closing:{pair}", closing(pair=pair), now + NOTICE)


@step("pairs.closing")
def closing(work: Work, later: Later, now: datetime, *, pair: int) -> bool:
    """Asked, and no answer in seven days: the seat is freed, kindly. A sign meanwhile, and the watch begins anew."""
    found = active(work, later, pair)
    if found is None:
        return False
    asked = later.due - NOTICE
    if (found.sign and found.sign > asked) or rests(work, found, now):
        due = max((found.sign or now) + _patience(work, found), now + AGAIN)
        work.later.at(later.community, f"pair.quiet:{pair}", quiet(pair=pair), due)
        return False
    close(work, found, QUIET, now, said.closed_quiet)
    return False


def close(work: Work, pair: Pair, reason: str, now: datetime, write: Write, *, without: int = 0) -> None:
    """The programme itself ends a pair: both are told, but not ``without``, and the seat is free."""
    over(work, pair)
    ended = seat.over(work, replace(pair, state=PairState.STOPPED, ended=now, reason=reason), now)
    for view in views(work, ended):
        if view.me.id != without:
            target = Target(people=(view.me.person,))
            row = Sending(f"closed:{pair.id}:{view.me.id}", pair.community, target, write(view), sort=Sort.ANSWER)
            work.outbox.put(row, now)
    put_away(work, ended, now)


def finish(work: Work, pair: Pair, now: datetime) -> Pair:
    """It ends as a success: the seat is free at once, and in ninety days both are asked what came of it."""
    over(work, pair)
    ended = seat.over(work, replace(pair, state=PairState.FINISHED, ended=now), now)
    work.later.at(pair.community, f"pair.after:{pair.id}", links.afterwards(pair.id), now + AFTERWARDS)
    milestones.watch(work, pair.community, now)
    return ended


def put_away(work: Work, pair: Pair, now: datetime) -> None:
    """The pair's space: a last line, then it is archived where the platform can."""
    if pair.space is None:
        return
    target = Target(place=pair.space)
    farewell = Sending(f"closing:{pair.id}", pair.community, target, Message((said.FAREWELL,)))
    work.outbox.put(farewell, now)
    work.outbox.put(
        Sending(f"archive:{pair.id}", pair.community, target, kind=Kind.ARCHIVE, after=f"closing:{pair.id}"), now
    )
