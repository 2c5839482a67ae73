"""A pair needs a look: noticed, told without details, and shown to coordinators who are not in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.errors import Refused
from bot.features.members.model import Member
from bot.features.pairs import risk_texts as texts
from bot.features.pairs.model import Pair, PairState, Risk, Why
from bot.i18n import Text, t
from bot.ui import Message
from bot.work import By, Sending, Sort, Target, Work

MISSED = 2
"""So many check-ins in a row that one side left unanswered."""


def note(work: Work, pair: Pair, why: Why, now: datetime) -> None:
    """Keep it, and tell the moderators' channel that some pair needs a look: not which, and not why."""
    found = work.pairs.add_risk(pair, why, now)
    moderators = work.programmes.of(pair.community).moderators
    if found and moderators:
        target = Target(place=moderators)
        row = Sending(f"risk:{found.id}", pair.community, target, texts.told(found), sort=Sort.COORDINATION)
        work.outbox.put(row, now)


def look_for_missed(work: Work, pair: Pair, past: int, now: datetime) -> None:
    """At the turn of a week: has one side left the last check-ins unanswered?"""
    weeks = range(past - MISSED + 1, past + 1)
    if weeks[0] < 1:
        return
    for member in (pair.mentor, pair.mentee):
        if not any(work.pairs.checkin(pair.community, pair.id, week, member) for week in weeks):
            note(work, pair, Why.MISSED, now)
            return


@dataclass(frozen=True, slots=True)
class Case:
    """A risk with its pair and the two people."""

    risk: Risk
    pair: Pair
    mentor: Member
    mentee: Member


def case(work: Work, by: By, id: int) -> Case:
    """For a coordinator; raises `Refused` for one who is in the pair, and for what is looked after already."""
    found = work.pairs.risk(by.community, id)
    pair = work.pairs.get(by.community, found.pair) if found else None
    both = work.members.several(by.community, [pair.mentor, pair.mentee]) if pair else {}
    if found is None or pair is None or len(both) < 2:
        raise Refused(t("I cannot find this any more. `/programme pairs` shows what needs a look."))
    if any(member.person == by.person for member in both.values()):
        raise Refused(t("You are in this pair yourself, so somebody else of the coordination looks after it."))
    if found.closed or pair.state is not PairState.ACTIVE:
        raise Refused(t("Somebody has looked after this pair already. Thank you!"))
    return Case(found, pair, both[pair.mentor], both[pair.mentee])


def open_cases(work: Work, by: By, most: int) -> list[Case]:
    """All that wait, but none of one's own pairs."""
    found = []
    for one in work.pairs.risks(by.community, most):
        try:
            found.append(case(work, by, one.id))
        except Refused:
            continue
    return found


def look(work: Work, by: By, id: int) -> Message:
    """Who, what was noticed, what was tried; that somebody looked is written down."""
    one = case(work, by, id)
    work.audit.add(by, "pair.looked", f"pair:{one.pair.id}")
    met, before = work.pairs.met_count(by.community, one.pair.id), work.pairs.looked_after(by.community, one.pair.id)
    return texts.shown(one, met, before)


def write_to_both(work: Work, by: By, id: int, words: str | Text = texts.SUGGESTED) -> Case:
    """From the coordination to both, each alone and in their own language; the pair counts as looked after."""
    one = case(work, by, id)
    for me, partner in ((one.mentor, one.mentee), (one.mentee, one.mentor)):
        target = Target(people=(me.person,))
        message = texts.from_coordination(by.person.name, partner, words, one.pair.id)
        once = f"coordination:{one.pair.id}:{one.risk.id}:{me.id}"
        work.outbox.put(Sending(once, by.community, target, message, sort=Sort.REQUEST), by.now)
    work.pairs.close_risks(by.community, one.pair.id, by.now)
    work.audit.add(by, "pair.written", f"pair:{one.pair.id}")
    return one


def looked_after(work: Work, by: By, id: int) -> Case:
    one = case(work, by, id)
    work.pairs.close_risks(by.community, one.pair.id, by.now)
    work.audit.add(by, "pair.looked_after", f"pair:{one.pair.id}")
    return one
