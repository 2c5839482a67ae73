"""Introducing two people to each other, and their answers."""

from __future__ import annotations

from typing import Annotated

from bot.actions import action
from bot.cleaning import clean
from bot.commands import Option, command
from bot.context import Context
from bot.errors import Refused
from bot.features.members.people import suggest_people, whom
from bot.features.peers import decide
from bot.features.programme.opened import require_open
from bot.i18n import Text, listing, t
from bot.ui import FieldKind, Message

LONGEST = 400


@command("introduce", t("Introduce two people who should know each other; both are asked first"))
async def introduce(
    ctx: Context,
    one: Annotated[str | None, Option(t("The one"), suggest=suggest_people, kind=FieldKind.PERSON)] = None,
    other: Annotated[str | None, Option(t("The other"), suggest=suggest_people, kind=FieldKind.PERSON)] = None,
    why: Annotated[str | None, Option(t("Why they should know each other"))] = None,
) -> None:
    await ctx.read(require_open)
    words = clean(why or "", lines=False)[:LONGEST]
    if not one or not other or not words:
        raise Refused(
            t("Please name two people, and why they should know each other: `/introduce one: Anna other: Bert why: …`")
        )
    first, second = await whom(ctx, one), await whom(ctx, other)
    done = await ctx.write(decide.introduce, first, second, words)
    await ctx.reply(_said(done, words))


def _said(done: decide.Introduced, words: str) -> Message:
    one, other = done.names
    if not done.strangers:
        said = t(
            "I have asked {one} and {other}. If both say yes, I introduce them, and you hear of it.",
            one=one,
            other=other,
        )
        return Message((said,))
    return Message(tuple(_pass_on(done, words)))


def _pass_on(done: decide.Introduced, words: str) -> list[Text]:
    """Nothing is ever sent to somebody who never used the bot: the giver gets the words to pass on."""
    one, other = done.names
    return [
        t("I write only to people who have used me before, so {names} would not hear from me.",
          names=listing(list(done.strangers))),
        t("Nobody was asked. You can send this yourself:"),
        t("“{one}, {other}, I think you should know each other: {words} Would you both like that?”",
          one=one, other=other, words=words),
    ]  # fmt: skip


@action("peers.answer")
async def answer(ctx: Context, introduction: int, yes: bool) -> None:
    said, other = await ctx.write(decide.answer, introduction, yes=yes)
    if said.both:
        await ctx.update(decide.introduced(other))
    elif yes:
        on = t("Good! If {name} would like it too, I introduce you. You hear of it then.", name=other.name)
        await ctx.update(Message((on,)))
    else:
        await ctx.update(Message((t("That is fine. Nobody is told."),)))
