"""The database is locked, its disk is full, or its server restarts, while the bot answers and delivers."""

from __future__ import annotations

import asyncio
import contextlib
import random
import resource
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from bot.actions import encode
from bot.app import Bot
from bot.events import ActionUsed
from bot.features.everything import registry
from bot.features.members import links
from bot.i18n import words
from bot.identity import Community, Person, Place, Ref
from bot.markup import plain
from bot.ports import Absent, Store
from bot.post import FormPost, Post
from bot.ui import Message
from bot.work import By, Sending, State, Target, Work
from storage.database import migrate, open_store
from storage.keyring import FolderKeyring
from tests.chaos.adapter import PLATFORM
from tests.chaos.clock import BEGIN, FastClock
from tests.chaos.limits import Limits
from tests.chaos.processes import integrity
from tests.chaos.village import InlineStore, Process, TurnedClock, Village
from tests.postgres import Server

SPEED = 20.0
"""A lease of 90 seconds is over in 4.5."""
EVERY = 0.2
"""Seconds between two people who press a button."""
SOON = 3.0
PATIENCE = 60.0
HERE = Community(PLATFORM, "here")
HOLD = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
time.sleep(float(sys.argv[2]))
"""

Disturb = Callable[[], Awaitable[None]]


class Pier(Process):
    """A platform that works all the time."""

    def __init__(self, store: InlineStore | None = None) -> None:
        super().__init__(Village(TurnedClock(), random.Random(1), faults=0, deaths=0), store)  # type: ignore[arg-type]
        self.posts: list[tuple[str, str]] = []

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        await asyncio.sleep(0.01)
        self.posts.append((once, plain(post.text)))
        return Ref(place, once)

    async def find(self, place: Place, *, once: str, since: datetime) -> Ref | Absent:
        return Ref(place, once) if any(key == once for key, _ in self.posts) else Absent()


class Waiting:
    """Somebody's reply: when there was a first sign of life, and what the answer was."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.soon: float | None = None
        self.said = ""

    async def answer(self, post: Post, *, private: bool) -> None:
        self._sign()
        self.said += plain(post.text)

    async def replace(self, post: Post) -> None:
        await self.answer(post, private=True)

    async def wait(self) -> None:
        self._sign()

    async def open(self, form: FormPost) -> None:
        raise AssertionError(form.title)

    def _sign(self) -> None:
        if self.soon is None:
            self.soon = time.monotonic() - self.began

    @property
    def kept(self) -> bool:
        return "wait until" in self.said


@dataclass(slots=True)
class Crowd:
    """Many who press "Snooze a day", one after the other, while the bot delivers."""

    bot: Bot
    home: int
    replies: list[Waiting] = field(default_factory=list)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def press(self) -> None:
        for number in count():
            reply = Waiting()
            self.replies.append(reply)
            action = encode(links.snooze(1), self.home)
            event = ActionUsed(f"e{number}", _who(number), Place(PLATFORM, "square"), action, HERE)
            self._tasks.append(asyncio.create_task(self.bot.action(event, reply)))
            await asyncio.sleep(EVERY)

    async def answered(self) -> None:
        await asyncio.gather(*self._tasks)


def _who(number: int) -> Person:
    return Person(PLATFORM, f"p{number}", f"P{number}")


async def through(name: str, url: str, folder: Path, disturb: Disturb, seconds: float) -> Limits:
    """``seconds``: how long the disturbance is expected to take; the messages come due during twice this time."""
    began, messages = time.monotonic(), max(60, int(40 * seconds))
    await migrate(url)
    store, pier = await open_store(url, erasures=(str(folder / "erasures"), "")), Pier()
    people = int(seconds / EVERY) * 3 + 100
    home = await store.write(lambda work: _settle(work, people, messages, timedelta(seconds=2 * seconds * SPEED)))
    clock = FastClock(SPEED, time.monotonic())
    bot = Bot(store, clock, {PLATFORM: pier}, registry(), FolderKeyring(folder / "keys"))
    crowd = Crowd(bot, home)
    async with _running(bot.worker.run()):
        async with _running(crowd.press()):
            await asyncio.sleep(seconds / 4)
            await disturb()
            over = time.monotonic()
            await asyncio.sleep(1)
        await crowd.answered()
        sent = await _all_sent(store, messages)
        recovered = time.monotonic() - over
    broken = await _promised_in_vain(store, home, crowd)
    await store.close()
    slowest = max(one.soon if one.soon is not None else PATIENCE for one in crowd.replies)
    found: dict[str, object] = {
        "messages": messages,
        "sent": sent,
        "doubled": len(pier.posts) - len(set(pier.posts)),
        "presses": len(crowd.replies),
        "kept": sum(one.kept for one in crowd.replies),
        "told_that_nothing_was_saved": sum(not one.kept and bool(one.said) for one in crowd.replies),
        "without_an_answer": sum(not one.said for one in crowd.replies),
        "promised_in_vain": broken,
        "slowest_first_sign": round(slowest, 2),
        "all_delivered_after": round(recovered, 1),
        "integrity_check": integrity(url) or None,
    }
    good = sent == messages == len(pier.posts) == len(set(pier.posts)) and slowest <= SOON and not broken
    good = good and not found["without_an_answer"] and found["integrity_check"] in (None, "ok")
    return Limits(name, {**found, "pressed_and_kept": found.pop("kept")}, good, time.monotonic() - began)


def _settle(work: Work, people: int, messages: int, during: timedelta) -> int:
    home = work.communities.ensure(HERE, "en", "Europe/Rome", BEGIN).key
    for number in range(people):
        work.members.ensure(By(home, _who(number), BEGIN, locale="en", zone="Europe/Rome"))
    for number in range(messages):
        said, due = Message((words(f"m{number}"),)), BEGIN + during * (number / messages)
        target = Target(place=Place(PLATFORM, f"c{number % 20}"))
        work.outbox.put(Sending(f"m{number}", home, target, said, not_before=due), BEGIN)
    return home


@contextlib.asynccontextmanager
async def _running(job: Awaitable[None]) -> AsyncIterator[None]:
    task = asyncio.ensure_future(job)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _all_sent(store: Store, messages: int) -> int:
    end = time.monotonic() + PATIENCE
    while True:
        sent = await _sent(store)
        if sent >= messages or time.monotonic() > end:
            return sent
        await asyncio.sleep(0.1)


async def _sent(store: Store) -> int:
    return (await store.read(lambda work: work.outbox.counts()))[State.SENT]


async def _promised_in_vain(store: Store, home: int, crowd: Crowd) -> int:
    """Who was told that it is kept, and it is not."""

    def look(work: Work) -> int:
        wrong = 0
        for number, reply in enumerate(crowd.replies):
            member = work.members.find(home, _who(number))
            stored = member is not None and work.contacts.of(home, member.id).snoozed_until is not None
            wrong += reply.kept and not stored
        return wrong

    return await store.read(look)


# -- what happens to the database


async def locked(folder: Path, seconds: float) -> Limits:
    """Another process holds SQLite's write lock."""
    file = folder / "mansarda.sqlite3"

    async def lock() -> None:
        other = await asyncio.create_subprocess_exec(
            sys.executable, "-c", HOLD, str(file), str(seconds), stdout=asyncio.subprocess.PIPE
        )
        assert other.stdout
        assert await other.stdout.readline() == b"locked\n"
        assert await other.wait() == 0

    return await through(f"locked for {seconds:g} s", f"sqlite:///{file}", folder, lock, seconds)


async def full(folder: Path, seconds: float) -> Limits:
    """The system lets no file of this process grow, so claims, outcomes and presses cannot be written."""

    async def fill() -> None:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (PAGES, hard))
        try:
            await asyncio.sleep(seconds)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    return await through("disk full", f"sqlite:///{folder / 'mansarda.sqlite3'}", folder, fill, seconds)


PAGES = 4096
"""Bytes that a file may have while the disk is full: less than one page of the journal."""


async def restarted(folder: Path, server: Server, times: int, every: float) -> Limits:
    """PostgreSQL is stopped and started again and again."""

    async def restart() -> None:
        for _ in range(times):
            began = time.monotonic()
            await asyncio.to_thread(server.restart)
            await asyncio.sleep(max(0.0, every - (time.monotonic() - began)))

    async with server.database() as url:
        return await through(f"restarted {times} times", url, folder, restart, times * every)
