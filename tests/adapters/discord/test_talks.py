"""What the features' tests say, said on Discord."""

from __future__ import annotations

import pytest

from tests.adapters.discord.scene import Actor, DiscordScene
from tests.adapters.talks import TALKS, Platform, Talk, hold, named


@pytest.mark.parametrize("talk", TALKS, ids=named)
async def test_the_same_words(scene: DiscordScene, talk: Talk) -> None:
    def join(_: str, name: str, *, coordinator: bool) -> Actor:
        return scene.person(name, coordinator=coordinator)

    await hold(talk, Platform(scene, join))
