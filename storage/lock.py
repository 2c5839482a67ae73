"""One process for one SQLite file."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from bot.errors import Problem


class FileLock:
    """Held from its making until `release`, or until the process ends in whatever way."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}.lock")
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as why:
            raise Problem(f"The lock {self._path} cannot be made: {why.strerror}.") from why
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            raise Problem(
                f"Another process is using {database}: stop that one first,"
                " or let several work together on PostgreSQL by setting DATABASE_URL."
            ) from None

    def release(self) -> None:
        # The file stays: a new one of the same name could be locked by somebody else at the same time.
        os.close(self._file)
