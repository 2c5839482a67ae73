"""Commands handled: how many a second and how soon, on both databases, small and large, beside the bare libraries."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.database import migrate, open_store
from tests.bench import community, loopback, sdks
from tests.bench.bare import BarePostgres, BareSqlite
from tests.bench.comparing import compared
from tests.bench.driving import Driven, built
from tests.bench.figures import Figure, Once, measured, say
from tests.postgres import running

if TYPE_CHECKING:
    from tests.postgres import Server

SIZES = (1_000, 100_000)
PAGE = 4096
FLUSHES = 200


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is measured: rounds, events of a contestant in each, and the communities' sizes."""

    rounds: int = 30
    times: int = 25
    sizes: tuple[int, int] = SIZES


QUICK = Pace(rounds=2, times=20, sizes=(200, 2_000))


async def sqlite(folder: Path, pace: Pace) -> list[Figure]:
    urls = {size: f"sqlite:///{folder / f'{size}.sqlite3'}" for size in pace.sizes}
    for size, url in urls.items():
        say(f"SQLite with {size} members")
        await migrate(url)
        await asyncio.to_thread(fill_file, url, size)
    return [*await _measured("sqlite", urls, BareSqlite, pace), await asyncio.to_thread(_flush, folder)]


def _flush(folder: Path) -> Figure:
    """What the disk alone takes to keep a page safe: no commit can be faster."""
    with (folder / "flush").open("w+b", buffering=0) as file:
        file.write(bytes(FLUSHES * PAGE))
        written, kept = [], []
        for place in range(FLUSHES):
            began = time.perf_counter()
            os.pwrite(file.fileno(), bytes(PAGE), place * PAGE)
            written.append(time.perf_counter() - began)
            os.fsync(file.fileno())
            kept.append(time.perf_counter() - began)
    floor = "the same page written, not flushed"
    return Figure("disk.flush.p50", median(kept) * 1000, "ms", floor, median(written) * 1000)


def fill_file(url: str, size: int) -> None:
    engine = create_engine(make_url(url))
    with engine.begin() as connection:
        connection.execute(text("PRAGMA synchronous = OFF"))
        community.fill(connection, size)
    engine.dispose()


async def postgres(folder: Path, pace: Pace) -> list[Figure]:
    with running() as server:
        urls = {size: await _filled_server(server, size) for size in pace.sizes}
        return await _measured("postgres", urls, BarePostgres, pace)


async def _filled_server(server: Server, size: int) -> str:
    say(f"PostgreSQL with {size} members")
    url = server.url(await server.create())
    await migrate(url)
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(community.fill, size)
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("VACUUM ANALYZE"))  # as its autovacuum has done by the next morning
    await engine.dispose()
    return url


async def _measured(
    database: str, urls: Mapping[int, str], bare: type[BareSqlite] | type[BarePostgres], pace: Pace
) -> list[Figure]:
    async with AsyncExitStack() as stack:
        contestants = await stack.enter_async_context(_sdks())
        searches: dict[str, Once] = {}
        for size, url in urls.items():
            people = community.people_in_pairs(size)
            store = await open_store(url)
            stack.push_async_callback(store.close)
            driven = Driven(built(store), people, community.people_who_seek(size))
            stack.push_async_callback(driven.stop)
            floor = bare(url, people)
            stack.push_async_callback(floor.stop)
            contestants |= {f"read {size}": driven.status, f"write {size}": driven.check_in}
            contestants |= {f"stored {size}": floor.store, f"read and stored {size}": floor.read_and_store}
            searches |= {f"find {size}": driven.find, f"best {size}": driven.best}
        say(f"up to {pace.rounds} rounds on {database}")
        results = await measured(contestants, rounds=pace.rounds, times=pace.times)
        results |= await measured(searches, rounds=3, times=pace.times // 4, seconds=10, crowd=False)
    return list(compared(database, results, pace.sizes))


@asynccontextmanager
async def _sdks() -> AsyncIterator[dict[str, Once]]:
    async with loopback.running() as server:
        answering, silent = sdks.Discord(server, answers=True), sdks.Discord(server, answers=False)
        slack = sdks.Slack(server)
        await answering.start()
        await silent.start()
        try:
            yield {
                "discord.py read": answering.command,
                "discord.py write": answering.press,
                "discord.py, nothing sent, read": silent.command,
                "discord.py, nothing sent, write": silent.press,
                "slack-bolt read": slack.command,
                "slack-bolt write": slack.press,
            }
        finally:
            await answering.stop()
            await silent.stop()
