"""The whole mentorship of the features' tests, word for word, as people live it in Discord's own client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from tests.adapters.discord.scene import Actor, DiscordScene
from tests.features import scene as room
from tests.features import test_mentorship
from tests.features.conftest import offer


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
    lena = scene.person("Lena", coordinator=True)
    await lena.use("/programme setup")
    lena.sees("Everything is ready.")
    await lena.press("Start the programme")
    return lena


async def test_from_the_first_command_to_the_last_word(scene: DiscordScene, lena: Actor) -> None:
    """Commands, modals, buttons, menus, direct messages, the pair's thread, and two restarts."""
    marta, carla = scene.person("Marta"), scene.person("Carla")
    await offer(cast(room.Actor, marta), topics="Newsletters, Pricing")
    assert await carla.type("mentor seek", "topic", "news") == ["Newsletters"]
    await test_mentorship.test_from_the_first_command_to_the_last_word(
        cast(room.Scene, scene), cast(room.Actor, marta), cast(room.Actor, carla)
    )
