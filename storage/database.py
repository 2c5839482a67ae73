"""Opening the store that DATABASE_URL names."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import Problem
from storage.address import check_file, file_of, is_file, read_url
from storage.erasures import Erasures
from storage.lock import FileLock
from storage.schema import check, migrate
from storage.sqlite import SqliteStore

if TYPE_CHECKING:
    from bot.ports import Store

__all__ = ["check", "migrate", "open_store"]

SYNCHRONOUS = ("FULL", "NORMAL")


ERASURES = Path("data/erasures")
"""Where erasures are noted for a database that is no file."""


async def open_store(
    url: str, *, synchronous: str = "FULL", lock: bool = True, erasures: tuple[str, str] = ("", "")
) -> Store:
    """A store on a migrated database; raises `Problem`. The lock is for SQLite: one process a file.

    ``erasures``: the file that remembers who was erased, beside the database where it is not given, and what makes its
    keys, a secret in a file beside it where it is not given.
    """
    if synchronous not in SYNCHRONOUS:
        raise Problem(f"The database can be written with synchronous {' or '.join(SYNCHRONOUS)} only.")
    address, (noted_in, secret) = read_url(url), erasures
    if not is_file(address):
        from storage.postgres import PostgresStore

        return PostgresStore(address, Erasures(Path(noted_in) if noted_in else ERASURES, secret))
    path = file_of(address)
    check_file(path)
    noted = Erasures(Path(noted_in) if noted_in else path.with_name(f"{path.name}.erasures"), secret)
    held = await asyncio.to_thread(FileLock, path) if lock else None
    return SqliteStore(address, noted, synchronous=synchronous, lock=held)
