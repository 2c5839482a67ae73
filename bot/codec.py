"""What waits in the database, as JSON: dataclasses of a known list, tagged with their name.

Sequences come back as tuples, times in UTC. Fields that hold their default are left out, and fields that are
not known any more are passed over, so that a row written by an older version can still be read.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from bot import events, i18n, identity, ui, work

KNOWN: Mapping[str, type] = {
    known.__name__: known
    for known in (
        *(identity.Community, identity.Person, identity.Place, identity.Ref),
        *(i18n.Text, i18n.Moment, i18n.Hours, i18n.Listing, i18n.Tongues, i18n.Language),
        *(ui.Action, ui.Button, ui.Choice, ui.Menu, ui.Picture, ui.File, ui.Message, ui.Field, ui.Form),
        *(ui.Tone, ui.FieldKind, work.Target),
        *(events.CommandUsed, events.ActionUsed, events.FormSent, events.MemberJoined, events.MemberLeft),
    )
}
AS_IT_IS = frozenset({str, int, bool, float, type(None)})
JSON = json.JSONEncoder(separators=(",", ":"), allow_nan=False)
TAG = "~"
TIME = "time"
BYTES = "bytes"
PLAIN = "plain"
"""The tag of a mapping that has a key like the tag's own, so that no typed word is taken for a class."""


def dumps(value: object) -> str:
    """JSON in ASCII, which every column and every driver can hold whatever somebody typed."""
    return JSON.encode(_packed(value))


def loads(text: str) -> Any:
    """What `dumps` was given. Raises ValueError for anything it cannot have written."""
    try:
        return _unpacked(json.loads(text))
    except (KeyError, TypeError) as wrong:
        raise ValueError(f"not written by us: {wrong!r}") from wrong


def _packed(value: object) -> object:
    kind = type(value)
    if kind in AS_IT_IS:
        return value
    if kind is KNOWN.get(kind.__name__) and not isinstance(value, StrEnum):
        return _fields_of(value, kind.__name__)
    match value:
        case StrEnum():
            return {TAG: _name(value), "is": value.value}
        case datetime():
            return {TAG: TIME, "is": _instant(value)}
        case bytes():
            return {TAG: BYTES, "is": b64encode(value).decode()}
        case tuple() | list():
            return [_packed(item) for item in value]
        case Mapping():
            return _mapping(value)
    raise ValueError(f"not one of ours: {kind.__name__}")


def _fields_of(value: object, name: str) -> dict[str, object]:
    """Those that hold something else than their default."""
    packed: dict[str, object] = {TAG: name}
    for field, default in _fields(name):
        content = getattr(value, field)
        if content is not default and content != default:
            packed[field] = _packed(content)
    return packed


def _unpacked(value: Any) -> Any:
    if type(value) in AS_IT_IS:  # nearly everything is
        return value
    if isinstance(value, list):
        return tuple(_unpacked(item) for item in value)
    match value.get(TAG):
        case None:
            return {key: _unpacked(item) for key, item in value.items()}
        case "plain":
            return {key: _unpacked(item) for key, item in value["is"].items()}
        case "time":
            return datetime.fromisoformat(value["is"])
        case "bytes":
            return b64decode(value["is"], validate=True)
    return _object(value)


def _object(value: dict[str, Any]) -> Any:
    tag = value[TAG]
    known = KNOWN.get(tag)
    if known is None:
        raise ValueError(f"not one of ours: {tag!r}")
    if issubclass(known, StrEnum):
        return known(value["is"])
    names = _names(tag)
    return known(**{name: _unpacked(item) for name, item in value.items() if name in names})


def _mapping(value: Mapping[Any, object]) -> object:
    if not all(isinstance(key, str) for key in value):
        raise ValueError("only words are keys in JSON")
    packed = {key: _packed(item) for key, item in value.items()}
    return {TAG: PLAIN, "is": packed} if TAG in value else packed


def _instant(value: datetime) -> str:
    if value.utcoffset() is None:
        raise ValueError("a time without a zone")
    return value.astimezone(UTC).isoformat()


def _name(value: object) -> str:
    name = type(value).__name__
    if KNOWN.get(name) is not type(value):
        raise ValueError(f"not one of ours: {name}")
    return name


@cache
def _fields(name: str) -> tuple[tuple[str, object], ...]:
    """Each field with its default; a field without one equals nothing."""

    def default(field: Any) -> object:
        made = field.default_factory
        return field.default if made is MISSING else made()

    return tuple((field.name, default(field)) for field in fields(KNOWN[name]))


@cache
def _names(name: str) -> frozenset[str]:
    return frozenset(field for field, _ in _fields(name))
