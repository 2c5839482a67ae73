"""SQLite: the contract of every Store, and what is a file's own."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.errors import Problem, StorageDown
from bot.identity import Community
from bot.work import Home
from storage.address import file_of, read_url
from storage.database import check, migrate, open_store
from storage.erasures import Erasures
from storage.sqlite import SqliteStore
from tests.contracts.store import StoreContract
from tests.contracts.store_scene import NOW, Scene, opened

ROOT = Path(__file__).resolve().parents[2]
OPENED = """
import asyncio, sys, time
from datetime import datetime, UTC
from bot.identity import Community
from storage.database import open_store

def make(work, name):
    work.communities.ensure(Community("room", name), "en", "UTC", datetime.now(UTC))

def half(work):
    make(work, "second")
    for number in range(100):  # more than fits into memory, so that the file has been written to
        make(work, f"{number} " + "x" * 200_000)
    print("in the middle", flush=True)
    sys.stdin.read()

async def main():
    store = await open_store(sys.argv[1])
"""
HOLD = f"""{OPENED}
    print("open", flush=True)
    sys.stdin.read()

asyncio.run(main())
"""
HALF = f"""{OPENED}
    await store.write(lambda work: make(work, "first"))
    await store.write(half)

asyncio.run(main())
"""


@contextmanager
def running(program: str, url: str) -> Iterator[subprocess.Popen[str]]:
    """Another process with the database open, which waits until its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", program, url],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def path_of(url: str) -> Path:
    return file_of(read_url(url))


class TestSqlite(StoreContract):
    @pytest.fixture
    async def scene(self, sqlite_url: str) -> AsyncIterator[Scene]:
        async with opened(sqlite_url) as scene:
            yield scene


class TestOneProcess:
    async def test_a_second_process_is_told_what_to_do(self, sqlite_url: str) -> None:
        with running(HOLD, sqlite_url) as holder:
            assert line_of(holder) == "open"
            with pytest.raises(Problem, match=r"stop that one first, or let .* PostgreSQL .* DATABASE_URL"):
                await open_store(sqlite_url)
            watching = await open_store(sqlite_url, lock=False)
            await watching.close()
            holder.kill()
            holder.wait()
        store = await open_store(sqlite_url)
        with pytest.raises(Problem, match="Another process"):
            await open_store(sqlite_url)
        await store.close()
        await (await open_store(sqlite_url)).close()

    async def test_a_migration_waits_for_nobody(self, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path}/new.db"
        store = await open_store(url)
        with pytest.raises(Problem, match="Another process"):
            await migrate(url)
        await store.close()
        await migrate(url)

    async def test_closing_twice_is_harmless(self, sqlite_url: str) -> None:
        store = await open_store(sqlite_url)
        await store.write(lambda work: work.communities.get(1))
        await store.close()
        await store.close()

    async def test_a_killed_writer_leaves_a_readable_database(self, sqlite_url: str) -> None:
        with running(HALF, sqlite_url) as writer:
            assert line_of(writer) == "in the middle"
            writer.send_signal(signal.SIGKILL)
            writer.wait()
        assert await check(sqlite_url) is None
        store = await open_store(sqlite_url)
        assert await store.read(lambda work: work.communities.find(Community("room", "first")))
        assert await store.read(lambda work: work.communities.find(Community("room", "second"))) is None
        await store.write(lambda work: work.communities.ensure(Community("room", "third"), "en", "UTC", NOW))
        await store.close()


class TestLockedFromOutside:
    """Another program, such as a backup or a shell, holds the file."""

    @pytest.fixture
    def outsider(self, sqlite_url: str) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(path_of(sqlite_url), isolation_level=None)) as outsider:
            outsider.execute("BEGIN IMMEDIATE")
            yield outsider

    async def test_a_write_waits_for_it(self, sqlite_url: str, outsider: sqlite3.Connection) -> None:
        store = await open_store(sqlite_url)
        square = Community("room", "square")
        writing: asyncio.Task[Home] = asyncio.create_task(
            store.write(lambda work: work.communities.ensure(square, "en", "UTC", NOW))
        )
        await asyncio.wait([writing], timeout=0.2)
        assert not writing.done()
        outsider.execute("ROLLBACK")
        assert (await writing).community == square
        await store.close()

    async def test_in_the_end_it_is_said(self, sqlite_url: str, tmp_path: Path, outsider: sqlite3.Connection) -> None:
        store = SqliteStore(
            read_url(sqlite_url), Erasures(tmp_path / "erasures"), synchronous="FULL", lock=None, patience=0.3
        )
        began = time.monotonic()
        writes = [store.write(lambda work: work.communities.get(1)) for _ in range(20)]
        outcomes = await asyncio.gather(*writes, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} == {StorageDown}
        assert 0.3 <= time.monotonic() - began < 3, "those who queued behind have waited as well"
        assert await store.read(lambda work: work.communities.get(1)) is None, "reading goes on"
        outsider.execute("ROLLBACK")
        assert await store.write(lambda work: work.communities.get(1)) is None
        await store.close()

    async def test_a_stop_does_not_wait_for_it(self, sqlite_url: str, outsider: sqlite3.Connection) -> None:
        """Whoever is asked to end has seconds, and other processes may keep the lock for longer."""
        assert outsider.in_transaction
        store = await open_store(sqlite_url)
        writes = [asyncio.create_task(store.write(lambda work: work.communities.get(1))) for _ in range(3)]
        await asyncio.wait(writes, timeout=0.2)
        began = time.monotonic()
        await store.close()
        assert time.monotonic() - began < 3
        outcomes = await asyncio.gather(*writes, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} == {StorageDown}
