"""Completions for what is being typed: an option of a command, or a field of a form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot import entry
from bot.actions import arguments, decode
from bot.context import OpenContext
from bot.events import CommandUsed
from bot.forms import STEP, find
from bot.markup import label
from bot.patience import Direct, Tracked
from bot.post import PostChoice
from bot.ui import Action, Suggest

if TYPE_CHECKING:
    from bot.actions import Claim
    from bot.app import Bot
    from bot.events import OptionTyped

OFFERED = 25
"""More are not read while typing, and no platform shows more."""


async def completions(bot: Bot, event: OptionTyped) -> Sequence[PostChoice]:
    """What fits what was typed so far; raises `Refused` where this person has no business."""
    return await (_of_form(bot, event) if event.form else _of_command(bot, event))


async def _of_command(bot: Bot, event: OptionTyped) -> Sequence[PostChoice]:
    command = bot.registry.commands.get(event.command)
    option = next((one for one in command.options if one.name == event.option), None) if command else None
    homes = await entry.homes(bot, event)
    if command is None or option is None or option.suggest is None or len(homes) != 1:
        return []
    ctx = await _enter(bot, event, homes[0].key)
    return await _found(ctx, option.suggest, event.typed)


async def _of_form(bot: Bot, event: OptionTyped) -> Sequence[PostChoice]:
    """The field as the form's own builder declares it, so that both can never drift apart."""
    claim = decode(event.form)
    if claim is None:
        return []
    ctx = await _enter(bot, event, claim.community)
    action = await _action(ctx, claim)
    handler = bot.registry.actions.get(action.name) if action else None
    if action is None or handler is None or handler.form is None or not ctx.may(handler.who):
        return []
    form = await handler.form(ctx, **action.args)
    field = next((one for one in form.fields if one.name == event.option), None)
    return await _found(ctx, field.suggest, event.typed) if field and field.suggest else []


async def _action(ctx: OpenContext, claim: Claim) -> Action | None:
    """What the form will run; a step of a form says so in its draft."""
    if claim.name == STEP.name:
        args = arguments(STEP, claim)
        kept = await ctx.read(find, int(args["draft"] or 0)) if args else None
        return kept.action if kept else None
    handler = ctx.bot.registry.actions.get(claim.name)
    given = arguments(handler, claim) if handler else None
    return Action(claim.name, given) if given is not None else None


async def _enter(bot: Bot, event: OptionTyped, key: int) -> OpenContext:
    typed = CommandUsed("", event.person, entry.nowhere(event.person), event.community, locale=event.locale)
    reply = Tracked(Direct(bot.adapters[event.person.platform], event.person, ""))
    return OpenContext(bot, typed, reply, *await entry.enter(bot, typed, key))


async def _found(ctx: OpenContext, suggest: Suggest, typed: str) -> Sequence[PostChoice]:
    return [PostChoice(label(one.label, ctx.reader, 100), one.value) for one in await suggest(ctx, typed)][:OFFERED]
