"""Where somebody stands: one screen with the next step and what waits."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import action
from bot.commands import command
from bot.context import Context
from bot.errors import Refused
from bot.features.matching.model import PairState as ProposalState
from bot.features.members.model import Member
from bot.features.members.profile import choose_pause, resumed
from bot.features.members.topics import named
from bot.features.mentoring import links, texts
from bot.features.mentoring.waiting import Thing, things
from bot.features.pairs import links as pairs
from bot.features.pairs import next_steps
from bot.features.pairs.begin import view_of
from bot.features.pairs.model import Pair
from bot.features.programme.formats import Format
from bot.features.safety.meeting import agreed
from bot.i18n import Moment, stacked, t, tn
from bot.ui import Button, Choice, Menu, Message, Tone
from bot.work import By, Work

QUEUES = 3
"""For so many of one's topics it is said how many wait."""
BUTTONS = 5
"""With more buttons than this, only the first things have one, and a menu leads to each of the others."""
FIRST = 3
LINES = 8
"""So many of the things that wait have a line of their own; the menu holds all."""
CHOICES = 25


@command("mentor status", t("Where I stand: my pairs, my next step, what waits for me"), home=True)
async def status(ctx: Context) -> None:
    await ctx.reply(await ctx.read(overview))


@action("mentoring.status")
async def show_status(ctx: Context) -> None:
    await ctx.reply(await ctx.read(overview))


def overview(work: Work, by: By) -> Message:
    """Pairs, what waits, one's own requests, offer and wish."""
    me = work.members.find(by.community, by.person)
    if me is None or not (blocks := _blocks(work, by, me)):
        said = t("Everything is still open here. Would you like to find somebody, or help somebody?")
        seek = Button(t("Look for a mentor"), links.seek(), Tone.MAIN)
        return Message((said,), (seek, Button(t("Offer mentorship"), links.offer())))
    waits = blocks[0]
    lines = [stacked([one.line for one in block[:LINES]]) for block in (*blocks[1:2], waits, *blocks[2:]) if block]
    if len(waits) > LINES:
        lines.append(tn("One more waits.", "{n} more wait.", len(waits) - LINES))
    return Message(tuple(lines), _controls([one for block in blocks for one in block]))


def _blocks(work: Work, by: By, me: Member) -> list[list[Thing]]:
    """What waits, the pairs, and the rest; nothing at all where there is nothing."""
    rest = [*_asked(work, by, me), *_open(work, by, me), *_offer(work, by, me), *_seek(work, by, me)]
    blocks = [things(work, by, me), [*_break(by, me), *_conduct(work, me), *_pairs(work, by, me)], rest]
    return blocks if any(blocks) else []


def _controls(found: Sequence[Thing]) -> tuple[Button | Menu, ...]:
    buttons = [button for one in found for button in one.buttons]
    if len(buttons) <= BUTTONS:
        return tuple(buttons)
    able = [one for one in found if one.buttons]
    choices = tuple(Choice(one.title, one.key) for one in able[:CHOICES])
    return (*(one.buttons[0] for one in able[:FIRST]), Menu(t("Everything else"), choices, links.look()))


@action("mentoring.look")
async def look(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_thing, ctx.picked[0] if ctx.picked else ""))


def _thing(work: Work, by: By, key: str) -> Message:
    """One thing of the screen with all its buttons; what is done already is not there any more."""
    me = work.members.find(by.community, by.person)
    blocks = _blocks(work, by, me) if me else []
    for one in (one for block in blocks for one in block if one.key == key):
        return Message((one.line,), (*one.buttons, Button(t("Where I stand"), links.status())))
    raise Refused(t("This is done already. `/mentor status` shows what is open."))


def _break(by: By, me: Member) -> list[Thing]:
    if not me.paused(by.now) or me.paused_until is None:
        return []
    line = t("You are on a break until {day}.", day=Moment(me.paused_until, "day"))
    return [Thing("break", t("My break"), line, (Button(t("Come back now"), resumed()),))]


def _conduct(work: Work, me: Member) -> list[Thing]:
    if not me.conduct or agreed(work, me):
        return []
    line = t("Our code of conduct has changed: `/mentor conduct` shows it. Until you agree, nobody is shown to you.")
    return [Thing("conduct", t("Code of conduct"), line)]


def _pairs(work: Work, by: By, me: Member) -> list[Thing]:
    found = work.pairs.of_member(by.community, me.id)
    others = work.members.several(by.community, [pair.partner(me.id) for pair in found])
    return [_pair(work, by, me, pair, others[pair.partner(me.id)]) for pair in found if pair.partner(me.id) in others]


def _pair(work: Work, by: By, me: Member, pair: Pair, other: Member) -> Thing:
    """In which week they are, when they meet, and one's own next step."""
    line = t("**{name}** is your mentor, week {week} of {weeks}.", name=other.name, week=pair.week, weeks=pair.weeks)
    if pair.mentor == me.id:
        line = t(
            "**{name}** is your mentee, week {week} of {weeks}.", name=other.name, week=pair.week, weeks=pair.weeks
        )
    if pair.format is Format.QUESTION:
        line = t("**{name}** answers your question.", name=other.name)
        if pair.mentor == me.id:
            line = t("**{name}** has a question for you.", name=other.name)
    ahead = work.meetings.upcoming(by.community, pair.id, by.now)
    if ahead and ahead.at:
        line = t("{line} You meet: **{when}**.", line=line, when=Moment(ahead.at))
    view = view_of(work, pair, me.id)
    step = next_steps.first_own(work, view) if view else None
    if step:
        line = t("{line} Your next step: {step}", line=line, step=step.words)
    show = Button(t("This week with {name}", name=other.name), pairs.show(pair.id), Tone.MAIN)
    return Thing(f"pair {pair.id}", t("My pair with {name}", name=other.name), line, (show,))


def _asked(work: Work, by: By, me: Member) -> list[Thing]:
    """One's own requests that the mentors have not answered."""
    found = [one for one in work.mentoring.requests_from(by.community, me.id) if not one.asked_back]
    others = work.members.several(by.community, [request.mentor for request in found])
    asked = []
    for request in found:
        name = others[request.mentor].name
        line = t("You have asked **{name}**, {when}. The answer is open.", name=name, when=Moment(request.sent))
        back = Button(t("Withdraw from {name}", name=name), links.withdraw(request.id))
        asked.append(Thing(f"asked {request.id}", t("My request to {name}", name=name), line, (back,)))
    return asked


def _open(work: Work, by: By, me: Member) -> list[Thing]:
    """Where this member has answered, and another has not."""
    found = [one for one in work.rounds.waiting_with(me.community, me.id) if one.state is ProposalState.SENT]
    mine = [one for one in found if (one.mentor_said if one.mentor == me.id else one.mentee_said)]
    others = work.members.several(by.community, [one.partner(me.id) for one in mine])
    said = [
        Thing("", t("{name}", name=one.name), t("You said yes to **{name}**; the other answer is open.", name=one.name))
        for one in others.values()
    ]
    back = [one for one in work.mentoring.requests_to(by.community, me.id) if one.asked_back]
    people = work.members.several(by.community, [one.mentee for one in back])
    return said + [
        Thing(
            "", t("{name}", name=one.name), t("You have asked **{name}** something; the answer is open.", name=one.name)
        )
        for one in people.values()
    ]


def _offer(work: Work, by: By, me: Member) -> list[Thing]:
    card = work.mentoring.card(by.community, me.id)
    if card is None or not card.offer.open:
        return []
    own, topics = Button(t("My offer"), links.card()), named(card.offer.topics)
    if card.offer.held:
        rest = t("You offer {topics}; I send you no requests until you say that it is not too much.", topics=topics)
        return [Thing("offer", own.label, rest, (Button(t("It is fine, go on"), links.go_on(), Tone.MAIN), own))]
    free = tn("{n} place is free", "{n} places are free", max(card.free, 0))
    line = t("You offer {topics}; {free}.", topics=topics, free=free)
    resting = work.pairs.resting(by.community, me.id)
    if not resting:
        return [Thing("offer", own.label, line, (own,))]
    until = Moment(resting[-1].rests or by.now, "day")
    rest = tn("{n} place rests until {day}.", "{n} places rest until {day}.", len(resting), day=until)
    room = Button(t("I have room now"), pairs.room())
    return [Thing("offer", own.label, t("{line} {rest}", line=line, rest=rest), (room, own))]


def _seek(work: Work, by: By, me: Member) -> list[Thing]:
    seek = work.mentoring.seek(by.community, me.id)
    if seek is None or not seek.open:
        return []
    line = t("You look for somebody for {topics}.", topics=named(seek.topics))
    queues = [(one.name, work.mentoring.queue(by.community, one.id, me.person, by.now)) for one in seek.topics[:QUEUES]]
    lines = stacked([line, *(texts.queue_line(name, found) for name, found in queues)])
    buttons = (Button(t("Show me mentors"), links.seek()), Button(t("Take a break"), choose_pause()))
    return [Thing("seek", t("What I look for"), lines, buttons)]
