"""What the features' tests say, said on Slack."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adapters.slack.corte import SlackActor, corte
from tests.adapters.talks import TALKS, Platform, Talk, hold, named


@pytest.mark.parametrize("talk", TALKS, ids=named)
async def test_the_same_words(tmp_path: Path, talk: Talk) -> None:
    async with corte(tmp_path) as scene:

        def join(id: str, name: str, *, coordinator: bool) -> SlackActor:
            return scene.person(f"U{id.upper()}", name, admin=coordinator)

        await hold(talk, Platform(scene, join))
