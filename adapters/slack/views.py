"""From a form to Slack's modal view, and from what was filled in back to answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from adapters.slack import texts
from adapters.slack.ids import own, place
from adapters.slack.outbound import Block, label, option, words
from bot.markup import cut
from bot.post import FormPost, PostField
from bot.ui import FieldKind

ANSWER = "answer"
"""The action of every field; its block is called by the field's name."""
WHOLE = 3000  # characters of private_metadata, and of a plain-text input: slack_sdk/models/views
TITLE = 24  # title, submit and close of a view: docs.slack.dev/reference/views/modal-views
BOXES = 10  # options of checkboxes: slack_sdk/models/blocks
DEEPEST = 3  # views in a stack: docs.slack.dev/reference/methods/views.push


@dataclass(frozen=True, slots=True)
class Source:
    """Where somebody acted, and so where the answer goes; it travels in a view's private_metadata.

    ``ts``: the message whose button it was. ``view``: the modal whose button it was, or beneath this one.
    ``depth``: how many modals lie there. ``home``: the person's App Home.
    """

    team: str
    user: str
    channel: str = ""
    response_url: str = ""
    ts: str = ""
    ephemeral: bool = False
    view: str = ""
    depth: int = 0
    home: bool = False

    def packed(self) -> str:
        """What fits; a response_url that is too long is left out, since there are other ways to answer."""
        kept = {name: value for name, value in asdict(self).items() if value}
        text = json.dumps(kept)
        return text if len(text) <= WHOLE else json.dumps({**kept, "response_url": ""})


def unpacked(text: str, team: str, user: str) -> Source:
    """The source in a view's private_metadata; who and which workspace are taken from the event, not from there."""
    try:
        kept = json.loads(text or "{}")
        return replace(Source(**kept), team=team, user=user)
    except (ValueError, TypeError):
        return Source(team, user)


def form_view(form: FormPost, source: Source, locale: str | None) -> Block:
    blocks: list[Block] = [*_paragraphs(form.intro), *(_input(one, source.team) for one in form.fields)]
    return {
        "type": "modal",
        "callback_id": form.id,
        "private_metadata": source.packed(),
        "title": label(form.title),
        "submit": label(form.submit),
        "close": label(texts.say(texts.CANCEL, locale, TITLE)),
        "blocks": blocks,
    }


def _paragraphs(intro: str) -> Iterator[Block]:
    """Bare words above the fields, in pieces that a text element holds."""
    rest = intro.strip()
    while rest:
        piece = rest[:WHOLE]
        yield words(piece)
        rest = rest[len(piece) :]


def plain_view(title: str, blocks: Sequence[Block], source: Source, locale: str | None) -> Block:
    """A view without a form: something to read, and perhaps to press."""
    return {
        "type": "modal",
        "private_metadata": source.packed(),
        "title": label(cut(title, TITLE)),
        "close": label(texts.say(texts.CLOSE, locale, TITLE)),
        "blocks": list(blocks),
    }


def loading_view(title: str, source: Source, locale: str | None) -> Block:
    return plain_view(title, [words(texts.say(texts.LOADING, locale))], source, locale)


def _input(field: PostField, team: str) -> Block:
    found: Block = {
        "type": "input",
        "block_id": field.name,
        "label": label(field.label),
        "optional": not field.required,
        "element": {"action_id": ANSWER, **_element(field, team)},
    }
    return {**found, "hint": label(field.hint)} if field.hint else found


def _element(field: PostField, team: str) -> Block:
    match field.kind:
        case FieldKind.LINE | FieldKind.LONG:
            value = "\n".join(field.value)
            most = {"max_length": min(max(field.most, 1), WHOLE)}
            start = {"initial_value": value} if value else {}
            return {"type": "plain_text_input", "multiline": field.kind is FieldKind.LONG, **most, **start}
        case FieldKind.ONE | FieldKind.MANY:
            return _choices(field)
    known = [own(value) for value in field.value]
    start = {"initial_conversation": known[0]} if known else {}
    return {"type": "conversations_select", "filter": {"include": ["public", "private"]}, **start}


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
    match given.get("type"):
        case "plain_text_input":
            return (given.get("value") or "",)
        case "conversations_select":
            picked = given.get("selected_conversation")
            return (place(team, picked).id,) if picked else ()
        case "multi_static_select" | "checkboxes":
            return tuple(one["value"] for one in given.get("selected_options") or ())
    chosen = given.get("selected_option")
    return (chosen["value"],) if chosen else ()


def mended(view: Mapping[str, Any], text: str) -> Block:
    """The view once more with a line of what is to be mended above it, and all that was filled in."""
    kept = ("type", "callback_id", "private_metadata", "title", "submit", "close")
    state = view.get("state", {}).get("values", {})
    old = [one for one in view["blocks"] if one.get("block_id") != MEND]
    first = {**words(text), "block_id": MEND}
    blocks = [first, *(_refilled(one, state.get(one.get("block_id"), {})) for one in old)]
    return {**{name: view[name] for name in kept if view.get(name)}, "blocks": blocks}


MEND = "slack:mend"
FILLED = {
    "value": "initial_value",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_conversation": "initial_conversation",
}


def _refilled(block: Block, given: Mapping[str, Any]) -> Block:
    if block.get("type") != "input":
        return block
    answer: Mapping[str, Any] = next(iter(given.values()), {})
    bare = {name: value for name, value in block["element"].items() if name not in FILLED.values()}
    filled = {FILLED[name]: value for name, value in answer.items() if name in FILLED and value}
    return {**block, "element": {**bare, **filled}}


def inputs(view: Mapping[str, Any]) -> list[str]:
    """The names of the fields, in order."""
    return [one["block_id"] for one in view["blocks"] if one.get("type") == "input"]
