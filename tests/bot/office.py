"""One process of the bot on a database and a platform that forgets what it was sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from adapters.playground.capabilities import PLAIN, PLAYGROUND
from adapters.playground.room import COMMUNITY, Room
from adapters.playground.things import BOT, Somebody
from bot.actions import step
from bot.delivery.worker import Worker
from bot.i18n import words
from bot.identity import Person, Place, Ref
from bot.markup import plain
from bot.ports import SET_BACK, Absent, Store, Unknown
from bot.post import Capabilities, Post
from bot.registry import Registry
from bot.ui import Message
from bot.work import Sending, State, Target, Work
from storage.database import migrate, open_store
from tests.features.scene import SetClock


class Forgetful(Room):
    """A platform that posts again whatever it is given again. ``hang``: where a send stops until it is released."""

    hang = ""
    hanging = False
    unknowing = False

    def __init__(self, clock: SetClock, shows: Mapping[str, Capabilities]) -> None:
        super().__init__(clock, shows=shows)
        self.released = asyncio.Event()

    async def _hang(self, where: str) -> None:
        if self.hang == where:
            self.hanging = True
            self.tell()
            await self.released.wait()

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        await self._hang("before")
        fault = self._fault("send")
        here = self._reachable(place)
        self.check(post)
        said = self.put(here, BOT, plain(post.text), post=post, once=once)
        await self._hang("after")
        if fault:
            raise fault.error
        return self.ref(said)

    async def find(self, place: Place, *, once: str, since: datetime) -> Ref | Absent | Unknown:
        """Looks at what was posted since then, as platforms do whose history is long."""
        said = self.find_said(place.id, once)
        if said and said.at < since - SET_BACK:
            return Absent()
        return Unknown() if self.unknowing else await super().find(place, once=once, since=since)


@step("test.told")
def told(work: Work, community: int, now: datetime, place: Place | None, to: str) -> None:
    """Says whom the delivery reached; each call is a message of its own."""
    count = sum(work.outbox.counts().values())
    target = Target((Person(Room.platform, to),))
    where = place.id if place else "nobody"
    work.outbox.put(Sending(f"told:{count}", community, target, Message((words(f"It reached {where}."),))), now)


@dataclass
class Office:
    """One process of the bot on a database and a platform that forgets what it was sent."""

    store: Store
    clock: SetClock
    room: Forgetful
    home: int
    registry: Registry = field(default_factory=lambda: Registry({}, {}, {"test.told": told}))

    def worker(self, store: Store | None = None) -> Worker:
        return Worker(store or self.store, self.clock, {self.room.platform: self.room}, self.registry)

    async def put(self, once: str, to: str = "carla", message: Message | None = None, **more: object) -> None:
        target = Target((Person(self.room.platform, to),))
        plain_one = Sending(once, self.home, target, message or Message((words(once),)))
        sending = replace(plain_one, **more)  # type: ignore[arg-type]
        assert await self.store.write(lambda work: work.outbox.put(sending, self.clock.now()))

    def said(self, to: str = "carla") -> list[str]:
        return [said.words for said in self.room.sees(to, f"d-{to}")]

    async def in_state(self, state: State) -> int:
        return (await self.store.read(lambda work: work.outbox.counts()))[state]

    async def next_due(self) -> datetime | None:
        return await self.store.read(lambda work: work.outbox.next_due(self.clock.now()))

    async def after(self, length: timedelta) -> None:
        self.clock.set(self.clock.now() + length)
        await self.worker().deliver()


@asynccontextmanager
async def open_office(folder: Path) -> AsyncIterator[Office]:
    url = f"sqlite:///{folder / 'mansarda.sqlite3'}"
    await migrate(url)
    store, clock = await open_store(url), SetClock()
    room = Forgetful(clock, {"playground": PLAYGROUND, "plain": PLAIN})
    for id in ("carla", "marta", "lena"):
        room.add(Somebody(id, id.title()))
    home = await store.write(lambda work: work.communities.ensure(COMMUNITY, "en", "Europe/Rome", clock.now()))
    yield Office(store, clock, room, home.key)
    await store.close()
