"""The needs map as a conversation: by topic, language or district, and what is behind one row."""

from __future__ import annotations

from dataclasses import replace

from bot.actions import Who, action
from bot.commands import command
from bot.context import Context
from bot.drawing.pencil import NOT_DRAWN
from bot.errors import Refused
from bot.features.mentoring.model import Filter
from bot.features.needs import picture, texts
from bot.features.needs.model import Need, Side
from bot.features.needs.texts import View
from bot.i18n import t
from bot.ui import Message
from bot.work import By, Work

BEHIND = {Side.TOPIC: Side.LANGUAGE, Side.LANGUAGE: Side.TOPIC, Side.DISTRICT: Side.TOPIC}
"""By what the people behind one row are counted."""


@command("programme needs", t("See who waits for what, and what there is room for"), who=Who.COORDINATOR)
async def needs(ctx: Context) -> None:
    await ctx.reply(await drawn(ctx, await ctx.read(whole, Side.TOPIC, 0)))


@action("needs.open", who=Who.COORDINATOR)
async def open_map(ctx: Context) -> None:
    await ctx.reply(await drawn(ctx, await ctx.read(whole, Side.TOPIC, 0)))


@action("needs.show", who=Who.COORDINATOR)
async def show(ctx: Context, by: str, page: int) -> None:
    await ctx.update(await drawn(ctx, await ctx.read(whole, _side(by), page)))


@action("needs.within", who=Who.COORDINATOR)
async def within(ctx: Context, by: str) -> None:
    picked = ctx.picked[0] if ctx.picked else ""
    await ctx.reply(await drawn(ctx, await ctx.read(behind, _side(by), picked)))


async def drawn(ctx: Context, view: View) -> Message:
    """The map in words, and as a picture where there is something to be drawn."""
    message = texts.shown(view)
    if not view.found:
        return message
    pictures = await ctx.bot.pencil.picture(picture.chart(view, ctx.reader), "needs.png", texts.alt(view))
    return replace(message, pictures=pictures, text=message.text if pictures else (*message.text, NOT_DRAWN))


def _side(by: str) -> Side:
    return next((side for side in Side if side.value == by), Side.TOPIC)


def whole(work: Work, by: By, side: Side, page: int) -> View:
    found = work.needs.by(by.community, side, by.now)
    view = View(side, found, *work.needs.total(by.community, by.now))
    return View(side, found, view.waiting, view.seats, max(0, min(page, view.last)))


def behind(work: Work, by: By, side: Side, key: str) -> View:
    """The people of one row, counted another way; raises `Refused` for one that is not there any more."""
    row = next((one for one in work.needs.by(by.community, side, by.now) if one.key == key and one.name), None)
    if row is None:
        raise Refused(t("Nobody waits for this or offers it any more. `/programme needs` shows the map of today."))
    only, other = _filter(side, row), BEHIND[side]
    found = work.needs.by(by.community, other, by.now, only)
    waiting, seats = work.needs.total(by.community, by.now, only)
    return View(other, found, waiting, seats, only=texts.name(side, row))


def _filter(side: Side, row: Need) -> Filter:
    match side:
        case Side.TOPIC:
            return Filter(topic=int(row.key))
        case Side.LANGUAGE:
            return Filter(language=row.key)
        case Side.DISTRICT:
            return Filter(district=row.key)
