"""The floor under a stored check-in: its two rows written by SQLAlchemy Core alone, in one thread hop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count, cycle
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import tables
from storage.sqlite import connect, engine_for
from tests.bench.community import HOME, PLATFORM, Paired

Rows = tuple[dict[str, Any], dict[str, Any]]


class Statements:
    """Made once for a dialect, so that their SQL is compiled once."""

    def __init__(self, insert: Callable[..., Any]) -> None:
        self.event = insert(tables.inbox).on_conflict_do_nothing()
        answer = insert(tables.checkin)
        changed = {name: answer.excluded[name] for name in ("at", "met", "rating", "next_step", "note")}
        self.answer = answer.on_conflict_do_update(index_elements=tables.checkin.primary_key.columns, set_=changed)

    def store(self, connection: Connection, rows: Rows) -> None:
        event, answer = rows
        connection.execute(self.event, event)
        connection.execute(self.answer, answer)


class Rowed:
    """The rows that one check-in after another stores."""

    def __init__(self, people: Sequence[Paired], side: Callable[[str], int]) -> None:
        self._people = cycle(people)
        self._number = count()
        self._side = side

    def next(self) -> Rows:
        who, now = next(self._people), datetime.now(UTC)
        event = {"platform": PLATFORM, "event": f"bare-{next(self._number)}", "body": "", "seen": now, "applied": now}
        key = {"community": HOME, "pair": who.pair, "week": who.week, "member": self._side(who.person.id)}
        return event, key | {"at": now, "met": True, "rating": None, "next_step": "", "note": ""}


class BareSqlite:
    """One writer thread with one connection, set as the bot's own is."""

    def __init__(self, url: str, people: Sequence[Paired], side: Callable[[str], int]) -> None:
        self._engine = engine_for(make_url(url))
        self._writer = ThreadPoolExecutor(1, "bare")
        self._connection = connect(self._engine)
        self._statements = Statements(sqlite.insert)
        self._rows = Rowed(people, side)

    async def once(self) -> float:
        began = time.perf_counter()
        await asyncio.get_running_loop().run_in_executor(self._writer, self._store)
        return time.perf_counter() - began

    def _store(self) -> None:
        self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        self._statements.store(self._connection, self._rows.next())
        self._connection.exec_driver_sql("COMMIT")

    async def stop(self) -> None:
        self._writer.shutdown()
        self._connection.close()
        self._engine.dispose()


class BarePostgres:
    """The same rows over asyncpg, in one serializable transaction."""

    def __init__(self, url: str, people: Sequence[Paired], side: Callable[[str], int]) -> None:
        self._engine: AsyncEngine = create_async_engine(url, pool_size=10, isolation_level="SERIALIZABLE")
        self._statements = Statements(postgresql.insert)
        self._rows = Rowed(people, side)

    async def once(self) -> float:
        began = time.perf_counter()
        rows = self._rows.next()
        async with self._engine.begin() as connection:
            await connection.run_sync(self._statements.store, rows)
        return time.perf_counter() - began

    async def stop(self) -> None:
        await self._engine.dispose()
