"""A safety contact's conversation: what is open, one report, what was done."""

from __future__ import annotations

from bot.actions import Who, action, form, opening
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.features.safety import handling, links, texts
from bot.features.safety.reporting import Outcome
from bot.i18n import t
from bot.ui import Choice, Field, FieldKind, Form, Menu, Message


@command("safety reports", t("Read the open reports"), who=Who.SAFETY)
async def reports(ctx: Context) -> None:
    await ctx.reply(texts.listed(await ctx.read(handling.waiting)))


@action("safety.read", who=Who.SAFETY)
async def read(ctx: Context, report: int) -> None:
    await ctx.reply(texts.opened(await ctx.write(handling.read, report)))


@action("safety.take", who=Who.SAFETY)
async def take(ctx: Context, report: int) -> None:
    taken = await ctx.write(handling.take, report)
    said = t("Thank you for taking care of report {number}. I have told who wrote it.", number=taken.id)
    await ctx.reply(Message((said,)))


async def note_form(ctx: Context, report: int) -> Form:
    hint = t("Only safety contacts who may read this report see it.")
    field = Field("words", t("What was said or done"), FieldKind.LONG, hint, required=True, most=2000)
    return Form(t("Add a note"), (field,), t("Keep it"))


@opening("safety.note", who=Who.SAFETY)
async def note(ctx: OpenContext, report: int) -> None:
    await ctx.open(noted(report=report))


@form("safety.noted", note_form, who=Who.SAFETY)
async def noted(ctx: FormContext, report: int) -> None:
    await ctx.reply(texts.opened(await ctx.write(handling.note, report, ctx.answers.one("words"))))


@action("safety.close", who=Who.SAFETY)
async def close(ctx: Context, report: int) -> None:
    opened = await ctx.write(handling.read, report)
    choices = tuple(Choice(label, outcome.value) for outcome, label in texts.OUTCOMES.items())
    said = t("How does report {number} end? Who wrote it is told that it is closed.", number=opened.report.id)
    await ctx.reply(Message((said,), (Menu(t("How does it end?"), choices, links.closed(report)),)))


@action("safety.closed", who=Who.SAFETY)
async def closed(ctx: Context, report: int) -> None:
    picked = ctx.picked[0] if ctx.picked else ""
    known = {outcome.value: outcome for outcome in Outcome}
    if picked not in known:
        await ctx.reply(texts.opened(await ctx.write(handling.read, report)))
        return
    done = await ctx.write(handling.close, report, known[picked])
    await ctx.update(Message((t("Report {number} is closed. Thank you.", number=done.id),)))
