"""The state of a database's tables: which migration it is at, and bringing it to the newest."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, inspect, select, table, text
from sqlalchemy import column as named
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from bot.errors import Problem
from storage.address import check_file, file_of, is_file, read_url
from storage.lock import FileLock
from storage.sqlite import connect, engine_for, raw_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "mansarda_version"
TURN = 7_264_174
"""The number of PostgreSQL's advisory lock under which migrations take turns."""

ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps in its own modules what it is working on: in one process there can be only one."""


def versions() -> list[str]:
    """Every migration that this code knows, oldest first; their file names begin with them."""
    return sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


async def migrate(url: str) -> None:
    """Bring the tables to the newest version; quick where they are. Raises `Problem`."""
    await asyncio.to_thread(_migrate, read_url(url))


async def check(url: str) -> str | None:
    """What is wrong with the database, in one line, or None."""
    try:
        address = read_url(url)
        if is_file(address):
            state = await asyncio.to_thread(_state_of_file, address, thorough=True)
        else:
            async with _server(address) as connection:
                state = await connection.run_sync(_state)
    except Problem as problem:
        return str(problem)
    if state == versions()[-1]:
        return None
    return "The database has not been prepared for this version: run `python main.py migrate`."


def _state(connection: Connection) -> str | None:
    """The version of the tables, None where there are none; raises `Problem` for one we do not know."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    state = connection.execute(select(named("version_num")).select_from(table(VERSION_TABLE))).scalar()
    if state is not None and state not in versions():
        raise Problem(
            f"The database was made by a newer version of Mansarda ({state}, this one knows"
            f" {versions()[-1]}): update Mansarda, or restore the backup from before."
        )
    return str(state) if state else None


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")


def _migrate(address: URL) -> None:
    with ONE_AT_A_TIME:
        if is_file(address):
            _migrate_file(address)
        else:
            asyncio.run(_migrate_server(address))


async def _migrate_server(address: URL) -> None:
    async with _server(address) as connection:
        if await connection.run_sync(_state) != versions()[-1]:
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({TURN})"))
            await connection.run_sync(_upgrade)


def _migrate_file(address: URL) -> None:
    if _state_of_file(address) == versions()[-1]:
        return
    lock = FileLock(file_of(address))
    engine = engine_for(address)
    try:
        with connect(engine) as connection:
            raw = raw_of(connection)
            # Renamed or rebuilt tables would trip over their own references meanwhile.
            raw.execute("PRAGMA foreign_keys = OFF")
            raw.execute("BEGIN IMMEDIATE")
            _upgrade(connection)
            raw.execute("COMMIT")
    finally:
        engine.dispose()
        lock.release()


def _state_of_file(address: URL, *, thorough: bool = False) -> str | None:
    path = file_of(address)
    check_file(path)
    if not path.exists() or not path.stat().st_size:
        return None
    engine = engine_for(address)
    try:
        with connect(engine, only_read=True) as connection:
            if thorough and raw_of(connection).execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise Problem(f"The database {path} is damaged: restore it from a backup.")
            state = _state(connection)
            if state is None and inspect(connection).get_table_names():
                raise Problem(f"{path} holds the tables of another program: choose another file.")
            return state
    except (sqlite3.Error, DBAPIError) as error:
        raise Problem(_unreadable(path, error)) from error
    finally:
        engine.dispose()


def _unreadable(path: Path, error: Exception) -> str:
    cause = getattr(error, "orig", error)
    name = str(getattr(cause, "sqlite_errorname", ""))
    if name.startswith("SQLITE_NOTADB"):
        return f"{path} is not a database: choose another file, or restore it from a backup."
    if name.startswith("SQLITE_CORRUPT"):
        return f"The database {path} is damaged: restore it from a backup."
    if name.startswith("SQLITE_BUSY"):
        return f"The database {path} stays locked by another program: stop that one first."
    return f"The database {path} cannot be read ({cause}): restore it from a backup or choose another file."


@asynccontextmanager
async def _server(address: URL) -> AsyncIterator[AsyncConnection]:
    from storage.postgres import server

    async with server(address) as connection:
        yield connection
