"""Telling that something is wrong, as a conversation: two taps away everywhere, and by command."""

from __future__ import annotations

from typing import Annotated

from bot.actions import form, opening
from bot.commands import Option, command
from bot.context import Context, FormContext, OpenContext
from bot.features.safety import apart, filing, texts
from bot.features.safety.filing import Told
from bot.features.safety.people import named_here
from bot.features.safety.reporting import Category
from bot.i18n import t
from bot.ui import Choice, Field, FieldKind, Form

LONGEST = 2000
YES, NO = "yes", "no"


@command("report", t("Tell the safety contacts that something is wrong"), opens=True)
async def report(
    ctx: OpenContext,
    person: Annotated[str | None, Option(t("Whom it is about"), kind=FieldKind.PERSON)] = None,
) -> None:
    await ctx.open(reported(thing="", id=0), {"person": (person,)} if person else None)


@opening("safety.report")
async def report_button(ctx: OpenContext, thing: str, id: int) -> None:
    await ctx.open(reported(thing=thing, id=id))


async def report_form(ctx: Context, thing: str, id: int) -> Form:
    title, whom = t("Report something"), [_whom()]
    if thing:
        other = await ctx.read(apart.other_in, thing, id)
        title, whom = t("Report {name}", name=other.name), []
    fields = (
        *whom,
        Field(
            "category",
            t("What is it about?"),
            FieldKind.ONE,
            required=True,
            choices=tuple(Choice(label, category.value) for category, label in texts.CATEGORIES.items()),
        ),
        Field("words", t("What happened"), FieldKind.LONG, t("If you like, in your own words."), most=LONGEST),
        Field(
            "pause",
            t("Pause this pair now"),
            FieldKind.ONE,
            t("The other side sees only that it is quiet."),
            required=True,
            choices=(Choice(t("Yes, no contact for now"), YES), Choice(t("No, go on as before"), NO)),
            value=(YES,),
        ),
    )
    intro = t("Only the safety contacts read this, never the person it is about.")
    return Form(title, fields, t("Send the report"), intro)


def _whom() -> Field:
    hint = t("It may stay empty.")
    return Field("person", t("Whom it is about"), FieldKind.PERSON, hint, most=100)


@form("safety.reported", report_form)
async def reported(ctx: FormContext, thing: str, id: int) -> None:
    answers = ctx.answers
    typed = answers.one("person")
    person = await named_here(ctx, typed)
    person, name = (None, typed) if person in (None, ctx.by.person) else (person, person.name if person else "")
    told = Told(
        Category(answers.one("category")), answers.one("words"), answers.one("pause") == YES, thing, id, person, name
    )
    receipt = await ctx.write(filing.file, told)
    await ctx.reply(texts.receipt(receipt))
