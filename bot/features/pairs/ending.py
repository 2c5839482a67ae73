"""How a pair ends, as a conversation: a break, more weeks, a finish, a stop, and what was said of it."""

from __future__ import annotations

from bot.actions import action, form, opening
from bot.context import Context, FormContext, OpenContext
from bot.features.members import links as members
from bot.features.members.profile import choose_pause
from bot.features.mentoring import links as mentoring
from bot.features.pairs import decide, links, seat, seat_texts, texts
from bot.features.pairs.model import Side
from bot.features.recognition import links as recognition
from bot.features.safety import links as safety
from bot.features.stories import asking
from bot.i18n import t, tn
from bot.ui import Button, Choice, Field, FieldKind, Form, Menu, Message, Tone
from bot.work import By, Work

REASONS = (
    Choice(t("No time at the moment"), "time"),
    Choice(t("The goal has changed"), "goal"),
    Choice(t("We do not reach each other"), "contact"),
    Choice(t("We are not the right match"), "fit"),
    Choice(t("I would rather not say"), "other"),
)


@action("pairs.more")
async def more(ctx: Context, pair: int) -> None:
    view = await ctx.read(decide.mine, pair)
    await ctx.reply(
        Message(
            (
                t(
                    "What would you like to do? {name} hears about it only if you finish or stop.",
                    name=view.partner.name,
                ),
            ),
            (
                Button(t("Snooze a week"), members.snooze(7)),
                Button(t("Take a break"), choose_pause()),
                Button(t("Stop these messages"), members.stop()),
                Button(t("My notes"), links.notes(pair)),
                Button(t("Nominate us for the pair of the month"), recognition.nominate(pair)),
                Button(t("Finish together"), links.finish(pair)),
                Button(t("Stop this pair"), links.stop(pair), Tone.DANGER),
                Button(t("Report {name}", name=view.partner.name), safety.report(safety.PAIR, pair)),
                Button(t("Block {name}", name=view.partner.name), safety.block(safety.PAIR, pair)),
            ),
        )
    )


@action("pairs.finish")
async def finish(ctx: Context, pair: int) -> None:
    view = await ctx.read(decide.mine, pair)
    said = t(
        "Shall I finish your time with {name} as a success, now in week {week}? Both of you are thanked and asked "
        "how it was.",
        name=view.partner.name,
        week=view.pair.week,
    )
    await ctx.update(Message((said,), (Button(t("Yes, finish"), links.finished(pair), Tone.MAIN),)))


@action("pairs.finished")
async def finished(ctx: Context, pair: int) -> None:
    ended = await ctx.write(decide.finish, pair)
    await ctx.reply(texts.ending(ended.view, ended.met, ended.weeks, by_me=True))


@action("pairs.extend")
async def extend(ctx: Context, pair: int) -> None:
    view = await ctx.write(decide.extend, pair)
    said = t(
        "Good: you and {name} go on until week {weeks}. {name} hears about it from me.",
        name=view.partner.name,
        weeks=view.pair.weeks,
    )
    await ctx.reply(Message((said,)))


@action("pairs.stop")
async def stop(ctx: Context, pair: int) -> None:
    view = await ctx.read(decide.mine, pair)
    said = t("You can stop at any time. {name} is told kindly and never sees the reason.", name=view.partner.name)
    await ctx.update(Message((said,), (Menu(t("What is the reason?"), REASONS, links.stopped(pair)),)))


@action("pairs.stopped")
async def stopped(ctx: Context, pair: int) -> None:
    known = {choice.value for choice in REASONS}
    reason = ctx.picked[0] if ctx.picked and ctx.picked[0] in known else "other"
    view = await ctx.write(decide.stop, pair, reason)
    said = t("Your pair with {name} has ended. Thank you for the time you gave.", name=view.partner.name)
    await ctx.update(Message((said, *seat_texts.lines(view)), _next_for(view)))


@action("pairs.room")
async def room(ctx: Context) -> None:
    free = await ctx.write(seat.room)
    said = tn(
        "Good: {n} place is free, and whoever waits hears of it.",
        "Good: {n} places are free, and whoever waits hears of it.",
        free,
    )
    await ctx.reply(Message((said,), (Button(t("Where I stand"), mentoring.status()),)))


@action("pairs.feedback")
async def feedback(ctx: Context, pair: int) -> None:
    view, (lines, buttons) = await ctx.write(_rated, pair, ctx.rating)
    add = Button(t("Add a few words"), links.feedback_words(pair), Tone.MAIN)
    said = t("Thank you! Only the coordination sees it, and only together with others.")
    again = Button(t("Not again with {name}", name=view.partner.name), safety.not_again(safety.PAIR, pair))
    await ctx.update(Message((said, *lines), (*buttons, texts.thank(view), add, *_next_for(view), again)))


def _rated(work: Work, by: By, pair: int, rating: int) -> tuple[texts.View, asking.Asked]:
    view = decide.give_feedback(work, by, pair, rating, None)
    return view, asking.ask(work, by, view, rating)


async def words_form(ctx: Context, pair: int) -> Form:
    await ctx.read(decide.ended, pair)
    hint = t("What helped, what was missing? Only the coordination reads it.")
    field = Field("words", t("In a few words"), FieldKind.LONG, hint, required=True, most=1000)
    return Form(t("How it was"), (field,), t("Send it"))


@opening("pairs.words")
async def feedback_words(ctx: OpenContext, pair: int) -> None:
    await ctx.open(worded(pair=pair))


@form("pairs.worded", words_form)
async def worded(ctx: FormContext, pair: int) -> None:
    view = await ctx.write(decide.give_feedback, pair, None, ctx.answers.one("words"))
    said = t("Thank you, your words are kept. {name} never sees them.", name=view.partner.name)
    await ctx.update(Message((said,), _next_for(view)))


def _next_for(view: texts.View) -> tuple[Button, ...]:
    """What may come after a pair: passing it on, or looking further."""
    if view.side is Side.MENTEE:
        return (
            Button(t("Offer a topic yourself"), mentoring.offer()),
            Button(t("Look further"), mentoring.seek()),
        )
    return (Button(t("Where I stand"), mentoring.status()), *seat_texts.buttons(view))
