"""Deleting a course of one's own: asked first, and the pairs that run keep theirs."""

from __future__ import annotations

from bot.actions import Who, action
from bot.context import Context
from bot.features.programme import course_texts as texts
from bot.features.programme import courses, drafting
from bot.ui import Message
from bot.work import By, Work


@action("programme.remove", who=Who.COORDINATOR)
async def remove(ctx: Context, name: str) -> None:
    await ctx.reply(await ctx.read(_asked, name))


def _asked(work: Work, by: By, name: str) -> Message:
    found = drafting.mine(work, by, name)
    chosen = courses.chosen(work, by.community)
    return texts.to_remove(found, chosen=chosen.name == name)


@action("programme.removed", who=Who.COORDINATOR)
async def removed(ctx: Context, name: str) -> None:
    await ctx.update(texts.removed(await ctx.write(drafting.remove, name)))
