"""Somebody with words in every table is erased: in no byte of the file, no dump and no log line is anything left.

The words are made from the inventory, so that a new table or column is among them without a line here.
"""

from __future__ import annotations

import asyncio
import io
import logging
import os
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import Text

from storage.columns import metadata
from storage.inventory.reading import Label, inventory
from tests.contracts.store_privacy import CARLA, about, erase, fill
from tests.contracts.store_scene import opened
from tests.logs import listening
from tests.postgres import installed
from tests.storage.conftest import TABLES

Look = Callable[[], Awaitable[bytes]]
LEAST = 20
OURS = {
    ("audit_actor", "person"),
    ("audit", "what"),
    ("audit", "about"),
    ("audit", "facts"),
    ("conduct", "texts"),
    ("exclusion", "other"),
    ("exclusion", "why"),
    ("expectation", "form"),
    ("expectation", "rhythm"),
    ("honour", "month"),
    ("member", "person"),
    ("pair", "format"),
    ("pair", "template"),
    ("report", "category"),
    ("story", "reason"),
    ("suggestion", "answer"),
    ("suggestion", "standing"),
}
"""Exported texts that stay: words of the programme, what the coordination wrote, and ids, which go or become keys."""


@pytest.fixture(autouse=True)
def loud() -> Iterator[None]:
    """The database's library says every statement, which we do not ask it for."""
    library = logging.getLogger("sqlalchemy")
    level = library.level
    library.setLevel(logging.DEBUG)
    yield
    library.setLevel(level)


async def lived_and_erased(url: str, look: Look) -> None:
    """Everything is there, is exported, is erased; and looked for before and after, and in the log at DEBUG."""
    with listening() as log:
        async with opened(url) as scene:
            made = await fill(scene)
            words = [*made.canaries, CARLA.id, CARLA.name]
            before, parts = await look(), await about(scene)
            assert [one for one in words if not _in(one, before)] == [], "or nothing would be shown"
            assert "canary-" in str(parts)
            await erase(scene)
            after = await look()
    assert len(words) >= LEAST
    assert [one for one in words if _in(one, after)] == []
    assert any(line["logger"].startswith("sqlalchemy") for line in log.objects()), "the library was heard"
    assert [one for one in words if one in log.text] == []


def _in(word: str, found: bytes) -> bool:
    """As text, or as PostgreSQL writes bytes."""
    return word.encode() in found or word.encode().hex().encode() in found


async def test_every_text_of_a_person_is_among_them(sqlite_url: str) -> None:
    """A new column of words either goes with the person or stands above."""
    async with opened(sqlite_url) as scene:
        made = await fill(scene)
    words = {
        (name, column.name)
        for name, entry in inventory().items()
        for column in metadata.tables[name].columns
        if isinstance(column.type, Text) and isinstance(entry.columns.get(column.name), Label)
    }
    planted = {(table, column) for table, column in (one.split("-")[1:3] for one in made.canaries)}
    states = {(table, column) for table, column in words if column == "state"}  # words of ours, in every table
    assert words - planted - states == OURS


async def test_in_no_byte_of_the_sqlite_file(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))

    async def every_byte() -> bytes:
        return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))

    await lived_and_erased(sqlite_url, every_byte)
    assert b"canary" not in await every_byte(), "nor after the last connection is closed"


async def test_in_no_row_of_postgresql_as_copied(migrated_postgres: str) -> None:
    async def copied() -> bytes:
        connection = await asyncpg.connect(migrated_postgres.replace("postgresql+asyncpg", "postgresql"))
        found = io.BytesIO()
        try:
            for table in TABLES:
                await connection.copy_from_table(table, output=found)
        finally:
            await connection.close()
        return found.getvalue()

    await lived_and_erased(migrated_postgres, copied)


async def test_in_no_line_of_a_dump_of_postgresql(migrated_postgres: str) -> None:
    program = next((one / "pg_dump" for one in installed() if os.access(one / "pg_dump", os.X_OK)), None)
    if program is None:
        pytest.skip("this PostgreSQL comes without pg_dump; every table is copied out above")

    async def dumped() -> bytes:
        url = migrated_postgres.replace("postgresql+asyncpg", "postgresql")
        done = await asyncio.create_subprocess_exec(program, "--dbname", url, stdout=PIPE, stderr=PIPE)
        async with asyncio.timeout(60):
            said, complaint = await done.communicate()
        assert done.returncode == 0, complaint.decode()
        return said

    await lived_and_erased(migrated_postgres, dumped)
