"""Commands as plain data, declared once for every platform; and reading typed words."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from inspect import Parameter, signature
from typing import Annotated, get_args, get_origin

from bot.actions import Who
from bot.command_words import english
from bot.errors import Refused
from bot.i18n import Text, t
from bot.ui import Choice, FieldKind, Suggest

QUOTED = r"""(?<![^\s:=])(?:"[^"]*"|'[^']*')(?!\S)"""
"""Words in quotes stay together, even where one of them looks like an option's name."""


@dataclass(frozen=True)
class Option:
    """One option of a command, written as ``Annotated[str | None, Option(...)]``."""

    about: Text
    suggest: Suggest | None = None
    choices: tuple[Choice, ...] = ()
    name: str = ""
    required: bool = False
    kind: FieldKind = FieldKind.LINE
    """PERSON or PLACE where the platform can offer them by itself; the handler is given an id, or what was typed."""


@dataclass(frozen=True)
class Command:
    """``name`` is one or two words; ``run(ctx, **options)`` is given every option, None where it was left out."""

    name: str
    about: Text
    run: Callable[..., Awaitable[None]]
    who: Who = Who.MEMBER
    opens: bool = False
    options: tuple[Option, ...] = field(default=())
    home: bool = False
    """Its answer changes nothing and belongs on a person's own page, where the platform has one."""


def command(
    name: str, about: Text, *, who: Who = Who.MEMBER, opens: bool = False, home: bool = False
) -> Callable[[Callable[..., Awaitable[None]]], Command]:
    return lambda run: Command(name, about, run, who, opens, _options(run), home)


def _options(run: Callable[..., Awaitable[None]]) -> tuple[Option, ...]:
    """The options of a handler, from its annotations after the context."""
    hints = list(signature(run, eval_str=True).parameters.values())[1:]
    return tuple(_option(one) for one in hints)


def _option(one: Parameter) -> Option:
    if get_origin(one.annotation) is not Annotated:
        raise TypeError(f"{one.name}: an option is written as Annotated[str | None, Option(...)]")
    option = next(extra for extra in get_args(one.annotation)[1:] if isinstance(extra, Option))
    required = one.default is Parameter.empty
    return replace(option, name=one.name, required=required)


@dataclass(frozen=True, slots=True)
class Typed:
    """Words that were understood: a command and its options."""

    name: str
    options: Mapping[str, str]


TELLING = 4
"""Letters of a typed word that says which command was meant; shorter ones stand in too many."""


def understand(words: str, commands: Mapping[str, Command]) -> Typed:
    """Read "mentor seek topic: taxes" or "mentor seek taxes"; raises `Refused` with the nearest command.

    Two words of another language are a command as well ("mentor cerca"); one alone may be a mere "grazie".
    """
    words = words.strip().lstrip("/")
    parts = words.split(maxsplit=2)
    for size in (2, 1):
        name = " ".join(parts[:size]).lower()
        if len(parts) >= size and name in commands:
            return Typed(name, _read_options(commands[name], " ".join(parts[size:])))
    if len(parts) > 1 and (name := english(parts[:2], commands.keys())):
        return Typed(name, _read_options(commands[name], " ".join(parts[2:])))
    raise Refused(_unknown(words, commands))


def _unknown(words: str, commands: Mapping[str, Command]) -> Text:
    parts = words.split(maxsplit=1)
    first = parts[0].lower() if parts else ""
    alone = english(parts[:1], commands.keys() | {name.split()[0] for name in commands}) or first
    near = [name for name in commands if alone in (name, name.split()[0])] if len(parts) == 1 else []
    near = near or _meant(words.lower().split(), commands)
    near = near or get_close_matches(" ".join(words.lower().split()[:2]), list(commands), n=3, cutoff=0.5)
    if not near:
        return t("I do not know `/{words}`. `/mentor help` lists everything I can do.", words=words[:60])
    named = ", ".join(f"/{name}" for name in near)
    return t("I do not know `/{words}`. Did you mean {commands}?", words=words[:60], commands=named)


def _meant(typed: list[str], commands: Mapping[str, Command]) -> list[str]:
    """Commands with a typed word in their name or in what they are for: "programme courses", "my safety"."""
    families = {name.split()[0] for name in commands}
    asked = [word.rstrip("s") for word in (typed[1:3] if typed[:1] and typed[0] in families else typed[:2])]
    asked = [word for word in asked if len(word) >= TELLING]
    weights = {
        name: sum(2 * (word in name) + (word in one.about.key.lower()) for word in asked)
        for name, one in commands.items()
    }
    found = sorted((name for name, weight in weights.items() if weight), key=lambda name: -weights[name])
    return found[:3]


def _read_options(command: Command, rest: str) -> dict[str, str]:
    """``name: value`` pairs in any order; loose words fill the options that were not named, in order."""
    names = [option.name for option in command.options]
    if not names:
        return {}
    pattern = rf"{QUOTED}|(?<!\S)(?P<name>{'|'.join(map(re.escape, names))})\s*[:=]\s*"
    marks = [mark for mark in re.finditer(pattern, rest, re.IGNORECASE) if mark["name"]]
    loose = rest[: marks[0].start()] if marks else rest
    ends = [*(mark.start() for mark in marks[1:]), len(rest)]
    found = {mark["name"].lower(): _unquoted(rest[mark.end() : end]) for mark, end in zip(marks, ends, strict=False)}
    if loose.strip():
        free = next((name for name in names if name not in found), names[0])
        found.setdefault(free, _unquoted(loose))
    return {name: value for name, value in found.items() if value}


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def by_name(commands: Sequence[Command]) -> dict[str, Command]:
    """Commands by name; two of one name are a mistake in the declarations."""
    found = {one.name: one for one in commands}
    if len(found) != len(commands):
        raise ValueError("two commands share a name")
    return found
