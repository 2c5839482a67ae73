"""How a pair begins: the introduction to both, and a space of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.actions import step
from bot.features.members.model import Member
from bot.features.pairs import beside, links, texts
from bot.features.pairs.model import Pair
from bot.features.programme import courses
from bot.features.programme.formats import ANY, settled
from bot.features.programme.templates import steps_for
from bot.features.recognition import milestones
from bot.features.safety.meeting import require_may_meet
from bot.identity import Person, Place
from bot.work import By, Kind, Sending, Sort, Target, Work


def view_of(work: Work, pair: Pair, member: int) -> texts.View | None:
    """The pair as this side sees it; None when one of the two was erased."""
    both = work.members.several(pair.community, [pair.mentor, pair.mentee])
    return _view(work, pair, both, both.get(member))


def view_by(work: Work, pair: Pair, person: Person) -> texts.View | None:
    """The pair as this person sees it; None for somebody else's, too."""
    both = work.members.several(pair.community, [pair.mentor, pair.mentee])
    return _view(work, pair, both, next((one for one in both.values() if one.person == person), None))


def _view(work: Work, pair: Pair, both: Mapping[int, Member], me: Member | None) -> texts.View | None:
    partner = both.get(pair.partner(me.id)) if me else None
    if me is None or partner is None:
        return None
    template = courses.of_pair(work, pair.community, pair.template, pair.format)
    return texts.View(pair, me, partner, template, steps_for(template, pair.weeks))


def begin(work: Work, by: By, mentor: Member, mentee: Member, *, goal: str) -> Pair:
    """Make the pair, and put its introduction and its space on their way."""
    require_may_meet(work, mentor, mentee)
    programme = work.programmes.of(by.community)
    offer, seek = work.mentoring.offer(by.community, mentor.id), work.mentoring.seek(by.community, mentee.id)
    kind, weeks = settled(seek.terms if seek else ANY, offer.terms if offer else ANY, programme.weeks)
    pair = work.pairs.add(
        by.community,
        mentor.id,
        mentee.id,
        template=courses.for_pair(work, by.community, programme.template, kind),
        weeks=weeks,
        goal=goal,
        now=by.now,
        kind=kind,
    )
    milestones.watch(work, by.community, by.now)
    gather = Sending(
        f"space:{pair.id}",
        by.community,
        Target(people=(mentor.person, mentee.person)),
        kind=Kind.GATHER,
        title=f"{mentor.name} & {mentee.name}",
        then=space_made(pair=pair.id),
    )
    work.outbox.put(gather, by.now)
    for member in (mentor, mentee):
        view = view_of(work, pair, member.id)
        if view:
            introduction = texts.introduction(view, goal)
            once = f"introduction:{pair.id}:{member.id}"
            target = Target(people=(member.person,))
            then = links.introduced(pair.id)
            row = Sending(once, by.community, target, introduction, sort=Sort.INTRODUCTION, then=then)
            work.outbox.put(row, by.now)
    return pair


@step("pairs.space_made")
def space_made(work: Work, community: int, now: datetime, place: Place | None, pair: int) -> None:
    """The pair's space is there (or the platform has none): welcome the two in it."""
    found = work.pairs.get(community, pair)
    if found is None or place is None:
        return
    there = replace(found, space=place)
    work.pairs.save(there)
    both = work.members.several(community, [found.mentor, found.mentee])
    mentor, mentee = both.get(found.mentor), both.get(found.mentee)
    if mentor and mentee:
        message = texts.welcome_space(mentor, mentee, found)
        work.outbox.put(Sending(f"welcome:{pair}", community, Target(place=place), message), now)
        for member in (mentor, mentee):
            beside.introduce(work, there, member, now)
