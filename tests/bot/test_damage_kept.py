"""A sample of `make chaos`: a database that is locked, full or restarted loses nothing, and people get an answer."""

from __future__ import annotations

from pathlib import Path

from tests.chaos.damage import full, locked, restarted
from tests.postgres import Server, running


async def test_a_lock_from_outside(tmp_path: Path) -> None:
    found = await locked(tmp_path, 1.5)
    assert found.kept, found.line()


async def test_a_full_disk(tmp_path: Path) -> None:
    found = await full(tmp_path, 1)
    assert found.kept, found.line()
    assert found.found["told_that_nothing_was_saved"], "it really was full"


async def test_a_server_that_restarts(tmp_path: Path, postgres: Server) -> None:
    """One of its own: others are connected to that of the tests."""
    with running(fsync=False) as server:
        found = await restarted(tmp_path, server, 1, 2)
    assert found.kept, found.line()
