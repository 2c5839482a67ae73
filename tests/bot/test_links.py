"""Every link leads somewhere: its action exists, and carries what its handler is given."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from inspect import getmembers, isfunction, signature
from pathlib import Path

import pytest

import bot.features
from bot.actions import Claim, arguments, decode, encode
from bot.features.everything import registry
from bot.ui import Action

HERE = Path(bot.features.__file__).parent
PLAUSIBLE: dict[str, str | int | bool | None] = {"int": 7, "str": "topic", "bool": True}


def links() -> list[tuple[str, Callable[..., Action]]]:
    modules = [import_module(f"bot.features.{path.parent.name}.links") for path in sorted(HERE.glob("*/links.py"))]
    return [
        (f"{module.__name__}.{name}", function)
        for module in modules
        for name, function in getmembers(module, isfunction)
        if function.__module__ == module.__name__
    ]


@pytest.mark.parametrize(("name", "link"), links(), ids=[name for name, _ in links()])
def test_a_link_leads_somewhere(name: str, link: Callable[..., Action]) -> None:
    given = {one.name: PLAUSIBLE[one.annotation] for one in signature(link).parameters.values()}
    action = link(**given)
    if action.name in registry().steps:  # planned, and never pressed
        return
    handler = registry().actions[action.name]
    assert list(action.args) == list(handler.kinds), f"{name} → {action.name}"
    claim = decode(encode(action, 3, "abcdefgh"))
    assert claim == Claim(action.name, 3, tuple(carried(value) for value in given.values()))
    assert arguments(handler, claim) == action.args == given


def carried(value: str | int | bool | None) -> str:
    return value if isinstance(value, str) else str(int(value or 0))


def test_there_are_links() -> None:
    assert len(links()) > 20
