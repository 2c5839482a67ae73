"""What a handler is given: who acts, where, and the ways to read, write and answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from bot.actions import Who, encode
from bot.errors import PlatformError, Refused, TooLarge
from bot.features.digest.readers import meet
from bot.fit import fit
from bot.fit_forms import fit_form
from bot.forms import STEP, Answers, filled, keep
from bot.i18n import t
from bot.identity import Place, Ref
from bot.pictures.kept import names_some, with_pictures

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.events import Event
    from bot.features.members.model import Member
    from bot.markup import Reader
    from bot.patience import Tracked
    from bot.ports import Adapter
    from bot.post import FormPost, Post
    from bot.ui import Action, Message
    from bot.work import By, Home, Work

P = ParamSpec("P")
Result = TypeVar("Result")


class Seen(Exception):
    """This event was applied or given up before; a repeated delivery has no second effect."""


class Context:
    """One event inside one community. ``member`` is None for somebody who has no profile yet.

    ``untold``: something waits for this person that could not come by direct message.
    """

    def __init__(
        self,
        bot: Bot,
        event: Event,
        reply: Tracked,
        home: Home,
        by: By,
        reader: Reader,
        member: Member | None,
        untold: bool = False,
    ) -> None:
        self.bot = bot
        self.event = event
        self.home = home
        self.by = by
        self.reader = reader
        self.member = member
        self.untold = untold
        self.picked: tuple[str, ...] = getattr(event, "picked", ())
        self._reply = reply
        self._applied = False
        self._coordinates = False

    @property
    def community(self) -> int:
        return self.home.key

    @property
    def now(self) -> datetime:
        return self.by.now

    @property
    def adapter(self) -> Adapter:
        return self.bot.adapters[self.by.person.platform]

    @property
    def coordinates(self) -> bool:
        """Whether this is something that only the coordination may do."""
        return self._coordinates

    @property
    def rating(self) -> int:
        """The one picked value as a number; 0 for anything else, which no rating is."""
        value = self.picked[0] if self.picked else ""
        return int(value) if value.isdecimal() and len(value) < 3 else 0

    async def read(self, fn: Callable[Concatenate[Work, By, P], Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        return await self.bot.store.read(lambda work: fn(work, self.by, *args, **kwargs))

    async def write(self, fn: Callable[Concatenate[Work, By, P], Result], *args: P.args, **kwargs: P.kwargs) -> Result:
        """Decide and commit, together with the record that this event is applied. Raises `Seen` for a repeat."""
        return await self._apply(lambda work: fn(work, self.by, *args, **kwargs), acts=self._coordinates)

    async def put_aside(
        self, fn: Callable[Concatenate[Work, By, P], Result], *args: P.args, **kwargs: P.kwargs
    ) -> Result:
        """The same for what is typed and not decided yet: nobody becomes a coordinator who acts by it."""
        return await self._apply(lambda work: fn(work, self.by, *args, **kwargs), acts=False)

    async def _apply(self, fn: Callable[[Work], Result], *, acts: bool) -> Result:
        waits = False

        def decide(work: Work) -> Result:
            nonlocal waits
            if self._reply.over:
                raise Seen(self.event.id)
            if not self._applied and not work.inbox.once(self.by.person.platform, self.event.id, self.now):
                raise Seen(self.event.id)
            result = fn(work)
            if acts:
                meet(work, self.by)
            waits = work.outbox.fresh
            return result

        result = await self.bot.store.write(decide)
        self._applied = True
        if waits:  # a look at the outbox costs about half of what most writes do
            self.bot.worker.wake()
        return result

    async def reply(self, message: Message, *, public: bool = False, reader: Reader | None = None) -> Ref | None:
        """Answer; only the person who acted sees it, unless it is public. ``reader``: as somebody else reads it."""
        last: Ref | None = None
        for post in self._posts(await self._shown(message), reader):
            last = await self._reply.answer(post, private=not public)
        return last

    async def update(self, message: Message) -> None:
        """Put this in the place of the message that was acted on."""
        first, *rest = self._posts(await self._shown(message))
        await self._reply.replace(first)
        for post in rest:
            await self._reply.answer(post, private=True)

    def may(self, who: Who) -> bool:
        match who:
            case Who.COORDINATOR:
                return self.by.coordinator
            case Who.SAFETY:
                return self.by.contact
            case _:
                return True

    def allow(self, who: Who) -> None:
        """Raises `Refused` when this is not for this person."""
        if who is Who.SAFETY and not self.may(who):
            raise Refused(t("Only the safety contacts can do this. `/report` reaches them."))
        if not self.may(who):
            said = t("Only the coordination can do this. If it should be you, ask an administrator here.")
            raise Refused(said)
        self._coordinates = who is Who.COORDINATOR

    async def channels(self) -> Sequence[Place]:
        return await self.adapter.channels(self.home.community)

    def id_of(self, action: Action) -> str:
        return encode(action, self.community)

    async def _shown(self, message: Message) -> Message:
        """With the pictures that rest in the database."""
        if not names_some(message):
            return message
        return await self.bot.store.read(lambda work: with_pictures(work, self.community, message))

    def _posts(self, message: Message, reader: Reader | None = None) -> Sequence[Post]:
        return fit(message, self.adapter.capabilities, reader or self.reader, self.id_of)


class OpenContext(Context):
    """A context that may still open a form."""

    async def open(self, action: Action, values: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """Open the form that this action declares, filled with ``values`` where given."""
        handler = self.bot.registry.actions[action.name]
        if handler.form is None:
            raise TypeError(f"{action.name} has no form")
        form = filled(await handler.form(self, **action.args), values or {})
        steps = fit_form(form, self.id_of(action), self.adapter.capabilities, self.reader)
        if len(steps) == 1:
            await self.show(steps[0])
            return
        draft = await self.put_aside(keep, action, dict(values or {}), len(steps))
        await self.show(replace(steps[0], id=self.id_of(STEP(draft=draft, step=1))))

    async def show(self, form: FormPost) -> None:
        """Show one step of a form that was already fitted."""
        await self._reply.open(form)


class FormContext(Context):
    """A context with the checked answers of a form."""

    answers: Answers

    async def attached(self, name: str, *, most: int) -> bytes | None:
        """The file that was attached to this field, or None; ``most`` bytes. Raises `Refused` when it cannot be had."""
        file = self.answers.one(name)
        if not file:
            return None
        try:
            return await self.adapter.fetch(file, community=self.home.community, most=most)
        except TooLarge:
            said = t("This file is too large: at most {most} MB are possible.", most=most // 1_000_000)
            raise Refused(t("The file needs another look. Nothing you typed is lost."), {name: said}) from None
        except PlatformError:
            said = t("This file could not be read. Please attach it once more.")
            raise Refused(t("The file needs another look. Nothing you typed is lost."), {name: said}) from None
