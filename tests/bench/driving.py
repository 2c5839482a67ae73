"""The bot driven in process: the events an adapter would tell it of, and a reply that notes when it was answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from itertools import count, cycle
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from adapters.clock import SystemClock
from adapters.discord.capabilities import CAPABILITIES
from bot.actions import encode
from bot.app import Bot
from bot.delivery.lanes import Call, Lane
from bot.errors import Gone
from bot.events import ActionUsed, CommandUsed
from bot.features.everything import registry
from bot.features.mentoring import links as mentoring
from bot.features.pairs import links
from bot.features.peers import links as peers
from bot.identity import Community, Person, Place, Ref
from bot.ports import Ability, Standing
from storage.keyring import FolderKeyring
from tests.bench.community import HOME, NATIVE, PLATFORM, Paired

if TYPE_CHECKING:
    from bot.commands import Command
    from bot.ports import Listener, Store
    from bot.post import FormPost, Post

CORTE = Community(PLATFORM, NATIVE, "Corte")
CHANNEL = Place(PLATFORM, "920000000000000000")


class Unexpected(Exception):
    """The bot said something else than what is being measured."""


class Platform:
    """A platform that knows everybody at once and is never written to: only the bot is measured."""

    platform = PLATFORM
    capabilities = CAPABILITIES

    async def start(self, listener: Listener, commands: Sequence[Command]) -> None:
        """Events are told by hand."""

    async def stop(self) -> None:
        """Nothing runs."""

    def lanes(self, call: Call, community: Community, place: Place | None) -> Sequence[Lane]:
        return ()

    async def standing(self, person: Person, community: Community) -> Standing:
        return Standing(True, name=person.name)

    async def lacking(self, place: Place, *, community: Community) -> frozenset[Ability]:
        return frozenset()

    async def fetch(self, file: str, *, community: Community, most: int) -> bytes:
        raise Gone(f"no file {file}")

    async def channels(self, community: Community) -> Sequence[Place]:
        return (CHANNEL,)

    async def send(self, place: Place, post: Post, *, once: str) -> NoReturn:
        raise Unexpected(once)

    async def find(self, place: Place, *, once: str, since: object) -> NoReturn:
        raise Unexpected(once)

    async def edit(self, ref: Ref, post: Post) -> NoReturn:
        raise Unexpected(ref)

    async def delete(self, ref: Ref) -> NoReturn:
        raise Unexpected(ref)

    async def direct(self, person: Person, *, community: Community | None = None) -> NoReturn:
        raise Unexpected(person)

    async def gather(
        self,
        people: Sequence[Person],
        title: str,
        *,
        once: str,
        community: Community | None = None,
        beside: Place | None = None,
    ) -> NoReturn:
        raise Unexpected(once)

    async def archive(self, place: Place) -> NoReturn:
        raise Unexpected(place)


class Noted:
    """A reply that notes the first answer and when it came."""

    def __init__(self) -> None:
        self.at: float | None = None
        self.post: Post | None = None

    async def answer(self, post: Post, *, private: bool) -> None:
        self._first(post)

    async def replace(self, post: Post) -> None:
        self._first(post)

    async def wait(self) -> None:
        """The answer comes later, and is measured then."""

    async def open(self, form: FormPost) -> None:
        raise Unexpected(form.title)

    def _first(self, post: Post) -> None:
        if self.at is None:
            self.at, self.post = time.perf_counter(), post


def built(store: Store) -> Bot:
    return Bot(store, SystemClock(), {PLATFORM: Platform()}, registry(), FolderKeyring(Path("keys")))


class Driven:
    """A bot as it runs, its delivery loop included, on a community whose people take turns."""

    def __init__(self, bot: Bot, people: Sequence[Paired], seeking: Sequence[Person] = ()) -> None:
        self.bot = bot
        self._seeking = cycle(seeking)
        self._people = cycle(people)
        self._number = count()
        self._worker = asyncio.create_task(self.bot.worker.run())

    async def stop(self) -> None:
        self._worker.cancel()
        await asyncio.gather(self._worker, return_exceptions=True)

    async def status(self) -> float:
        """A read: "/mentor status" of somebody in a pair."""
        return await self._use("mentor status", "pairs.show|")

    async def find(self) -> float:
        """A look at everybody: the first page of "/mentor find", which also keeps the search."""
        return await self._use("mentor find", "mentoring.ask|")

    async def best(self) -> float:
        """The three mentors who suit somebody best, of everybody who offers what they look for."""
        who, reply = next(self._seeking), Noted()
        event = ActionUsed(self._id(), who, CHANNEL, encode(mentoring.best(), HOME), CORTE, locale="en")
        began = time.perf_counter()
        await self.bot.action(event, reply)
        return _took(began, reply, "mentoring.find|")

    async def searching(self) -> float:
        """A read: "/mentor status" of somebody who looks for a mentor."""
        return await self._use("mentor status", "mentoring.")

    async def take_part(self) -> float:
        """A write: somebody wants to get to know others by turns."""
        who, reply = next(self._seeking), Noted()
        event = ActionUsed(self._id(), who, CHANNEL, encode(peers.join(True), HOME), CORTE, locale="en")
        began = time.perf_counter()
        await self.bot.action(event, reply)
        return _took(began, reply, "peers.join|")

    async def check_in(self) -> float:
        """A write: somebody answers "We met"."""
        who, reply = next(self._people), Noted()
        action = encode(links.met(who.pair, who.week, True), HOME)
        event = ActionUsed(self._id(), who.person, CHANNEL, action, CORTE, locale=who.locale)
        began = time.perf_counter()
        await self.bot.action(event, reply)
        return _took(began, reply, "pairs.rate|")

    async def _use(self, command: str, answer: str) -> float:
        who, reply = next(self._people), Noted()
        event = CommandUsed(self._id(), who.person, CHANNEL, CORTE, command, locale=who.locale)
        began = time.perf_counter()
        await self.bot.command(event, reply)
        return _took(began, reply, answer)

    def _id(self) -> str:
        return f"event-{next(self._number)}"


def _took(began: float, reply: Noted, action: str) -> float:
    """Seconds to the answer; one that does not offer this action is another answer than the one measured."""
    if reply.at is None or action not in repr(reply.post):
        raise Unexpected(f"{action!r} is not in {reply.post!r}")
    return reply.at - began
