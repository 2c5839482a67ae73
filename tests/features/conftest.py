"""The scene of every conversation: a started programme, two who offer, one who seeks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.features.scene import Actor, Scene, open_scene
from tests.logs import listening


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Whatever is talked about here, and whatever goes wrong, the log at DEBUG holds none of it."""
    with listening() as log:
        opened = await open_scene(tmp_path)
        yield opened
        await opened.close()
    assert log.leaks(opened.private) == []


@pytest.fixture
async def lena(scene: Scene) -> Actor:
    """The coordinator of a programme that runs."""
    lena = scene.person("lena", "Lena Koord", coordinator=True)
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    return lena


@pytest.fixture
async def marta(scene: Scene, lena: Actor) -> Actor:
    """A mentor for newsletters and pricing."""
    marta = scene.person("marta", "Marta")
    await offer(marta, topics="Newsletters, Pricing")
    return marta


@pytest.fixture
async def carla(scene: Scene, lena: Actor) -> Actor:
    """Somebody who has not begun."""
    return scene.person("carla", "Carla")


async def offer(actor: Actor, topics: str, capacity: str = "1", **more: str | tuple[str, ...]) -> None:
    await actor.use("/mentor offer")
    answers: dict[str, str | tuple[str, ...]] = {"languages": ("en", "it"), "conduct": "yes", **more}
    await actor.fill(topics=topics, capacity=capacity, **answers)


async def seek(actor: Actor, topics: str, goal: str = "500 readers by summer", **more: str | tuple[str, ...]) -> None:
    await actor.use("/mentor seek")
    answers: dict[str, str | tuple[str, ...]] = {"languages": ("it",), "conduct": "yes", **more}
    await actor.fill(topics=topics, goal=goal, **answers)
