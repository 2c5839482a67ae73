"""What waits for somebody: requests, questions, proposals, times to pick, check-ins; each with the button to do it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.features.matching import links as matching
from bot.features.matching.model import PairState as ProposalState
from bot.features.meetings import links as meetings
from bot.features.members.model import Member
from bot.features.mentoring import links
from bot.features.pairs import links as pairs
from bot.features.pairs import texts as pair_texts
from bot.features.pairs.begin import view_of
from bot.features.pairs.page import mine_to_pick, open_proposal
from bot.features.peers import links as peers
from bot.features.peers.model import OPEN_FOR
from bot.features.safety.meeting import agreed
from bot.features.stories import decide as stories
from bot.features.stories import links as story_links
from bot.features.stories.model import StoryState
from bot.i18n import Moment, Text, t
from bot.ui import Button, Tone
from bot.work import By, Work


@dataclass(frozen=True, slots=True)
class Thing:
    """One line of the screen. ``key`` finds it again, ``title`` names it in a menu; the usual button comes first."""

    key: str
    title: Text
    line: Text
    buttons: tuple[Button, ...] = ()


def things(work: Work, by: By, me: Member) -> list[Thing]:
    """In the order in which somebody else waits for it."""
    return [
        *_requests(work, by, me),
        *_questions(work, by, me),
        *_proposed(work, by, me),
        *_introduced(work, by, me),
        *_stories(work, by, me),
        *_of_pairs(work, by, me),
    ]


def _requests(work: Work, by: By, me: Member) -> Iterator[Thing]:
    """Requests to this mentor."""
    found = work.mentoring.requests_to(by.community, me.id)
    others = work.members.several(by.community, [request.mentee for request in found])
    for request in found:
        if request.asked_back or not agreed(work, others[request.mentee]):
            continue
        name = others[request.mentee].name
        line = t("**{name}** has asked you, {when}.", name=name, when=Moment(request.sent))
        read = Button(t("Read what {name} writes", name=name), links.about(request.id), Tone.MAIN)
        yield Thing(f"request {request.id}", t("Request of {name}", name=name), line, (read,))


def _questions(work: Work, by: By, me: Member) -> Iterator[Thing]:
    """What a mentor would like to know before the answer."""
    found = [one for one in work.mentoring.requests_from(by.community, me.id) if one.asked_back]
    others = work.members.several(by.community, [request.mentor for request in found])
    for request in found:
        name = others[request.mentor].name
        line = t("**{name}** would like to know something first.", name=name)
        answer = Button(t("Answer {name}", name=name), links.reply(request.id), Tone.MAIN)
        back = Button(t("Withdraw from {name}", name=name), links.withdraw(request.id))
        yield Thing(f"question {request.id}", t("Question of {name}", name=name), line, (answer, back))


def _proposed(work: Work, by: By, me: Member) -> Iterator[Thing]:
    """What the programme proposes."""
    found = [one for one in work.rounds.waiting_with(me.community, me.id) if one.state is ProposalState.SENT]
    others = work.members.several(by.community, [one.partner(me.id) for one in found])
    for one in found:
        other, said = others.get(one.partner(me.id)), one.mentor_said if one.mentor == me.id else one.mentee_said
        if other is None or said:
            continue
        key = (one.round, one.mentor, one.mentee)
        line = t("The programme proposes **{name}**, and you have not answered yet.", name=other.name)
        yes = Button(t("Yes to {name}", name=other.name), matching.answer(*key, yes=True), Tone.MAIN)
        no = Button(t("Not now, {name}", name=other.name), matching.answer(*key, yes=False))
        yield Thing(f"proposed {one.round} {other.id}", t("Proposed: {name}", name=other.name), line, (yes, no))


def _introduced(work: Work, by: By, me: Member) -> Iterator[Thing]:
    found = work.introductions.waiting_with(by.community, me.id, by.now - OPEN_FOR)
    people = work.members.several(by.community, [id for one in found for id in (one.giver, one.partner(me.id))])
    for one in found:
        giver, other = people.get(one.giver), people.get(one.partner(me.id))
        if giver is None or other is None:
            continue
        line = t("**{giver}** would like to introduce you to **{name}**.", giver=giver.name, name=other.name)
        yes = Button(t("Yes, {name}", name=other.name), peers.answer(one.id, True), Tone.MAIN)
        no = Button(t("Not now, {name}", name=other.name), peers.answer(one.id, False))
        yield Thing(f"introduced {one.id}", t("Introduction to {name}", name=other.name), line, (yes, no))


def _stories(work: Work, by: By, me: Member) -> Iterator[Thing]:
    """A story that the other one of the pair has agreed to, or that one has written oneself."""
    for story in work.stories.of_member(by.community, me.id):
        view = stories.view_of(work, story)
        asked = story.author == me.id or story.partner(me.id) in view.agreed.consents
        if story.state is not StoryState.AGREEING or me.id in view.agreed.consents or not asked or not story.told.need:
            continue
        if story.author == me.id or stories.in_touch(work, view):
            name = view.name(story.partner(me.id))
            line = t("Your story with **{name}** waits for your yes or no.", name=name)
            read = Button(t("Read the story"), story_links.mine(), Tone.MAIN)
            yield Thing(f"story {story.id}", t("My story with {name}", name=name), line, (read,))


def _of_pairs(work: Work, by: By, me: Member) -> Iterator[Thing]:
    """Of each running pair: a time to pick, a proposal, the end, the check-in."""
    for pair in work.pairs.of_member(by.community, me.id):
        view = view_of(work, pair, me.id)
        if view is None or pair.held or view.partner.paused(by.now):
            continue
        yield from _meeting(work, by, view)
        yield from _agreement(work, by, view)
        yield from _week(work, by, view)


def _meeting(work: Work, by: By, view: pair_texts.View) -> Iterator[Thing]:
    ahead = work.meetings.upcoming(by.community, view.pair.id, by.now)
    if ahead and mine_to_pick(view, ahead):
        name = view.partner.name
        line = t("**{name}** proposes times for a meeting.", name=name)
        pick = Button(t("Pick a time with {name}", name=name), meetings.show(ahead.id), Tone.MAIN)
        yield Thing(f"meeting {ahead.id}", t("Meeting with {name}", name=name), line, (pick,))


def _agreement(work: Work, by: By, view: pair_texts.View) -> Iterator[Thing]:
    wanted = open_proposal(work, by, view.pair)
    if wanted and wanted.by != view.me.id:
        name, pair = view.partner.name, view.pair.id
        line = t("**{name}** proposes how you could work together.", name=name)
        read = Button(t("Read what {name} proposes", name=name), pairs.show(pair), Tone.MAIN)
        yield Thing(f"agreement {pair}", t("Proposal of {name}", name=name), line, (read,))


def _week(work: Work, by: By, view: pair_texts.View) -> Iterator[Thing]:
    pair, name = view.pair, view.partner.name
    if pair.last_asked:
        lines, buttons = pair_texts.ending_ahead(view)
        yield Thing(f"ending {pair.id}", t("The end with {name}", name=name), lines[0], buttons)
    week = pair_texts.open_week(pair)
    checkin = work.pairs.checkin(by.community, pair.id, week, view.me.id) if week else None
    if week and (checkin is None or checkin.met is None):
        line = t("Did you and **{name}** meet in week {week}?", name=name, week=week)
        ask = Button(t("Check in with {name}", name=name), pairs.check(pair.id, week), Tone.MAIN)
        yield Thing(f"week {pair.id}", t("Check-in with {name}", name=name), line, (ask,))
