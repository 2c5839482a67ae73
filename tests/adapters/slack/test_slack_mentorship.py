"""A whole mentorship in Slack, as its own client would drive it, with restarts in the middle."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.slack.corte import CHANNEL, Corte, SlackActor, corte
from tests.adapters.slack.slack_stage import TEAM
from tests.features import test_mentorship as mentorship
from tests.features.conftest import offer
from tests.features.stories_everywhere import everywhere


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


async def test_a_story_from_the_form_to_its_end(scene: Corte, lena: SlackActor) -> None:
    people = [scene.person(f"U{name.upper()}", name) for name in ("Marta", "Carla", "Dora")]

    def attach(actor: SlackActor, data: bytes) -> str:
        return actor.hand.upload("shop.jpg", data)

    def shown() -> list[tuple[str, bytes]]:
        """Every file that the workspace has of the bot, but for what is shown in people's own conversations."""
        channel = [said for said in scene.slack.messages if said.channel == CHANNEL and not said.deleted]
        images = [block for said in channel for block in said.blocks if block["type"] == "image"]
        return [(one["alt_text"], scene.slack.files[one["slack_file"]["id"]].data) for one in images]

    await everywhere(scene, lena, people, attach, shown)
    bot = scene.slack.of(TEAM).bot_user
    assert [one.name for one in scene.slack.files.values() if one.by == bot and one.name.startswith("story")] == []
