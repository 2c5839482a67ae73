"""Between the room and the bot: how it is shown, events told, answers awaited."""

from __future__ import annotations

from asyncio import Event
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar
from uuid import uuid4

from adapters.playground import lines
from adapters.playground.capabilities import PLAIN, PLAYGROUND, check_limits, plain
from adapters.playground.chat import PLATFORM, Chat
from adapters.playground.replies import RoomFormReply, RoomOpenReply, refilled
from adapters.playground.shelf import Shelf
from adapters.playground.things import BOT, Asking, Conversation, Delivered, NotThere
from bot.commands import Command
from bot.errors import Unreachable
from bot.events import ActionUsed, CommandUsed, FormSent
from bot.identity import Community
from bot.ports import Clock, Listener
from bot.post import Capabilities, Post

Answer = TypeVar("Answer")


class Wire(Chat):
    """The chat with a bot at its other end, or with none while the bot restarts."""

    def __init__(
        self,
        clock: Clock,
        shelf: Shelf | None,
        shows: Mapping[str, Capabilities] | None,
        community: Community,
        show: str,
    ) -> None:
        super().__init__(clock, shelf, community)
        self.shows = dict(shows or {"playground": PLAYGROUND, "plain": PLAIN})
        self.shown = show
        self.capabilities = self.shows[show]
        self._before = self.capabilities
        self.commands: Sequence[Command] = ()
        self._listener: Listener | None = None
        self._last_told: Delivered | None = None
        self._busy = 0
        self._quiet = Event()
        self._quiet.set()

    # how it looks

    def show_as(self, name: str) -> None:
        """From now on the bot is told another platform's capabilities."""
        if name not in self.shows:
            raise NotThere(f"cannot show as {name}: {', '.join(self.shows)}")
        if name != self.shown:
            self._before, self.capabilities, self.shown = self.capabilities, self.shows[name], name
        self.tell()

    def check(self, post: Post) -> None:
        """A post over the limits is a mistake of whoever made it, unless the show was changed meanwhile."""
        try:
            check_limits(post, self.capabilities)
        except ValueError:
            check_limits(post, self._before)
            raise Unreachable("the room is shown differently by now") from None

    def ask_next(self, asking: Asking, *, opening: bool = False, unread: bool = False) -> None:
        """Put the next question of a form that is asked line by line."""
        choices = self.choices_of(lines.current(asking))
        locale = self.locale_of(asking.person)
        self.whisper(asking, lines.question(asking, choices, locale, opening=opening, unread=unread))

    def whisper(self, asking: Asking, post: Post) -> None:
        """Say something about a form, where it was opened and only to the person."""
        place = self.conversations[asking.place]
        self.put(place, BOT, plain(post.text), post=post, only_for=asking.person)

    def put_back(self, asking: Asking, errors: dict[str, str], text: str) -> None:
        """Open the form again as it was filled in, with what is to be mended."""
        back = refilled(asking, errors, text)
        self.ask(back)
        if back.by_lines:
            self.ask_next(back, opening=True)

    # telling the bot

    @property
    def running(self) -> bool:
        return self._listener is not None

    async def again(self) -> None:
        """Deliver the last event once more, under the same id, as platforms do when they are in doubt."""
        if self._last_told is None:
            raise NotThere("nothing has happened yet")
        await self._tell_bot(self._last_told)

    async def settled(self) -> None:
        """Return when the bot is dealing with nothing."""
        while self._busy:
            await self._quiet.wait()

    async def _tell_bot(self, told: Delivered) -> None:
        bot = self._bot()
        self._last_told = told
        match told.event:
            case CommandUsed() as event:
                await self._during(bot.command(event, RoomOpenReply(self, told)))
            case ActionUsed() as event:
                await self._during(bot.action(event, RoomOpenReply(self, told)))
            case FormSent() as event:
                await self._during(bot.form(event, RoomFormReply(self, told)))

    async def _during(self, work: Awaitable[Answer]) -> Answer:
        with self._at_work():
            return await work

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        self._busy += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._busy -= 1
            if not self._busy:
                self._quiet.set()

    def _bot(self) -> Listener:
        if self._listener is None:
            raise NotThere("the bot is not there")
        return self._listener

    def _community_of(self, place: Conversation) -> Community | None:
        return None if place.kind == "direct" else self.community

    def _new_id(self) -> str:
        return f"{PLATFORM}-{uuid4().hex}"
