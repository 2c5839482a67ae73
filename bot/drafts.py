"""Forms on their way: several steps, refusals, and trying again with everything still there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.actions import Claim, Who, arguments, opening
from bot.errors import Refused
from bot.fit_forms import fit_form
from bot.forms import STEP, Kept, add_step, checked, filled, find, keep
from bot.i18n import t, words
from bot.markup import label, plain, render
from bot.ui import Action, Button, Form, Message, Tone

if TYPE_CHECKING:
    from bot.actions import Handler
    from bot.context import Context, FormContext, OpenContext
    from bot.patience import Tracked
    from bot.post import FormPost


async def gathered(ctx: FormContext, claim: Claim, answers: Mapping[str, tuple[str, ...]]) -> Kept | None:
    """All answers of a form; None when further steps are to come, which the person has then been told."""
    if claim.name != STEP.name:
        handler = ctx.bot.registry.actions.get(claim.name)
        args = arguments(handler, claim) if handler and handler.form else None
        if args is None:
            raise Refused(t("This form is from an earlier time. Please open it once more."))
        return Kept(Action(claim.name, args), dict(answers), 1)
    args = arguments(STEP, claim)
    if args is None:
        raise Refused(t("This form is from an earlier time. Please open it once more."))
    draft, step = int(args["draft"] or 0), int(args["step"] or 0)
    so_far = await ctx.put_aside(add_step, draft, answers)
    if so_far is None:
        raise _closed()
    if step >= so_far.steps:
        return so_far
    go_on = Button(t("Go on"), following(draft=draft, step=step + 1), Tone.MAIN)
    told = t("Step {step} of {steps} is kept.", step=step, steps=so_far.steps)
    await ctx.reply(Message((told,), (go_on,)))
    return None


@opening("form.next", who=Who.ANYONE)
async def following(ctx: OpenContext, draft: int, step: int) -> None:
    so_far = await ctx.read(find, draft)
    if so_far is None:
        raise _closed()
    try:
        shown = await _step(ctx, so_far, step)
    except Refused as refused:
        await ctx.reply(await _refusal(ctx, so_far, refused, None))
        return
    await ctx.show(replace(shown, id=ctx.id_of(STEP(draft=draft, step=step))))


@opening("form.again", who=Who.ANYONE)
async def again(ctx: OpenContext, draft: int) -> None:
    so_far = await ctx.read(find, draft)
    if so_far is None:
        raise _closed()
    await ctx.open(so_far.action, so_far.answers)


async def _step(ctx: OpenContext, so_far: Kept, step: int) -> FormPost:
    """One step of those that were laid out at first: what is typed on the way does not move any field."""
    build = ctx.bot.registry.actions[so_far.action.name].form
    if build is None:
        raise TypeError(f"{so_far.action.name} has no form")
    form = filled(await build(ctx, **so_far.action.args), so_far.first)
    steps = fit_form(form, "", ctx.adapter.capabilities, ctx.reader)
    shown = steps[min(max(step, 1), len(steps)) - 1]
    typed = {name: answer for name, answer in so_far.answers.items() if answer != so_far.first.get(name)}
    return replace(shown, fields=tuple(replace(one, value=typed.get(one.name, one.value)) for one in shown.fields))


def _closed() -> Refused:
    said = t("This form waited for more than a day and is closed, sorry. Please open it once more.")
    return Refused(said)


async def submit(ctx: FormContext, reply: Tracked, handler: Handler[Any], sent: Kept) -> None:
    """Check the answers and run the form's handler; a refusal leads back to the form, filled as it was."""
    if handler.form is None:
        raise TypeError(f"{handler.name} has no form")
    form: Form | None = None
    try:
        form = await handler.form(ctx, **sent.action.args)
        ctx.answers = checked(form, sent.answers, ctx.reader)
        await handler.run(ctx, **sent.action.args)
    except Refused as refused:
        if ctx.adapter.capabilities.inline_errors and sent.steps == 1 and not reply.answered:
            errors = {name: plain(render(text, ctx.reader)) for name, text in refused.fields.items()}
            await reply.refuse(errors, plain(render(refused.text, ctx.reader)))
            return
        await ctx.reply(await _refusal(ctx, sent, refused, form))


async def _refusal(ctx: Context, sent: Kept, refused: Refused, form: Form | None) -> Message:
    """What is to be mended, and the way back; without a form any more, what was typed stands in the message."""
    draft = await ctx.put_aside(keep, sent.action, sent.answers)
    labels = {one.name: label(one.label, ctx.reader, 200) for one in (form.fields if form else ())}
    lines = [
        t("**{question}**: {problem}", question=labels.get(name, name), problem=problem)
        for name, problem in refused.fields.items()
    ]
    typed = [words(text) for answer in sent.answers.values() for text in answer if text and not form]
    kept = [t("This is what you typed, so that it is not lost:"), *typed] if typed else []
    return Message((refused.text, *lines, *kept), (Button(t("Try again"), again(draft=draft), Tone.MAIN),))
