"""Where somebody stands: one screen with the next step and what waits."""

from __future__ import annotations

from collections.abc import Sequence

from bot.actions import action
from bot.commands import command
from bot.context import Context
from bot.features.matching import links as matching
from bot.features.matching.model import PairState, Proposed
from bot.features.members.model import Member
from bot.features.members.profile import choose_pause, resumed
from bot.features.members.topics import named
from bot.features.mentoring import links, texts
from bot.features.pairs import links as pairs
from bot.features.safety.meeting import agreed
from bot.i18n import Moment, Text, t, tn
from bot.ui import Button, Message, Tone
from bot.work import By, Work

QUEUES = 3
"""For so many of one's topics it is said how many wait."""

Part = tuple[list[Text], list[Button]]


@command("mentor status", t("Where I stand: my pairs, my next step, what waits for me"), home=True)
async def status(ctx: Context) -> None:
    await ctx.reply(await ctx.read(overview))


@action("mentoring.status")
async def show_status(ctx: Context) -> None:
    await ctx.reply(await ctx.read(overview))


def overview(work: Work, by: By) -> Message:
    """Pairs first, then what waits for an answer, then offer and wish."""
    me = work.members.find(by.community, by.person)
    lines: list[Text] = []
    buttons: list[Button] = []
    if me:
        for part in (_break, _pairs, _to_answer, _asked, _proposed, _offer, _seek):
            more_lines, more_buttons = part(work, by, me)
            lines += more_lines
            buttons += more_buttons
    if not lines:
        lines = [t("Everything is still open here. Would you like to find somebody, or help somebody?")]
        buttons = [
            Button(t("Look for a mentor"), links.seek(), Tone.MAIN),
            Button(t("Offer mentorship"), links.offer()),
        ]
    return Message(tuple(lines), tuple(buttons))


def _break(work: Work, by: By, me: Member) -> Part:
    if not me.paused(by.now) or me.paused_until is None:
        return [], []
    line = t("You are on a break until {day}.", day=Moment(me.paused_until, "day"))
    return [line], [Button(t("Come back now"), resumed())]


def _pairs(work: Work, by: By, me: Member) -> Part:
    lines: list[Text] = []
    buttons: list[Button] = []
    found = work.pairs.of_member(by.community, me.id)
    others = work.members.several(by.community, [pair.partner(me.id) for pair in found])
    for pair in found:
        other = others.get(pair.partner(me.id))
        if other is None:
            continue
        if pair.mentor == me.id:
            line = t(
                "**{name}** is your mentee, week {week} of {weeks}.",
                name=other.name,
                week=pair.week,
                weeks=pair.weeks,
            )
        else:
            line = t(
                "**{name}** is your mentor, week {week} of {weeks}.",
                name=other.name,
                week=pair.week,
                weeks=pair.weeks,
            )
        noted = [one.next_step for one in work.pairs.checkins(by.community, pair.id, me.id) if one.next_step]
        step = [t("Your next step: {step}", step=noted[-1])] if noted else []
        lines += [line, *step]
        buttons.append(Button(t("This week with {name}", name=other.name), pairs.show(pair.id), Tone.MAIN))
    return lines, buttons


def _to_answer(work: Work, by: By, me: Member) -> Part:
    """Requests to this mentor that wait."""
    lines: list[Text] = []
    buttons: list[Button] = []
    requests = work.mentoring.requests_to(by.community, me.id)
    others = work.members.several(by.community, [request.mentee for request in requests])
    for request in requests:
        if not agreed(work, others[request.mentee]):
            continue
        name = others[request.mentee].name
        lines.append(t("**{name}** has asked you, {when}.", name=name, when=Moment(request.sent)))
        buttons.append(Button(t("Read what {name} writes", name=name), links.about(request.id), Tone.MAIN))
    return lines, buttons


def _asked(work: Work, by: By, me: Member) -> Part:
    lines: list[Text] = []
    buttons: list[Button] = []
    requests = work.mentoring.requests_from(by.community, me.id)
    others = work.members.several(by.community, [request.mentor for request in requests])
    for request in requests:
        name = others[request.mentor].name
        lines.append(t("You have asked **{name}**, {when}. The answer is open.", name=name, when=Moment(request.sent)))
        if request.asked_back:
            lines[-1] = t("**{name}** would like to know something first.", name=name)
            buttons.append(Button(t("Answer {name}", name=name), links.reply(request.id), Tone.MAIN))
        buttons.append(Button(t("Withdraw from {name}", name=name), links.withdraw(request.id)))
    return lines, buttons


def _proposed(work: Work, by: By, me: Member) -> Part:
    """What the programme proposes, and this member has not answered."""
    lines: list[Text] = []
    buttons: list[Button] = []
    found = [(one, one.mentor_said if one.mentor == me.id else one.mentee_said) for one in _waiting(work, me)]
    others = work.members.several(by.community, [one.partner(me.id) for one, _ in found])
    for one, said in found:
        if (other := others.get(one.partner(me.id))) is None:
            continue
        if said:
            lines.append(t("You said yes to **{name}**; the other answer is open.", name=other.name))
            continue
        lines.append(t("The programme proposes **{name}**, and you have not answered yet.", name=other.name))
        key = (one.round, one.mentor, one.mentee)
        buttons.append(Button(t("Yes to {name}", name=other.name), matching.answer(*key, yes=True), Tone.MAIN))
        buttons.append(Button(t("Not now, {name}", name=other.name), matching.answer(*key, yes=False)))
    return lines, buttons


def _waiting(work: Work, me: Member) -> Sequence[Proposed]:
    return [one for one in work.rounds.waiting_with(me.community, me.id) if one.state is PairState.SENT]


def _offer(work: Work, by: By, me: Member) -> Part:
    card = work.mentoring.card(by.community, me.id)
    if card is None or not card.offer.open:
        return [], []
    if card.offer.held:
        rest = t(
            "You offer {topics}; I send you no requests until you say that it is not too much.",
            topics=named(card.offer.topics),
        )
        return [rest], [Button(t("It is fine, go on"), links.go_on(), Tone.MAIN), Button(t("My offer"), links.card())]
    free = tn("{n} place is free", "{n} places are free", max(card.free, 0))
    line = t("You offer {topics}; {free}.", topics=named(card.offer.topics), free=free)
    return [line], [Button(t("My offer"), links.card())]


def _seek(work: Work, by: By, me: Member) -> Part:
    seek = work.mentoring.seek(by.community, me.id)
    if seek is None or not seek.open:
        return [], []
    line = t("You look for somebody for {topics}.", topics=named(seek.topics))
    queues = [(one.name, work.mentoring.queue(by.community, one.id, me.person, by.now)) for one in seek.topics[:QUEUES]]
    lines = [line, *(texts.queue_line(name, found) for name, found in queues)]
    return lines, [Button(t("Show me mentors"), links.seek()), Button(t("Take a break"), choose_pause())]
