"""A backup taken beside a running bot is whole, and never takes another's place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import Problem
from storage.backup import backup
from storage.database import check
from tests.contracts.store_scene import opened, person


async def test_a_copy_is_whole_and_holds_what_was_committed(sqlite_url: str, tmp_path: Path) -> None:
    to = tmp_path / "copy.sqlite3"
    async with opened(sqlite_url) as scene:
        await scene.member("carla")
        await backup(sqlite_url, to)
        await scene.member("bruno")
    assert await check(f"sqlite:///{to}") is None
    with closing(sqlite3.connect(to)) as copy:
        assert copy.execute("SELECT person FROM member").fetchall() == [(person("carla").id,)]
    assert (to.stat().st_mode & 0o777) == 0o600
    assert not to.with_name("copy.sqlite3.half").exists()


async def test_what_cannot_be_copied_is_one_sentence(sqlite_url: str, tmp_path: Path) -> None:
    to = tmp_path / "copy.sqlite3"
    with pytest.raises(Problem, match="pg_dump"):
        await backup("postgresql://u:p@h/d", to)
    with pytest.raises(Problem, match="no database"):
        await backup(f"sqlite:///{tmp_path}/none.sqlite3", to)
    to.write_text("an earlier one")
    with pytest.raises(Problem, match="is there already"):
        await backup(sqlite_url, to)
    assert to.read_text() == "an earlier one"
