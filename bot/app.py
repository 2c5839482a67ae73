"""One event in, one handler called, one answer out."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Coroutine, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot import chooser, drafts, entry
from bot.actions import arguments, decode
from bot.codec import loads
from bot.commands import Command, Typed, understand
from bot.context import Context, FormContext, OpenContext, Seen
from bot.errors import Refused, StorageDown
from bot.events import ActionUsed, CommandUsed, Event, FormSent, MemberLeft, Notice, OptionTyped
from bot.i18n import t
from bot.markup import label
from bot.outbox import Worker
from bot.patience import ANSWER, FORM, STORE, Direct, Tracked, patiently
from bot.post import PostChoice
from bot.timetable import Ticker
from bot.ui import Message

if TYPE_CHECKING:
    from bot.ports import Adapter, Clock, FormReply, OpenReply, Store
    from bot.registry import Registry

log = logging.getLogger(__name__)

INBOX = timedelta(days=7)
"""How long an applied event is remembered; platforms repeat theirs within minutes."""


async def run(command: Command, ctx: OpenContext, options: Mapping[str, str]) -> None:
    """Run a command with every option it declares; None for what was left out."""
    given = {option.name: options.get(option.name) for option in command.options}
    await command.run(ctx, **given)


class Bot:
    """The listener that every adapter talks to. It holds no state that a restart would lose."""

    def __init__(self, store: Store, clock: Clock, adapters: Mapping[str, Adapter], registry: Registry) -> None:
        self.store = store
        self.clock = clock
        self.adapters = adapters
        self.registry = registry
        self.worker = Worker(store, clock, adapters, registry)
        self.ticker = Ticker(store, clock, registry, self.worker.wake)
        self.standings = entry.Standings(adapters, clock)

    async def command(self, event: CommandUsed, reply: OpenReply) -> None:
        tracked = Tracked(reply)
        await self._guarded(event, tracked, self._command(event, tracked))

    async def action(self, event: ActionUsed, reply: OpenReply) -> None:
        tracked = Tracked(reply)
        await self._guarded(event, tracked, self._action(event, tracked))

    async def form(self, event: FormSent, reply: FormReply) -> None:
        tracked = Tracked(reply)
        await self._guarded(event, tracked, self._form(event, tracked))

    async def suggest(self, event: OptionTyped) -> Sequence[PostChoice]:
        """Completions for an option that is being typed; none where there is nothing to go by."""
        command = self.registry.commands.get(event.command)
        option = next((one for one in command.options if one.name == event.option), None) if command else None
        homes = await entry.homes(self, event)
        if option is None or option.suggest is None or len(homes) != 1:
            return []
        key = CommandUsed("", event.person, entry.nowhere(event.person), event.community, locale=event.locale)
        entered = await entry.enter(self, key, homes[0].key)
        ctx = OpenContext(self, key, Direct(self.adapters[event.person.platform], event.person, ""), *entered)
        return [
            PostChoice(label(one.label, ctx.reader, 100), one.value) for one in await option.suggest(ctx, event.typed)
        ][:25]

    async def notice(self, event: Notice) -> None:
        if isinstance(event, MemberLeft):
            self.standings.forget(event.person, event.community)

    async def resume(self) -> None:
        """Take up again what was received but not finished before a stop; the answers come as direct messages."""
        for _, key, body in await self.store.read(lambda work: list(work.inbox.received(100))):
            event: Any = loads(body)
            reply = Direct(self.adapters[event.person.platform], event.person, key)
            run: Any = {CommandUsed: self.command, ActionUsed: self.action, FormSent: self.form}[type(event)]
            await run(event, reply)

    async def tidy(self) -> None:
        """Once a day: drop drafts that have expired and the records of events nobody repeats any more."""
        now = self.clock.now()
        await self.store.write(lambda work: work.drafts.forget(now))
        await self.store.write(lambda work: work.inbox.forget(now - INBOX))

    # -- the three kinds of event

    async def _command(self, event: CommandUsed, reply: Tracked) -> None:
        typed = understand(event.words, self.registry.commands) if event.words else Typed(event.name, event.options)
        command = self.registry.commands.get(typed.name)
        if command is None:
            raise Refused(t("I do not know this command. `/help` lists everything I can do."))
        homes = await entry.homes(self, event)
        if len(homes) != 1:
            await chooser.which(self, event, reply, homes)
            return
        entered = await entry.enter(self, event, homes[0].key)
        reply.reader = entered.reader
        ctx = OpenContext(self, event, reply, *entered)
        ctx.allow(command.who)
        await self._patient(ctx, reply, run(command, ctx, typed.options), opens=command.opens)

    async def _action(self, event: ActionUsed, reply: Tracked) -> None:
        claim = decode(event.action)
        handler = self.registry.actions.get(claim.name) if claim else None
        args = arguments(handler, claim) if handler and claim else None
        if claim is None or handler is None or args is None:
            raise Refused(t("This button is from an earlier time. `/mentor status` shows where things stand."))
        entered = await entry.enter(self, event, claim.community)
        reply.reader = entered.reader
        ctx = OpenContext(self, event, reply, *entered)
        ctx.allow(handler.who)
        await self._patient(ctx, reply, handler.run(ctx, **args), opens=handler.opens)

    async def _form(self, event: FormSent, reply: Tracked) -> None:
        claim = decode(event.action)
        if claim is None:
            raise Refused(t("This form is from an earlier time. Please open it once more."))
        entered = await entry.enter(self, event, claim.community)
        reply.reader = entered.reader
        ctx = FormContext(self, event, reply, *entered)
        filled = await drafts.gathered(ctx, claim, event.answers)
        if filled is None:
            return
        handler = self.registry.actions[filled.action.name]
        ctx.allow(handler.who)
        await self._patient(ctx, reply, drafts.submit(ctx, reply, handler, filled), opens=False)

    # -- waiting, and what goes wrong

    async def _patient(self, ctx: Context, reply: Tracked, job: Awaitable[None], *, opens: bool) -> None:
        async def hold() -> bool:
            if reply.answered:
                return True
            if opens:
                await chooser.offer_to_open(ctx)
                return False
            await asyncio.wait_for(entry.receive(self, ctx.event), STORE - ANSWER)
            await reply.wait()
            return True

        await patiently(job, FORM if opens else ANSWER, hold)

    async def _guarded(self, event: Event, reply: Tracked, job: Coroutine[Any, Any, None]) -> None:
        """Nothing that goes wrong leaves a person without an answer, and no answer shows an exception's text."""
        try:
            await job
        except Seen:
            log.debug("event %s was applied before", event.id)
        except Refused as refused:
            await entry.say(self, event, reply, Message((refused.text,)))
        except (StorageDown, TimeoutError):
            log.exception("nothing could be stored for event %s", event.id)
            await entry.say(self, event, reply, entry.unsaved(event))
        except Exception:
            reference = secrets.token_hex(3)
            log.exception("reference %s, event %s", reference, event.id)
            await entry.say(self, event, reply, entry.our_fault(event, reference))
