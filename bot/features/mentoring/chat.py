"""Offering, seeking, browsing and asking as a conversation."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.actions import action, form, opening
from bot.commands import Option, command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.members import links as members
from bot.features.members.consent import conduct_fields, consented
from bot.features.members.less import less
from bot.features.members.profile import (
    about_field,
    change,
    district_field,
    language_field,
)
from bot.features.members.settings import asking
from bot.features.members.topics import named, read_topics, suggest_topics
from bot.features.mentoring import decide, fields, links, terms, texts
from bot.features.mentoring.model import Offer, Seek, Suggestion
from bot.features.profile import links as profile
from bot.features.programme.formats import ANY
from bot.features.programme.opened import require_open
from bot.features.topics.resolving import Resolved, resolve
from bot.forms import Answers
from bot.i18n import t, tn
from bot.ui import Button, Form, Message, Tone
from bot.work import By, Work

# -- offering


async def offer_form(ctx: Context) -> Form:
    offer = await ctx.read(_own_offer)
    conduct = await conduct_fields(ctx)
    names = tuple(topic.name for topic in offer.topics) if offer else ()
    last = conduct or (district_field(ctx.member),)
    asked = (
        fields.topics(names),
        fields.capacity(offer.capacity if offer else 1),
        language_field(ctx.member, ctx.reader.language),
        about_field(ctx.member),
    )
    return Form(t("Offer mentorship"), (*asked, *last), t("Offer it"))


def _own_offer(work: Work, by: By) -> Offer | None:
    member = work.members.find(by.community, by.person)
    return work.mentoring.offer(by.community, member.id) if member else None


@command("mentor offer", t("Offer mentorship: topics, and how many mentees"), opens=True)
async def offer(
    ctx: OpenContext,
    topics: Annotated[str | None, Option(t("What you can help with"), suggest=suggest_topics)] = None,
) -> None:
    await ctx.read(require_open)
    await ctx.open(offered(), {"topics": (topics,)} if topics else None)


@opening("mentoring.offer")
async def offer_button(ctx: OpenContext) -> None:
    await ctx.read(require_open)
    await ctx.open(offered())


@form("mentoring.offered", offer_form)
async def offered(ctx: FormContext) -> None:
    names = read_topics(ctx.answers.one("topics"), "topics")
    kept, resolved = await ctx.write(_keep_offer, ctx.answers, names)
    said = tn(
        "Thank you! You offer {topics}, for {n} mentee at a time.",
        "Thank you! You offer {topics}, for {n} mentees at a time.",
        kept.capacity,
        topics=named(kept.topics),
    )
    on = t("When somebody asks you, I write to you directly, and you decide. Saying “not now” is always fine.")
    buttons = (Button(t("See how others see me"), links.card()), Button(t("Add more about me"), members.change()))
    await ctx.reply(await asking(ctx, Message((said, *resolved.said(), on), (*buttons, *resolved.asked()))))


def _keep_offer(work: Work, by: By, answers: Answers, names: tuple[str, ...]) -> tuple[Offer, Resolved]:
    consented(work, by, answers)
    change(work, by, answers)
    resolved = resolve(work, by.community, names)
    return decide.keep_offer(work, by, int(answers.one("capacity")), resolved), resolved


@action("mentoring.card")
async def own_card(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_own_card))


def _own_card(work: Work, by: By) -> Message:
    member = work.members.find(by.community, by.person)
    card = work.mentoring.card(by.community, member.id) if member else None
    if card is None:
        raise Refused(t("You do not offer mentorship at the moment. `/mentor offer` begins."))
    buttons = (
        Button(t("Change my offer"), links.offer(), Tone.MAIN),
        Button(t("Change my profile"), profile.edit()),
        Button(t("Stop offering"), links.stop_offer(), Tone.DANGER),
    )
    return Message((t("Others see you like this:"), *texts.card(card)), buttons)


@action("mentoring.stop_offer")
async def stop_offer(ctx: Context) -> None:
    pairs = await ctx.write(decide.withdraw_offer)
    said = t("You are not shown to others any more. Thank you for having been there!")
    more = [tn("Your pair goes on as it is.", "Your {n} pairs go on as they are.", pairs)] if pairs else []
    await ctx.update(Message((said, *more), (Button(t("Offer again"), links.offer()),)))


@action("mentoring.stop_seek")
async def stop_seek(ctx: Context) -> None:
    await ctx.write(decide.withdraw_seek)
    said = t("You are not looking any more, and nobody is proposed to you. What you had asked is withdrawn.")
    await ctx.update(Message((said,), (Button(t("Look again"), links.seek()),)))


# -- seeking


async def seek_form(ctx: Context) -> Form:
    seek = await ctx.read(_own_seek)
    names = tuple(topic.name for topic in seek.topics) if seek else ()
    asked = (
        fields.topics(names),
        fields.goal(seek.goal if seek else ""),
        language_field(ctx.member, ctx.reader.language),
        district_field(ctx.member),
    )
    last = await conduct_fields(ctx) or (terms.wish_field(seek.terms if seek else ANY),)
    return Form(t("Look for a mentor"), (*asked, *last), t("Show me mentors"))


def _own_seek(work: Work, by: By) -> Seek | None:
    member = work.members.find(by.community, by.person)
    return work.mentoring.seek(by.community, member.id) if member else None


@command("mentor seek", t("Look for a mentor: topics, and your goal"), opens=True)
async def seek(
    ctx: OpenContext,
    topic: Annotated[str | None, Option(t("What it is about"), suggest=suggest_topics)] = None,
) -> None:
    await ctx.read(require_open)
    await ctx.open(sought(), {"topics": (topic,)} if topic else None)


@opening("mentoring.seek")
async def seek_button(ctx: OpenContext) -> None:
    await ctx.read(require_open)
    await ctx.open(sought())


@form("mentoring.sought", seek_form)
async def sought(ctx: FormContext) -> None:
    names = read_topics(ctx.answers.one("topics"), "topics")
    found, resolved, waiting, asked = await ctx.write(_keep_seek, ctx.answers, names)
    said = shown(found, resolved, waiting, asked=asked)
    await ctx.reply(await asking(ctx, replace(said, controls=(*said.controls, *resolved.asked()))))


def _keep_seek(
    work: Work, by: By, answers: Answers, names: tuple[str, ...]
) -> tuple[list[Suggestion], Resolved, int, bool]:
    """The best mentors, the topics, how many wait for them, and whether somebody was asked already."""
    consented(work, by, answers)
    change(work, by, answers)
    resolved = resolve(work, by.community, names)
    before = _own_seek(work, by)
    wish = terms.read(answers, before.terms if before else ANY)
    _, found = decide.keep_seek(work, by, answers.one("goal"), resolved, wish)
    return found, resolved, *decide.standing(work, by, resolved.topics)


@action("mentoring.best")
async def best(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_best))


def _best(work: Work, by: By) -> Message:
    seek, me = _own_seek(work, by), work.members.find(by.community, by.person)
    if me is None or seek is None or not seek.open:
        raise Refused(t("You do not look for a mentor at the moment. `/mentor seek` begins."))
    waiting, asked = decide.standing(work, by, seek.topics)
    return shown(decide.best_for(work, me, by.now), Resolved(seek.topics), waiting, asked=asked)


def shown(found: list[Suggestion], resolved: Resolved, waiting: int, *, asked: bool) -> Message:
    """The mentors who suit, or honest words where there is nobody."""
    if not found:
        return _all_asked(resolved) if asked else _nobody_yet(resolved, waiting)
    lines, buttons = texts.suggestions(found)
    head = tn("This mentor would suit you:", "These {n} mentors would suit you best:", len(found))
    on = t("Asking costs nothing, and you can ask up to three.")
    return Message((*resolved.said(), head, *lines, on), (*buttons, Button(t("Look at all mentors"), links.find())))


def _all_asked(resolved: Resolved) -> Message:
    """There is somebody, and the answer is still open."""
    head = t("You have asked everybody who suits you just now. You hear from me as soon as somebody answers.")
    buttons = (
        Button(t("Where I stand"), links.status(), Tone.MAIN),
        Button(t("Look at all mentors"), links.find()),
    )
    return Message((*resolved.said(), head), buttons)


def _nobody_yet(resolved: Resolved, waiting: int) -> Message:
    """Silence explained: how many wait, and what one can do."""
    head = t("Nobody with a free place offers {topics} yet in a language you speak.", topics=named(resolved.topics))
    wait = tn(
        "You are the first who asks; your wish is kept.",
        "Together with you, {n} people ask for it; your wish is kept.",
        waiting,
    )
    on = t("I write to you as soon as a place opens. Until then, a topic that is close to it may help as well.")
    buttons = (
        Button(t("Look at all mentors"), links.find(), Tone.MAIN),
        Button(t("Change what I look for"), links.seek()),
    )
    return Message((*resolved.said(), head, wait, on), buttons)


@action("mentoring.more")
async def more(ctx: Context) -> None:
    said = t("What would you like to do? You need not give a reason.")
    await ctx.reply(Message((said,), (*less(), Button(t("Stop offering"), links.stop_offer(), Tone.DANGER))))
