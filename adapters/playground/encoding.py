"""The chat's values as JSON and back: dataclasses by name, their defaults left out."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import MISSING, fields
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from adapters.playground.things import Asking, Conversation, Said, Somebody, Tongue
from bot.i18n import Hours, Language, Listing, Moment, Text, Tongues
from bot.identity import Person, Place
from bot.post import FormPost, Post, PostButton, PostChoice, PostField, PostFile, PostLine, PostMenu, PostPicture, Span
from bot.ui import FieldKind, File, Picture, Tone

Thing = TypeVar("Thing")

TYPE = "~"  # the key that names a value's type; plain mappings are wrapped, so it never collides
SHAPES: dict[str, Any] = {
    shape.__name__: shape
    for shape in (
        *(Somebody, Conversation, Said, Asking, Tongue),
        *(
            Post,
            Span,
            PostButton,
            PostMenu,
            PostChoice,
            PostLine,
            PostPicture,
            Picture,
            PostFile,
            File,
            FormPost,
            PostField,
        ),
        *(Person, Place, Moment, Hours, Text, Listing, Tongues, Language),
    )
}
NAMES: dict[str, type[StrEnum]] = {"Tone": Tone, "FieldKind": FieldKind}


def write(thing: object) -> str:
    """ASCII, so that half a character that somebody's browser sends can be kept as well."""
    return json.dumps(_plain(thing), separators=(",", ":"))


def read(text: str, shape: type[Thing]) -> Thing:
    """The thing of this shape; fields that the text does not have get their defaults."""
    found = _thing(json.loads(text))
    if not isinstance(found, shape):
        raise ValueError(f"{type(found).__name__} instead of {shape.__name__}")
    return found


@cache
def _fields(shape: Any) -> tuple[tuple[str, object], ...]:
    return tuple((one.name, _default(one)) for one in fields(shape))


def _default(one: Any) -> object:
    return one.default_factory() if one.default_factory is not MISSING else one.default


def _plain(thing: object) -> object:
    if isinstance(thing, StrEnum):
        return {TYPE: type(thing).__name__, "v": thing.value}
    if thing is None or isinstance(thing, str | int | float):
        return thing
    if isinstance(thing, bytes):
        return {TYPE: "bytes", "v": b64encode(thing).decode("ascii")}
    if isinstance(thing, datetime):
        return {TYPE: "at", "v": thing.isoformat()}
    if isinstance(thing, tuple | list):
        return [_plain(one) for one in thing]
    if isinstance(thing, dict):
        return {TYPE: "map", "v": {str(key): _plain(value) for key, value in thing.items()}}
    shape: Any = type(thing)
    if shape in SHAPES.values():
        values = ((name, getattr(thing, name), default) for name, default in _fields(shape))
        return {TYPE: shape.__name__} | {
            name: _plain(value) for name, value, default in values if default is MISSING or value != default
        }
    raise TypeError(f"cannot keep {type(thing).__name__}")


def _thing(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_thing(one) for one in plain)
    if not isinstance(plain, dict):
        return plain
    match plain[TYPE]:
        case "bytes":
            return b64decode(plain["v"])
        case "at":
            return datetime.fromisoformat(plain["v"])
        case "map":
            return {key: _thing(value) for key, value in plain["v"].items()}
        case name if name in NAMES:
            return NAMES[name](plain["v"])
        case name:
            shape = SHAPES[name]
            known = {field for field, _ in _fields(shape)}
            return shape(**{key: _thing(value) for key, value in plain.items() if key in known})
