"""One call delivers all that is due, in whatever order and however quickly the answers come."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import aiohttp

from bot.delivery.worker import BATCH, GATHERED, Worker
from bot.i18n import words
from bot.identity import Community, Place, Ref
from bot.post import Post
from bot.registry import Registry
from bot.ui import Message
from bot.work import Sending, State, Target, Work
from storage.database import migrate, open_store
from tests.chaos.adapter import PLATFORM, TownAdapter
from tests.features.scene import SetClock

COMMUNITIES = 20
ROWS = 4 * BATCH


class AllAtOnce(TownAdapter):
    """The first is answered; then the loop is kept busy, and all others are answered at the moment at which the
    worker stops gathering outcomes."""

    def __init__(self, session: aiohttp.ClientSession, clock: SetClock) -> None:
        super().__init__(session, clock)
        self.gate = asyncio.Event()
        self.first = True
        self.under_way = self.most = 0

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        if self.first:
            self.first = False
            loop = asyncio.get_running_loop()
            loop.call_later(GATHERED / 4, time.sleep, 2 * GATHERED)
            loop.call_later(GATHERED / 2, self.gate.set)
        else:
            await self.gate.wait()
        self.under_way -= 1
        return Ref(place, once)


async def test_what_ends_while_others_are_recorded_makes_room(tmp_path: Path) -> None:
    """Nothing that is due is left for the next call."""
    url, clock = f"sqlite:///{tmp_path / 'mansarda.sqlite3'}", SetClock()
    await migrate(url)
    store = await open_store(url)

    def many(work: Work) -> None:
        for number in range(ROWS):
            where = Community(PLATFORM, f"town{number % COMMUNITIES}")
            home = work.communities.ensure(where, "en", "Europe/Rome", clock.now()).key
            said = Message((words(f"m{number}"),))
            target = Target(place=Place(PLATFORM, f"c{number}"))
            work.outbox.put(Sending(f"m{number}", home, target, said), clock.now())

    await store.write(many)
    async with aiohttp.ClientSession() as session:
        adapter = AllAtOnce(session, clock)
        delivered = await Worker(store, clock, {PLATFORM: adapter}, Registry({}, {}, {})).deliver()
    counts = await store.read(lambda work: work.outbox.counts())
    await store.close()
    assert delivered == counts[State.SENT] == ROWS
    assert adapter.most <= BATCH
