"""Who was erased, kept outside the database: a restored backup does not bring them back, and no line names anybody."""

from __future__ import annotations

import hmac
import os
import secrets
from datetime import datetime
from hashlib import sha256
from pathlib import Path

MARK = "erased:"
"""How a key begins that stands where a person's id was."""


class Erasures:
    """A file with a line for each erasure: when, and a key made of the person with a secret that lies elsewhere.

    Neither file is there before the first erasure. Processes that share a database must share both.
    """

    def __init__(self, path: Path, secret: str = "") -> None:
        self._path = path
        self._secret_path = path.with_name(path.name + ".key")
        self._secret = secret.encode()
        self.fresh = False
        """Whether something was erased since the store last cleaned up what its files still hold."""

    def key(self, platform: str, community: str, person: str) -> str:
        """What stands for a person of a community (both by the platform's ids); empty while nobody was erased."""
        if not self._path.exists():
            return ""
        return MARK + self._digest(platform, community, person)

    def note(self, platform: str, community: str, person: str, at: datetime) -> str:
        """Keep that this person is erased, on the disk when this returns; the key that stands for them."""
        key = self._digest(platform, community, person)
        _write(self._path, f"{at.isoformat()} {key}\n", os.O_CREAT | os.O_APPEND)
        self.fresh = True
        return MARK + key

    def noted(self) -> dict[str, datetime]:
        """When each was erased last, by key. Raises ValueError for a file that is not ours."""
        if not self._path.exists():
            return {}
        found: dict[str, datetime] = {}
        for line in self._path.read_text(encoding="ascii").splitlines():
            at, _, key = line.partition(" ")
            found[MARK + key] = max(datetime.fromisoformat(at), found.get(MARK + key, datetime.fromisoformat(at)))
        return found

    def _digest(self, *parts: str) -> str:
        return hmac.new(self._read_secret(), "\0".join(parts).encode(), sha256).hexdigest()

    def _read_secret(self) -> bytes:
        if not self._secret:
            self._make_secret()
            self._secret = self._secret_path.read_bytes()
        return self._secret

    def _make_secret(self) -> None:
        """Written beside and then linked, so that two processes never see two secrets, nor half of one."""
        if self._secret_path.exists():
            return
        draft = self._secret_path.with_name(f"{self._secret_path.name}.{secrets.token_hex(4)}")
        _write(draft, secrets.token_hex(32), os.O_CREAT | os.O_EXCL)
        try:
            os.link(draft, self._secret_path)
        except FileExistsError:
            pass  # another process was first
        finally:
            draft.unlink()


def _write(path: Path, line: str, how: int) -> None:
    """In one piece and on the disk, readable for nobody else."""
    file = os.open(path, os.O_WRONLY | how, mode=0o600)
    try:
        os.write(file, line.encode("ascii"))
        os.fsync(file)
    finally:
        os.close(file)
