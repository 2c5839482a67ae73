"""A member's profile: shown as others see it, and changed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

from bot.actions import action, form, opening
from bot.commands import Option, command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.members.dates import begins, day_ahead, day_field, day_given
from bot.features.members.model import SPOKEN, Meets, Member
from bot.features.mentoring import links as mentoring
from bot.forms import Answers
from bot.habits import hours
from bot.i18n import Language, Moment, Text, listing, t, tn, words
from bot.ui import Button, Choice, Field, FieldKind, Form, Message, Tone
from bot.work import By, Work

MEETS = {
    Meets.ANY: t("Online or in person"),
    Meets.ONLINE: t("Online"),
    Meets.NEAR: t("In person, with somebody near me"),
}
MET = {Meets.ONLINE: t("Would like to meet online."), Meets.NEAR: t("Would like to meet in person.")}
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


def link_field(member: Member | None) -> Field:
    return Field(
        "link",
        t("A link to your work"),
        hint=t("It begins with https://"),
        most=200,
        value=_given(member.link if member else ""),
    )


def meets_field(member: Member | None) -> Field:
    choices = tuple(Choice(label, one.value) for one, label in MEETS.items())
    chosen = member.meets if member else Meets.ANY
    return Field("meets", t("How you would like to meet"), FieldKind.ONE, choices=choices, value=(chosen.value,))


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
    if member.meets in MET:
        lines.append(MET[member.meets])
    lines += free_time(member)
    if member.link:
        lines.append(t("Has work to show: {link}", link=member.link))
    return tuple(lines)


def free_time(member: Member) -> tuple[Text, ...]:
    """When they have time, as the reader's own zone has it."""
    if not member.hours or not member.zone:
        return ()
    return (t("Usually has time {hours}.", hours=hours(member.hours, member.zone)),)


def require_whole(answers: Answers) -> None:
    """Raises `Refused` for a link that is none."""
    link = answers.one("link")
    if link and not LINK.fullmatch(link):
        raise Refused(
            t("The link needs another look. Nothing you typed is lost."),
            {"link": t("Please give a whole address that begins with https://, or leave it empty.")},
        )


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
        meets=Meets(answers.one("meets") or Meets.ANY) if "meets" in given else member.meets,
    )
    work.members.save(member)
    # Whoever waits for this mentor's topics hears of it when the break is over.
    back = member.paused_until or by.now
    work.later.at(by.community, f"seat:{member.id}", mentoring.seat(member.id), back)
    return member


def _given(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


@command("mentor pause", t("Take a break; it ends by itself"))
async def pause(
    ctx: Context,
    weeks: Annotated[str | None, Option(t("How many weeks"))] = None,
    until: Annotated[str | None, Option(t("Until which day, for example 24.12."))] = None,
) -> None:
    weeks = (weeks or "").strip()
    if until:
        day = day_ahead(until, ctx.now, ctx.reader.zone)
        if isinstance(day, Text):
            raise Refused(day)
        await _take_break(ctx, begins(day, ctx.reader.zone))
        return
    if not weeks:
        await _ask_how_long(ctx)
        return
    if not weeks.isdecimal() or len(weeks) > 2 or not 1 <= int(weeks) <= 52:
        raise Refused(t("A break lasts 1 to 52 weeks. For example: `/mentor pause 2`"))
    await _take_break(ctx, ctx.now + timedelta(weeks=int(weeks)))


@action("members.pause")
async def choose_pause(ctx: Context) -> None:
    await _ask_how_long(ctx)


async def _ask_how_long(ctx: Context) -> None:
    """Offer the usual lengths, and the way back for somebody who is on a break."""
    member = ctx.member
    weeks = tuple(Button(tn("One week", "{n} weeks", number), paused(weeks=number)) for number in (2, 4, 8))
    lengths = (*weeks, Button(t("Until a date"), pause_until()))
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
    await _take_break(ctx, ctx.now + timedelta(weeks=max(1, min(weeks, 52))))


async def pause_form(ctx: Context) -> Form:
    return Form(t("A break until a date"), (day_field(),), t("Take a break"))


@opening("members.pause_until")
async def pause_until(ctx: OpenContext) -> None:
    await ctx.open(paused_until())


@form("members.paused_until", pause_form)
async def paused_until(ctx: FormContext) -> None:
    day = day_given(ctx.answers, ctx.now, ctx.reader.zone)
    await _take_break(ctx, begins(day, ctx.reader.zone))


async def _take_break(ctx: Context, until: datetime) -> None:
    await ctx.write(set_pause, until)
    day = Moment(until, "day")
    said = t("You are on a break until {day}. It ends by itself; we are glad when you are back.", day=day)
    await ctx.update(Message((said,), (Button(t("Come back now"), resumed()),)))


@action("members.resumed")
async def resumed(ctx: Context) -> None:
    await ctx.write(set_pause, None)
    await ctx.update(Message((t("Welcome back! Your place in the programme is as you left it."),)))


def set_pause(work: Work, by: By, until: datetime | None) -> Member:
    member = replace(work.members.ensure(by), paused_until=until)
    work.members.save(member)
    work.outbox.reconsider(by.community, by.person)
    # Whoever waits for this mentor's topics hears of it when the break is over.
    back = member.paused_until or by.now
    work.later.at(by.community, f"seat:{member.id}", mentoring.seat(member.id), back)
    return member
