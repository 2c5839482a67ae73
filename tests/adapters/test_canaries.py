"""A whole mentorship on each platform, with everything logged at DEBUG: no token, no name, no word of anybody's."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.connect import hush
from tests.adapters.discord.scene import DiscordScene
from tests.adapters.slack.corte import corte
from tests.adapters.slack.slack_stage import Mode
from tests.features import test_mentorship as mentorship
from tests.features.conftest import offer
from tests.logs import Log, listening
from tests.standins.discord.server import TOKEN

NAMES = ("Marta", "Carla", "Lena")
WORDS = (
    "A newsletter about ceramics",
    "A plan for the first months",
    "500 readers",
    "One question in writing",
    "Write issue",
    "Marta was patient and clear.",
    "Newsletters",
)
LEAST = 100
"""Lines without which nothing would be proved: the libraries say a lot at DEBUG."""


async def lived(scene: Any, lena: Any, marta: Any, carla: Any) -> None:
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    await offer(marta, topics="Newsletters, Pricing")
    await mentorship.test_from_the_first_command_to_the_last_word(scene, marta, carla)


def clean(log: Log, library: str, *secrets: str) -> None:
    lines = log.objects()
    assert len(lines) > LEAST
    assert any(line["logger"].startswith(library) for line in lines), "the library was heard"
    assert log.leaks((*NAMES, *WORDS)) == []
    assert [line for line in log.text.splitlines() if any(one in line for one in secrets)] == []


async def test_on_discord(tmp_path: Path) -> None:
    with listening() as log:
        scene = DiscordScene(tmp_path)
        await scene.start()
        try:
            lena = scene.person("Lena", coordinator=True)
            await lived(scene, lena, scene.person("Marta"), scene.person("Carla"))
        finally:
            await scene.close()
    clean(log, "discord.", TOKEN)


@pytest.fixture
def loud(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Slack's libraries say everything they would say, which we do not ask them for."""
    monkeypatch.setattr("adapters.slack.connect.hush", lambda: None)
    for name in ("slack_sdk", "slack_bolt"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield
    hush()


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_on_slack(tmp_path: Path, mode: Mode, loud: None) -> None:
    with listening() as log:
        async with corte(tmp_path, mode) as scene:
            lena = scene.person("ULENA", "Lena Koord", admin=True)
            await lived(scene, lena, scene.person("UMARTA", "Marta"), scene.person("UCARLA", "Carla"))
    clean(log, "slack_", "xoxb-1", "xapp-1")


async def test_a_library_that_would_tell_is_silenced_and_one_line_of_ours_is_found(tmp_path: Path) -> None:
    with listening() as log:
        for number in range(LEAST + 1):
            logging.getLogger("discord.gateway").debug("said %s, %s", number, f"Marta with {TOKEN}")
        clean(log, "discord.", TOKEN)
        logging.getLogger("adapters.discord").debug("%s wrote", "Marta")
        with pytest.raises(AssertionError):
            clean(log, "discord.", TOKEN)
