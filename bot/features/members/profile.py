"""A member's profile: shown as others see it, and changed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from bot.actions import action, form, opening
from bot.commands import Option, command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.members.model import SPOKEN, Member
from bot.features.mentoring import links as mentoring
from bot.forms import Answers
from bot.i18n import Language, Moment, Text, listing, t, tn, words
from bot.ui import Button, Choice, Field, FieldKind, Form, Message, Tone
from bot.work import By, Work

LINK = re.compile(r"https://[^\s<>\"'|\\^`{}\[\]]+\.[^\s<>\"'|\\^`{}\[\]]+")


def language_field(member: Member | None, language: str) -> Field:
    return Field(
        "languages",
        t("Languages you speak"),
        FieldKind.MANY,
        required=True,
        most=len(SPOKEN),
        choices=tuple(Choice(t("{language}", language=Language(code)), code) for code in SPOKEN),
        value=(member.languages if member and member.languages else (language,)),
    )


def district_field(member: Member | None) -> Field:
    return Field(
        "district",
        t("Where you live"),
        hint=t("A town or a district. Others see it; it helps to find somebody near you."),
        most=60,
        value=_given(member.district if member else ""),
    )


def about_field(member: Member | None) -> Field:
    return Field(
        "about",
        t("About you"),
        FieldKind.LONG,
        t("Two sentences are plenty."),
        most=400,
        value=_given(member.about if member else ""),
    )


def facts(member: Member) -> tuple[Text, ...]:
    """What others see of somebody: the lines that are filled in."""
    lines: list[Text] = []
    if member.about:
        lines.append(words(member.about))
    if member.languages:
        spoken = listing([Language(code) for code in member.languages])
        lines.append(t("Speaks {languages}.", languages=spoken))
    if member.district:
        lines.append(t("Lives in {district}.", district=member.district))
    if member.link:
        lines.append(t("Has work to show: {link}", link=member.link))
    return tuple(lines)


async def profile_form(ctx: Context) -> Form:
    member = ctx.member
    link = Field(
        "link",
        t("A link to your work"),
        hint=t("It begins with https://"),
        most=200,
        value=_given(member.link if member else ""),
    )
    fields = (about_field(member), language_field(member, ctx.reader.language), district_field(member), link)
    return Form(t("Your profile"), fields, t("Keep it"))


@form("members.profile", profile_form)
async def profile_sent(ctx: FormContext) -> None:
    link = ctx.answers.one("link")
    if link and not LINK.fullmatch(link):
        raise Refused(
            t("The link needs another look. Nothing you typed is lost."),
            {"link": t("Please give a whole address that begins with https://, or leave it empty.")},
        )
    member = await ctx.write(change, ctx.answers)
    kept = t("Your profile is kept. Others see it like this:")
    await ctx.reply(Message((kept, *_shown(member)), (_change(), _pause())))


def change(work: Work, by: By, answers: Answers) -> Member:
    """Keep the profile's answers that were given."""
    member = work.members.ensure(by)
    given = answers.values
    member = replace(
        member,
        about=answers.one("about") if "about" in given else member.about,
        languages=answers.many("languages") if "languages" in given else member.languages,
        district=answers.one("district") if "district" in given else member.district,
        link=answers.one("link") if "link" in given else member.link,
    )
    work.members.save(member)
    # Whoever waits for this mentor's topics hears of it when the break is over.
    back = member.paused_until or by.now
    work.later.at(by.community, f"seat:{member.id}", mentoring.seat(member.id), back)
    return member


@command("mentor profile", t("See and change what others see of you"), opens=True, home=True)
async def profile(ctx: OpenContext) -> None:
    if ctx.member is None:
        await ctx.open(profile_sent())
        return
    intro = t("Others see you like this:")
    await ctx.reply(Message((intro, *_shown(ctx.member)), (_change(), _pause())))


@opening("members.change")
async def change_profile(ctx: OpenContext) -> None:
    await ctx.open(profile_sent())


def _shown(member: Member) -> tuple[Text, ...]:
    return (t("**{name}**", name=member.name), *facts(member))


def _change() -> Button:
    return Button(t("Change my profile"), change_profile(), Tone.MAIN)


def _pause() -> Button:
    return Button(t("Take a break"), choose_pause())


def _given(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


@command("mentor pause", t("Take a break; it ends by itself"))
async def pause(ctx: Context, weeks: Annotated[str | None, Option(t("How many weeks"))] = None) -> None:
    weeks = (weeks or "").strip()
    if not weeks:
        await _ask_how_long(ctx)
        return
    if not weeks.isdecimal() or len(weeks) > 2 or not 1 <= int(weeks) <= 52:
        raise Refused(t("A break lasts 1 to 52 weeks. For example: `/mentor pause 2`"))
    await _take_break(ctx, int(weeks))


@action("members.pause")
async def choose_pause(ctx: Context) -> None:
    await _ask_how_long(ctx)


async def _ask_how_long(ctx: Context) -> None:
    """Offer the usual lengths, and the way back for somebody who is on a break."""
    member = ctx.member
    lengths = tuple(Button(tn("One week", "{n} weeks", weeks), paused(weeks=weeks)) for weeks in (2, 4, 8))
    if member and member.paused(ctx.now) and member.paused_until:
        said = t("You are on a break until {day}.", day=Moment(member.paused_until, "day"))
        back = Button(t("Come back now"), resumed(), Tone.MAIN)
        await ctx.reply(Message((said,), (back, *lengths)))
        return
    said = t(
        "How long would you like a break? Nobody can ask you in that time, no weekly messages come, and your "
        "pairs wait for you. You can come back earlier at any time."
    )
    await ctx.reply(Message((said,), lengths))


@action("members.paused")
async def paused(ctx: Context, weeks: int) -> None:
    await _take_break(ctx, max(1, min(weeks, 52)))


async def _take_break(ctx: Context, weeks: int) -> None:
    member = await ctx.write(set_pause, timedelta(weeks=weeks))
    until = Moment(member.paused_until or ctx.now, "day")
    said = t("You are on a break until {day}. It ends by itself; we are glad when you are back.", day=until)
    await ctx.update(Message((said,), (Button(t("Come back now"), resumed()),)))


@action("members.resumed")
async def resumed(ctx: Context) -> None:
    await ctx.write(set_pause, None)
    await ctx.update(Message((t("Welcome back! Your place in the programme is as you left it."),)))


def set_pause(work: Work, by: By, length: timedelta | None) -> Member:
    member = replace(work.members.ensure(by), paused_until=by.now + length if length else None)
    work.members.save(member)
    work.outbox.reconsider(by.community, by.person)
    # Whoever waits for this mentor's topics hears of it when the break is over.
    back = member.paused_until or by.now
    work.later.at(by.community, f"seat:{member.id}", mentoring.seat(member.id), back)
    return member
