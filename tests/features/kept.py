"""The database of a running bot, watched for changes and put back as it was."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from storage.columns import metadata

BY_ITSELF = ("inbox", "lane")
"""What comes with every event on a slow machine, whatever it does."""


@dataclass(slots=True)
class Kept:
    """The database of a running bot as it was, so that each cell begins there."""

    live: Path
    pristine: Path
    _watch: sqlite3.Connection = field(init=False)
    _seen: int = field(init=False, default=-1)
    _was: Mapping[str, list[Any]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        (self.live.parent / "keys").mkdir(exist_ok=True)
        self._watch = sqlite3.connect(self.live)
        self.note()

    def note(self) -> None:
        """From now on it is this state that counts."""
        with closing(sqlite3.connect(self.pristine)) as copy:
            self._watch.backup(copy)
        shutil.copytree(self.live.parent / "keys", self.pristine.with_suffix(".keys"), dirs_exist_ok=True)
        self._was, self._seen = self._rows(), self._version()

    def changed(self) -> frozenset[str]:
        """The tables in which anything is different; whether anything was written at all is asked first."""
        if self._version() == self._seen:
            return frozenset()
        now = self._rows()
        return frozenset(table for table, rows in self._was.items() if now[table] != rows)

    def restore(self) -> None:
        with closing(sqlite3.connect(self.pristine)) as copy, closing(sqlite3.connect(self.live)) as live:
            copy.backup(live)
        shutil.copytree(self.pristine.with_suffix(".keys"), self.live.parent / "keys", dirs_exist_ok=True)
        self._seen = self._version()

    def close(self) -> None:
        self._watch.close()

    def _version(self) -> int:
        return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def _rows(self) -> dict[str, list[Any]]:
        tables = [one.name for one in metadata.sorted_tables if one.name not in BY_ITSELF]
        return {name: self._watch.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}


@contextmanager
def watched(live: Path) -> Iterator[Kept]:
    with TemporaryDirectory() as folder:
        kept = Kept(live, Path(folder, "pristine.sqlite3"))
        try:
            yield kept
        finally:
            kept.close()
