"""The floor under a stored check-in: SQLAlchemy Core alone, in one transaction and one thread hop.

Two floors: `store` writes the two rows that a check-in leaves behind and looks at nothing; `read_and_store` also
fetches the rows that a check-in has to look at first: the community, who answers, the pair, its two sides, and
what they answered before.
"""

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
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import tables
from storage.repositories import communities, members, pairs
from storage.sqlite import connect, engine_for
from tests.bench.community import HOME, PLATFORM, Paired, person_id

SERIALIZATION_FAILURE = "40001"

Rows = tuple[dict[str, Any], dict[str, Any]]
Work = Callable[[Connection, Rows], None]


class Statements:
    """Made once for a dialect, so that their SQL is compiled once."""

    def __init__(self, insert: Callable[..., Any]) -> None:
        self.event = insert(tables.inbox).on_conflict_do_nothing()
        answer = insert(tables.checkin)
        changed = {name: answer.excluded[name] for name in ("at", "met", "rating", "next_step", "note")}
        self.answer = answer.on_conflict_do_update(index_elements=tables.checkin.primary_key.columns, set_=changed)

    def read_and_store(self, connection: Connection, rows: Rows) -> None:
        _, answer = rows
        who = answer | {"platform": PLATFORM, "person": person_id(answer["member"])}
        connection.execute(communities.GET, {"key": HOME}).one()
        connection.execute(members.FIND, who).one()
        pair = connection.execute(pairs.GET, {"community": HOME, "id": answer["pair"]}).one()
        both = {"community": HOME, "ids": [pair.mentor, pair.mentee]}
        connection.execute(members.SEVERAL, both).all()
        connection.execute(pairs.CHECKIN, answer).first()
        self.store(connection, rows)

    def store(self, connection: Connection, rows: Rows) -> None:
        event, answer = rows
        connection.execute(self.event, event)
        connection.execute(self.answer, answer)


class Rowed:
    """The rows that one check-in after another stores."""

    def __init__(self, people: Sequence[Paired]) -> None:
        self._people = cycle(people)
        self._number = count()

    def next(self) -> Rows:
        who, now = next(self._people), datetime.now(UTC)
        event = {"platform": PLATFORM, "event": f"bare-{next(self._number)}", "body": "", "seen": now, "applied": now}
        key = {"community": HOME, "pair": who.pair, "week": who.week, "member": who.member}
        return event, key | {"at": now, "met": True, "rating": None, "next_step": "", "note": ""}


class BareSqlite:
    """One writer thread with one connection, set as the bot's own is."""

    def __init__(self, url: str, people: Sequence[Paired]) -> None:
        self._engine = engine_for(make_url(url))
        self._writer = ThreadPoolExecutor(1, "bare")
        self._connection = connect(self._engine)
        self._statements = Statements(sqlite.insert)
        self._rows = Rowed(people)

    async def store(self) -> float:
        return await self._once(self._statements.store)

    async def read_and_store(self) -> float:
        return await self._once(self._statements.read_and_store)

    async def _once(self, work: Work) -> float:
        began = time.perf_counter()
        await asyncio.get_running_loop().run_in_executor(self._writer, self._run, work)
        return time.perf_counter() - began

    def _run(self, work: Work) -> None:
        self._connection.exec_driver_sql("BEGIN IMMEDIATE")
        work(self._connection, self._rows.next())
        self._connection.exec_driver_sql("COMMIT")

    async def stop(self) -> None:
        self._writer.shutdown()
        self._connection.close()
        self._engine.dispose()


class BarePostgres:
    """The same rows over asyncpg, in one serializable transaction."""

    def __init__(self, url: str, people: Sequence[Paired]) -> None:
        self._engine: AsyncEngine = create_async_engine(url, pool_size=10, isolation_level="SERIALIZABLE")
        self._statements = Statements(postgresql.insert)
        self._rows = Rowed(people)

    async def store(self) -> float:
        return await self._once(self._statements.store)

    async def read_and_store(self) -> float:
        return await self._once(self._statements.read_and_store)

    async def _once(self, work: Work) -> float:
        began = time.perf_counter()
        rows = self._rows.next()
        while not await self._is_stored(work, rows):
            pass
        return time.perf_counter() - began

    async def _is_stored(self, work: Work, rows: Rows) -> bool:
        """False where it met another transaction and has to be repeated."""
        try:
            async with self._engine.begin() as connection:
                await connection.run_sync(work, rows)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", "") != SERIALIZATION_FAILURE:
                raise
            return False
        return True

    async def stop(self) -> None:
        await self._engine.dispose()
