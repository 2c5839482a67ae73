"""Everything the bot can do, collected from the features' modules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from bot.actions import Chore, Handler, Step
from bot.commands import Command, by_name


@dataclass(frozen=True)
class Registry:
    commands: Mapping[str, Command]
    actions: Mapping[str, Handler[Any]]
    steps: Mapping[str, Step]
    chores: tuple[Chore, ...] = ()


def collect(modules: Iterable[ModuleType]) -> Registry:
    """What these modules declare at their top level. Two handlers of one name are a mistake."""
    declared = [thing for module in modules for thing in _declared(module)]
    commands = by_name([one for one in declared if isinstance(one, Command)])
    actions = {one.name: one for one in declared if isinstance(one, Handler)}
    steps = {one.name: one for one in declared if isinstance(one, Step)}
    chores = tuple({one.name: one for one in declared if isinstance(one, Chore)}.values())
    if len(commands) + len(actions) + len(steps) + len(chores) != len(declared):
        raise ValueError("two handlers share a name")
    return Registry(commands, actions, steps, chores)


def _declared(module: ModuleType) -> Iterable[object]:
    """A module's own declarations; imported ones belong to the module that made them."""
    for thing in vars(module).values():
        if isinstance(thing, Handler | Command | Step | Chore) and thing.run.__module__ == module.__name__:
            yield thing
