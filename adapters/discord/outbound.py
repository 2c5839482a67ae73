"""From what is to be shown to Discord's JSON. Pure: everything here fits already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from adapters.discord.capabilities import CAPABILITIES, CONTENT
from bot.identity import Person, Place
from bot.post import FormPost, Post, PostChoice, PostField, PostMenu, Row, Span
from bot.ui import FieldKind, Tone

STYLES: Mapping[Tone, int] = {Tone.MAIN: 1, Tone.PLAIN: 2, Tone.DANGER: 4}
ROW, BUTTON, STRINGS, INPUT, PEOPLE, CHANNELS, TEXT, LABEL, FILE = 1, 2, 3, 4, 5, 8, 10, 18, 19
"""Types of components: components/reference.mdx:20."""
SUPPRESS_EMBEDS, EPHEMERAL = 1 << 2, 1 << 6
NO_PINGS: Mapping[str, Any] = {"parse": []}
TEXT_CHANNELS = [0, 5]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes with a message; ``about`` is read by those who do not see it."""

    data: bytes
    name: str
    about: str


def uploads(post: Post | None) -> tuple[Upload, ...]:
    """Pictures and files, in the order in which `message` describes them."""
    if post is None:
        return ()
    pictures = (Upload(one.picture.data, one.picture.name, one.alt) for one in post.pictures)
    files = (Upload(one.file.data, one.file.name, one.about[: CAPABILITIES.alt]) for one in post.files)
    return (*pictures, *files)


def message(post: Post, *, private: bool = False, mark: int = 0) -> dict[str, Any]:
    """A message's JSON. Nothing pings but for the people it is for; links show no preview."""
    return {
        "content": _content(post),
        "components": [_row(row, mark if at == 0 else 0) for at, row in enumerate(post.rows)],
        "allowed_mentions": {"parse": [], "users": _people(post.notify)} if post.notify else NO_PINGS,
        "flags": SUPPRESS_EMBEDS | (EPHEMERAL if private else 0),
        "attachments": [
            {"id": str(number), "filename": one.name, "description": one.about}
            for number, one in enumerate(uploads(post))
        ],
    }


def change(post: Post, *, mark: int = 0) -> dict[str, Any]:
    """The same for an edit, which cannot make a message private and pings nobody (message.mdx, Edit Message)."""
    changed = message(post, mark=mark)
    return {**changed, "allowed_mentions": NO_PINGS}


def sending(place: Place, post: Post, once: str) -> dict[str, Any]:
    """A message that is sent once: the nonce holds for some minutes, the mark for as long as the message."""
    return {**message(post, mark=mark_of(once)), "nonce": nonce_of(place, once), "enforce_nonce": True}


def nonce_of(place: Place, once: str) -> str:
    """At most 25 characters; the place is in it, since a nonce is its author's everywhere (message.mdx:1092)."""
    return sha256(f"{place.id}:{once}".encode()).hexdigest()[:24]


def mark_of(once: str) -> int:
    """A component's own number, by which a message is recognised in the history: 32 bits, above what Discord counts."""
    return int.from_bytes(sha256(once.encode()).digest()[:4], "big") & 0x3FFFFFFF | 0x40000000


def _content(post: Post) -> str:
    """The words; whoever the message is for is mentioned, or nothing would ping."""
    words = CAPABILITIES.draw(post.text)
    for one in post.notify:
        mention = f"<@{one.id}>"
        if one.id.isdecimal() and mention not in words and len(mention) + 1 + len(words) <= CONTENT:
            words = f"{mention} {words}"
    return words


def _people(people: Sequence[Person]) -> list[str]:
    return list(dict.fromkeys(one.id for one in people if one.id.isdecimal()))[:100]


def _row(row: Row, mark: int) -> dict[str, Any]:
    inside = [_menu(row)] if isinstance(row, PostMenu) else [_button(one.label, one.id, one.tone) for one in row]
    return {"type": ROW, "components": inside, **({"id": mark} if mark else {})}


def _button(label: str, id: str, tone: Tone) -> dict[str, Any]:
    return {"type": BUTTON, "style": STYLES[tone], "label": label, "custom_id": id}


def _menu(menu: PostMenu) -> dict[str, Any]:
    return {
        "type": STRINGS,
        "custom_id": menu.id,
        "placeholder": menu.label,
        "options": _options(menu.choices, menu.chosen),
        "min_values": 1,
        "max_values": max(1, min(menu.most, len(menu.choices))),
    }


def _options(choices: Sequence[PostChoice], chosen: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"label": one.label, "value": one.value}
        | ({"description": one.about} if one.about else {})
        | ({"default": True} if one.value in chosen else {})
        for one in choices
    ]


def modal(form: FormPost) -> dict[str, Any]:
    """A form. Discord names its button itself; the introduction is text above the fields."""
    intro = [{"type": TEXT, "content": CAPABILITIES.draw((Span(form.intro),))}] if form.intro else []
    return {"title": form.title, "custom_id": form.id, "components": [*intro, *map(_field, form.fields)]}


def _field(one: PostField) -> dict[str, Any]:
    label: dict[str, Any] = {"type": LABEL, "label": one.label, "component": _control(one)}
    return label | ({"description": one.hint} if one.hint else {})


def _control(one: PostField) -> dict[str, Any]:
    if one.kind in (FieldKind.ONE, FieldKind.MANY) and one.choices:
        most = min(one.most, len(one.choices)) if one.kind is FieldKind.MANY else 1
        return {**_picked(one, STRINGS, most), "options": _options(one.choices, _offered(one)[:most])}
    if one.kind is FieldKind.PLACE:
        chosen = [{"id": id, "type": "channel"} for id in one.value if id.isdecimal()][:1]
        known = {"default_values": chosen} if chosen else {}
        return {**_picked(one, CHANNELS, 1), "channel_types": TEXT_CHANNELS, **known}
    if one.kind is FieldKind.PERSON:
        chosen = [{"id": id, "type": "user"} for id in one.value if id.isdecimal()][:1]
        return {**_picked(one, PEOPLE, 1), **({"default_values": chosen} if chosen else {})}
    if one.kind is FieldKind.FILE:  # what was attached before cannot stand in it again
        return _picked(one, FILE, 1)
    most = max(1, min(one.most, CAPABILITIES.field_text))
    asked = {
        "type": INPUT,
        "custom_id": one.name,
        "style": 2 if one.kind is FieldKind.LONG else 1,
        "required": one.required,
        "max_length": most,
    }
    value = " ".join(one.value)[:most]
    return asked | ({"value": value} if value else {})


def _offered(one: PostField) -> list[str]:
    """What stands in a menu already, as far as it is on offer."""
    known = {choice.value for choice in one.choices}
    return [value for value in one.value if value in known]


def _picked(one: PostField, kind: int, most: int) -> dict[str, Any]:
    return {
        "type": kind,
        "custom_id": one.name,
        "required": one.required,
        "min_values": 1 if one.required else 0,
        "max_values": max(1, most),
    }
