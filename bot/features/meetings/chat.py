"""Meetings as a conversation: times are proposed, one is picked, and afterwards one tap."""

from __future__ import annotations

from datetime import datetime

from bot.actions import action, form, opening
from bot.cleaning import clean
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.meetings import decide, links, texts
from bot.features.meetings.model import FURTHEST, LENGTHS, TIMES, Meeting
from bot.features.meetings.reading import read_moment
from bot.features.pairs import decide as pairs
from bot.features.pairs import links as pair_links
from bot.features.pairs import texts as pair_texts
from bot.i18n import Moment, Text, t
from bot.ui import Button, Choice, Field, FieldKind, Form, Message, Tone
from bot.work import By, Work


async def plan_form(ctx: Context, pair: int) -> Form:
    await ctx.read(_in_contact, pair)
    open_one = await ctx.read(lambda work, by: work.meetings.upcoming(by.community, pair, by.now))
    return _form(open_one)


def _in_contact(work: Work, by: By, pair: int) -> None:
    pairs.in_contact(work, by, pair)


def _form(before: Meeting | None) -> Form:
    hints = (
        t("For example: Tuesday 18:00, or 24.3. 18:30, in your own time zone."),
        t("Two or three make it easier to say yes."),
        None,
    )
    labels = (t("A time"), t("Or"), t("Or"))
    times = tuple(Field(f"time{n + 1}", labels[n], hint=hints[n], required=n == 0, most=60) for n in range(TIMES))
    lengths = tuple(Choice(t("{n} minutes", n=n), str(n)) for n in LENGTHS)
    minutes = str(before.minutes if before else 45)
    where = before.where if before else ""
    more = (
        Field("minutes", t("How long"), FieldKind.ONE, required=True, choices=lengths, value=(minutes,)),
        Field("where", t("Where"), hint=t("A link for a call, or a place."), most=200, value=(where,) if where else ()),
    )
    return Form(t("Plan a meeting"), (*times, *more), t("Propose it"))


@opening("meetings.plan")
async def plan(ctx: OpenContext, pair: int) -> None:
    await ctx.open(planned(pair=pair))


@form("meetings.planned", plan_form)
async def planned(ctx: FormContext, pair: int) -> None:
    kept = await ctx.write(decide.propose, pair, *_read(ctx))
    await _said(ctx, *kept)


async def move_form(ctx: Context, meeting: int) -> Form:
    before, _ = await ctx.read(decide.mine, meeting)
    return _form(before)


@opening("meetings.move")
async def move(ctx: OpenContext, meeting: int) -> None:
    await ctx.open(moved(meeting=meeting))


@form("meetings.moved", move_form)
async def moved(ctx: FormContext, meeting: int) -> None:
    kept = await ctx.write(decide.move, meeting, *_read(ctx))
    await _said(ctx, *kept)


async def _said(ctx: FormContext, meeting: Meeting, view: pair_texts.View) -> None:
    said = t("I have asked {name}. You both get an invitation as soon as a time is picked.", name=view.partner.name)
    times = [t("- {when}", when=Moment(at)) for at in meeting.times]
    page = Button(t("Our page"), pair_links.show(meeting.pair))
    await ctx.reply(Message((said, *times), (page, Button(t("Call it off"), links.cancel(meeting.id)))))


def _read(ctx: FormContext) -> tuple[list[datetime], int, str]:
    """The times, each beside its field where it cannot be; raises `Refused`, and nothing typed is lost."""
    found: list[datetime] = []
    wrong: dict[str, Text] = {}
    for name in (f"time{n + 1}" for n in range(TIMES)):
        typed = ctx.answers.one(name)
        at = read_moment(typed, ctx.now, ctx.reader.zone) if typed else None
        if typed and (problem := _problem(at, ctx.now)):
            wrong[name] = problem
        elif at and at not in found:
            found.append(at)
    if wrong:
        raise Refused(t("The times need another look. Nothing you typed is lost."), wrong)
    return found, int(ctx.answers.one("minutes")), clean(ctx.answers.one("where"), lines=False)


def _problem(at: datetime | None, now: datetime) -> Text | None:
    if at is None:
        return t("I cannot read this as a day and an hour. For example: Tuesday 18:00, or 24.3. 18:30.")
    if at <= now:
        return t("This lies in the past. Which day do you mean?")
    return t("This is more than a year away. Please choose an earlier day.") if at - now > FURTHEST else None


@action("meetings.show")
async def show(ctx: Context, meeting: int) -> None:
    found, view = await ctx.read(decide.mine, meeting)
    await ctx.reply(texts.standing(view, found, ctx.now))


@action("meetings.pick")
async def pick(ctx: Context, meeting: int, number: int, sequence: int) -> None:
    agreed, view = await ctx.write(decide.pick, meeting, number, sequence)
    await ctx.reply(texts.agreed(view, agreed, ctx.now))


@action("meetings.cancel")
async def cancel(ctx: Context, meeting: int) -> None:
    cancelled, view = await ctx.write(decide.cancel, meeting)
    said = t("The meeting is called off, and {name} knows.", name=view.partner.name)
    again = Button(t("Propose a time"), links.plan(cancelled.pair), Tone.MAIN)
    await ctx.reply(Message((said,), (again, Button(t("Our page"), pair_links.show(cancelled.pair)))))


@action("meetings.met")
async def met(ctx: Context, meeting: int, yes: bool) -> None:
    kept, view = await ctx.write(decide.record, meeting, met=yes)
    if yes:
        await ctx.update(pair_texts.ask_rating(view.partner.name, kept.pair, view.pair.week))
    else:
        await ctx.update(texts.missed(view))
