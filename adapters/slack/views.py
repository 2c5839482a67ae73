"""From a form to Slack's modal view, and from what was filled in back to answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from adapters.slack import texts
from adapters.slack.fields import field_input, refilled
from adapters.slack.outbound import Block, label, words
from bot.markup import cut
from bot.post import FormPost

MEND = "slack:mend"
WHOLE = 3000  # characters of private_metadata: slack_sdk/models/views
TITLE = 24  # title, submit and close of a view: docs.slack.dev/reference/views/modal-views
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
    blocks: list[Block] = [*_paragraphs(form.intro), *map(field_input, form.fields)]
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


def mended(view: Mapping[str, Any], text: str) -> Block:
    """The view once more with a line of what is to be mended above it, and all that was filled in."""
    kept = ("type", "callback_id", "private_metadata", "title", "submit", "close")
    state = view.get("state", {}).get("values", {})
    old = [one for one in view["blocks"] if one.get("block_id") != MEND]
    first = {**words(text), "block_id": MEND}
    blocks = [first, *(refilled(one, state.get(one.get("block_id"), {})) for one in old)]
    return {**{name: view[name] for name in kept if view.get(name)}, "blocks": blocks}


def inputs(view: Mapping[str, Any]) -> list[str]:
    """The names of the fields, in order."""
    return [one["block_id"] for one in view["blocks"] if one.get("type") == "input"]
