"""Who may use what: the written table is the code's. That it holds is shown by the matrix (test_matrix.py)."""

from __future__ import annotations

import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.features.everything import registry
from tests.features.scene import Scene

TABLE: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent.parent / "policy.toml").read_text())
REGISTRY = registry()
DECLARED = {
    "command": {one.name: one.who.value for one in REGISTRY.commands.values()},
    "action": {one.name: one.who.value for one in REGISTRY.actions.values() if not one.form},
    "form": {one.name: one.who.value for one in REGISTRY.actions.values() if one.form},
}
SOME: dict[type, Any] = {int: 1, str: "topic", bool: True}


@pytest.mark.parametrize("kind", ["command", "action", "form"])
def test_the_table_is_the_codes(kind: str) -> None:
    assert TABLE[kind] == DECLARED[kind]
    assert list(TABLE[kind]) == sorted(TABLE[kind])


def test_nothing_else_is_in_the_table() -> None:
    assert set(TABLE) == {"command", "action", "form", "whose"}


def stored(scene: Scene) -> list[str]:
    """Everything in the database."""
    with closing(sqlite3.connect(scene.url.removeprefix("sqlite:///"))) as database:
        return list(database.iterdump())
