"""From a post to Slack's blocks. Texts are rich_text, where what members typed is text and never a style."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from adapters.slack.capabilities import ADDRESS, DATES, ENTITIES
from adapters.slack.ids import own
from bot.i18n import Moment
from bot.identity import Person, Place, Ref
from bot.markup import plain
from bot.post import Post, PostButton, PostChoice, PostLine, PostMenu, Row, Span
from bot.ui import Tone

Block = dict[str, Any]
STYLES = {Tone.MAIN: "primary", Tone.DANGER: "danger"}
ROW = 25  # elements of an actions block: slack_sdk/models/blocks
LINE = "slack:line:"
"""The id of a button that stands for a numbered line; what it means is in its value."""
EVENT = "mansarda_delivery"
SHORT = 3000  # characters of the text that notifications and screen readers are given


def message(post: Post, files: Sequence[str] = ()) -> Block:
    """``text`` is for notifications and screen readers; ``blocks`` is what is seen. No link unfolds."""
    return {"text": spoken(post), "blocks": blocks(post, files)}


def metadata(once: str) -> Block:
    return {"event_type": EVENT, "event_payload": {"key": once}}


def spoken(post: Post) -> str:
    """The bare words. Only those who are to be pinged are mentioned."""
    words = plain(post.text).strip() or "\n".join(one.alt for one in post.pictures) or "…"
    pings = " ".join(f"<@{own(one.id)}>" for one in post.notify)
    return " ".join(filter(None, (pings, words[:SHORT].translate(ENTITIES))))


def blocks(post: Post, files: Sequence[str] = ()) -> list[Block]:
    named = {span.value for span in post.text if isinstance(span.value, Person)}
    first = [element for one in post.notify if one not in named for element in (_user(one), _text(" "))]
    elements = [*first, *(element for span in post.text for element in _span(span, post.notify))]
    found = [rich(elements)] if any(element.get("text", "x").strip() for element in elements) else []
    found += [_image(file, one.alt) for file, one in zip(files, post.pictures, strict=False)]
    found += [block for row in post.rows for block in _row(row)]
    return found + [_numbers(some) for some in _by(ROW, post.lines)]


def rich(elements: Sequence[Block]) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def words(text: str) -> Block:
    """Bare words as a block."""
    return rich([_text(text)])


def _span(span: Span, notify: Sequence[Person]) -> Iterator[Block]:
    """Styles and values of ours; an address that somebody typed is a link to just that address."""
    style = {name: True for name in ("bold", "italic", "code") if getattr(span, name)}
    native = _native(span, notify)
    if native:
        yield {**native, **({"style": style} if style and native["type"] != "date" else {})}
    elif span.link:
        yield {"type": "link", "url": span.link, "text": span.text, **({"style": style} if style else {})}
    else:
        for element in _typed(span.text) if not span.code else [_text(span.text)]:
            yield {**element, **({"style": style} if style else {})}


def _native(span: Span, notify: Sequence[Person]) -> Block | None:
    """What Slack draws itself. A mention pings, so people are named in words unless they are to be pinged."""
    match span.value:
        case Person() as person if person in notify:
            return _user(person)
        case Place(id=id) if own(id)[:1] in ("C", "G") and own(id).isalnum():
            return {"type": "channel", "channel_id": own(id)}
        case Moment(at=at, style=style):
            form = DATES.get(style, "{date_short_pretty} {time}")
            return {"type": "date", "timestamp": int(at.timestamp()), "format": form, "fallback": span.text}
    return None


def _typed(text: str) -> Iterator[Block]:
    at = 0
    for found in ADDRESS.finditer(text):
        if at < found.start():
            yield _text(text[at : found.start()])
        yield {"type": "link", "url": found[0], "text": found[0]}
        at = found.end()
    if at < len(text):
        yield _text(text[at:])


def _text(text: str) -> Block:
    return {"type": "text", "text": text}


def _user(person: Person) -> Block:
    return {"type": "user", "user_id": own(person.id)}


def _image(file: str, alt: str) -> Block:
    return {"type": "image", "slack_file": {"id": file}, "alt_text": alt}


def files_in(blocks: Iterable[Mapping[str, Any]]) -> list[str]:
    """The ids of the pictures that are shown."""
    shown = [block.get("slack_file") or {} for block in blocks if block["type"] == "image"]
    return [str(one["id"]) for one in shown if "id" in one]


def ref_of(place: Place, ts: str, files: Sequence[str] = ()) -> Ref:
    """What stands for a message from now on: Slack keeps its pictures as files, which must go with it."""
    return Ref(place, " ".join((ts, *files)))


def label(text: str) -> Block:
    """Words of a control; ``:smile:`` stays what it is."""
    return {"type": "plain_text", "text": text, "emoji": False}


def button(one: PostButton) -> Block:
    style = STYLES.get(one.tone)
    return {"type": "button", "action_id": one.id, "text": label(one.label), **({"style": style} if style else {})}


def option(choice: PostChoice) -> Block:
    about = {"description": label(choice.about)} if choice.about else {}
    return {"text": label(choice.label), "value": choice.value, **about}


def _row(row: Row) -> Iterator[Block]:
    if not isinstance(row, PostMenu):
        yield {"type": "actions", "elements": [button(one) for one in row]}
        return
    yield {"type": "section", "text": label(row.label), "accessory": {"action_id": row.id, **select(row)}}


def select(menu: PostMenu) -> Block:
    """A menu of one or of several; what is chosen already is shown so."""
    options = [option(one) for one in menu.choices]
    chosen = [one for one in options if one["value"] in menu.chosen]
    found: Block = {"options": options, "placeholder": label(menu.label)}
    if menu.most == 1:
        return {"type": "static_select", **found, **({"initial_option": chosen[0]} if chosen else {})}
    several = {"type": "multi_static_select", **found, "max_selected_items": menu.most}
    return {**several, **({"initial_options": chosen} if chosen else {})}


def _numbers(lines: Sequence[PostLine]) -> Block:
    """Numbered lines of the text as buttons of their numbers: nobody's typed words have to be read for them."""
    elements = [
        {
            "type": "button",
            "action_id": f"{LINE}{one.number}",
            "text": label(str(one.number)),
            "value": f"{one.id}\n{'' if one.value is None else '=' + one.value}",
        }
        for one in lines
    ]
    return {"type": "actions", "elements": elements}


def line_of(value: str) -> tuple[str, tuple[str, ...]]:
    """The action of a numbered line's button, and what it picks."""
    id, _, picked = value.rpartition("\n")
    return id, (picked[1:],) if picked else ()


def _by(size: int, items: Iterable[PostLine]) -> Iterator[list[PostLine]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
