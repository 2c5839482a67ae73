"""What Slack would accept: its own schemas, slack_sdk's models, and the limits that neither of them holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

SPECS = Path(__file__).resolve().parents[4] / "shared" / "specs" / "slack"


@cache
def there() -> bool:
    """Whether the vendor's schemas are beside the project; where they are not, less is checked."""
    return SPECS.is_dir()


@cache
def method(name: str) -> Mapping[str, Any]:
    path = SPECS / "methods" / f"{name}.json"
    return json.loads(path.read_text()) if there() and path.exists() else {}


@cache
def tiers() -> Mapping[str, str]:
    return json.loads((SPECS / "rate_limit_tiers.json").read_text()) if there() else {}


@cache
def _kit(definition: str) -> Draft7Validator:
    kit = json.loads((SPECS / "blockkit.schema.json").read_text())
    return Draft7Validator({**kit, "$ref": f"#/definitions/{definition}"})


def _against(definition: str, thing: object) -> Iterator[str]:
    if there():
        for error in _kit(definition).iter_errors(thing):
            yield f"{definition}: {error.json_path}: {error.message[:300]}"


def manifest(thing: Mapping[str, Any]) -> list[str]:
    if not there():
        return []
    schema = json.loads((SPECS / "manifest.schema.2.0.0.json").read_text())
    return [f"{error.json_path}: {error.message[:300]}" for error in Draft7Validator(schema).iter_errors(thing)]


def message(body: Mapping[str, Any]) -> list[str]:
    """What is wrong with a message's blocks, text and metadata."""
    blocks = body.get("blocks") or []
    found = [*_against("SlackBlocks", blocks), *_blocks(blocks, 50)]
    if not body.get("text"):
        found.append("a message without text: nothing for notifications and screen readers")
    if len(json.dumps(blocks)) > 40_000 or sum(map(_characters, blocks)) > 13_200:
        found.append("msg_blocks_too_long")
    if "metadata" in body:
        found += _against("MessageMetadata", body["metadata"])
    return found


def view(thing: Mapping[str, Any]) -> list[str]:
    """What is wrong with a modal or a Home."""
    blocks = thing.get("blocks", [])
    found = [*_against("View", thing), *_blocks(blocks, 100)]
    for name, most in (("title", 24), ("submit", 24), ("close", 24)):
        if name in thing and len(thing[name]["text"]) > most:
            found.append(f"{name} has more than {most} characters")
    if len(thing.get("private_metadata", "")) > 3000 or len(thing.get("callback_id", "")) > 255:
        found.append("private_metadata or callback_id is too long")
    if len(json.dumps(thing)) > 250_000:
        found.append("view_too_large")
    if any(one["type"] == "input" for one in blocks) and thing["type"] == "modal" and "submit" not in thing:
        found.append("a modal with inputs needs a submit")
    try:
        View(**thing).validate_json()
    except (SlackObjectFormationError, TypeError) as error:
        found.append(f"slack_sdk: {error}")
    return found


def _blocks(blocks: Sequence[Mapping[str, Any]], most: int) -> Iterator[str]:
    if len(blocks) > most:
        yield f"more than {most} blocks"
    named = [one["block_id"] for one in blocks if "block_id" in one]
    if len(named) != len(set(named)):
        yield "block_id is not unique"
    for block in blocks:
        yield from _block(block)
        try:
            parsed = Block.parse(dict(block))
            if parsed is not None:
                parsed.validate_json()
        except (SlackObjectFormationError, TypeError) as error:
            yield f"slack_sdk: {error}"


def _block(block: Mapping[str, Any]) -> Iterator[str]:
    elements = block.get("elements", []) if block["type"] == "actions" else []
    accessory, element = block.get("accessory"), block.get("element")
    controls = [*elements, *filter(None, (accessory, element))]
    if block["type"] == "actions" and not 1 <= len(elements) <= 25:
        yield f"{len(elements)} elements in an actions block"
    ids = [one["action_id"] for one in controls if "action_id" in one]
    if len(ids) != len(set(ids)):
        yield f"action_id is not unique in its block: {ids}"
    if block["type"] == "section" and len(block.get("text", {}).get("text", "x")) not in range(1, 3001):
        yield "a section's text has 1 to 3000 characters"
    for text in _texts(block):
        if not text:
            yield f"an empty text in {block['type']}"
    for one in controls:
        yield from _control(one)


def _control(one: Mapping[str, Any]) -> Iterator[str]:
    if not 1 <= len(one.get("action_id", "x")) <= 255:
        yield "action_id has 1 to 255 characters"
    if one["type"] == "button" and (len(one["text"]["text"]) > 75 or len(one.get("value", "")) > 2000):
        yield "a button's text has at most 75 characters, its value 2000"
    options = one.get("options")
    if options is not None and not 1 <= len(options) <= 100:
        yield f"{len(options)} options"
    if one["type"] in ("checkboxes", "radio_buttons") and len(options or ()) > 10:
        yield "more than 10 boxes"
    yield from _options(options or ())
    if one["type"] == "file_input" and not 1 <= one.get("max_files", 10) <= 10:
        yield "max_files is 1 to 10"
    starts = [one["initial_option"]] if "initial_option" in one else one.get("initial_options", [])
    if options is not None and any(start not in options for start in starts):
        yield "an initial option is none of the options"
    if len(one.get("placeholder", {}).get("text", "")) > 150:
        yield "a placeholder has at most 150 characters"
    if one["type"] == "plain_text_input" and not 1 <= one.get("max_length", 3000) <= 3000:
        yield "an input's max_length is 1 to 3000"
    if one["type"] == "plain_text_input" and len(one.get("initial_value", "")) > one.get("max_length", 3000):
        yield "an input's initial value is longer than its max_length"


def options(given: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is wrong with what an external select is given."""
    found = [*_options(given), *(wrong for one in given for wrong in _against("PlainTextOption", one))]
    return found + (["more than 100 options"] if len(given) > 100 else [])


def _options(given: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for option in given:
        if not 1 <= len(option["text"]["text"]) <= 75 or not 1 <= len(option["value"]) <= 150:
            yield f"an option's text has 1 to 75 characters, its value 1 to 150: {option}"
        if len(option.get("description", {}).get("text", "x")) not in range(1, 76):
            yield "an option's description has 1 to 75 characters"
    if len({option["value"] for option in given}) != len(given):
        yield "two options have one value"


def _texts(thing: object) -> Iterator[str]:
    """Every text object's and rich text element's words."""
    if isinstance(thing, Mapping):
        if thing.get("type") in ("plain_text", "mrkdwn", "text") and isinstance(thing.get("text"), str):
            yield thing["text"]
        for value in thing.values():
            yield from _texts(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from _texts(value)


def _characters(block: Mapping[str, Any]) -> int:
    return sum(map(len, _texts(block)))
