"""What `make bench` measures in can be made: its community fits the tables as they are."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage.database import migrate
from tests.bench.commands import fill_file

SIZE = 300


async def test_the_community_of_the_measurements_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / "mansarda.sqlite3"
    await migrate(f"sqlite:///{file}")
    fill_file(f"sqlite:///{file}", SIZE)
    with closing(sqlite3.connect(file)) as database:
        counts = {
            table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("member", "pair", "expectation", "checkin")
        }
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert counts["member"] == SIZE
    assert all(counts.values())
