"""The page of figures as a conversation, and what the coordination sets there."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.actions import Who, action, form, opening
from bot.cleaning import clean
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.drawing.pencil import NOT_DRAWN
from bot.errors import Refused
from bot.features.impact import decide, picture, texts
from bot.features.impact.figures import FIGURES
from bot.features.impact.model import Goal, Period, first_of_month
from bot.features.impact.reading import Page, page
from bot.i18n import Text, t, tn
from bot.recurrence import DAY
from bot.ui import Choice, Field, FieldKind, Form, Message
from bot.work import By, Work

WITHIN = (1, 3, 6, 12, 24)
"""Months from now until the end of which a goal may be set; it ends with a month."""
MOST = 1_000_000


@command("programme impact", t("See what your programme brings about"), who=Who.COORDINATOR)
async def impact(ctx: Context) -> None:
    await ctx.reply(await drawn(ctx, await ctx.write(decide.look, Period.ALL)))


@action("impact.period", who=Who.COORDINATOR)
async def period(ctx: Context) -> None:
    picked = next((one for one in Period if ctx.picked and one.value == ctx.picked[0]), Period.ALL)
    await ctx.update(await drawn(ctx, await ctx.write(decide.look, picked)))


async def drawn(ctx: Context, shown: Page) -> Message:
    """The figures in words, and as pictures."""
    message, pencil, reader = texts.shown(shown), ctx.bot.pencil, ctx.reader
    drawing = [pencil.picture(picture.months(shown, reader), "months.png", picture.months_alt(shown))]
    if shown.weeks:
        weeks = picture.weeks(shown.weeks, reader)
        drawing.append(pencil.picture(weeks, "weeks.png", picture.weeks_alt(shown.weeks)))
    drawings = await asyncio.gather(*drawing)
    pictures = tuple(one for found in drawings for one in found)
    return replace(message, pictures=pictures, text=message.text if all(drawings) else (*message.text, NOT_DRAWN))


async def goal_form(ctx: Context) -> Form:
    settings = await ctx.read(lambda work, by: work.impact.settings(by.community))
    goal = settings.goal
    figures = tuple(Choice(one.label, one.name, one.meaning) for one in FIGURES if one.goal)
    ends = tuple(Choice(tn("At the end of next month", "In {n} months", n), str(n)) for n in WITHIN)
    return Form(
        t("The goal of the programme"),
        (
            Field("figure", t("What ought to grow"), FieldKind.ONE, required=True, choices=figures,
                  value=(goal.figure if goal else "finished",)),
            Field("number", t("How many it ought to be"), hint=t("Counted from the beginning of the programme."),
                  required=True, most=7, value=(str(goal.number),) if goal else ()),
            Field("within", t("By when"), FieldKind.ONE, required=True, choices=ends, value=("6",)),
        ),
        t("Keep it"),
    )  # fmt: skip


@opening("impact.goal", who=Who.COORDINATOR)
async def goal(ctx: OpenContext) -> None:
    await ctx.open(aimed())


@form("impact.aimed", goal_form, who=Who.COORDINATOR)
async def aimed(ctx: FormContext) -> None:
    typed = clean(ctx.answers.one("number"), lines=False)
    if not (typed.isascii() and typed.isdecimal() and 0 < int(typed) <= MOST):
        wrong = {"number": t("Please write a whole number, for example 50.")}
        raise Refused(t("The goal needs another look. Nothing you typed is lost."), wrong)
    day = _end_of(ctx, int(ctx.answers.one("within")))
    await ctx.write(decide.set_goal, Goal(ctx.answers.one("figure"), int(typed), day))
    await ctx.update(await drawn(ctx, await ctx.read(page, Period.ALL)))


def _end_of(ctx: Context, months: int) -> date:
    """The last day of the month so many months from now."""
    today = ctx.now.astimezone(ZoneInfo(ctx.home.zone)).date()
    return first_of_month(today, months + 1) - DAY


async def lesson_form(ctx: Context) -> Form:
    hint = t("What worked, what did not, what you would do differently. Without names.")
    return Form(
        t("A lesson"),
        (Field("words", t("What you learned"), FieldKind.LONG, hint, required=True, most=500),),
        t("Keep it"),
    )


@opening("impact.lesson", who=Who.COORDINATOR)
async def lesson(ctx: OpenContext) -> None:
    await ctx.open(learned())


@form("impact.learned", lesson_form, who=Who.COORDINATOR)
async def learned(ctx: FormContext) -> None:
    words = clean(ctx.answers.one("words"), lines=True)
    if not words:
        wrong = {"words": t("Please write a few words.")}
        raise Refused(t("The lesson needs another look. Nothing you typed is lost."), wrong)
    await ctx.reply(texts.learned(await ctx.write(decide.learn, words)))


@action("impact.drop", who=Who.COORDINATOR)
async def drop(ctx: Context, lesson: int) -> None:
    await ctx.write(decide.forget_lesson, lesson)
    await ctx.update(Message((t("The lesson is gone. What was posted with it stays."),)))


@action("impact.counting", who=Who.COORDINATOR)
async def counting(ctx: Context) -> None:
    settings = await ctx.read(lambda work, by: work.impact.settings(by.community))
    await ctx.reply(texts.counting(settings, ctx.adapter.capabilities.activity))


@action("impact.count", who=Who.COORDINATOR)
async def count(ctx: Context, yes: bool) -> None:
    told = ctx.adapter.capabilities.activity
    settings = await ctx.write(decide.count, yes, told)
    ctx.bot.activity.changed()
    if settings.counting is None:
        await ctx.update(Message((t("Activity is not counted any more, and the days that were kept are gone."),)))
        return
    said = t("Activity counts from now on. The first number comes on the Monday after a full week.")
    await ctx.update(Message((said, texts.what_counts(told))))


@action("impact.me")
async def me(ctx: Context, yes: bool) -> None:
    counted = await ctx.write(decide.count_me, yes)
    ctx.bot.activity.changed()
    await ctx.reply(texts.mine(counted))


@action("impact.monthly", who=Who.COORDINATOR)
async def monthly(ctx: Context, yes: bool) -> None:
    await ctx.write(decide.monthly, yes)
    if yes:
        said = t("On the first of each month I show you the figures of the month before. Nothing goes out without you.")
        await ctx.reply(Message((said, *(await ctx.read(_where)))))
        return
    await ctx.reply(Message((t("I propose no monthly post any more."),)))


def _where(work: Work, by: By) -> tuple[Text, ...]:
    moderators = work.programmes.of(by.community).moderators
    if moderators:
        return (t("You find them in {channel}.", channel=moderators),)
    return (
        t("You find them in `/programme impact` and in your weekly overview. With a moderators’ channel you hear of "
          "them at once: `/programme setup` names one."),
    )  # fmt: skip
