"""A mentor's seat after a pair: it rests for a week, unless the mentor says that there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.actions import step
from bot.errors import Refused
from bot.features.mentoring import links as mentoring
from bot.features.pairs.model import QUIET, Pair
from bot.i18n import t
from bot.planned import Later
from bot.work import By, Work

REST = timedelta(days=7)
WORTH = timedelta(days=14)
"""A pair that was shorter than this has cost too little for a rest."""


def over(work: Work, ended: Pair, now: datetime) -> Pair:
    """Keep the end. The seat is free at once, after a longer pair when it has rested; then who waits hears of it."""
    offer = work.mentoring.offer(ended.community, ended.mentor)
    work.pairs.close_risks(ended.community, ended.id, now)
    if offer is None or not offer.open or ended.reason == QUIET or now - ended.started < WORTH:
        work.pairs.save(ended)
        _tell_waiting(work, ended, now)
        return ended
    resting = replace(ended, rests=now + REST)
    work.pairs.save(resting)
    work.later.at(ended.community, _key(ended), rested(pair=ended.id), now + REST)
    return resting


def _key(pair: Pair) -> str:
    return f"pair.rests:{pair.id}"


def _tell_waiting(work: Work, pair: Pair, now: datetime) -> None:
    work.later.at(pair.community, f"seat:{pair.mentor}", mentoring.seat(pair.mentor), now)


@step("pairs.rested")
def rested(work: Work, later: Later, now: datetime, *, pair: int) -> bool:
    found = work.pairs.get(later.community, pair)
    if found and found.rests:
        wake(work, [found], now)
    return False


def wake(work: Work, pairs: Sequence[Pair], now: datetime) -> None:
    """Their seats can be taken from now on."""
    for pair in pairs:
        work.pairs.save(replace(pair, rests=None))
        work.later.cancel(pair.community, _key(pair))
        _tell_waiting(work, pair, now)


def has_room(work: Work, community: int, mentor: int, now: datetime) -> bool:
    """Whether this mentor can say yes. Who says it has room: a seat that rests is woken."""
    if work.mentoring.free_seats(community, mentor) > 0:
        return True
    found = work.pairs.resting(community, mentor)[:1]
    wake(work, found, now)
    return bool(found)


def room(work: Work, by: By) -> int:
    """The mentor's word that there is room now; how many places are free."""
    me = work.members.find(by.community, by.person)
    offer = work.mentoring.offer(by.community, me.id) if me else None
    if me is None or offer is None or not offer.open:
        raise Refused(t("You do not offer mentorship at the moment. `/mentor offer` begins."))
    wake(work, work.pairs.resting(by.community, me.id), by.now)
    return work.mentoring.free_seats(by.community, me.id)
