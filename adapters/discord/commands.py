"""The declared commands as Discord's own, written only where they differ from what Discord has."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from adapters.discord.calls import COMMANDS, DROP_COMMAND, PUT_COMMAND, Permission
from adapters.discord.rest import Rest
from bot.actions import Who
from bot.command_words import COMMANDS as WORDS
from bot.command_words import OPTIONS
from bot.commands import Command, Option
from bot.i18n import LANGUAGES, Text
from bot.markup import Reader, label
from bot.ui import FieldKind

log = logging.getLogger(__name__)

CHAT_INPUT, SUBCOMMAND, STRING, PERSON, PLACE = 1, 1, 3, 6, 7
TEXT_CHANNELS = [0, 5]
SERVER, DIRECT = 0, 1
ABOUT = 100
"""Characters of a description: application-commands.mdx:29."""
MOST = 8000
"""Characters of a command, its longest language counting: application-commands.mdx:76."""
OTHERS = tuple(one for one in LANGUAGES if one != "en")
"""Languages that Discord knows by the same code; every other reader is shown the English words."""


def compiled(commands: Sequence[Command]) -> list[dict[str, Any]]:
    """The JSON of every top-level command; raises ValueError for what Discord has no form for."""
    ordered = sorted(commands, key=lambda one: one.name)
    families = [(name, list(family)) for name, family in groupby(ordered, key=lambda one: one.name.split()[0])]
    return [_top(name, family) for name, family in families]


def _top(name: str, family: Sequence[Command]) -> dict[str, Any]:
    first = family[0]
    alone = first.name == name
    if alone and len(family) > 1:
        raise ValueError(f"/{name} cannot stand beside /{family[1].name}")
    inside = [_option(one) for one in first.options] if alone else [_sub(one) for one in family]
    hidden = all(one.who is Who.COORDINATOR for one in family)
    return {
        "type": CHAT_INPUT,
        **_called(name, WORDS),
        **_about(first.about, None if alone else name),
        "options": inside,
        "default_member_permissions": int(Permission.MANAGE_GUILD) if hidden else None,
        "contexts": [SERVER, DIRECT],
        "integration_types": [SERVER],
    }


def _sub(one: Command) -> dict[str, Any]:
    return {
        "type": SUBCOMMAND,
        **_called(one.name.split(maxsplit=1)[1], WORDS),
        **_about(one.about),
        "options": [_option(option) for option in one.options],
    }


def _option(one: Option) -> dict[str, Any]:
    """Choices are fixed ones; completions come while somebody types. Discord allows one of the two."""
    if one.kind in NATIVE:
        own = {"type": NATIVE[one.kind], **_called(one.name, OPTIONS), **_about(one.about), "required": one.required}
        return own | ({"channel_types": TEXT_CHANNELS} if one.kind is FieldKind.PLACE else {})
    shown: dict[str, Any] = {
        "type": STRING,
        **_called(one.name, OPTIONS),
        **_about(one.about),
        "required": one.required,
    }
    if one.choices:
        choices = [{"name": _said(choice.label, "en"), "value": choice.value} for choice in one.choices]
        localised = [{"name_localizations": _others(choice.label)} for choice in one.choices]
        return shown | {"choices": [a | b for a, b in zip(choices, localised, strict=True)]}
    return shown | ({"autocomplete": True} if one.suggest else {})


def _called(name: str, known: Mapping[str, Text]) -> dict[str, Any]:
    """The English name, by which the bot is told of it, and the names that others see."""
    others = (
        {language: said for language, said in _others(known[name]).items() if said != name} if name in known else {}
    )
    return {"name": name, **({"name_localizations": others} if others else {})}


def _about(text: Text, group: str | None = None) -> dict[str, Any]:
    """A group's own description is shown nowhere; its name says enough."""
    if group:
        return {"description": f"/{group} …"}
    return {"description": _said(text, "en"), "description_localizations": _others(text)}


def _others(text: Text) -> dict[str, str]:
    return {language: _said(text, language) for language in OTHERS}


def _said(text: Text, language: str) -> str:
    return label(text, Reader(language, "UTC", datetime.now(UTC)), ABOUT)


def length(command: Mapping[str, Any]) -> int:
    """The characters that Discord counts, each in its longest language."""
    total = sum(_longest(command, part) for part in ("name", "description"))
    total += sum(len(str(choice["value"])) + _longest(choice, "name") for choice in command.get("choices", ()))
    return total + sum(length(option) for option in command.get("options", ()))


def _longest(command: Mapping[str, Any], part: str) -> int:
    told = [command.get(part, ""), *(command.get(f"{part}_localizations") or {}).values()]
    return max(map(len, told))


def essence(command: Mapping[str, Any]) -> dict[str, Any]:
    """What matters of a command, written one way: Discord leaves out what is empty and adds what is its own."""
    kept = {key: command.get(key) for key in KEPT if command.get(key) not in (None, [], {}, False)}
    if "default_member_permissions" in kept:  # read as words, written as a number
        kept["default_member_permissions"] = str(kept["default_member_permissions"])
    if "options" in kept:
        kept["options"] = [essence(option) for option in command["options"]]
    if "choices" in kept:
        kept["choices"] = [essence(choice) for choice in command["choices"]]
    return kept


NATIVE = {FieldKind.PERSON: PERSON, FieldKind.PLACE: PLACE}
KEPT = (
    "channel_types",
    "type",
    "name",
    "description",
    "name_localizations",
    "description_localizations",
    "options",
    "choices",
    "value",
    "required",
    "autocomplete",
    "default_member_permissions",
    "contexts",
    "integration_types",
)


async def write(rest: Rest, application: str, commands: Sequence[Command]) -> int:
    """Bring Discord's commands up to date; how many requests it took beyond the one that looks."""
    wanted, ours = {one["name"]: one for one in compiled(commands)}, {"application_id": application}
    there = await rest.call(COMMANDS, query={"with_localizations": "true"}, ids=ours)
    known = {one["name"]: one for one in there if one.get("type", CHAT_INPUT) == CHAT_INPUT}
    changed = [one for name, one in wanted.items() if name not in known or essence(known[name]) != essence(one)]
    for one in changed:
        known[one["name"]] = await rest.call(PUT_COMMAND, one, ids=ours)
    gone = [one for name, one in known.items() if name not in wanted]
    for old in gone:
        await rest.call(DROP_COMMAND, ids={**ours, "command_id": old["id"]})
    if changed or gone:
        log.info("commands: %s written, %s taken away", len(changed), len(gone))
    rest.commands = {one.name: known[one.name.split()[0]]["id"] for one in commands}
    return len(changed) + len(gone)
