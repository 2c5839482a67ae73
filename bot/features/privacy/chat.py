"""What is kept about me: see it, have it, erase it; oneself, at once."""

from __future__ import annotations

from bot.actions import Who, action
from bot.commands import command
from bot.context import Context
from bot.features.privacy import decide, exporting, texts
from bot.features.privacy.model import Part
from bot.i18n import t
from bot.ui import Message
from bot.work import By, Work


@command("privacy show", t("See what is kept about you, why, and who sees it"), who=Who.ANYONE)
async def show_command(ctx: Context) -> None:
    await _show(ctx)


@action("privacy.show", who=Who.ANYONE)
async def show(ctx: Context) -> None:
    await _show(ctx)


@command("privacy export", t("Get everything about you as files"), who=Who.ANYONE)
async def export_command(ctx: Context) -> None:
    await _export(ctx)


@action("privacy.export", who=Who.ANYONE)
async def export(ctx: Context) -> None:
    await _export(ctx)


@command("privacy erase", t("Erase everything about you"), who=Who.ANYONE)
async def erase_command(ctx: Context) -> None:
    await _ask(ctx)


@action("privacy.erase", who=Who.ANYONE)
async def erase(ctx: Context) -> None:
    await _ask(ctx)


@action("privacy.erased", who=Who.ANYONE)
async def erased(ctx: Context) -> None:
    await ctx.write(decide.erase)
    await ctx.update(texts.erased())


@action("privacy.keep", who=Who.ANYONE)
async def keep(ctx: Context) -> None:
    await ctx.update(Message((t("Nothing was erased, and everything is as it was."),)))


async def _show(ctx: Context) -> None:
    parts, _ = await ctx.read(_about)
    await ctx.reply(texts.page(parts, ctx.home.name))


async def _export(ctx: Context) -> None:
    if await ctx.write(exporting.send, ctx.reader):
        said = t("Your files come by direct message, to you alone. They are deleted there after 24 hours.")
        await ctx.reply(Message((said,)))
    else:
        await ctx.reply(texts.page((), ctx.home.name))


async def _ask(ctx: Context) -> None:
    parts, others = await ctx.read(_about)
    await ctx.reply(texts.confirm(parts, ctx.home.name, others))


def _about(work: Work, by: By) -> tuple[list[Part], list[str]]:
    """What is kept here, and the other communities in which something may be."""
    others = [home.name for home in work.communities.of_person(by.person) if home.key != by.community]
    return list(work.privacy.about(by.community, by.person)), others
