"""Words after a slash command: how Slack writes them, and the form where a required one is missing or wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any

from adapters.slack import texts
from adapters.slack.fields import ANSWER, OPTION, VALUE, WHOLE, answers, channels, completed, people
from adapters.slack.ids import is_id, place
from adapters.slack.outbound import Block, label, option, words
from adapters.slack.views import TITLE, Source
from bot.commands import Command, Option, Typed, understand
from bot.errors import Refused
from bot.i18n import language_of
from bot.markup import Reader, cut
from bot.markup import label as rendered
from bot.post import PostChoice
from bot.ui import FieldKind

HELP = "help"
MAIN = "mentor help"
"""The command that shows everything; Slack keeps ``/help`` for itself."""
FORM = "slack:options:"
"""The callback of a form that asks for a command's options."""
FIELD = "slack:option:"
"""The action of an option that is completed while it is typed: the command and the option."""
SPECIAL = re.compile(r"<(?P<kind>[@#!]?)(?P<id>[^>|]*)(?:\|(?P<name>[^>]*))?>")
HINT = 1000  # usage_hint: manifest.schema.2.0.0.json
OFFERED = 100  # options in one answer: docs.slack.dev/reference/block-kit/block-elements/select-menu-element
MOST_OPTIONS = 100  # of a select: slack_sdk/models/blocks


def typed_words(command: str, text: str, team: str, known: Mapping[str, Command]) -> str:
    """The words as the core reads them: people and channels by their ids; ``/mentor`` alone is the help.

    Another word's help is about that word.
    """
    first = command.lstrip("/").lower()
    rest = unescape(SPECIAL.sub(lambda found: _special(found, team), text)).strip()
    if rest.lower() in (HELP, "?") or (not rest and first not in known):
        return MAIN if first == MAIN.split(maxsplit=1)[0] else f"{MAIN} {first}"
    return f"{first} {rest}".strip()


def _special(found: re.Match[str], team: str) -> str:
    """<@U1|name>, <#C1|name>, <!here> and <https://…|words> of Slack's own writing."""
    match found["kind"]:
        case "@" | "#":
            return place(team, found["id"]).id
        case "!":
            return "@" + (found["name"] or found["id"]).lstrip("@")
    return found["id"].removeprefix("mailto:")


def unfinished(line: str, known: Mapping[str, Command], *, asks: bool = False) -> tuple[Command, Typed] | None:
    """The command whose options have to be asked for; None for all that can run.

    That is where a required word is missing or is none of the choices. ``asks``: also where one could be given, and
    the command has no form of its own.
    """
    try:
        typed = understand(line, known)
    except Refused:
        return None  # the core says which command may have been meant
    command = known[typed.name]
    wrong = any(_wrong(one, typed.options.get(one.name)) for one in command.options)
    asked = asks and command.options and not command.opens and not typed.options
    return (command, typed) if wrong or asked else None


def opens(line: str, known: Mapping[str, Command]) -> bool:
    """Whether the command answers with a form."""
    try:
        return known[understand(line, known).name].opens
    except Refused:
        return False


def _wrong(option: Option, given: str | None) -> bool:
    if given is None:
        return option.required
    return bool(option.choices) and given not in {one.value for one in option.choices}


def options_view(command: Command, given: Mapping[str, str], source: Source, reader: Reader) -> Block:
    """A form with the command's options, filled with what was typed."""
    locale = reader.language
    inputs = [_input(command, one, given.get(one.name, ""), reader) for one in command.options]
    return {
        "type": "modal",
        "callback_id": f"{FORM}{command.name}",
        "private_metadata": source.packed(),
        "title": label(cut(f"/{command.name}", TITLE)),
        "submit": label(texts.say(texts.SEND, locale, TITLE)),
        "close": label(texts.say(texts.CANCEL, locale, TITLE)),
        "blocks": [words(rendered(command.about, reader, 3000)), *inputs],
    }


def _input(command: Command, one: Option, given: str, reader: Reader) -> Block:
    return {
        "type": "input",
        "block_id": one.name,
        "label": label(rendered(one.about, reader, 2000)),
        "optional": not one.required,
        "element": _element(command, one, given, reader),
    }


def _element(command: Command, one: Option, given: str, reader: Reader) -> Block:
    native = {FieldKind.PERSON: people, FieldKind.PLACE: channels}.get(one.kind)
    if native and (not given or is_id(given)):
        return {"action_id": ANSWER, **native(given)}
    if one.suggest and len(given) <= VALUE:
        return {"action_id": f"{FIELD}{command.name}:{one.name}", **completed([given] if given else [])}
    if one.choices:
        options = [option(PostChoice(rendered(each.label, reader, OPTION), each.value)) for each in one.choices]
        return {"type": "static_select", "action_id": ANSWER, "options": options[:MOST_OPTIONS]}
    start = {"initial_value": given[:WHOLE]} if given else {}
    return {"type": "plain_text_input", "action_id": ANSWER, **start}


def filled_options(view: Mapping[str, Any], team: str) -> dict[str, str]:
    """What was filled in for a command's options."""
    return {name: answer[0] for name, answer in answers(view, team).items() if answer and answer[0]}


def asked_option(action: str) -> tuple[str, str]:
    """The command and the option that somebody is typing; both empty for a field of a form."""
    if not action.startswith(FIELD):
        return "", ""
    command, _, option = action.removeprefix(FIELD).rpartition(":")
    return command, option


def slashes(commands: Sequence[Command]) -> list[Block]:
    """One slash command for each first word, in the manifest's form; what the platform has itself is left out."""
    families: dict[str, list[Command]] = {}
    for one in commands:
        first, _, rest = one.name.partition(" ")
        if rest or first != HELP:
            families.setdefault(first, []).append(one)
    return [_slash(first, family) for first, family in sorted(families.items())]


def _slash(first: str, family: Sequence[Command]) -> Block:
    reader = Reader(language_of(None), "UTC", datetime.fromtimestamp(0, UTC))  # these texts name no time
    hints = [" ".join(filter(None, (one.name.partition(" ")[2], *map(_hint, one.options)))) for one in family]
    return {
        "command": f"/{first}",
        "description": cut("; ".join(rendered(one.about, reader, 200) for one in family), 2000),
        "usage_hint": cut(" | ".join(filter(None, [*hints, HELP])), HINT),
        "should_escape": True,
    }


def _hint(one: Option) -> str:
    return f"{one.name}: …" if one.required else f"[{one.name}: …]"


def offered(found: Sequence[PostChoice], typed: str) -> list[Block]:
    """What was found, and the typed words themselves: they are as good as any that are offered."""
    own = PostChoice(cut(typed.strip(), OPTION), typed.strip())
    known = {one.label.casefold() for one in found}
    more = [own] if own.value and own.label.casefold() not in known else []
    fits = [one for one in (*found[: OFFERED - 1], *more) if 0 < len(one.value) <= VALUE]
    return [option(replace(one, label=cut(one.label, OPTION))) for one in fits]
