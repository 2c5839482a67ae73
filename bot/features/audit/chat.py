"""Reading the audit log in chat."""

from __future__ import annotations

from bot.actions import Who, action
from bot.commands import command
from bot.context import Context
from bot.features.audit import texts
from bot.i18n import t
from bot.ui import Message
from bot.work import By, Work


@command("programme audit", t("See what the coordination changed, and when"), who=Who.COORDINATOR)
async def audit(ctx: Context) -> None:
    await ctx.reply(await ctx.read(page, None))


@action("audit.earlier", who=Who.COORDINATOR)
async def earlier(ctx: Context, before: int) -> None:
    await ctx.update(await ctx.read(page, before))


def page(work: Work, by: By, before: int | None) -> Message:
    return texts.shown(work.audit.last(by.community, texts.PAGE, before))
