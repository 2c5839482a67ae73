"""Suggestions as a conversation: written, compared, supported, answered."""

from __future__ import annotations

from typing import Annotated

from bot.actions import Who, action, form, opening
from bot.commands import Option, command
from bot.context import Context, FormContext, OpenContext
from bot.features.suggestions import decide, links, texts
from bot.features.suggestions.model import ANSWERS, LONGEST, Standing
from bot.i18n import t
from bot.ui import Button, Choice, Field, FieldKind, Form, Message


@command("suggest", t("Suggest something to the community"), opens=True)
async def suggest(ctx: OpenContext, idea: Annotated[str | None, Option(t("What would be good?"))] = None) -> None:
    await ctx.open(written(), {"words": (idea,)} if idea else None)


@opening("suggestions.write")
async def write(ctx: OpenContext) -> None:
    await ctx.open(written())


async def suggestion_form(ctx: Context) -> Form:
    hint = t("One idea. Everybody here can read it, without your name; the coordination sees that it is yours.")
    field = Field("words", t("What would be good, and why?"), FieldKind.LONG, hint, required=True, most=LONGEST)
    return Form(t("A suggestion"), (field,), t("Send it"))


@form("suggestions.written", suggestion_form)
async def written(ctx: FormContext) -> None:
    """Similar ones are shown before it is sent."""
    words = ctx.answers.one("words")
    found = await ctx.read(decide.similar, words)
    if found:
        draft = await ctx.write(decide.hold, words)
        await ctx.reply(texts.ask_about(found, draft))
        return
    await ctx.write(decide.send, words)
    await ctx.reply(texts.kept())


@action("suggestions.send")
async def send(ctx: Context, draft: int) -> None:
    await ctx.write(decide.send_held, draft)
    await ctx.update(texts.kept())


@action("suggestions.same")
async def same(ctx: Context) -> None:
    found = await ctx.write(decide.support, _picked(ctx), yes=True)
    await ctx.update(texts.supported(found, yes=True))


@command("suggestions", t("Read what others suggest, and what became of it"))
async def suggestions(ctx: Context) -> None:
    await _list(ctx, 0)


@action("suggestions.page")
async def page(ctx: Context, before: int) -> None:
    await _list(ctx, before)


async def _list(ctx: Context, before: int) -> None:
    found = await ctx.read(decide.shown, before, texts.PAGE + 1)
    counts = await ctx.read(lambda work, by: work.suggestions.counts(by.community))
    more = len(found) > texts.PAGE
    await ctx.reply(texts.listed(found[: texts.PAGE], counts, more=more, first=not before))


@action("suggestions.pick")
async def pick(ctx: Context) -> None:
    await _show(ctx, _picked(ctx))


@action("suggestions.show")
async def show(ctx: Context, suggestion: int) -> None:
    await _show(ctx, suggestion)


async def _show(ctx: Context, id: int) -> None:
    await ctx.reply(texts.shown(await ctx.read(decide.view, id), coordinator=ctx.by.coordinator))


def _picked(ctx: Context) -> int:
    picked = ctx.picked[0] if ctx.picked else ""
    if not picked.isdecimal() or len(picked) > 18:
        raise decide.gone()
    return int(picked)


@action("suggestions.support")
async def support(ctx: Context, suggestion: int, yes: bool) -> None:
    found = await ctx.write(decide.support, suggestion, yes=yes)
    await ctx.reply(texts.supported(found, yes=yes))


@action("suggestions.withdraw")
async def withdraw(ctx: Context, suggestion: int) -> None:
    await ctx.write(decide.withdraw, suggestion)
    await ctx.update(texts.withdrawn())


# the coordination


@opening("suggestions.answer", who=Who.COORDINATOR)
async def answer(ctx: OpenContext, suggestion: int) -> None:
    found = await ctx.read(decide.find, suggestion)
    stands = Standing.PLANNED if found.standing is Standing.NEW else found.standing
    filled = {"standing": (stands.value,)} | ({"answer": (found.answer,)} if found.answer else {})
    await ctx.open(answered(suggestion=suggestion), filled)


async def answer_form(ctx: Context, suggestion: int) -> Form:
    await ctx.read(decide.find, suggestion)
    choices = tuple(Choice(texts.NAMES[one], one.value) for one in ANSWERS)
    hint = t("Everybody can read it. Where you say “not now”, please say why.")
    fields = (
        Field("standing", t("What becomes of it?"), FieldKind.ONE, required=True, choices=choices),
        Field("answer", t("Your answer"), FieldKind.LONG, hint, most=LONGEST),
    )
    return Form(t("Answer a suggestion"), fields, t("Send the answer"))


@form("suggestions.answered", answer_form, who=Who.COORDINATOR)
async def answered(ctx: FormContext, suggestion: int) -> None:
    standing, words = Standing(ctx.answers.one("standing")), ctx.answers.one("answer")
    await ctx.reply(texts.answer_kept(await ctx.write(decide.answer, suggestion, standing, words)))


@action("suggestions.tell", who=Who.COORDINATOR)
async def tell(ctx: Context, suggestion: int) -> None:
    await ctx.write(decide.tell, suggestion)
    await ctx.reply(Message((t("The answer is on its way to the programme channel."),)))


@action("suggestions.hide", who=Who.COORDINATOR)
async def hide(ctx: Context, suggestion: int, yes: bool) -> None:
    await ctx.write(decide.hide, suggestion, yes=yes)
    said = t("Nobody sees this suggestion now, besides its writer and you.") if yes else t("Everybody sees it again.")
    await ctx.update(Message((said,), (Button(t("Look at it"), links.show(suggestion)),)))
