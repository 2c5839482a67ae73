"""A pair's weeks as a conversation: did they meet, and how was it."""

from __future__ import annotations

from bot.actions import action
from bot.context import Context
from bot.features.pairs import decide, links, texts
from bot.i18n import t
from bot.ui import Button, Message
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
