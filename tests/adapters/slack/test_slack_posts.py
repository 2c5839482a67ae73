"""Weekly posts and the coordination's week of the features' tests, word for word, as Slack's own client drives them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.slack.corte import Corte, SlackActor, corte
from tests.features.test_posts import season


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Corte]:
    async with corte(tmp_path, "socket") as opened:
        yield opened


@pytest.fixture
async def lena(scene: Corte) -> SlackActor:
    lena = scene.person("ULENA", "Lena Koord", admin=True)
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    return lena


async def test_a_season(scene: Any, lena: SlackActor) -> None:
    """Commands, a form with a file, buttons, posts in the channel, direct messages, and two restarts."""
    who: Any = lena
    dora: Any = scene.person("UDORA", "Dora")
    await season(scene, who, dora, lambda data: lena.hand.upload("posts.md", data))


async def test_a_wrong_file_is_told_beside_its_field(scene: Corte, lena: SlackActor) -> None:
    await lena.use("/programme posts")
    await lena.press("Read and change the texts")
    await lena.press("Load a file")
    await lena.fill(file=lena.hand.upload("posts.md", b"# A\nkind: poem\n\nText"))
    view = lena.hand.view
    assert view
    assert view.errors == {"file": "Line 2: The kind is how, tip or article."}
    await lena.fill(file=(), typed="# A\nkind: tip\n\nText")
    lena.sees("1 text is new.")
