"""SQLite: the contract of every Store, and what is a file's own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.contracts.store import StoreContract
from tests.contracts.store_scene import Scene, opened


class TestSqlite(StoreContract):
    @pytest.fixture
    async def scene(self, sqlite_url: str) -> AsyncIterator[Scene]:
        async with opened(sqlite_url) as scene:
            yield scene
