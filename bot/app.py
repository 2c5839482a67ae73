"""One event in, one handler called, one answer out."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from bot import chooser, drafts, entry, noticing, presence, untold
from bot.actions import arguments, decode
from bot.activity import Activity
from bot.codec import loads
from bot.commands import Command, Typed, understand
from bot.completing import completions
from bot.context import FormContext, OpenContext, Seen
from bot.delivery.worker import Worker
from bot.drawing.pencil import Pencil
from bot.errors import Conflict, Refused, StorageDown
from bot.events import ActionUsed, CommandUsed, Event, FormSent, Notice, OptionTyped
from bot.features.privacy import keeping
from bot.features.privacy.settings import DEFAULT
from bot.i18n import t
from bot.logs import trace, trace_of, traced
from bot.meter import Unmetered
from bot.patience import ANSWER, BUTTON, FORM, STORE, Direct, Tracked, patiently, within
from bot.post import PostChoice
from bot.timetable import Ticker
from bot.ui import Message

if TYPE_CHECKING:
    from bot.actions import Handler
    from bot.meter import Meter
    from bot.ports import Adapter, Clock, FormReply, Keyring, OpenReply, Store
    from bot.registry import Registry

log = logging.getLogger(__name__)

Job = Callable[[], Coroutine[Any, Any, None]]

RECEIVED = 1000
"""How many unfinished events are taken up again at a start; far more than one process can hold at once."""
PICTURES = 2
"""How many pictures are worked on at once; each takes up to some hundred megabytes for a second."""
LANES = timedelta(days=1)
"""What was used of a platform's limits wears off within minutes, but for the longest queues."""


class Bot:
    """The listener that every adapter talks to. It holds no state that a restart would lose."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        adapters: Mapping[str, Adapter],
        registry: Registry,
        keys: Keyring,
        meter: Meter | None = None,
        keep: Mapping[str, timedelta] = DEFAULT,  # how long things are kept, by the names of their periods
    ) -> None:
        self.keep = keep
        self.meter = meter or Unmetered()
        self.store = store
        self.clock = clock
        self.adapters = adapters
        self.registry = registry
        self.keys = keys
        self.darkroom = asyncio.Semaphore(PICTURES)
        self.worker = Worker(store, clock, adapters, registry, self.meter)
        self.ticker = Ticker(store, clock, registry, self.worker.wake, self.meter)
        self.standings = entry.Standings(adapters, clock)
        self.pencil = Pencil()
        self.activity = Activity(store, clock)

    async def command(self, event: CommandUsed, reply: OpenReply) -> None:
        tracked = Tracked(reply)
        await self._answer(event, tracked, partial(self._command, event, tracked))

    async def action(self, event: ActionUsed, reply: OpenReply) -> None:
        tracked = Tracked(reply)
        await self._answer(event, tracked, partial(self._action, event, tracked))

    async def form(self, event: FormSent, reply: FormReply) -> None:
        tracked = Tracked(reply)
        await self._answer(event, tracked, partial(self._form, event, tracked))

    async def suggest(self, event: OptionTyped) -> Sequence[PostChoice]:
        """Completions for what is being typed; none where there is nothing to go by."""
        try:
            return await completions(self, event)
        except Refused:
            return []
        except Exception:
            log.exception("no completions for %s of %s", event.option, event.command or event.form)
            return []

    def opens(self, action: str) -> bool:
        """Whether this component may answer with a form."""
        handler = self._acted(action)
        return handler is not None and handler.opens

    async def notice(self, event: Notice) -> None:
        """Somebody came or left, or the bot itself; acknowledged only once it is kept."""
        with traced():
            await noticing.noticed(self, event)

    async def resume(self) -> None:
        """Take up again what was received but not finished before a stop; the answers come as direct messages."""
        await keeping.recall(self)
        for platform, key, body in await self.store.read(lambda work: list(work.inbox.received(RECEIVED))):
            adapter = self.adapters.get(platform)
            if adapter is None:
                continue  # until this platform is set up again
            try:
                event = loads(body)
            except ValueError:
                log.exception("event %s cannot be read any more", key)
                await entry.settle(self, platform, key)
                continue
            await self._take_up(event, Tracked(Direct(adapter, event.person, key), late=True))

    async def tick(self) -> None:
        """Carry out what has come due, and look after what needs more than a transaction."""
        await self.ticker.tick()
        for chore in self.registry.chores:
            try:
                with traced():
                    await chore.run(self)
            except (StorageDown, Conflict):
                raise
            except Exception:  # one chore's trouble must not hold up the others
                log.exception("chore %s", chore.name)

    async def tidy(self) -> None:
        """Once a day: drop what has expired, what was kept for its time, and communities left long ago."""
        now = self.clock.now()
        await keeping.recall(self)
        await keeping.fade(self)
        await self.store.write(lambda work: work.lanes.forget(now - LANES))
        await presence.erase_left(self)

    # -- the three kinds of event

    async def _take_up(self, event: Event, reply: Tracked) -> None:
        match event:
            case CommandUsed():
                await self._answer(event, reply, partial(self._command, event, reply))
            case ActionUsed():
                await self._answer(event, reply, partial(self._action, event, reply))
            case FormSent():
                await self._answer(event, reply, partial(self._form, event, reply))

    async def _command(self, event: CommandUsed, reply: Tracked) -> None:
        typed = self._typed(event)
        command = self.registry.commands.get(typed.name)
        if command is None:
            raise Refused(t("I do not know this command. `/mentor help` lists everything I can do."))
        homes = await entry.homes(self, event)
        if len(homes) != 1:
            await chooser.which(self, event, reply, homes)
            return
        reply.ctx = ctx = OpenContext(self, event, reply, *await entry.enter(self, event, homes[0].key))
        ctx.allow(command.who)
        await command.run(ctx, **{one.name: typed.options.get(one.name) for one in command.options})

    def _typed(self, event: CommandUsed) -> Typed:
        return understand(event.words, self.registry.commands) if event.words else Typed(event.name, event.options)

    async def _action(self, event: ActionUsed, reply: Tracked) -> None:
        claim = decode(event.action)
        handler = self.registry.actions.get(claim.name) if claim else None
        args = arguments(handler, claim) if handler and claim else None
        if claim is None or handler is None or args is None or handler.form:
            raise Refused(t("This button is from an earlier time. `/mentor status` shows where things stand."))
        reply.ctx = ctx = OpenContext(self, event, reply, *await entry.enter(self, event, claim.community))
        ctx.allow(handler.who)
        await handler.run(ctx, **args)

    async def _form(self, event: FormSent, reply: Tracked) -> None:
        claim = decode(event.action)
        if claim is None:
            raise Refused(t("This form is from an earlier time. Please open it once more."))
        reply.ctx = ctx = FormContext(self, event, reply, *await entry.enter(self, event, claim.community))
        filled = await drafts.gathered(ctx, claim, event.answers)
        if filled is None:
            return
        handler = self.registry.actions[filled.action.name]
        ctx.allow(handler.who)
        await drafts.submit(ctx, reply, handler, filled)

    # -- waiting, and what goes wrong

    async def _answer(self, event: Event, reply: Tracked, job: Job) -> None:
        with traced(trace_of(event.person.platform, event.id)):
            await self._answered(event, reply, job)

    async def _answered(self, event: Event, reply: Tracked, job: Job) -> None:
        """Nothing that goes wrong leaves a person without an answer, and no answer shows an exception's text."""
        said: Message | None = None
        outcome, began = "answered", time.perf_counter()
        try:
            await self._patient(event, reply, job)
        except Seen:
            log.debug("event %s was applied before", event.id)
            outcome = "repeated"
        except Refused as refused:
            said, outcome = entry.refused(event, refused), "refused"
        except (StorageDown, Conflict, TimeoutError):
            log.exception("nothing could be stored for event %s", event.id)
            said, outcome = entry.unsaved(event), "unsaved"
        except Exception:
            log.exception("reference %s, event %s", trace(), event.id)
            said, outcome = entry.our_fault(event, trace()), "failed"
        finally:
            reply.over = True
        await self._conclude(event, reply, said)
        if reply.ctx:
            await self.activity.used(reply.ctx.by.person, reply.ctx.home.community)
        self._count(event, outcome, time.perf_counter() - began)

    def _count(self, event: Event, outcome: str, seconds: float) -> None:
        """Under the handler's own name: what was typed, or what an old button carries, is no label."""
        handler = self._handler(event)
        kind = {CommandUsed: "command", FormSent: "form"}.get(type(event), "action")
        name = handler.name if handler else "unknown"
        self.meter.answered(kind, name, outcome, seconds)
        log.info("%s %s: %s after %.0f ms", kind, name, outcome, 1000 * seconds)

    async def _patient(self, event: Event, reply: Tracked, job: Job) -> None:
        """The seconds count from the event on, whatever takes them: database, platform or handler."""
        opens = self._opens(event)
        hold = partial(self._hold, event, reply, opens=opens)
        if await patiently(untold.after(job(), reply), FORM if opens else ANSWER, hold):
            return
        if reply.ctx is None:
            raise TimeoutError("not even the way in was found in time")
        await within(BUTTON - FORM, chooser.offer_to_open(reply.ctx))

    def _opens(self, event: Event) -> bool:
        """Whether a form may be the answer; it has to be the first then."""
        handler = None if isinstance(event, FormSent) else self._handler(event)
        return handler is not None and handler.opens

    def _handler(self, event: Event) -> Command | Handler[Any] | None:
        match event:
            case CommandUsed():
                with suppress(Refused):  # what was typed is no command
                    return self.registry.commands.get(self._typed(event).name)
                return None
            case ActionUsed() | FormSent():
                return self._acted(event.action)

    def _acted(self, action: str) -> Handler[Any] | None:
        claim = decode(action)
        return self.registry.actions.get(claim.name) if claim else None

    def _secret(self, event: Event) -> bool:
        handler = self._acted(event.action) if isinstance(event, ActionUsed) else None
        return handler is not None and handler.secret

    async def _hold(self, event: Event, reply: Tracked, *, opens: bool) -> bool:
        """An answer takes longer: what may not wait ends here, anything else goes on once it cannot be lost."""
        if reply.answered or opens:
            return reply.answered
        if not self._secret(event):
            await within(STORE - ANSWER, entry.receive(self, event, reply))
        await reply.wait()
        return True

    async def _conclude(self, event: Event, reply: Tracked, said: Message | None) -> None:
        """Say how it ended, and let the event rest even where nobody can be told."""
        try:
            if said:
                await entry.say(self, event, reply, said)
        except Exception:
            log.exception("nobody could be told how event %s ended", event.id)
        try:
            if reply.received:
                await entry.settle(self, event.person.platform, event.id)
        except Exception:
            log.exception("event %s stays received; the next start takes it up again", event.id)
