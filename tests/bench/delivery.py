"""Delivery: how near the worker comes to a bare loop of the same requests, what a claim costs, and idling."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median

import aiohttp
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from adapters.clock import SystemClock, ticking
from adapters.console.running import set_aside
from bot.app import Bot
from bot.delivery.claiming import claim
from bot.delivery.doors import DOORS
from bot.delivery.ledger import Ledger
from bot.delivery.worker import Worker
from bot.features.everything import registry
from bot.i18n import words
from bot.identity import Community, Place
from bot.ports import Store
from bot.post import Post, Span
from bot.ui import Message
from bot.work import Sending, Target, Work
from storage.database import migrate, open_store
from storage.keyring import FolderKeyring
from tests.bench.commands import Pace
from tests.bench.driving import Platform
from tests.bench.figures import FEWEST, Figure, ratio, say
from tests.chaos.adapter import PLATFORM, TownAdapter
from tests.chaos.clock import BEGIN
from tests.chaos.messages import REGISTRY
from tests.chaos.processes import town
from tests.chaos.town import Ways
from tests.postgres import running

MESSAGES = 2_000
TOWNS = {1: 0.6, 2: 0.6, 20: None}
"""Communities, and which share of the bare loop's rate is asked for: nearly all installations have one or two. In 20
more is asked at once than the platform of this bench can answer in a few milliseconds on one core."""
MILLISECOND = Ways(slow=0.001)
"""Up to half of it twice on average: before a post is kept and before it is answered."""
ROWS = (10_000, 1_000_000)
CLAIMED = 100
SPREAD = 5
"""Communities of these rows: of one alone so many are never taken at once."""
IDLE = 30.0
FILL = """
INSERT INTO outbox (community, once, kind, target, recipient, message, title, collapse, after, state, due, attempt,
                    refs, why, created, sort)
SELECT community, 'row:' || n, kind, REPLACE(target, 'c0', 'r' || n), 'place r' || n, message, title, collapse, after,
       state, due, attempt, refs, why, created, sort
FROM outbox, {numbers} WHERE once = 'first' ORDER BY n, community
"""
NUMBERS = {
    "sqlite": "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {rows}) SELECT n FROM s)",
    "postgresql": "generate_series(1, {rows}) AS s(n)",
}


async def delivery(folder: Path, pace: Pace) -> list[Figure]:
    quick = pace.rounds <= FEWEST
    figures = []
    with running() as server:
        for name, url in (("sqlite", f"sqlite:///{folder / 'rate.sqlite3'}"), ("postgres", server.url())):
            say(f"the worker on {name}")
            figures += await _rates(name, url, folder, 200 if quick else MESSAGES, min(pace.rounds, 5))
        for name in ("sqlite", "postgres"):
            sizes = tuple(rows // 10 for rows in ROWS) if quick else ROWS
            urls = [f"sqlite:///{folder / f'{rows}.sqlite3'}" for rows in sizes]
            if name == "postgres":
                urls = [server.url(await server.create()) for _ in sizes]
            figures.append(await _claims(name, dict(zip(sizes, urls, strict=True)), 5 if quick else 30))
    figures += await _idle(folder, 2.0 if quick else IDLE)
    return figures


# -- how near to a loop without a database


async def _rates(name: str, url: str, folder: Path, messages: int, rounds: int) -> list[Figure]:
    await migrate(url)
    set_aside()  # as the bot does when it starts
    store, number = await open_store(url, erasures=(str(folder / "erasures"), "")), count()
    async with town(MILLISECOND, folder / "town.log") as there, _client(there.url) as adapter:
        worker = Worker(store, SystemClock(), {PLATFORM: adapter}, REGISTRY)
        figures = []
        for towns, least in TOWNS.items():
            ours, theirs, answers = [], [], []
            for round_ in range(rounds + 1):
                numbers = [next(number) for _ in range(messages)]
                await store.write(lambda work, these=numbers, many=towns: _put(work, these, many))  # type: ignore[misc]
                began = time.perf_counter()
                delivered = await worker.deliver()
                ended = time.perf_counter()
                assert delivered == messages  # what is left for later would make it look quick
                answered = await _bare(adapter, numbers, DOORS * towns)
                if round_:  # the first one warms up
                    ours.append(messages / (ended - began))
                    theirs.append(messages / (time.perf_counter() - ended))
                    answers.append(answered)
            floor = f"a bare loop, {DOORS * towns} at once as well, each answered in {median(answers) * 1000:.1f} ms"
            share, rate = ratio(ours, theirs), f"delivery.{name}.rate.{towns}"
            figures.append(
                Figure(rate, median(ours), "a second", floor, median(theirs), ratio=share, ratio_least=least)
            )
    await store.close()
    return figures


@asynccontextmanager
async def _client(url: str) -> AsyncIterator[TownAdapter]:
    async with aiohttp.ClientSession(url) as session:
        yield TownAdapter(session, SystemClock())


def _place(number: int) -> Place:
    return Place(PLATFORM, f"c{number}")


def _put(work: Work, numbers: Sequence[int], towns: int) -> None:
    homes = [
        work.communities.ensure(Community(PLATFORM, f"town{one}"), "en", "Europe/Rome", BEGIN) for one in range(towns)
    ]
    for number in numbers:
        said = Message((words(f"m{number} only"),))
        home = homes[number % towns].key
        work.outbox.put(Sending(f"m{number}", home, Target(place=_place(number)), said), BEGIN)


async def _bare(adapter: TownAdapter, numbers: Sequence[int], at_once: int) -> float:
    """The same requests, as many at once as the worker makes; in how many seconds one was answered (median)."""
    left, took = iter(numbers), list[float]()

    async def some() -> None:
        for number in left:
            began = time.perf_counter()
            await adapter.send(_place(number), Post((Span(f"m{number} only"),)), once=f"bare {number}")
            took.append(time.perf_counter() - began)

    async with asyncio.TaskGroup() as crowd:
        for _ in range(at_once):
            crowd.create_task(some())
    return median(took)


# -- what a claim costs


async def _claims(name: str, urls: dict[int, str], times: int) -> Figure:
    """A claim as the worker makes it, and its commit, from few and from many waiting rows, in turns."""
    stores: dict[int, Store] = {}
    for rows, url in urls.items():
        say(f"{rows} waiting rows on {name}")
        stores[rows] = await _filled(url, rows)
    took: dict[int, list[float]] = {rows: [] for rows in urls}
    for _ in range(times):
        for rows, store in stores.items():
            began = time.perf_counter()
            claimed = await store.write(_claim)
            took[rows].append(time.perf_counter() - began)
            assert claimed == CLAIMED
    for store in stores.values():
        await store.close()
    few, many = took
    floor = f"the same from {few} rows"
    value, bare = median(took[many]) * 1000, median(took[few]) * 1000
    return Figure(f"delivery.{name}.claim", value, f"ms for {CLAIMED}", floor, bare, ratio_most=2)


def _claim(work: Work) -> int:
    found = claim(work, Ledger(BEGIN + timedelta(minutes=1)), "bench", CLAIMED, lambda call, community, place: ())
    return len(found.attempts)


async def _filled(url: str, rows: int) -> Store:
    await migrate(url)
    store = await open_store(url)

    def first(work: Work) -> None:
        for one in range(SPREAD):
            home = work.communities.ensure(Community(PLATFORM, f"town{one}"), "en", "Europe/Rome", BEGIN).key
            work.outbox.put(Sending("first", home, Target(place=_place(0)), Message((words("so many"),))), BEGIN)

    await store.write(first)
    engine = create_async_engine(url.replace("sqlite:", "sqlite+aiosqlite:"))
    async with engine.begin() as connection:
        dialect = connection.dialect.name
        await connection.execute(text(FILL.format(numbers=NUMBERS[dialect].format(rows=rows // SPREAD))))
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("VACUUM ANALYZE" if dialect == "postgresql" else "ANALYZE"))
    await engine.dispose()
    return store


# -- idle


async def _idle(folder: Path, seconds: float) -> list[Figure]:
    """A bot with nothing to do: its loops run, and look."""
    file = folder / "idle.sqlite3"
    await migrate(f"sqlite:///{file}")
    store = await open_store(f"sqlite:///{file}")
    bot = Bot(store, SystemClock(), {"discord": Platform()}, registry(), FolderKeyring(folder / "keys"))
    watcher = sqlite3.connect(file)
    loop, ticker = asyncio.create_task(bot.worker.run()), ticking(bot.tick, bot.tidy)
    ticker.start()
    await asyncio.sleep(1)
    version, busy, began = _version(watcher), time.process_time(), time.perf_counter()
    await asyncio.sleep(seconds)
    share = (time.process_time() - busy) / (time.perf_counter() - began)
    written = _version(watcher) != version
    ticker.shutdown(wait=False)
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)
    watcher.close()
    await store.close()
    return [
        Figure("delivery.idle.core", share * 100, "% of a core", "a core", 100, most=1),
        Figure("delivery.idle.written", float(written), "whether anything was written", "nothing", 1, most=0),
    ]


def _version(watcher: sqlite3.Connection) -> int:
    version: int = watcher.execute("PRAGMA data_version").fetchone()[0]
    return version
