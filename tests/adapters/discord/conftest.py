"""The stage of every test here, and the scene of those that have the whole bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.discord.scene import Actor, DiscordScene
from tests.adapters.discord.stage import DiscordStage, staged


@pytest.fixture
async def stage() -> AsyncIterator[DiscordStage]:
    async with staged() as running:
        yield running


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[DiscordScene]:
    opened = DiscordScene(tmp_path)
    await opened.start()
    yield opened
    await opened.close()
    complaints = opened.stage.server.complaints()
    assert not complaints, "\n".join(dict.fromkeys(complaints))
    assert opened.stage.server.rest.refusals == []


@pytest.fixture
async def lena(scene: DiscordScene) -> Actor:
    """The coordinator of a programme that runs."""
    lena = scene.person("Lena", coordinator=True)
    await lena.use("/programme setup")
    lena.sees("Everything is ready.")
    await lena.press("Start the programme")
    return lena
