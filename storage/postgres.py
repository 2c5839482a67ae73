"""PostgreSQL: the same plain functions, run over asyncpg in one serializable transaction."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

import asyncpg
from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError, InterfaceError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.errors import Conflict, Problem, StorageDown
from storage.erasures import Erasures
from storage.work import work

if TYPE_CHECKING:
    from bot.work import Work

Result = TypeVar("Result")

TRIES = 8
UNIQUE = "23505"
REPEATED = ("40001", "40P01", UNIQUE)
"""Serialization failure, deadlock, and a row that somebody else made at the same moment: once more finds it."""
LOST = ("08", "57P", "53")
"""Classes of errors of the server or the way to it: connection, shutdown, resources."""
UNREACHABLE = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, SQLAlchemyError)
CONNECT = {
    "timeout": 10,
    "command_timeout": 60,
    "prepared_statement_cache_size": 500,
    # PostgreSQL compiles what it believes to be costly: half a second for a claim that takes two milliseconds.
    "server_settings": {"jit": "off"},
}


class PostgresStore:
    def __init__(self, url: URL, erasures: Erasures) -> None:
        self._erasures = erasures
        self._engine = create_async_engine(
            url,
            pool_size=10,
            max_overflow=0,
            isolation_level="SERIALIZABLE",
            hide_parameters=True,
            connect_args=CONNECT,
        )
        # Readers see one instant, which needs no repeating.
        self._reading = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    async def read(self, decide: Callable[[Work], Result]) -> Result:
        return await self._repeated(self._reading, decide)

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        return await self._repeated(self._engine, decide)

    async def close(self) -> None:
        await self._engine.dispose()

    async def _repeated(self, engine: AsyncEngine, decide: Callable[[Work], Result]) -> Result:
        for attempt in range(1, TRIES + 1):
            try:
                return await _once(engine, lambda connection: decide(work(connection, self._erasures)))
            except DBAPIError as error:
                if not _is_lost(error) and _state(error) not in REPEATED:
                    raise
                if attempt == TRIES:
                    raise _given_up(error) from error
            await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))
        raise AssertionError("the last try returns or raises")


async def _once(engine: AsyncEngine, decide: Callable[[Connection], Result]) -> Result:
    connection = await _connect(engine)
    try:
        await connection.begin()
        result = await connection.run_sync(decide)
        try:
            await connection.commit()
        except DBAPIError as error:
            if _is_lost(error):  # it may be committed, so it must not be repeated
                raise StorageDown(f"PostgreSQL was lost while it committed: {error.orig}") from error
            raise
        return result
    finally:
        await connection.close()


def _given_up(error: DBAPIError) -> Exception:
    if _is_lost(error):
        return StorageDown(f"PostgreSQL was lost: {error.orig}")
    return error if _state(error) == UNIQUE else Conflict(str(error.orig))


async def _connect(engine: AsyncEngine) -> AsyncConnection:
    try:
        return await engine.connect()
    except UNREACHABLE as why:
        raise StorageDown(f"PostgreSQL cannot be reached: {why}") from why


def _state(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def _is_lost(error: DBAPIError) -> bool:
    return error.connection_invalidated or isinstance(error, InterfaceError) or _state(error).startswith(LOST)


@asynccontextmanager
async def server(url: URL) -> AsyncIterator[AsyncConnection]:
    """One connection in one transaction, for looking after the database; raises `Problem`."""
    engine = create_async_engine(url, poolclass=NullPool, connect_args=CONNECT, hide_parameters=True)
    try:
        try:
            connection = await engine.connect()
        except UNREACHABLE as why:
            raise Problem(_unreachable(url, why)) from why
        try:
            async with connection.begin():
                yield connection
        finally:
            await connection.close()
    finally:
        await engine.dispose()


def _unreachable(url: URL, why: Exception) -> str:
    cause = getattr(why, "orig", why)
    place = f"{url.host or 'localhost'}:{url.port or 5432}"
    match getattr(cause, "sqlstate", None) or "":
        case "28P01" | "28000":
            return f"PostgreSQL at {place} refuses this user or password: correct DATABASE_URL."
        case "3D000":
            return f"PostgreSQL at {place} has no database {url.database}: create it or correct DATABASE_URL."
    return f"PostgreSQL at {place} cannot be reached: start it or correct DATABASE_URL."
