"""Limits that the schemas do not know, checked by hand as the documentation states them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

CONTENT = 2000
SELECTS = (3, 5, 6, 7, 8)
PICKED = (5, 6, 7, 8, 19)


def message(body: Mapping[str, Any], *, new: bool) -> list[str]:
    """What Discord would refuse about a message."""
    wrong = []
    content, components = body.get("content") or "", body.get("components") or []
    if len(content) > CONTENT:
        wrong.append(f"content has {len(content)} characters")
    if new and not (content.strip() or components or body.get("embeds") or body.get("attachments")):
        wrong.append("the message is empty")
    if len(components) > 5:
        wrong.append(f"{len(components)} rows")
    if body.get("enforce_nonce") and not body.get("nonce"):
        wrong.append("enforce_nonce without a nonce")
    mentions = body.get("allowed_mentions")
    if mentions and "users" in mentions.get("parse", ()) and mentions.get("users"):
        wrong.append("allowed_mentions names users and parses them too")
    wrong += [problem for row in components for problem in _row(row)]
    return wrong + list(_twice(ids(components)))


def _row(row: Mapping[str, Any]) -> Iterator[str]:
    inside = row.get("components", ())
    if row.get("type") != 1:
        yield f"a component of type {row.get('type')} stands in no row"
    menus = [one for one in inside if one["type"] in SELECTS]
    if not inside or len(inside) > 5 or (menus and len(inside) > 1):
        yield "a row holds one to five buttons, or one menu"
    for one in inside:
        yield from _component(one)


def _component(one: Mapping[str, Any]) -> Iterator[str]:
    if not 1 <= len(one.get("custom_id", "x")) <= 100:
        yield f"custom_id {one['custom_id']!r}"
    if one["type"] == 2 and not 1 <= len(one.get("label", "")) <= 80:
        yield f"label {one.get('label')!r}"
    if one["type"] in PICKED and not 0 <= one.get("min_values", 1) <= one.get("max_values", 1) <= 10:
        yield "min_values and max_values"
    if one["type"] == 3:
        options = one.get("options", ())
        values = [option["value"] for option in options]
        if not 1 <= len(options) <= 25 or len(set(values)) != len(values):
            yield f"options {values}"
        if not all(1 <= len(option["label"]) <= 100 and 1 <= len(option["value"]) <= 100 for option in options):
            yield "an option's label or value"
        if not 0 <= one.get("min_values", 1) <= one.get("max_values", 1) <= len(options):
            yield "min_values and max_values"
        if sum(bool(option.get("default")) for option in options) > one.get("max_values", 1):
            yield "more options are chosen than can be"


def modal(body: Mapping[str, Any]) -> list[str]:
    """What Discord would refuse about a form."""
    components = body.get("components", ())
    wrong = [] if 1 <= len(components) <= 5 else [f"{len(components)} components in a form"]
    if not 1 <= len(body.get("title", "")) <= 45:
        wrong.append(f"title {body.get('title')!r}")
    inside = [one["component"] for one in components if one["type"] == 18]
    for one, label in zip(inside, (one for one in components if one["type"] == 18), strict=True):
        wrong += list(_component(one)) if one["type"] != 4 else list(_input(one))
        if not 1 <= len(label["label"]) <= 45 or len(label.get("description", "")) > 100:
            wrong.append(f"label {label['label']!r}")
    return wrong + list(_twice([one["custom_id"] for one in inside]))


def _input(one: Mapping[str, Any]) -> Iterator[str]:
    most = one.get("max_length", 4000)
    if not 1 <= most <= 4000 or len(one.get("value", "")) > most:
        yield f"the text of {one['custom_id']} has {len(one.get('value', ''))} characters of {most}"


def ids(components: Sequence[Mapping[str, Any]]) -> list[str]:
    return [one["custom_id"] for row in components for one in row.get("components", ()) if "custom_id" in one]


def _twice(names: Sequence[str]) -> Iterator[str]:
    return (f"custom_id {name!r} twice" for name, count in Counter(names).items() if count > 1)


def command(body: Mapping[str, Any]) -> list[str]:
    """What Discord would refuse about a command."""
    wrong = [f"a description of {len(body['description'])}"] if not 1 <= len(body["description"]) <= 100 else []
    if body["name"] != body["name"].lower() or not 1 <= len(body["name"]) <= 32:
        wrong.append(f"name {body['name']!r}")
    if body.get("choices") and body.get("autocomplete"):
        wrong.append("choices and completions")
    options = body.get("options") or []
    if len(options) > 25:
        wrong.append(f"{len(options)} options")
    needed = [bool(one.get("required")) for one in options if one["type"] > 2]
    if needed != sorted(needed, reverse=True):
        wrong.append("an optional option before a required one")
    return wrong + [problem for one in options for problem in command(one)]
