"""Keys as files in a folder: 32 random bytes each, for this user alone."""

from __future__ import annotations

import os
import secrets
import time
from datetime import timedelta
from pathlib import Path

ENDING = ".key"
SIZE = 32


class FolderKeyring:
    """Several processes may share the folder: who makes a key first has made it for all."""

    def __init__(self, folder: Path) -> None:
        """The folder is made with the first key."""
        self._folder = folder

    def make(self, name: str) -> bytes:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self._path(name).with_suffix(f".{secrets.token_hex(8)}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, self._path(name))
        except FileExistsError:
            return self._path(name).read_bytes()  # somebody else was first
        finally:
            fresh.unlink()
        return self._path(name).read_bytes()

    def get(self, name: str) -> bytes | None:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None

    def destroy(self, name: str) -> None:
        """Written over first, for disks that keep what was deleted."""
        path = self._path(name)
        try:
            with path.open("r+b") as file:
                file.write(bytes(SIZE))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        except FileNotFoundError:
            return

    def names(self) -> frozenset[str]:
        return frozenset(path.stem for path in self._folder.glob(f"*{ENDING}"))

    def age(self, name: str) -> timedelta:
        try:
            return timedelta(seconds=time.time() - self._path(name).stat().st_mtime)
        except FileNotFoundError:
            return timedelta()

    def _path(self, name: str) -> Path:
        if not name or not all(c.isascii() and (c.isalnum() or c == "-") for c in name):
            raise ValueError(f"not a key's name: {name!r}")
        return self._folder / f"{name}{ENDING}"
