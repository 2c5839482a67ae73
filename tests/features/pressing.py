"""What is pressed in a busy community, by whom and with what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.ui import Action

DRAFT = -1
"""In the place of an id: the newest draft of who presses."""


@dataclass(frozen=True)
class Press:
    """``shows``: nothing is stored even by the first press. None: either.

    ``looks``: each time it is noted that somebody looked. ``first``: what the same person presses before.
    """

    who: str
    args: tuple[Any, ...] = ()
    picked: tuple[str, ...] = ()
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shows: bool | None = False
    fresh: bool = False
    looks: bool = False
    first: Action | None = None


def shows(who: str, *args: Any, picked: tuple[str, ...] = ()) -> Press:
    return Press(who, args, picked, shows=True)


def looks(who: str, *args: Any, picked: tuple[str, ...] = ()) -> Press:
    return Press(who, args, picked, shows=True, looks=True)


def fills(who: str, *args: Any, **answers: str | tuple[str, ...]) -> Press:
    given = {name: (value,) if isinstance(value, str) else value for name, value in answers.items()}
    return Press(who, args, answers=given)


def press(who: str, *args: Any, picked: tuple[str, ...] = ()) -> Press:
    return Press(who, args, picked)
