"""Databases for the storage tests: prepared once, then copied for each test."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.database import migrate
from tests.postgres import Server

pytest.register_assert_rewrite(
    "tests.contracts.store",
    "tests.contracts.store_delivery",
    "tests.contracts.store_mentoring",
    "tests.contracts.store_outbox",
    "tests.contracts.store_pairs",
    "tests.contracts.store_people",
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
async def migrated_postgres(postgres: Server, prepared_database: str) -> AsyncIterator[str]:
    """The URL of a migrated database of this test's own."""
    async with postgres.database(prepared_database) as url:
        yield url
