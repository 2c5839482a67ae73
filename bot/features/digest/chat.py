"""The digest as a conversation: how things stand, and turning it on or off for oneself."""

from __future__ import annotations

from bot.actions import Who, action
from bot.commands import command
from bot.context import Context
from bot.features.digest import readers, texts
from bot.features.digest.writing import compose
from bot.i18n import t
from bot.ui import Message
from bot.work import By, Work


@command("programme digest", t("Your weekly overview: what happened, what waits, what failed"), who=Who.COORDINATOR)
async def digest(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_settings))


def _settings(work: Work, by: By) -> Message:
    found = work.digests.reader(by.community, by.person)
    return texts.settings(found is not None and not found.off)


@action("digest.show", who=Who.COORDINATOR)
async def show(ctx: Context) -> None:
    await ctx.reply(await ctx.read(compose))


@action("digest.switch", who=Who.COORDINATOR)
async def switch(ctx: Context, on: bool) -> None:
    await ctx.write(_switch, on)
    await ctx.update(texts.switched(on))


def _switch(work: Work, by: By, on: bool) -> None:
    readers.switch(work, by, on=on)
