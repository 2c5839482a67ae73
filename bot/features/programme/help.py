"""What one can type: by what people want, and first what most come for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from bot.actions import Who
from bot.commands import Command, Option, command
from bot.context import Context
from bot.features.mentoring import links as mentoring
from bot.i18n import Text, stacked, t
from bot.ui import Button, Message, Tone

FIRST = ("mentor seek", "mentor offer", "mentor find", "mentor status", "mentor profile", "mentor pause")
"""In this order; all others follow by name."""
CARE = ("mentor blocks", "mentor conduct")
TOGETHER = t("**Mentorship**")
COMMUNITY = t("**In the community**")
SAFE = t("**Your safety and your data**")
COORDINATION = t("**For the coordination**")
GROUPS = (TOGETHER, COMMUNITY, SAFE, COORDINATION)
FAMILIES = {"mentor": TOGETHER, "report": SAFE, "privacy": SAFE}


@command("help", t("Show what I can do"), who=Who.ANYONE)
async def help_(ctx: Context) -> None:
    await ctx.reply(_help(ctx, ""))


@command("mentor help", t("Show what I can do"), who=Who.ANYONE)
async def mentor_help(
    ctx: Context, about: Annotated[str | None, Option(t("One word after the slash, such as mentor"))] = None
) -> None:
    """The same where a platform keeps ``/help`` for itself; also about one word alone."""
    await ctx.reply(_help(ctx, about or ""))


def _help(ctx: Context, about: str) -> Message:
    commands = ctx.bot.registry.commands.values()
    known = sorted((one for one in commands if ctx.may(one.who) and one.name != help_.name), key=_order)
    word = about.strip().lstrip("/").lower()
    family = [one for one in known if one.name.split()[0] == word]
    buttons = (
        Button(t("Where I stand"), mentoring.status(), Tone.MAIN),
        Button(t("Look for a mentor"), mentoring.seek()),
    )
    if family:
        head = t("This is what you can type after `/{word}`. `/mentor help` lists everything I can do.", word=word)
        return Message((head, stacked(list(map(_line, family)))), buttons[:1])
    head = t("I run the mentorship programme here. This is what you can type:")
    return Message((head, *_grouped(known)), buttons)


def _order(one: Command) -> tuple[int, str]:
    return (FIRST.index(one.name) if one.name in FIRST else len(FIRST), one.name)


def _grouped(commands: Sequence[Command]) -> list[Text]:
    """A paragraph for each group that has any."""
    found = [(group, [_line(one) for one in commands if _group(one) is group]) for group in GROUPS]
    return [stacked([group, *lines]) for group, lines in found if lines]


def _group(one: Command) -> Text:
    if one.who in (Who.COORDINATOR, Who.SAFETY):
        return COORDINATION
    return SAFE if one.name in CARE else FAMILIES.get(one.name.split()[0], COMMUNITY)


def _line(one: Command) -> Text:
    return t("`/{name}`: {about}", name=one.name, about=one.about)
