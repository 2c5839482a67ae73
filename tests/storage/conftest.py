"""Databases for the storage tests: prepared once, then copied for each test."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from storage.columns import metadata
from storage.database import migrate
from tests.postgres import Server

TABLES = [table.name for table in metadata.sorted_tables]

pytest.register_assert_rewrite(
    "tests.contracts.store",
    "tests.contracts.store_audit",
    "tests.contracts.store_delivery",
    "tests.contracts.store_mentoring",
    "tests.contracts.store_outbox",
    "tests.contracts.store_pairs",
    "tests.contracts.store_people",
    "tests.contracts.store_privacy",
)


@pytest.fixture(scope="session")
def prepared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("storage") / "prepared.db"
    asyncio.run(migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(prepared_file: Path, tmp_path: Path) -> str:
    """The URL of a migrated file of this test's own."""
    return f"sqlite:///{shutil.copy(prepared_file, tmp_path / 'mansarda.db')}"


@pytest.fixture(scope="session")
def prepared_database(postgres: Server) -> Iterator[str]:
    async def prepare() -> str:
        name = await postgres.create()
        await migrate(postgres.url(name))
        return name

    name = asyncio.run(prepare())
    yield name
    asyncio.run(postgres.drop(name))


@pytest.fixture
async def migrated_postgres(postgres: Server, prepared_database: str) -> str:
    """The URL of a migrated and empty database: always the same one, since making one takes long."""
    connection = await asyncpg.connect(postgres.url(prepared_database, "postgresql"))
    try:
        await connection.execute("; ".join(f'DELETE FROM "{table}"' for table in reversed(TABLES)))
    finally:
        await connection.close()
    return postgres.url(prepared_database)
