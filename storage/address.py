"""Which database is meant, read from DATABASE_URL."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import Problem

FORMS = "use sqlite:///folder/file.db or postgresql://user:password@host/database"


def read_url(text: str) -> URL:
    """The address with the driver that we use; raises `Problem`, which never repeats the password."""
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        raise Problem(f"DATABASE_URL is not the address of a database: {FORMS}.") from None
    kind = url.drivername.split("+")[0]
    if kind == "sqlite":
        return _file(url)
    if kind in ("postgresql", "postgres"):
        if not url.database:
            raise Problem("DATABASE_URL names no database: add its name after the server, as in …@host/name.")
        return url.set(drivername="postgresql+asyncpg")
    raise Problem(f"DATABASE_URL begins with {kind}://, which is not supported: {FORMS}.")


def is_file(url: URL) -> bool:
    return url.drivername == "sqlite"


def file_of(url: URL) -> Path:
    return Path(url.database or "")


def check_file(path: Path) -> None:
    """Raises `Problem` where SQLite could not work with the file."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise Problem(f"The folder {folder} for the database does not exist: create it or change DATABASE_URL.")
    if path.is_dir():
        raise Problem(f"{path} is a folder: DATABASE_URL must name a file in it, such as {path}/mansarda.db.")
    # SQLite writes a journal and a lock beside the file.
    place = folder if os.access(folder, os.R_OK | os.W_OK | os.X_OK) else None
    if place is None or (path.exists() and not os.access(path, os.R_OK | os.W_OK)):
        shown = path if place else folder
        raise Problem(f"No permission to write {shown}: let this account write there or change DATABASE_URL.")


def _file(url: URL) -> URL:
    if url.database in (None, "", ":memory:") or str(url.database).startswith("file:"):
        raise Problem("DATABASE_URL names no file, so nothing would be kept: use sqlite:///folder/file.db.")
    return URL.create("sqlite", database=str(Path(str(url.database)).expanduser()))
