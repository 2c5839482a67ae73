"""Who may use what: the written table is the code's, and what is only for the coordination refuses others."""

from __future__ import annotations

import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.actions import Who
from bot.features.everything import registry
from bot.ui import Action
from tests.features.scene import Actor, Scene
from tests.features.wire import claim, send

TABLE: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent.parent / "policy.toml").read_text())
REGISTRY = registry()
DECLARED = {
    "command": {one.name: one.who.value for one in REGISTRY.commands.values()},
    "action": {one.name: one.who.value for one in REGISTRY.actions.values() if not one.form},
    "form": {one.name: one.who.value for one in REGISTRY.actions.values() if one.form},
}
ONLY = "Only the coordination can do this. If it should be you, ask an administrator here."
SOME: dict[type, Any] = {int: 1, str: "topic", bool: True}


def for_coordinators(kind: str) -> list[str]:
    return [name for name, who in TABLE[kind].items() if who == Who.COORDINATOR]


@pytest.mark.parametrize("kind", ["command", "action", "form"])
def test_the_table_is_the_codes(kind: str) -> None:
    assert TABLE[kind] == DECLARED[kind]
    assert list(TABLE[kind]) == sorted(TABLE[kind])


def test_nothing_else_is_in_the_table() -> None:
    assert set(TABLE) == {"command", "action", "form"}


@pytest.mark.parametrize("name", for_coordinators("command"))
async def test_a_coordinators_command_refuses_others(scene: Scene, marta: Actor, name: str) -> None:
    before = stored(scene)
    await marta.use(f"/{name}")
    assert marta.last() == ONLY
    assert stored(scene) == before


@pytest.mark.parametrize("place", ["channel", "direct"])
@pytest.mark.parametrize("name", for_coordinators("action"))
async def test_a_coordinators_action_refuses_others(scene: Scene, marta: Actor, name: str, place: str) -> None:
    before, here = stored(scene), marta if place == "channel" else marta.dm
    await claim(scene, here, some(name))
    assert here.last() == ONLY
    assert stored(scene) == before
    assert scene.room.form_of("marta") is None


@pytest.mark.parametrize("name", for_coordinators("form"))
async def test_a_coordinators_form_refuses_others(scene: Scene, marta: Actor, name: str) -> None:
    before = stored(scene)
    await send(scene, marta, some(name), {"zone": ("Europe/Vienna",), "weeks": ("24",)})
    assert marta.last().startswith(ONLY)
    assert stored(scene) == before


async def test_a_coordinator_may(scene: Scene, lena: Actor) -> None:
    """The same presses by the coordinator do something, so the refusals above are not of another kind."""
    for name in for_coordinators("action"):
        scene.room.close_form("lena")
        await claim(scene, lena, some(name))
        assert scene.room.form_of("lena") or lena.last() != ONLY, name


def some(name: str) -> Action:
    return Action(name, {one: SOME[kind] for one, kind in REGISTRY.actions[name].kinds.items()})


def stored(scene: Scene) -> list[str]:
    """Everything in the database."""
    with closing(sqlite3.connect(scene.url.removeprefix("sqlite:///"))) as database:
        return list(database.iterdump())
