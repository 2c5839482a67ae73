"""When a command cannot run at once: which community is meant, or a form that was not ready in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.actions import Who, encode, opening
from bot.commands import Typed, understand
from bot.errors import Refused
from bot.events import CommandUsed
from bot.fit import fit
from bot.forms import KEPT
from bot.i18n import language_of, t
from bot.markup import Reader
from bot.ui import Button, Message, Tone

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.context import Context, OpenContext
    from bot.patience import Tracked
    from bot.work import By, Home, Work


def _keep(work: Work, by: By, body: Mapping[str, object]) -> int:
    return work.drafts.keep(by.community, by.person, body, by.now + KEPT)


async def which(bot: Bot, event: CommandUsed, reply: Tracked, homes: Sequence[Home]) -> None:
    """Ask which community a command typed in a direct conversation is for."""
    if not homes:
        raise Refused(t("Please type this in your community. Once you take part there, it works here too."))
    expires = bot.clock.now() + KEPT
    body = {"words": event.words, "name": event.name, "options": dict(event.options)}

    def keep(work: Work) -> dict[int, int]:
        return {home.key: work.drafts.keep(home.key, event.person, body, expires) for home in homes}

    kept = await bot.store.write(keep)
    reader = Reader(language_of(event.locale), "UTC", bot.clock.now())
    for home in homes:
        message = Message(
            (t("Is this for {community}?", community=home.name),),
            (Button(t("Yes, for {community}", community=home.name), run_kept(draft=kept[home.key]), Tone.MAIN),),
        )
        adapter = bot.adapters[event.person.platform]
        for post in fit(message, adapter.capabilities, reader, partial(encode, community=home.key)):
            await reply.answer(post, private=True)


async def offer_to_open(ctx: Context) -> None:
    """The form was not ready in time to be a first answer: a button opens it."""
    event = ctx.event
    if isinstance(event, CommandUsed):
        body = {"words": event.words, "name": event.name, "options": dict(event.options)}
        draft = await ctx.bot.store.write(lambda work: _keep(work, ctx.by, body))
        button = Button(t("Open the form"), run_kept(draft=draft), Tone.MAIN)
        await ctx.reply(Message((t("This took a moment longer than usual. Everything is ready now."),), (button,)))
        return
    await ctx.reply(Message((t("This took a moment longer than usual. Please press the button once more."),)))


@opening("app.run", who=Who.ANYONE)
async def run_kept(ctx: OpenContext, draft: int) -> None:
    """Run a command that was typed before, now that its community is known or its form is ready."""
    kept = await ctx.read(lambda work, by: work.drafts.get(by.community, by.person, draft, by.now))
    if kept is None or "words" not in kept.body:
        raise Refused(t("This waited for more than a day. Please type the command once more."))
    body: Any = kept.body
    typed = Typed(body["name"], body["options"])
    if body["words"]:
        typed = understand(body["words"], ctx.bot.registry.commands)
    command = ctx.bot.registry.commands[typed.name]
    ctx.allow(command.who)
    await command.run(ctx, **{option.name: typed.options.get(option.name) for option in command.options})
