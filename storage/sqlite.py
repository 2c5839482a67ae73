"""SQLite: one writer thread, a few reader threads, and one hop into a thread for a whole transaction."""

from __future__ import annotations

import asyncio
import contextvars
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import URL, create_engine
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.errors import StorageDown
from storage.erasures import Erasures
from storage.lock import FileLock
from storage.work import work

if TYPE_CHECKING:
    from bot.work import Work

Result = TypeVar("Result")

READERS = 3
BUSY_MS = 5000
"""How long SQLite itself waits for a file that is locked from outside."""
WRITER_MS = 500
"""The same for a write, which then looks whether the store is being closed, and waits on."""
PATIENCE = 15.0
"""Seconds for which a write waits for such a lock in all."""
OURS = (
    "SQLITE_CONSTRAINT",
    "SQLITE_ERROR",
    "SQLITE_MISMATCH",
    "SQLITE_MISUSE",
    "SQLITE_RANGE",
    "SQLITE_TOOBIG",
)
"""Errors that a wrong statement makes; every other one is the file's or the disk's."""


def engine_for(url: URL) -> Engine:
    """Without a pool: each thread keeps one connection. Transactions are begun by us, not by the driver."""
    wishes = {"timeout": BUSY_MS / 1000, "check_same_thread": False, "cached_statements": 512}
    return create_engine(
        url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=wishes, hide_parameters=True
    )


def connect(engine: Engine, *, synchronous: str = "FULL", only_read: bool = False) -> Connection:
    connection = engine.connect()
    try:
        raw = raw_of(connection)
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA secure_delete = ON")  # what is erased is overwritten, not only unlinked
        if only_read:
            raw.execute("PRAGMA query_only = ON")
        else:
            raw.execute("PRAGMA journal_mode = WAL")
            raw.execute(f"PRAGMA busy_timeout = {WRITER_MS}")
            raw.execute(f"PRAGMA synchronous = {synchronous}")
    except BaseException:
        connection.close()
        raise
    return connection


def raw_of(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.dbapi_connection)


class SqliteStore:
    def __init__(
        self,
        url: URL,
        erasures: Erasures,
        *,
        synchronous: str,
        lock: FileLock | None,
        patience: float = PATIENCE,
    ) -> None:
        self._erasures = erasures
        self._lock = lock
        self._patience = patience
        self._engine = engine_for(url)
        self._synchronous = synchronous
        self._closing = threading.Event()
        self._here = threading.local()
        self._opened: list[Connection] = []
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(READERS, "reader")

    async def read(self, decide: Callable[[Work], Result]) -> Result:
        return await self._in(self._readers, self._read, decide)

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        return await self._in(self._writer, self._write, decide, time.monotonic() + self._patience)

    async def close(self) -> None:
        await asyncio.to_thread(self._close)

    async def _in(self, threads: ThreadPoolExecutor, run: Callable[..., Result], *given: Any) -> Result:
        try:
            here = contextvars.copy_context()  # what is stored and logged there belongs to this event as well
            return await asyncio.get_running_loop().run_in_executor(threads, here.run, run, *given)
        except (sqlite3.Error, DBAPIError) as error:
            cause = error.orig if isinstance(error, DBAPIError) else error
            name = str(getattr(cause, "sqlite_errorname", "SQLITE_ERROR"))
            if name.startswith(OURS) or (run == self._read and name.startswith("SQLITE_READONLY")):
                raise
            raise StorageDown(f"{cause} ({name})") from error

    def _read(self, decide: Callable[[Work], Result]) -> Result:
        connection = self._connection(only_read=True)
        raw = raw_of(connection)
        raw.execute("BEGIN")
        try:
            return decide(work(connection, self._erasures))
        finally:
            _undo(raw)

    def _write(self, decide: Callable[[Work], Result], deadline: float) -> Result:
        connection = self._connection(only_read=False)
        raw = raw_of(connection)
        _begin(raw, deadline, self._closing)
        try:
            result = decide(work(connection, self._erasures))
            raw.execute("COMMIT")
        except BaseException:
            _undo(raw)
            raise
        if self._erasures.fresh:
            self._erasures.fresh = not _emptied(raw)
        return result

    def _connection(self, *, only_read: bool) -> Connection:
        """This thread's own."""
        connection: Connection | None = getattr(self._here, "connection", None)
        if connection is None:
            connection = connect(self._engine, synchronous=self._synchronous, only_read=only_read)
            if not only_read:
                raw_of(connection).execute(f"PRAGMA busy_timeout = {WRITER_MS}")
            self._here.connection = connection
            self._opened.append(connection)
        return connection

    def _close(self) -> None:
        self._closing.set()
        self._writer.shutdown()
        self._readers.shutdown()
        while self._opened:
            self._opened.pop().close()
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def _begin(raw: sqlite3.Connection, deadline: float, closing: threading.Event) -> None:
    """Wait for the write lock until the deadline, or until the store is closed; who comes after that gets one try."""
    while True:
        left = 0.0 if closing.is_set() else max(0.0, deadline - time.monotonic())
        hurry = left * 1000 < WRITER_MS
        if hurry:
            raw.execute(f"PRAGMA busy_timeout = {int(left * 1000)}")
        try:
            raw.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or not left:
                raise
        finally:
            if hurry:
                raw.execute(f"PRAGMA busy_timeout = {WRITER_MS}")


def _emptied(raw: sqlite3.Connection) -> bool:
    """Leave nothing in the journal of what was erased; False where a reader needs it: the next write tries again."""
    busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _undo(raw: sqlite3.Connection) -> None:
    """Roll back what is still open: SQLite itself already did after a full disk."""
    if raw.in_transaction:
        raw.execute("ROLLBACK")
