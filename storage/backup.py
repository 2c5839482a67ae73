"""A copy of a SQLite database that is whole, taken while the bot goes on."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.errors import Problem
from storage.address import file_of, is_file, read_url


async def backup(url: str, to: Path) -> None:
    """Raises `Problem` for a file that is there already, and for PostgreSQL, which has a program of its own."""
    address = read_url(url)
    if not is_file(address):
        raise Problem("PostgreSQL is backed up by its own program: run `pg_dump --format=custom` on that database.")
    await asyncio.to_thread(_copy, file_of(address), to)


def _copy(source: Path, to: Path) -> None:
    """SQLite's own online backup, checked before it gets its name."""
    if to.exists():
        raise Problem(f"{to} is there already: name a new file, so that no earlier backup is lost.")
    if not source.exists():
        raise Problem(f"There is no database {source}: check DATABASE_URL.")
    half = to.with_name(f"{to.name}.half")
    try:
        half.touch(0o600)
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(half)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise Problem(f"The copy of {source} is damaged, so the database is: restore it from a backup.")
        half.replace(to)
    except (OSError, sqlite3.Error) as error:
        raise Problem(f"{to} could not be written ({error}): check the folder, its space and your rights.") from error
    finally:
        half.unlink(missing_ok=True)
