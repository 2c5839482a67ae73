"""PostgreSQL: the contract of every Store, and what is a server's own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.contracts.store import StoreContract
from tests.contracts.store_scene import Scene, opened


class TestPostgres(StoreContract):
    @pytest.fixture
    async def scene(self, migrated_postgres: str) -> AsyncIterator[Scene]:
        async with opened(migrated_postgres) as scene:
            yield scene
