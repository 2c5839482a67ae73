"""Weekly posts as a conversation: which series there are, what comes next, and changing it."""

from __future__ import annotations

from datetime import timedelta

from bot.actions import Who, action, form, opening
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.posts import decide, texts
from bot.features.posts.decide import Wish
from bot.features.posts.model import Series
from bot.features.posts.pieces import starters
from bot.features.posts.sources import sources
from bot.features.posts.turns import Ahead, ahead
from bot.features.programme.picking import channel_of
from bot.features.programme.texts import WEEKDAYS
from bot.i18n import Text, t, words
from bot.markup import Reader
from bot.planned import Weekly
from bot.ui import Choice, Field, FieldKind, Form, Message
from bot.work import By, Work

SHOWN = 5
"""The next one, and four after it."""
FAR = timedelta(weeks=SHOWN + 1)


@command("programme posts", t("Weekly posts: what comes next, when, and in which words"), who=Who.COORDINATOR)
async def posts(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_overview))


@action("posts.show", who=Who.COORDINATOR)
async def show(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_overview))


def _overview(work: Work, by: By) -> Message:
    running, schedules = work.posts.running(by.community), decide.schedules(work, by)
    if not running:
        channel = work.programmes.of(by.community).channel
        return texts.none_yet(channel, len(work.posts.pieces(by.community)) or len(starters()))
    coming = ahead(work, by.community, by.now, FAR)
    first = {one.series.id: one for one in reversed(coming)}
    return texts.overview([(one, schedules[one.id], first.get(one.id)) for one in running if one.id in schedules])


@action("posts.begin", who=Who.COORDINATOR)
async def begin(ctx: Context) -> None:
    series = await ctx.write(decide.begin)
    await ctx.update(await ctx.read(_page, series.id))


@action("posts.pick", who=Who.COORDINATOR)
async def pick(ctx: Context) -> None:
    await ctx.reply(await ctx.read(_page, _picked(ctx, decide.no_series())))


def _picked(ctx: Context, gone: Refused) -> int:
    picked = ctx.picked[0] if ctx.picked else ""
    if not picked.isdecimal() or len(picked) > 18:
        raise gone
    return int(picked)


@action("posts.series", who=Who.COORDINATOR)
async def series(ctx: Context, series: int) -> None:
    await ctx.reply(await ctx.read(_page, series))


def _page(work: Work, by: By, id: int) -> Message:
    found, schedule = decide.find(work, by, id)
    channel = work.programmes.of(by.community).channel
    return texts.page(found, schedule, channel, _coming(work, by, found))


def _coming(work: Work, by: By, series: Series) -> list[Ahead]:
    """What this one says next, as all the others leave it to it."""
    return [one for one in ahead(work, by.community, by.now, FAR) if one.series.id == series.id][:SHOWN]


@action("posts.preview", who=Who.COORDINATOR)
async def preview(ctx: Context, series: int) -> None:
    """Just as everybody will read it: in the community's language."""
    before, post = await ctx.read(_preview, series)
    await ctx.reply(before)
    if post:
        await ctx.reply(post, reader=Reader(ctx.home.locale, ctx.home.zone, ctx.now))


def _preview(work: Work, by: By, id: int) -> tuple[Message, Message | None]:
    found, schedule = decide.find(work, by, id)
    first = next((one for one in _coming(work, by, found) if not one.skipped), None)
    if first is None or first.ready is None:
        return _page(work, by, id), None
    return texts.before_preview(first, schedule, work.programmes.of(by.community).channel), first.ready.message


@action("posts.skip", who=Who.COORDINATOR)
async def skip(ctx: Context, series: int, day: str) -> None:
    await ctx.write(decide.skip, series, day)
    await ctx.update(await ctx.read(_page, series))


@action("posts.keep", who=Who.COORDINATOR)
async def keep(ctx: Context, series: int, day: str) -> None:
    await ctx.write(decide.keep, series, day)
    await ctx.update(await ctx.read(_page, series))


@action("posts.pause", who=Who.COORDINATOR)
async def pause(ctx: Context, series: int) -> None:
    await ctx.write(decide.pause, series)
    await ctx.update(await ctx.read(_page, series))


@action("posts.resume", who=Who.COORDINATOR)
async def resume(ctx: Context, series: int) -> None:
    await ctx.write(decide.resume, series)
    await ctx.update(await ctx.read(_page, series))


@action("posts.end", who=Who.COORDINATOR)
async def end(ctx: Context, series: int) -> None:
    found, _ = await ctx.read(decide.find, series)
    await ctx.write(decide.end, series)
    await ctx.update(texts.ended(found))


# the form


@opening("posts.new", who=Who.COORDINATOR)
async def new(ctx: OpenContext) -> None:
    await ctx.open(made())


@opening("posts.change", who=Who.COORDINATOR)
async def change(ctx: OpenContext, series: int) -> None:
    await ctx.open(changed(series=series))


async def new_form(ctx: Context) -> Form:
    return _form(t("A series of posts"), Wish())


async def change_form(ctx: Context, series: int) -> Form:
    found, schedule = await ctx.read(decide.find, series)
    rule = schedule.rule if isinstance(schedule.rule, Weekly) else Weekly(2, 10, ctx.home.zone)
    return _form(t("Change the series"), Wish(found.source, rule.weekday, rule.hour, found.place))


def _form(title: Text, wish: Wish) -> Form:
    days = [Choice(label, str(number)) for number, label in enumerate(WEEKDAYS)]
    hours = [Choice(words(f"{hour}:00"), str(hour)) for hour in range(24)]
    place = (wish.place.id,) if wish.place else ()
    hint = t("Left empty: the programme channel.")
    fields = (
        _one("source", t("What is posted"), [Choice(one.title, one.name) for one in sources().values()], wish.source),
        _one("weekday", t("Day of the week"), days, str(wish.weekday)),
        _one("hour", t("Hour"), hours, str(wish.hour)),
        Field("place", t("Channel"), FieldKind.PLACE, hint, most=200, value=place),
    )
    return Form(title, fields, t("Keep it"))


def _one(name: str, label: Text, choices: list[Choice], value: str) -> Field:
    return Field(name, label, FieldKind.ONE, required=True, choices=tuple(choices), value=(value,))


@form("posts.made", new_form, who=Who.COORDINATOR)
async def made(ctx: FormContext) -> None:
    series = await ctx.write(decide.start, await _wish(ctx))
    await ctx.reply(await ctx.read(_page, series.id))


@form("posts.changed", change_form, who=Who.COORDINATOR)
async def changed(ctx: FormContext, series: int) -> None:
    await ctx.write(decide.change, series, await _wish(ctx))
    await ctx.reply(await ctx.read(_page, series))


async def _wish(ctx: FormContext) -> Wish:
    answers = ctx.answers
    place = await channel_of(ctx, answers.one("place"))
    return Wish(answers.one("source"), int(answers.one("weekday")), int(answers.one("hour")), place)
