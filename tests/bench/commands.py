"""Commands handled: how many a second and how soon, on both databases, small and large, beside the bare libraries."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage.database import migrate, open_store
from tests.bench import community, loopback, sdks
from tests.bench.bare import BarePostgres, BareSqlite
from tests.bench.driving import Driven, built
from tests.bench.figures import IN_FLIGHT, Figure, Measured, Once, measured, ratio, say
from tests.postgres import running

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.postgres import Server

SIZES = (1_000, 100_000)
GROWTH = 1.3
"""A command in the large community may take this many times as long as in the small one."""
HALF = 0.5
"""A stored check-in is to reach this part of the rate of bare SQLAlchemy Core."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is measured: rounds, events of a contestant in each, and the communities' sizes."""

    rounds: int = 11
    times: int = 80
    sizes: tuple[int, int] = SIZES


QUICK = Pace(rounds=2, times=40, sizes=(200, 2_000))


async def sqlite(folder: Path, pace: Pace) -> list[Figure]:
    urls = {size: f"sqlite:///{folder / f'{size}.sqlite3'}" for size in pace.sizes}
    for size, url in urls.items():
        say(f"SQLite with {size} members")
        await migrate(url)
        await asyncio.to_thread(fill_file, url, size)
    return await _compared("sqlite", urls, BareSqlite, pace)


def fill_file(url: str, size: int) -> None:
    engine = create_engine(make_url(url))
    with engine.begin() as connection:
        connection.execute(text("PRAGMA synchronous = OFF"))
        community.fill(connection, size)
    engine.dispose()


async def postgres(folder: Path, pace: Pace) -> list[Figure]:
    with running() as server:
        urls = {size: await _filled_server(server, size) for size in pace.sizes}
        return await _compared("postgres", urls, BarePostgres, pace)


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


async def _compared(
    database: str, urls: Mapping[int, str], bare: type[BareSqlite] | type[BarePostgres], pace: Pace
) -> list[Figure]:
    async with AsyncExitStack() as stack:
        contestants = await stack.enter_async_context(_sdks())
        searches: dict[str, Once] = {}
        for size, url in urls.items():
            people = community.people_in_pairs(size)
            store = await open_store(url)
            stack.push_async_callback(store.close)
            driven = Driven(built(store), people)
            stack.push_async_callback(driven.stop)
            floor = bare(url, people, _member_of(size))
            stack.push_async_callback(floor.stop)
            contestants |= {f"read {size}": driven.status, f"write {size}": driven.check_in}
            contestants |= {f"bare {size}": floor.once}
            searches[f"find {size}"] = driven.find
        say(f"{pace.rounds} rounds on {database}")
        results = await measured(contestants, rounds=pace.rounds, times=pace.times)
        results |= await measured(searches, rounds=3, times=pace.times // 8, crowd=False)
    return list(_figures(database, results, pace))


def _member_of(size: int) -> Callable[[str], int]:
    return {community.person_id(member): member for member in range(1, size + 1)}.__getitem__


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
                "discord.py, no answer, read": silent.command,
                "discord.py, no answer, write": silent.press,
                "slack-bolt read": slack.command,
                "slack-bolt write": slack.press,
            }
        finally:
            await answering.stop()
            await silent.stop()


def _figures(database: str, results: Mapping[str, Measured], pace: Pace) -> Iterator[Figure]:
    small, large = pace.sizes
    for size in pace.sizes:
        for kind in ("read", "write"):
            is_write = kind == "write"
            floor = f"bare {size}" if is_write else "discord.py read"
            named = "SQLAlchemy Core, the same two rows" if is_write else "discord.py, empty handler that answers"
            yield from _speed(f"{database}.{size}.{kind}", results[f"{kind} {size}"], results[floor], named, is_write)
    for kind in ("read", "write", "find"):
        ours, theirs = results[f"{kind} {large}"], results[f"{kind} {small}"]
        yield Figure(
            f"{database}.{kind}.growth",
            ours.p50 * 1000,
            "ms, p50",
            f"with {small} members",
            theirs.p50 * 1000,
            ratio(ours.middles, theirs.middles),
            ratio_most=GROWTH,
        )
    for kind in ("read", "write"):
        ours = results[f"{kind} {small}"]
        for library in ("discord.py", "discord.py, no answer,", "slack-bolt"):
            theirs = results[f"{library} {kind}"]
            yield Figure(
                f"{database}.{kind}.overhead",
                ours.p50 * 1000,
                "ms, p50",
                f"{library.strip(',')}: empty handler",
                theirs.p50 * 1000,
                ratio(ours.middles, theirs.middles),
            )


def _speed(name: str, ours: Measured, theirs: Measured, floor: str, target: bool) -> Iterator[Figure]:
    least = HALF if target else None
    yield Figure(
        f"{name}.rate",
        ours.rate,
        "per second",
        floor,
        theirs.rate,
        ratio(ours.rates, theirs.rates),
        ratio_least=least,
    )
    yield Figure(
        f"{name}.rate_{IN_FLIGHT}_at_once",
        ours.crowded_rate,
        "per second",
        floor,
        theirs.crowded_rate,
        ratio(ours.crowded, theirs.crowded),
        ratio_least=least,
    )
    yield Figure(f"{name}.p50", ours.p50 * 1000, "ms", floor, theirs.p50 * 1000)
    yield Figure(f"{name}.p99", ours.p99 * 1000, "ms", floor, theirs.p99 * 1000)
    yield Figure(
        f"{name}.processor",
        ours.processor_time * 1000,
        "ms of processor time",
        floor,
        theirs.processor_time * 1000,
        ratio(ours.processor, theirs.processor),
    )
