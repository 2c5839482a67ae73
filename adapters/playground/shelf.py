"""Where the playground's chat rests between two starts: an SQLite file of its own, one JSON value a row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from adapters.playground.encoding import read, write
from adapters.playground.things import Asking, Conversation, Said, Somebody, Tongue
from bot.errors import Problem

Thing = TypeVar("Thing")

TABLES = """
CREATE TABLE IF NOT EXISTS person (id TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS conversation (id TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS said (number INTEGER PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS asking (person TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mark (
  person TEXT NOT NULL, place TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (person, place)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS upload (id TEXT PRIMARY KEY, person TEXT NOT NULL, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS tongue (id INTEGER PRIMARY KEY, json TEXT NOT NULL);
"""

PUT = "INSERT INTO {table} ({column}, json) VALUES (?, ?) ON CONFLICT ({column}) DO UPDATE SET json = excluded.json"


class Shelf:
    """Every write is committed at once; a crash of the machine may lose the last ones, never more."""

    def __init__(self, path: Path | str = ":memory:") -> None:
        self._path = path
        try:
            self._db = _opened(path)
        except sqlite3.Error as error:
            raise self._unreadable(error) from error

    def close(self) -> None:
        self._db.close()

    def keep(self, thing: Somebody | Conversation | Said | Asking | Tongue) -> None:
        match thing:
            case Somebody():
                self._put("person", "id", thing.id, thing)
            case Conversation():
                self._put("conversation", "id", thing.id, thing)
            case Said():
                self._put("said", "number", thing.number, thing)
            case Asking():
                self._put("asking", "person", thing.person, thing)
            case Tongue():
                self._put("tongue", "id", 1, thing)

    def _put(self, table: str, column: str, key: str | int, thing: object) -> None:
        # Not REPLACE, which would give the row a new place in the order.
        self._db.execute(PUT.format(table=table, column=column), (key, write(thing)))

    def mark(self, person: str, place: str, number: int) -> None:
        self._db.execute("INSERT OR REPLACE INTO mark VALUES (?, ?, ?)", (person, place, number))

    def forget_asking(self, person: str) -> None:
        self._db.execute("DELETE FROM asking WHERE person = ?", (person,))

    def put_upload(self, id: str, person: str, data: bytes) -> None:
        self._db.execute("INSERT INTO upload VALUES (?, ?, ?)", (id, person, data))

    def upload(self, id: str) -> tuple[str, bytes] | None:
        """Whose it is, and what it holds."""
        found: tuple[str, bytes] | None = self._db.execute(
            "SELECT person, data FROM upload WHERE id = ?", (id,)
        ).fetchone()
        return found

    def people(self) -> Iterator[Somebody]:
        return self._all("SELECT json FROM person ORDER BY rowid", Somebody)

    def conversations(self) -> Iterator[Conversation]:
        return self._all("SELECT json FROM conversation ORDER BY rowid", Conversation)

    def said(self) -> Iterator[Said]:
        return self._all("SELECT json FROM said ORDER BY number", Said)

    def asking(self) -> Iterator[Asking]:
        return self._all("SELECT json FROM asking", Asking)

    def tongue(self) -> Tongue:
        return next(self._all("SELECT json FROM tongue", Tongue), Tongue())

    def marks(self) -> Iterator[tuple[str, str, int]]:
        return iter(self._db.execute("SELECT person, place, number FROM mark").fetchall())

    def _all(self, query: str, shape: type[Thing]) -> Iterator[Thing]:
        try:
            for (text,) in self._db.execute(query):
                yield read(text, shape)
        except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> Problem:
        return Problem(f"The playground's chat cannot be read: {self._path} ({error}). Move the file away.")


def _opened(path: Path | str) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.executescript(TABLES)
    except sqlite3.Error:
        db.close()
        raise
    return db
