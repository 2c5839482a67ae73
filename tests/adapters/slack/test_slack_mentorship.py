"""A whole mentorship in Slack, as its own client would drive it, with restarts in the middle."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.slack.corte import Corte, SlackActor, corte
from tests.features import test_mentorship as mentorship
from tests.features.conftest import offer


@pytest.fixture(params=["socket", "http"])
async def scene(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Corte]:
    async with corte(tmp_path, request.param) as opened:
        yield opened


@pytest.fixture
async def lena(scene: Corte) -> SlackActor:
    lena = scene.person("ULENA", "Lena Koord", admin=True)
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    return lena


async def test_from_the_first_command_to_the_last_word(scene: Any, lena: SlackActor) -> None:
    marta: Any = scene.person("UMARTA", "Marta")
    carla: Any = scene.person("UCARLA", "Carla")
    await offer(marta, topics="Newsletters, Pricing")
    await mentorship.test_from_the_first_command_to_the_last_word(scene, marta, carla)
