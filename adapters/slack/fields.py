"""From a form's field to Slack's input, and from what was filled in back to answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.slack.ids import file, is_id, own, person, place
from adapters.slack.outbound import Block, label, option
from bot.markup import cut
from bot.post import PostChoice, PostField
from bot.ui import FieldKind

ANSWER = "answer"
"""The action of every field; its block is called by the field's name."""
WHOLE = 3000  # characters of a plain-text input: slack_sdk/models/blocks
BOXES = 10  # options of checkboxes: slack_sdk/models/blocks
OPTION, VALUE = 75, 150  # an option's text and its value: slack_sdk/models/blocks
PLACEHOLDER = 150  # slack_sdk/models/blocks
BETWEEN = ", "
"""Names that are picked one by one reach the core as if they had been typed in one line."""


def field_input(field: PostField) -> Block:
    found: Block = {
        "type": "input",
        "block_id": field.name,
        "label": label(field.label),
        "optional": not field.required,
        "element": {"action_id": ANSWER, **_element(field)},
    }
    return {**found, "hint": label(field.hint)} if field.hint else found


def _element(field: PostField) -> Block:
    value = field.value[0] if field.value else ""
    match field.kind:
        case FieldKind.ONE | FieldKind.MANY:
            return _choices(field)
        case FieldKind.PLACE:
            return channels(value)
        case FieldKind.PERSON:
            return people(value)
        case FieldKind.FILE:
            return {"type": "file_input", "max_files": 1}
    if field.completed:
        picked = [one.strip() for one in value.split(BETWEEN[0])] if field.several else [value]
        if all(len(one) <= VALUE for one in picked):
            return completed([one for one in picked if one], several=field.several)
    text = "\n".join(field.value)
    most = {"max_length": min(max(field.most, 1), WHOLE)}
    start = {"initial_value": text} if text else {}
    return {"type": "plain_text_input", "multiline": field.kind is FieldKind.LONG, **most, **start}


def completed(picked: list[str], *, several: bool = False) -> Block:
    """A menu that asks the bot while somebody types; it offers the typed words as well."""
    options = [option(PostChoice(cut(one, OPTION), one)) for one in picked]
    if several:
        start: Block = {"initial_options": options} if options else {}
        return {"type": "multi_external_select", "min_query_length": 0, **start}
    start = {"initial_option": options[0]} if options else {}
    return {"type": "external_select", "min_query_length": 0, **start}


def people(chosen: str = "") -> Block:
    """Everybody here, as Slack knows them: who was never seen by the bot can be picked, too."""
    return {"type": "users_select", **_chosen("initial_user", chosen)}


def channels(chosen: str = "") -> Block:
    start = _chosen("initial_conversation", chosen)
    return {"type": "conversations_select", "filter": {"include": ["public", "private"]}, **start}


def _chosen(name: str, chosen: str) -> Block:
    """What is chosen already; a name that was only typed stands there to be looked for."""
    if is_id(chosen):
        return {name: own(chosen)}
    return {"placeholder": label(cut(chosen, PLACEHOLDER))} if chosen.strip() else {}


def _choices(field: PostField) -> Block:
    options = [option(one) for one in field.choices]
    chosen = [one for one in options if one["value"] in field.value]
    if field.kind is FieldKind.ONE:
        return {"type": "static_select", "options": options, **({"initial_option": chosen[0]} if chosen else {})}
    start = {"initial_options": chosen} if chosen else {}
    if len(options) <= min(field.most, BOXES):
        return {"type": "checkboxes", "options": options, **start}
    return {"type": "multi_static_select", "options": options, "max_selected_items": max(field.most, 1), **start}


def answers(view: Mapping[str, Any], team: str) -> dict[str, tuple[str, ...]]:
    """What was filled in, by field; text that was left out is one empty answer, a menu none."""
    state = view.get("state", {}).get("values", {})
    return {name: _answer(next(iter(given.values()), {}), team) for name, given in state.items()}


def _answer(given: Mapping[str, Any], team: str) -> tuple[str, ...]:
    several = [one["value"] for one in given.get("selected_options") or ()]
    match given.get("type"):
        case "plain_text_input":
            return (given.get("value") or "",)
        case "conversations_select":
            picked = given.get("selected_conversation")
            return (place(team, picked).id,) if picked else ()
        case "users_select":
            picked = given.get("selected_user")
            return (person(team, picked).id,) if picked else ()
        case "file_input":
            return tuple(file(team, one["id"]) for one in given.get("files") or ())
        case "multi_external_select":
            return (BETWEEN.join(several),)
        case "multi_static_select" | "checkboxes":
            return tuple(several)
    chosen = given.get("selected_option")
    return (chosen["value"],) if chosen else ()


FILLED = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_conversation": "initial_conversation",
    "selected_user": "initial_user",
}


def refilled(block: Block, given: Mapping[str, Any]) -> Block:
    """The input once more, with what was filled in; a file stays attached by itself, nothing can put it there."""
    if block.get("type") != "input":
        return block
    answer: Mapping[str, Any] = next(iter(given.values()), {})
    bare = {name: value for name, value in block["element"].items() if name not in FILLED.values()}
    filled = {FILLED[name]: value for name, value in answer.items() if name in FILLED and value}
    return {**block, "element": {**bare, **filled}}
