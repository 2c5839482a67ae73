"""Looking after pairs as a conversation: a sign of life, a pair that needs a look, what came of it."""

from __future__ import annotations

from bot.actions import Who, action, form, opening
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.needs import links as needs
from bot.features.pairs import care_texts, decide, links, question, risk, risk_texts
from bot.i18n import t, tn
from bot.markup import plain, render
from bot.ui import Button, Choice, Field, FieldKind, Form, Menu, Message, Tone
from bot.work import By, Work

SHOWN = 25


@action("pairs.go_on")
async def go_on(ctx: Context, pair: int) -> None:
    await ctx.update(care_texts.going_on(await ctx.write(decide.go_on, pair)))


@action("pairs.not_yet")
async def not_yet(ctx: Context, pair: int) -> None:
    await ctx.update(question.not_yet(await ctx.write(decide.not_yet, pair)))


@action("pairs.came")
async def came(ctx: Context, pair: int) -> None:
    known = {choice.value for choice in care_texts.OUTCOMES}
    if not ctx.picked or ctx.picked[0] not in known:
        raise decide.gone()
    await ctx.write(decide.came_of_it, pair, ctx.picked[0])
    said = t("Thank you for telling. It helps the programme, and is only shown together with other answers.")
    await ctx.update(Message((said,)))


@command("programme pairs", t("How the pairs are doing, and which need a look"), who=Who.COORDINATOR)
async def overview(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_overview))


def _overview(work: Work, by: By) -> Message:
    running = work.pairs.running(by.community)
    cases = risk.open_cases(work, by, SHOWN)
    lines = [tn("{n} pair is on its way.", "{n} pairs are on their way.", running)]
    if not cases:
        fine = t("None of them needs a look just now.")
        on = t("I tell you as soon as one misses two check-ins, goes quiet or says that it goes badly.")
        return Message((*lines, fine, on), (Button(t("Look at the needs"), needs.open_map(), Tone.MAIN),))
    lines.append(tn("{n} of them needs a look.", "{n} of them need a look.", len({one.pair.id for one in cases})))
    choices = tuple(Choice(risk_texts.line(one), str(one.risk.id)) for one in cases)
    return Message(tuple(lines), (Menu(t("Which pair?"), choices, links.look_at()),))


@action("pairs.look", who=Who.COORDINATOR)
async def look(ctx: Context, risk: int) -> None:
    await ctx.reply(await ctx.write(_look, risk))


def _look(work: Work, by: By, id: int) -> Message:
    return risk.look(work, by, id)


@action("pairs.look_at", who=Who.COORDINATOR)
async def look_at(ctx: Context) -> None:
    picked = ctx.picked[0] if ctx.picked else ""
    if not picked.isdecimal() or len(picked) > 18:
        raise Refused(t("I cannot find this any more. `/programme pairs` shows what needs a look."))
    await ctx.reply(await ctx.write(_look, int(picked)))


async def words_form(ctx: Context, risk: int) -> Form:
    one = await ctx.read(_case, risk)
    suggested = plain(render(risk_texts.SUGGESTED, ctx.reader))
    field = Field("words", t("Your message"), FieldKind.LONG, required=True, most=800, value=(suggested,))
    title = t("To {mentor} and {mentee}", mentor=one.mentor.name, mentee=one.mentee.name)
    return Form(title, (field,), t("Send it"), intro=t("Each of the two gets it alone, with your name."))


def _case(work: Work, by: By, id: int) -> risk.Case:
    return risk.case(work, by, id)


@action("pairs.send_both", who=Who.COORDINATOR)
async def send_both(ctx: Context, risk: int) -> None:
    one = await ctx.write(_send_to_both, risk)
    said = t("{mentor} and {mentee} have your message, each alone.", mentor=one.mentor.name, mentee=one.mentee.name)
    await ctx.update(Message((said,), (Button(t("The other pairs"), links.overview(), Tone.MAIN),)))


def _send_to_both(work: Work, by: By, id: int) -> risk.Case:
    return risk.write_to_both(work, by, id)


@opening("pairs.write_both", who=Who.COORDINATOR)
async def write_both(ctx: OpenContext, risk: int) -> None:
    await ctx.open(written_both(risk=risk))


def _write_to_both(work: Work, by: By, id: int, words: str) -> risk.Case:
    return risk.write_to_both(work, by, id, words)


@form("pairs.written_both", words_form, who=Who.COORDINATOR)
async def written_both(ctx: FormContext, risk: int) -> None:
    one = await ctx.write(_write_to_both, risk, ctx.answers.one("words"))
    said = t("{mentor} and {mentee} have your message, each alone.", mentor=one.mentor.name, mentee=one.mentee.name)
    await ctx.reply(Message((said,)))


@action("pairs.looked_after", who=Who.COORDINATOR)
async def looked_after(ctx: Context, risk: int) -> None:
    await ctx.write(_looked_after, risk)
    await ctx.update(
        Message((t("Thank you for looking after them."),), (Button(t("The other pairs"), links.overview(), Tone.MAIN),))
    )


def _looked_after(work: Work, by: By, id: int) -> risk.Case:
    return risk.looked_after(work, by, id)


@action("pairs.overview", who=Who.COORDINATOR)
async def show_overview(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_overview))
