"""Starting, killing and asking the processes of an experiment."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict
from pathlib import Path

import aiohttp
import asyncpg
from sqlalchemy import make_url

from bot.work import State
from tests.chaos.messages import Posts
from tests.chaos.town import Ways
from tests.chaos.worker import Job

ROOT = Path(__file__).parents[2]
STATES = "SELECT once, state FROM outbox"


@contextmanager
def process(module: str, argument: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours, killed at the end of the block at the latest."""
    with log.open("ab") as errors:
        running = subprocess.Popen(
            [sys.executable, "-m", module, argument],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
    try:
        yield running
    finally:
        kill(running)


def kill(running: subprocess.Popen[bytes]) -> int:
    """SIGKILL, and how it ended."""
    running.kill()
    running.communicate()
    return running.returncode


class Town:
    """The platform, from outside."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self._session = session

    async def count(self) -> int:
        async with self._session.get(f"{self.url}/count") as answer:
            return int(await answer.json())

    async def everything(self) -> Posts:
        async with self._session.get(f"{self.url}/everything") as answer:
            return [(place, text) for place, text in await answer.json()]

    async def forget(self) -> None:
        async with self._session.delete(f"{self.url}/everything") as answer:
            answer.raise_for_status()


@asynccontextmanager
async def town(ways: Ways, log: Path) -> AsyncIterator[Town]:
    with process("tests.chaos.town", json.dumps(asdict(ways)), log) as running:
        assert running.stdout
        url = (await asyncio.to_thread(running.stdout.readline)).decode().strip()
        async with aiohttp.ClientSession() as session:
            yield Town(url, session)


class Nursery:
    """Runs one job after another, each in a process of its own."""

    def __init__(self, running: subprocess.Popen[bytes]) -> None:
        self._running = running

    def run(self, job: Job) -> int:
        """How it ended: 0, or negative for the signal."""
        assert self._running.stdin
        assert self._running.stdout
        self._running.stdin.write(json.dumps(asdict(job)).encode() + b"\n")
        self._running.stdin.flush()
        return int(self._running.stdout.readline())


@contextmanager
def nursery(log: Path) -> Iterator[Nursery]:
    with process("tests.chaos.worker", "--each", log) as running:
        yield Nursery(running)


async def states(url: str) -> Mapping[str, State]:
    """Every row's, by a look that leaves nothing open."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return {once: State(state) for once, state in await asyncio.to_thread(_ask, address.database or "", STATES)}
    connection = await asyncpg.connect(address.set(drivername="postgresql").render_as_string(hide_password=False))
    try:
        return {row["once"]: State(row["state"]) for row in await connection.fetch(STATES)}
    finally:
        await connection.close()


def integrity(url: str) -> str:
    """What SQLite says of its file. PostgreSQL has no such question."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return ""
    return "; ".join(str(line) for (line,) in _ask(address.database or "", "PRAGMA integrity_check"))


def _ask(path: str, question: str) -> list[tuple[str, ...]]:
    connection = sqlite3.connect(path, timeout=20)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()
