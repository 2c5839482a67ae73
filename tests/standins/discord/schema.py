"""The vendor's own schemas: every request, reply and event is held against them, unknown keys included."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7, DRAFT202012

ROOT = Path(__file__).resolve().parents[3]
PLACES = (ROOT / "tests" / "specs" / "discord", ROOT.parent / "shared" / "specs" / "discord")
REST, GATEWAY = "urn:discord:rest", "urn:discord:gateway"
DEEP = 40
"""Deeper than any message; a schema that contains itself ends here."""
EVENTS: Mapping[str, str] = {
    "READY": "GatewayReadyDispatchData",
    "GUILD_CREATE": "GatewayGuildCreateDispatchData",
    "GUILD_DELETE": "GatewayGuildDeleteDispatchData",
    "GUILD_MEMBER_ADD": "GatewayGuildMemberAddDispatchData",
}
INTERACTIONS: Mapping[int, str] = {
    2: "APIChatInputApplicationCommandInteraction",
    3: "APIMessageComponentInteraction",
    4: "APIApplicationCommandAutocompleteInteraction",
    5: "APIModalSubmitInteraction",
}
# Where the documentation knows more than the schema.
KNOWN_TO_BE_FINE = frozenset({"attachment_size_limit", "guild", "deaf", "mute"})


# Ids and instants: no two are equal, and no schema says more about them than their form.
PASSING = re.compile(r"(?<=\")(?:(?:token-)?\d{17,19}|\d{4}-\d\d-\d\dT[\d:.]+\+00:00)(?=\")")


class Schemas:
    """Both documents, ready to be asked."""

    def __init__(self, folder: Path) -> None:
        self.rest = json.loads((folder / "openapi.json").read_text(encoding="utf-8"))
        self.gateway = json.loads((folder / "gateway.schema.json").read_text(encoding="utf-8"))
        for name, one in self.gateway["definitions"].items():
            if name.endswith("Flags"):  # sets of bits, which the schema takes for a choice of one
                one.clear()
                one["type"] = "integer"
        self._registry: Registry[Any] = Registry().with_resources(
            [
                (REST, Resource.from_contents(self.rest, default_specification=DRAFT202012)),
                (GATEWAY, Resource.from_contents(self.gateway, default_specification=DRAFT7)),
            ]
        )
        self._fine: set[tuple[str, str]] = set()
        self._validators: dict[str, Draft7Validator | Draft202012Validator] = {}

    def request(self, method: str, path: str, kind: str, body: Any) -> list[str]:
        content = self._operation(method, path).get("requestBody", {}).get("content", {})
        if not content:
            return [] if body is None else [f"{method} {path} takes no body"]
        if kind not in content:
            return [f"{method} {path} takes no {kind}"]
        at = self._pointer(method, path, "requestBody", "content", "application/json", "schema")
        return self._against(at, body, f"request {method} {path}")

    def reply(self, method: str, path: str, status: int, body: Any) -> list[str]:
        responses = self._operation(method, path).get("responses", {})
        if status >= 400:
            wrong = set(body) - {"code", "message", "errors", "retry_after", "global"}
            return [f"{method} {path} answers with {wrong}"] if wrong or "code" not in body else []
        if str(status) not in responses:
            return [f"{method} {path} never answers {status}"]
        content = responses[str(status)].get("content")
        if not content:
            return [] if body is None else [f"{method} {path} {status} has no body"]
        at = self._pointer(method, path, "responses", str(status), "content", "application/json", "schema")
        return self._against(at, body, f"reply {method} {path}")

    def event(self, name: str, data: Mapping[str, Any]) -> list[str]:
        definition = INTERACTIONS[data["type"]] if name == "INTERACTION_CREATE" else EVENTS.get(name, "")
        if not definition:
            return []
        return self._against(f"{GATEWAY}#/definitions/{definition}", data, f"event {name}")

    def knows(self, method: str, path: str) -> bool:
        return method.lower() in self.rest["paths"].get(path, {})

    def _operation(self, method: str, path: str) -> Any:
        return self.rest["paths"][path][method.lower()]

    def _pointer(self, method: str, path: str, *more: str) -> str:
        parts = ("paths", path, method.lower(), *more)
        return f"{REST}#/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in parts)

    def _against(self, at: str, body: Any, what: str) -> list[str]:
        alike = (at, PASSING.sub("0", json.dumps(body)))
        if alike in self._fine:
            return []
        if at not in self._validators:
            kind = Draft7Validator if at.startswith(GATEWAY) else Draft202012Validator
            self._validators[at] = kind({"$ref": at}, registry=self._registry)
        wrong = [f"{what}: {one.json_path} {one.message[:300]}" for one in self._validators[at].iter_errors(body)]
        resolver = self._registry.resolver()
        unknown = _unknown(body, [({"$ref": at}, resolver)], "$", DEEP)
        found = wrong + [f"{what}: {path} is unknown" for path in unknown]
        self._fine |= {alike} if not found else set()
        return found


Seen = tuple[Mapping[str, Any], Any]


def _flat(schemas: Sequence[Seen]) -> Iterator[Seen]:
    """Every schema that may say something about a value: through references and combinations."""
    for schema, resolver in schemas:
        if "$ref" in schema:
            found = resolver.lookup(schema["$ref"])
            yield from _flat([(found.contents, found.resolver)])
        for word in ("allOf", "anyOf", "oneOf"):
            yield from _flat([(one, resolver) for one in schema.get(word, ())])
        yield schema, resolver


def _unknown(value: Any, schemas: Sequence[Seen], path: str, depth: int) -> Iterator[str]:
    """Keys that none of the schemas names. Alternatives are taken together; the validator tells them apart."""
    if not depth or not isinstance(value, dict | list) or not value:
        return
    flat = list(_flat(schemas))
    if isinstance(value, list):
        items = [(schema["items"], resolver) for schema, resolver in flat if isinstance(schema.get("items"), dict)]
        for at, one in enumerate(value):
            yield from _unknown(one, items, f"{path}[{at}]", depth - 1)
        return
    named = [(schema, resolver) for schema, resolver in flat if "properties" in schema]
    open_ = any(schema.get("additionalProperties", named == []) not in (False, None) for schema, _ in flat if schema)
    more = [(schema.get("additionalProperties"), resolver) for schema, resolver in flat]
    any_key = [(schema, resolver) for schema, resolver in more if isinstance(schema, dict)]
    for key, one in value.items():
        inner = [(schema["properties"][key], resolver) for schema, resolver in named if key in schema["properties"]]
        if not inner and key not in KNOWN_TO_BE_FINE and not open_:
            yield f"{path}.{key}"
        yield from _unknown(one, inner or any_key, f"{path}.{key}", depth - 1)


@cache
def schemas() -> Schemas | None:
    """The vendor's schemas; without them a check in CI fails, and elsewhere one line says so."""
    folder = next((place for place in PLACES if place.is_dir()), None)
    if folder:
        return Schemas(folder)
    if os.environ.get("CI"):
        raise FileNotFoundError("Discord's schemas are missing: put openapi.json and gateway.schema.json there")
    sys.stderr.write(
        "Discord's schemas are not here: requests and replies are checked by the stand-in's own limits only.\n"
    )
    return None
