"""The pair of the month as a conversation: nominated by anybody, chosen by the coordination, answered by the two."""

from __future__ import annotations

from typing import Annotated

from bot.actions import Who, action, form, opening
from bot.commands import Option, command
from bot.context import Context, FormContext, OpenContext
from bot.errors import Refused
from bot.features.members.people import suggest_people, whom
from bot.features.pairs import decide as pairs
from bot.features.programme.opened import require_open
from bot.features.recognition import milestones, month, nominating
from bot.features.recognition import month_texts as texts
from bot.features.recognition.honours import REASON, Says
from bot.features.recognition.model import unnamed
from bot.i18n import t
from bot.ui import Field, FieldKind, Form


@command("nominate", t("Nominate a pair that did well, yours or another"), opens=True)
async def nominate(
    ctx: OpenContext,
    person: Annotated[str | None, Option(t("One of the two"), suggest=suggest_people, kind=FieldKind.PERSON)] = None,
) -> None:
    await ctx.read(require_open)
    await ctx.open(nominated(), {"person": (person,)} if person else None)


@opening("recognition.nominate")
async def nominate_button(ctx: OpenContext, pair: int) -> None:
    """0: somebody who is still to be named; else one's own pair."""
    await ctx.read(require_open)
    own = await ctx.read(pairs.mine, pair, active=False) if pair else None
    await ctx.open(nominated(), {"person": (own.partner.person.id,)} if own else None)


async def nomination_form(ctx: Context) -> Form:
    hint = t("For your own pair, pick your partner.")
    why = t("What did they do, and what came of it? Only the coordination learns that it comes from you.")
    fields = (
        Field("person", t("One of the two"), FieldKind.PERSON, hint, required=True, most=100),
        Field("words", t("Why them?"), FieldKind.LONG, why, required=True, most=REASON),
    )
    return Form(t("Nominate a pair"), fields, t("Nominate"))


@form("recognition.nominated", nomination_form)
async def nominated(ctx: FormContext) -> None:
    person = await whom(ctx, ctx.answers.one("person"))
    await ctx.write(nominating.nominate, person, ctx.answers.one("words"))
    await ctx.reply(texts.thanked_for(person.name))


# the two


@action("recognition.answer")
async def answer(ctx: Context, honour: int, says: str) -> None:
    if says not in list(Says):
        raise Refused(t("This button is from an earlier time. `/mentor status` shows where things stand."))
    found = await ctx.write(month.answer, honour, Says(says))
    await ctx.update(texts.answered(found.honour, says))


@action("recognition.take_honour_down")
async def take_down(ctx: Context, honour: int) -> None:
    await ctx.write(month.take_down, honour)
    await ctx.reply(texts.downed())


# the coordination


@command("programme recognition", t("Choose the pair of the month; milestones on or off"), who=Who.COORDINATOR)
async def recognition(ctx: Context) -> None:
    await ctx.reply(texts.desk(await ctx.read(nominating.this_month)))


@action("recognition.desk", who=Who.COORDINATOR)
async def desk(ctx: Context) -> None:
    await ctx.reply(texts.desk(await ctx.read(nominating.this_month)))


@action("recognition.pick", who=Who.COORDINATOR)
async def pick(ctx: Context) -> None:
    picked = ctx.picked[0] if ctx.picked else ""
    id = int(picked) if picked.isdecimal() and len(picked) < 19 else 0
    await ctx.reply(texts.looked_at(await ctx.read(nominating.find, id)))


@opening("recognition.choose", who=Who.COORDINATOR)
async def choose(ctx: OpenContext, nomination: int, pair: int) -> None:
    await ctx.open(chosen(nomination=nomination, pair=pair))


async def choice_form(ctx: Context, nomination: int, pair: int) -> Form:
    found = await ctx.read(nominating.find, nomination)
    names = [one.name for of, *two in found.pairs if of.id == pair for one in two]
    said = unnamed(found.nomination.words, names) if names else ""
    hint = t("Please write no names: the two decide themselves whether they are named.")
    field = Field(
        "words", t("What stands in the channel"), FieldKind.LONG, hint, required=True, most=REASON, value=(said,)
    )
    return Form(t("The pair of the month"), (field,), t("Ask the two"))


@form("recognition.chosen", choice_form, who=Who.COORDINATOR)
async def chosen(ctx: FormContext, nomination: int, pair: int) -> None:
    await ctx.write(month.choose, nomination, pair, ctx.answers.one("words"))
    await ctx.reply(texts.chosen())


@action("recognition.milestones", who=Who.COORDINATOR)
async def post_milestones(ctx: Context, yes: bool) -> None:
    await ctx.write(milestones.want, yes=yes)
    await ctx.reply(texts.desk(await ctx.read(nominating.this_month)))
