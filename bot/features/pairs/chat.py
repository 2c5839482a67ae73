"""A pair's weeks as a conversation: step, check-in, agreement."""

from __future__ import annotations

from bot.actions import action, form, opening
from bot.context import Context, FormContext, OpenContext
from bot.features.meetings import links as meetings
from bot.features.pairs import decide, links, texts
from bot.features.pairs.model import CheckIn, Expectations
from bot.i18n import Moment, Text, t
from bot.ui import Button, Choice, Field, FieldKind, Form, Message, Tone
from bot.work import By, Work


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


@action("pairs.show")
async def show(ctx: Context, pair: int) -> None:
    await ctx.reply(await ctx.read(_page, pair))


def _page(work: Work, by: By, pair: int) -> Message:
    """This week's step, what was agreed, and what one noted oneself."""
    view = decide.mine(work, by, pair)
    wanted = work.pairs.expectations(by.community, pair)
    lines: list[Text] = [texts.week_head(view), *texts.step_lines(view)]
    if decide.pausing(view, by):
        lines.append(t("Your pair is having a pause: nothing comes until it goes on, and you need not do anything."))
    if wanted and wanted.agreed:
        lines += [t("**What you agreed**"), *texts.agreed_lines(wanted)]
    mine = work.pairs.checkins(by.community, pair, view.me.id)
    lines += [
        t("Your next step from week {week}: {step}", week=one.week, step=one.next_step)
        for one in mine[-3:]
        if one.next_step
    ]
    if view.pair.space:
        lines.append(t("Your own space: {place}", place=view.pair.space))
    checkin = next((one for one in mine if one.week == view.pair.week), None)
    buttons = [Button(t("We met this week"), links.met(pair, view.pair.week, True), Tone.MAIN)]
    if checkin and checkin.met is not None:
        buttons = [Button(t("Note a next step"), links.note(pair, view.pair.week), Tone.MAIN)]
    agree = t("Change what we agreed") if wanted else t("Agree on how you work")
    lines += planned_lines(work, by, pair)
    plan = Button(t("Plan a meeting"), meetings.plan(pair))
    buttons += [plan, Button(agree, links.expectations(pair)), Button(t("More…"), links.more(pair))]
    return Message(tuple(lines), tuple(buttons))


def planned_lines(work: Work, by: By, pair: int) -> list[Text]:
    """The meeting that is agreed on, or waits for an answer."""
    ahead = work.meetings.upcoming(by.community, pair, by.now)
    if ahead is None:
        return []
    if ahead.at is None:
        return [t("A time for your next meeting is proposed, and not picked yet.")]
    return [t("You meet: **{when}**.", when=Moment(ahead.at))]


async def expectations_form(ctx: Context, pair: int) -> Form:
    view, before = await ctx.read(_view_and_expectations, pair)
    goal = before.goal if before else view.pair.goal
    return Form(
        t("How you work together"),
        (
            Field(
                "goal",
                t("What you want to reach"),
                FieldKind.LONG,
                required=True,
                most=500,
                value=(goal,) if goal else (),
            ),
            Field(
                "rhythm",
                t("How often you talk"),
                FieldKind.ONE,
                required=True,
                choices=tuple(Choice(label, key) for key, label in texts.RHYTHMS.items()),
                value=(before.rhythm if before else "weekly",),
            ),
            Field(
                "between",
                t("What happens between meetings"),
                hint=t("For example: questions in writing, an answer within two days."),
                most=300,
                value=(before.between,) if before and before.between else (),
            ),
        ),
        t("Propose it"),
    )


def _view_and_expectations(work: Work, by: By, pair: int) -> tuple[texts.View, Expectations | None]:
    return decide.mine(work, by, pair), work.pairs.expectations(by.community, pair)


@opening("pairs.expect")
async def expect(ctx: OpenContext, pair: int) -> None:
    await ctx.open(expected(pair=pair))


@form("pairs.expected", expectations_form)
async def expected(ctx: FormContext, pair: int) -> None:
    answers = ctx.answers
    view = await ctx.write(decide.propose, pair, answers.one("goal"), answers.one("rhythm"), answers.one("between"))
    said = t("I have put this to {name}. You both hear from me once it is agreed.", name=view.partner.name)
    await ctx.reply(Message((said,)))


@action("pairs.agree")
async def agree(ctx: Context, pair: int, version: int) -> None:
    agreed = await ctx.write(decide.agree, pair, version)
    if agreed.done:
        head = t("Agreed. This is how you and {name} work together:", name=agreed.view.partner.name)
        page = Button(t("This week's step"), links.show(pair), Tone.MAIN)
        await ctx.update(Message((head, *texts.agreed_lines(agreed.current)), (page,)))
        return
    own = agreed.current.by == agreed.view.me.id
    await ctx.update((texts.own_proposal if own else texts.proposal)(agreed.view, agreed.current))
