"""Thanks between partners as a conversation: written, answered, shown to everybody, taken down."""

from __future__ import annotations

from typing import Annotated

from bot.actions import action, form, opening
from bot.commands import Option, command
from bot.context import Context, FormContext, OpenContext
from bot.features.recognition import decide, naming, texts
from bot.features.recognition.model import LONGEST
from bot.i18n import t, words
from bot.ui import Choice, Field, FieldKind, Form

YES, NO = "yes", "no"
OFFERED = 25
"""Partners to choose from; those who came before them are thanked from the messages about their pair."""


@command("kudos", t("Thank your mentor or mentee"), opens=True)
async def kudos(ctx: OpenContext, words: Annotated[str | None, Option(t("What you are thankful for"))] = None) -> None:
    await _begin(ctx, 0, words)


@opening("recognition.thank")
async def thank(ctx: OpenContext, pair: int) -> None:
    await _begin(ctx, pair, None)


async def _begin(ctx: OpenContext, pair: int, said: str | None) -> None:
    if not pair:
        known = await ctx.read(decide.partners)
        if not known:
            await ctx.reply(texts.nobody())
            return
        pair = known[0].pair.id if len(known) == 1 else 0
    if pair:
        await ctx.read(decide.to_thank, pair)
    await ctx.open(thanked(pair=pair), {"words": (said,)} if said else None)


async def kudos_form(ctx: Context, pair: int) -> Form:
    title, whom = t("Say thank you"), []
    if pair:
        view = await ctx.read(decide.to_thank, pair)
        title = t("Thank {name}", name=view.partner.name)
    else:
        known = (await ctx.read(decide.partners))[:OFFERED]
        choices = tuple(Choice(words(view.partner.name), str(view.pair.id)) for view in known)
        whom = [Field("to", t("Whom?"), FieldKind.ONE, required=True, choices=choices)]
    hint = t("One thing they did, and what it did for you.")
    readers = (Choice(t("Only the one I thank"), NO), Choice(t("Others too, if they like"), YES))
    fields = (
        *whom,
        Field("words", t("Your thanks"), FieldKind.LONG, hint, required=True, most=LONGEST),
        Field("open", t("Who may read it?"), FieldKind.ONE, required=True, choices=readers, value=(NO,)),
    )
    return Form(title, fields, t("Send it"))


@form("recognition.thanked", kudos_form)
async def thanked(ctx: FormContext, pair: int) -> None:
    answers = ctx.answers
    given = await ctx.write(
        decide.thank, pair or int(answers.one("to")), answers.one("words"), open_to_all=answers.one("open") == YES
    )
    await ctx.reply(texts.given(given.kudos, given.view))


@action("recognition.show")
async def show(ctx: Context, kudos: int) -> None:
    found = await ctx.write(decide.show, kudos)
    await ctx.reply(texts.shown(found.kudos))


@action("recognition.take_down")
async def take_down(ctx: Context, kudos: int) -> None:
    found = await ctx.write(decide.take_down, kudos)
    await ctx.reply(texts.down(found.kudos, found.view))


@action("recognition.more")
async def more(ctx: Context, kudos: int) -> None:
    found = await ctx.read(decide.mine, kudos)
    await ctx.reply(texts.more(found.kudos, found.view))


# one's own name


@action("recognition.naming")
async def how_named(ctx: Context) -> None:
    await ctx.reply(texts.naming(await ctx.read(naming.may_be_named)))


@action("recognition.named")
async def name_me(ctx: Context, yes: bool) -> None:
    await ctx.write(naming.choose, yes=yes)
    await ctx.reply(texts.naming(yes))
