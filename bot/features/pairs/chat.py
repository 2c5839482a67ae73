"""A pair's weeks as a conversation: check-in and note."""

from __future__ import annotations

from bot.actions import action, form, opening
from bot.context import Context, FormContext, OpenContext
from bot.features.pairs import decide, links, texts
from bot.features.pairs.model import CheckIn
from bot.i18n import t
from bot.ui import Button, Field, FieldKind, Form, Message
from bot.work import By, Work


@action("pairs.check")
async def check(ctx: Context, pair: int, week: int) -> None:
    await ctx.reply(await ctx.read(_check, pair, week))


def _check(work: Work, by: By, pair: int, week: int) -> Message:
    view = decide.mine(work, by, pair)
    asked, taps = texts.check_in(view, week, decide.own_week(work, by, view, week), several=False)
    return Message(asked, (*taps, Button(t("More…"), links.more(pair))))


@action("pairs.met")
async def met(ctx: Context, pair: int, week: int, yes: bool) -> None:
    view = await ctx.write(decide.record_meeting, pair, week, met=yes)
    if yes:
        await ctx.reply(texts.ask_rating(view.partner.name, pair, week))
    else:
        await ctx.reply(texts.thanks_for_week(view.partner.name, pair, week, met=False))


@action("pairs.rate")
async def rate(ctx: Context, pair: int, week: int) -> None:
    view = await ctx.write(decide.record_rating, pair, week, ctx.rating)
    await ctx.update(texts.thanks_for_week(view.partner.name, pair, week, met=True))


async def note_form(ctx: Context, pair: int, week: int) -> Form:
    before = await ctx.read(_own_week, pair, week)
    return Form(
        t("Your next step"),
        (
            Field(
                "step",
                t("My next step"),
                hint=t("I remind you of it next week."),
                most=200,
                value=(before.next_step,) if before.next_step else (),
            ),
            Field(
                "note",
                t("A note for myself"),
                FieldKind.LONG,
                t("Only you can see it."),
                most=1000,
                value=(before.note,) if before.note else (),
            ),
        ),
        t("Keep it"),
    )


def _own_week(work: Work, by: By, pair: int, week: int) -> CheckIn:
    return decide.own_week(work, by, decide.mine(work, by, pair), week)


@form("pairs.noted", note_form)
async def noted(ctx: FormContext, pair: int, week: int) -> None:
    step = ctx.answers.one("step")
    view = await ctx.write(decide.record_note, pair, week, step, ctx.answers.one("note"))
    said = t("Kept. Only you can see it, and I remind you next week.") if step else t("Kept. Only you can see it.")
    again = Button(t("Change it"), links.note(pair, week))
    await ctx.update(Message((said,), (again, Button(t("Our page"), links.show(view.pair.id)))))


@opening("pairs.note")
async def note(ctx: OpenContext, pair: int, week: int) -> None:
    await ctx.open(noted(pair=pair, week=week))
