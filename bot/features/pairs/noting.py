"""Next steps and notes as a conversation: written down after a check-in or from the page, and ticked off."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.actions import action, form, opening
from bot.context import Context, FormContext, OpenContext
from bot.days import day_in
from bot.errors import Refused
from bot.features.pairs import decide, links, next_steps, texts
from bot.features.pairs.model import CheckIn
from bot.features.pairs.next_steps import NextStep, Wish
from bot.i18n import Text, t
from bot.ui import Button, Choice, Field, FieldKind, Form, Menu, Message, Tone
from bot.work import By, Work

FURTHEST = timedelta(days=365)
NOON = time(12)


async def note_form(ctx: Context, pair: int, week: int) -> Form:
    view, before = await ctx.read(_own_week, pair, week)
    name = view.partner.name
    who = (
        Choice(t("I do it"), "me"),
        Choice(t("{name} does it", name=name), "partner"),
        Choice(t("We both do it"), "both"),
    )
    note = (before.note,) if before.note else ()
    return Form(
        t("Your next step"),
        (
            Field("step", t("What comes next"), hint=t("{name} sees it too.", name=name), most=200),
            Field("day", t("By when"), hint=t("For example: Friday, or 24.12. It may stay empty."), most=40),
            Field("who", t("Who does it"), FieldKind.ONE, choices=who, value=("me",)),
            Field("note", t("A note for myself"), FieldKind.LONG, t("Only you can see it."), most=1000, value=note),
        ),
        t("Keep it"),
    )


def _own_week(work: Work, by: By, pair: int, week: int) -> tuple[texts.View, CheckIn]:
    view = decide.mine(work, by, pair)
    return view, decide.own_week(work, by, view, week)


@opening("pairs.note")
async def note(ctx: OpenContext, pair: int, week: int) -> None:
    await ctx.open(noted(pair=pair, week=week))


@form("pairs.noted", note_form)
async def noted(ctx: FormContext, pair: int, week: int) -> None:
    step = ctx.answers.one("step")
    due = _read_day(ctx)
    wish = Wish(step, ctx.answers.one("who") or "me", due) if step else None
    view, kept = await ctx.write(_note, pair, week, wish, ctx.answers.one("note"))
    lines: list[Text] = [t("Your note is kept. Only you can see it.")]
    if kept:
        name = view.partner.name
        lines = [t("Kept for both of you: {step}.", step=next_steps.line(kept, view))]
        lines.append(t("It stands on your page and in the weekly message; {name} gets nothing extra.", name=name))
    again = Button(t("Note another step"), links.note(pair, week))
    await ctx.update(Message(tuple(lines), (again, Button(t("Our page"), links.show(pair)))))


def _note(work: Work, by: By, pair: int, week: int, wish: Wish | None, note: str) -> tuple[texts.View, NextStep | None]:
    kept = next_steps.add(work, by, pair, wish) if wish else None
    return decide.record_note(work, by, pair, week, note), kept


def _read_day(ctx: FormContext) -> datetime | None:
    """Noon of the day that was typed; raises `Refused` beside the field, and nothing typed is lost."""
    typed, zone = ctx.answers.one("day"), ZoneInfo(ctx.reader.zone)
    if not typed:
        return None
    today = ctx.now.astimezone(zone).date()
    day, _ = day_in(typed, today)
    if problem := _problem(day, today):
        raise Refused(t("The day needs another look. Nothing you typed is lost."), {"day": problem})
    return datetime.combine(day or today, NOON, zone).astimezone(UTC)


def _problem(day: date | None, today: date) -> Text | None:
    if day is None:
        return t("I cannot read this as a day. For example: Friday, or 24.12.")
    if day < today:
        return t("This lies in the past. Which day do you mean?")
    return t("This is more than a year away. Please choose an earlier day.") if day - today > FURTHEST else None


@action("pairs.steps")
async def steps(ctx: Context, pair: int) -> None:
    await ctx.reply(await ctx.read(_steps, pair))


def _steps(work: Work, by: By, pair: int) -> Message:
    view = decide.mine(work, by, pair)
    lines = next_steps.page_lines(work, view)
    week = Button(t("Note a next step"), links.note(pair, view.pair.week))
    if not lines:
        return Message((t("Nothing is open just now."),), (week, Button(t("Our page"), links.show(pair))))
    return Message(tuple(lines), (tick_menu(work, view), week, Button(t("Our page"), links.show(pair))))


def tick_menu(work: Work, view: texts.View) -> Menu:
    found = next_steps.open_ones(work, view.pair.community, view.pair.id)
    choices = tuple(Choice(t("{step}", step=one.words), str(one.id)) for one in found)
    return Menu(t("Tick off a step"), choices, links.tick())


@action("pairs.tick")
async def tick(ctx: Context) -> None:
    picked = ctx.picked[0] if ctx.picked else ""
    if not picked.isdecimal() or len(picked) > 18:
        raise decide.gone()
    step, view = await ctx.write(_tick, int(picked), done=True)
    said = t("“{step}” is done. {name} sees it on your page.", step=step.words, name=view.partner.name)
    back = Button(t("Not done yet"), links.untick(step.id))
    await ctx.reply(Message((said,), (Button(t("Our page"), links.show(step.pair), Tone.MAIN), back)))


@action("pairs.untick")
async def untick(ctx: Context, todo: int) -> None:
    kept, _ = await ctx.write(_tick, todo, done=False)
    said = t("“{step}” is open again.", step=kept.words)
    await ctx.update(Message((said,), (Button(t("Our page"), links.show(kept.pair), Tone.MAIN),)))


def _tick(work: Work, by: By, id: int, *, done: bool) -> tuple[NextStep, texts.View]:
    return next_steps.tick(work, by, id, done=done)


@action("pairs.notes")
async def notes(ctx: Context, pair: int) -> None:
    await ctx.reply(await ctx.read(_notes, pair))


def _notes(work: Work, by: By, pair: int) -> Message:
    """Everything that one wrote down for oneself, by week."""
    view = decide.mine(work, by, pair, active=False)
    lines: list[Text] = []
    for one in work.pairs.checkins(by.community, pair, view.me.id):
        if one.next_step:
            lines.append(t("Week {week}, a step of yours: {step}", week=one.week, step=one.next_step))
        if one.note:
            lines.append(t("Week {week}: {note}", week=one.week, note=one.note))
    head = t("Your own notes with {name}. Only you can see this.", name=view.partner.name)
    none = t("You have noted nothing for yourself yet.")
    return Message((head, *(lines or [none])), (Button(t("Our page"), links.show(pair)),))
