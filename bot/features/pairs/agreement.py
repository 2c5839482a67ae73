"""What a pair expects of each other, as a conversation: proposed by one, agreed by the other, shown on its page."""

from __future__ import annotations

from collections.abc import Mapping

from bot.actions import action, form, opening
from bot.context import Context, FormContext, OpenContext
from bot.features.pairs import decide, links, texts
from bot.features.pairs.model import Expectations
from bot.i18n import Text, t
from bot.ui import Button, Choice, Field, FieldKind, Form, Message, Tone
from bot.work import By, Work


async def expectations_form(ctx: Context, pair: int) -> Form:
    view, before = await ctx.read(_view_and_expectations, pair)
    goal = before.goal if before else view.pair.goal
    return Form(
        t("How you work together"),
        (
            Field(
                "goal",
                t("What you want to reach"),
                FieldKind.LONG,
                required=True,
                most=500,
                value=(goal,) if goal else (),
            ),
            Field(
                "rhythm",
                t("How often you talk"),
                FieldKind.ONE,
                required=True,
                choices=_choices(texts.RHYTHMS),
                value=(before.rhythm if before else "weekly",),
            ),
            Field(
                "form",
                t("How you meet"),
                FieldKind.ONE,
                required=True,
                choices=_choices(texts.MEETING_FORMS),
                value=(before.form if before and before.form else "video",),
            ),
            Field(
                "between",
                t("What happens between meetings"),
                hint=t("For example: questions in writing, an answer within two days."),
                most=300,
                value=(before.between,) if before and before.between else (),
            ),
        ),
        t("Propose it"),
    )


def _choices(labels: Mapping[str, Text]) -> tuple[Choice, ...]:
    return tuple(Choice(label, key) for key, label in labels.items())


def _view_and_expectations(work: Work, by: By, pair: int) -> tuple[texts.View, Expectations | None]:
    return decide.mine(work, by, pair), work.pairs.expectations(by.community, pair)


@opening("pairs.expect")
async def expect(ctx: OpenContext, pair: int) -> None:
    await ctx.open(expected(pair=pair))


@form("pairs.expected", expectations_form)
async def expected(ctx: FormContext, pair: int) -> None:
    answers = ctx.answers
    wish = decide.Wish(*(answers.one(name) for name in ("goal", "rhythm", "form", "between")))
    proposed = await ctx.write(decide.propose, pair, wish)
    name = proposed.view.partner.name
    said = t("I have put this to {name}. You both hear from me once it is agreed.", name=name)
    if proposed.done:
        said = t("This is what you and {name} have agreed on already, so nothing changes.", name=name)
    await ctx.reply(Message((said,), (Button(t("Our page"), links.show(pair)),)))


@action("pairs.agree")
async def agree(ctx: Context, pair: int, version: int) -> None:
    agreed = await ctx.write(decide.agree, pair, version)
    if agreed.done:
        head = t("Agreed. This is how you and {name} work together:", name=agreed.view.partner.name)
        page = Button(t("This week's step"), links.show(pair), Tone.MAIN)
        await ctx.update(Message((head, *texts.agreed_lines(agreed.current)), (page,)))
        return
    own = agreed.current.by == agreed.view.me.id
    await ctx.update((texts.own_proposal if own else texts.proposal)(agreed.view, agreed.current))
