"""The coordination looks after the topics: names, other names, and two that are one."""

from __future__ import annotations

from bot.actions import Who, action, form, opening
from bot.cleaning import clean
from bot.commands import command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.members.model import topic_key
from bot.features.members.topics import LONGEST, read_topics
from bot.features.topics import decide, texts
from bot.features.topics.model import Used
from bot.i18n import t
from bot.ui import Field, Form


@command("programme topics", t("See and tidy up the topics"), who=Who.COORDINATOR)
async def topics(ctx: Context) -> None:
    await ctx.reply(texts.overview(await ctx.read(decide.everything), 0))


@action("topics.overview", who=Who.COORDINATOR)
async def overview(ctx: Context, page: int) -> None:
    await ctx.update(texts.overview(await ctx.read(decide.everything), page))


@action("topics.show", who=Who.COORDINATOR)
async def show(ctx: Context) -> None:
    picked = ctx.picked[0] if ctx.picked else ""
    number = int(picked) if picked.isdecimal() and len(picked) < 16 else 0
    await ctx.reply(texts.one(await ctx.read(decide.find, number)))


async def rename_form(ctx: Context, topic: int) -> Form:
    used = await ctx.read(decide.find, topic)
    field = Field("name", t("New name"), required=True, most=LONGEST, value=(used.topic.name,))
    return Form(t("Rename {topic}", topic=used.topic.name), (field,), t("Rename it"))


@opening("topics.rename", who=Who.COORDINATOR)
async def rename(ctx: OpenContext, topic: int) -> None:
    await ctx.open(renamed(topic=topic))


@form("topics.renamed", rename_form, who=Who.COORDINATOR)
async def renamed(ctx: FormContext, topic: int) -> None:
    name = clean(ctx.answers.one("name"), lines=False)
    if not topic_key(name):
        raise Refused(t("The name needs another look."), {"name": t("Please use letters or digits.")})
    await _done(ctx, await ctx.write(decide.rename, topic, name))


async def alias_form(ctx: Context, topic: int) -> Form:
    used = await ctx.read(decide.find, topic)
    hint = t("Separated by commas. Whoever types one of them gets this topic.")
    field = Field("names", t("Other names"), hint=hint, required=True, most=300)
    return Form(t("Other names for {topic}", topic=used.topic.name), (field,), t("Add them"))


@opening("topics.alias", who=Who.COORDINATOR)
async def alias(ctx: OpenContext, topic: int) -> None:
    await ctx.open(aliased(topic=topic))


@form("topics.aliased", alias_form, who=Who.COORDINATOR)
async def aliased(ctx: FormContext, topic: int) -> None:
    names = read_topics(ctx.answers.one("names"), "names")
    await _done(ctx, await ctx.write(decide.add_names, topic, names))


async def merge_form(ctx: Context, topic: int) -> Form:
    used = await ctx.read(decide.find, topic)
    into = await ctx.read(decide.likely_partner, topic)
    hint = t("Everybody who named {topic} names the other one afterwards.", topic=used.topic.name)
    field = Field("into", t("It is the same as"), hint=hint, required=True, most=LONGEST, value=(into,) if into else ())
    return Form(t("Put {topic} together with another topic", topic=used.topic.name), (field,), t("Put together"))


@opening("topics.merge", who=Who.COORDINATOR)
async def merge(ctx: OpenContext, topic: int) -> None:
    await ctx.open(merged(topic=topic))


@form("topics.merged", merge_form, who=Who.COORDINATOR)
async def merged(ctx: FormContext, topic: int) -> None:
    await _done(ctx, await ctx.write(decide.merge, topic, clean(ctx.answers.one("into"), lines=False)))


async def _done(ctx: Context, used: Used) -> None:
    await ctx.update(texts.one(used, changed=True))
