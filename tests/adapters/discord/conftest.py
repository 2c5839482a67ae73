"""The stage of every test here."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.discord.stage import DiscordStage, staged


@pytest.fixture
async def stage() -> AsyncIterator[DiscordStage]:
    async with staged() as running:
        yield running
