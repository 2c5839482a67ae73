"""Nominating a pair, and what the coordination sees of it: nobody learns who is paired with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.errors import Refused
from bot.features.members.model import Member
from bot.features.pairs.model import Pair, PairState
from bot.features.programme.opened import require_open
from bot.features.recognition import month_texts as texts
from bot.features.recognition.honours import (
    LATELY,
    LISTED,
    NOMINATED,
    TAKEN,
    Honour,
    HonourState,
    Nomination,
    begin_of,
    month_before,
    month_of,
)
from bot.i18n import t
from bot.identity import Person
from bot.work import By, Sending, Sort, Target, Work


def zone_of(work: Work, community: int) -> str:
    home = work.communities.get(community)
    return home.zone if home else "UTC"


def nominate(work: Work, by: By, whom: Person, words: str) -> None:
    """Kept where it can lead to something; whoever nominates hears the same in any case."""
    require_open(work, by)
    me, nominee = work.members.ensure(by), work.members.find(by.community, whom)
    if nominee is None:
        return  # without a profile there is no pair, so there is nothing to keep about this person
    month = begin_of(month_of(by.now, zone_of(work, by.community)), zone_of(work, by.community))
    mine = work.nominations.by(by.community, me.id, month)
    again = next((one for one in mine if one.nominee == nominee.id), None)
    if again:
        if again.words != words:
            work.nominations.save(replace(again, words=words))
        return
    if len(mine) >= NOMINATED:
        raise Refused(t("You have thought of many this month, thank you! Next month you can nominate others."))
    work.nominations.add(Nomination(0, by.community, me.id, nominee.id, words, by.now))
    _tell_coordination(work, by, month_of(by.now, zone_of(work, by.community)))


def _tell_coordination(work: Work, by: By, month: str) -> None:
    """Once a month, and without names: whoever looks sees them alone."""
    moderators = work.programmes.of(by.community).moderators
    if moderators:
        row = Sending(
            f"nominations:{month}",
            by.community,
            Target(place=moderators),
            texts.first_came(),
            sort=Sort.COORDINATION,
        )
        work.outbox.put(row, by.now)


# the coordination


@dataclass(frozen=True, slots=True)
class Nominated:
    """A nomination as one of the coordination sees it. ``own``: it is about a pair of theirs, so others decide."""

    nomination: Nomination
    nominator: Member
    nominee: Member
    pairs: Sequence[tuple[Pair, Member, Member]]
    own: bool


@dataclass(frozen=True, slots=True)
class Month:
    honour: Honour | None
    nominated: Sequence[Nominated]
    milestones: bool


def this_month(work: Work, by: By) -> Month:
    chosen = work.honours.of_month(by.community, month_of(by.now, zone_of(work, by.community)))
    honour = next((one for one in reversed(chosen) if one.state in TAKEN), None)
    found = [looked_at for one in _open(work, by) if (looked_at := look(work, by, one))]
    return Month(honour, found, work.milestones.wanted(by.community))


def _open(work: Work, by: By) -> Sequence[Nomination]:
    """Of this month and the last one, as far as they came after the pair that was chosen last."""
    zone = zone_of(work, by.community)
    since = begin_of(month_before(month_of(by.now, zone)), zone)
    last = work.honours.last_taken(by.community)
    return work.nominations.since(by.community, max(since, last) if last else since, LISTED)


def find(work: Work, by: By, id: int) -> Nominated:
    """Raises `Refused` for one that is not open any more."""
    nomination = next((one for one in _open(work, by) if one.id == id), None)
    found = look(work, by, nomination) if nomination else None
    if found is None:
        raise Refused(t("I cannot find this nomination any more. `/programme recognition` shows those there are."))
    return found


def look(work: Work, by: By, nomination: Nomination) -> Nominated | None:
    """None where one of those it is about, or by whom it is, is not here any more."""
    both = work.members.several(by.community, [nomination.nominator, nomination.nominee])
    nominator, nominee = both.get(nomination.nominator), both.get(nomination.nominee)
    if nominator is None or nominee is None or nominee.left:
        return None
    pairs = _pairs_of(work, by, nominee)
    own = nominee.person == by.person or any(by.person in (one.person, other.person) for _, one, other in pairs)
    return Nominated(nomination, nominator, nominee, () if own else pairs, own)


def _pairs_of(work: Work, by: By, nominee: Member) -> list[tuple[Pair, Member, Member]]:
    """Running ones and those that finished lately, of people who are both here and whom nothing keeps apart."""
    mine = work.pairs.of_member(by.community, nominee.id)
    over = [
        one
        for one in work.pairs.of_member(by.community, nominee.id, ended=True)
        if one.state is PairState.FINISHED and one.ended and one.ended > by.now - LATELY
    ]
    month = month_of(by.now, zone_of(work, by.community))
    chosen = work.honours.of_month(by.community, month)
    dropped = {one.pair for one in chosen if one.state is HonourState.DROPPED}
    found = []
    for pair in (*mine, *over):
        two = together(work, pair)
        if two and pair.id not in dropped:
            found.append((pair, *two))
    return found


def together(work: Work, pair: Pair) -> tuple[Member, Member] | None:
    """Mentor and mentee, where both are here and nothing keeps them apart."""
    both = work.members.several(pair.community, [pair.mentor, pair.mentee])
    mentor, mentee = both.get(pair.mentor), both.get(pair.mentee)
    if mentor is None or mentee is None or mentor.left or mentee.left or pair.held:
        return None
    return (mentor, mentee) if work.safety.may_meet(pair.community, mentor.person, mentee.person) else None
