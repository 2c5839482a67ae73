"""The manifest: valid, and asking for exactly what the code uses."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from adapters.slack import api
from adapters.slack.deliveries import PATH
from adapters.slack.manifest import EVENTS, HISTORY, SCOPES, manifest, reasons, scopes
from adapters.slack.settings import SETTINGS
from bot.features.everything import registry
from tests.standins.slack import schema

HERE = Path(api.__file__).parent
COMMANDS = tuple(registry().commands.values())
NOT_OF_A_METHOD = {"commands", "chat:write.public"}
"""Slash commands, and posting where the bot was not invited, are no methods of their own."""
NOT_IN_THE_TABLES = {"files.info": {"files:read"}}
"""Methods that the vendor's tables leave out; docs.slack.dev/reference/methods names their scopes."""


def called() -> set[str]:
    """Every method of the Web API that stands in the adapter's code."""
    found = set()
    for path in HERE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            word = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if word in NOT_IN_THE_TABLES or (re.fullmatch(r"[a-z]+(\.[A-Za-z0-9]+)+", word) and schema.method(word)):
                found.add(word)
    return found


def needed(method: str) -> set[str]:
    if method in NOT_IN_THE_TABLES:
        return NOT_IN_THE_TABLES[method]
    return {one["name"] for one in (schema.method(method).get("scopes") or {}).get("bot", ())}


@pytest.mark.parametrize("hosted", [False, True])
@pytest.mark.parametrize("url", ["", "https://bot.example.org/"])
def test_slack_would_take_the_manifest(url: str, hosted: bool) -> None:
    made = manifest(COMMANDS, url=url, history=True, hosted=hosted)
    assert schema.manifest(made) == []
    assert made["settings"]["socket_mode_enabled"] is not bool(url)
    assert made["features"]["slash_commands"][0]["should_escape"]
    if url:
        assert made["settings"]["interactivity"]["request_url"] == f"https://bot.example.org{PATH}"


def test_the_schema_would_notice() -> None:
    made = manifest(COMMANDS)
    made["display_information"]["name"] = "x" * 36
    if schema.there():
        assert schema.manifest(made)


def test_every_command_has_its_slash_and_slacks_own_help_is_left_alone() -> None:
    made = manifest(COMMANDS)["features"]["slash_commands"]
    assert {one["command"] for one in made} == {f"/{one.name.split()[0]}" for one in COMMANDS} - {"/help"}
    mentor = next(one for one in made if one["command"] == "/mentor")
    for word in ("offer [topics: …]", "seek", "status", "help"):
        assert word in mentor["usage_hint"]


def test_every_method_that_is_called_is_allowed_by_a_scope() -> None:
    granted = set(scopes(history=True))
    assert len(called()) > 10 or not schema.there()
    assert {method for method in called() if needed(method) and not needed(method) & granted} == set()


def test_every_scope_is_used_and_has_its_reason() -> None:
    used = {scope for method in called() for scope in needed(method)} | NOT_OF_A_METHOD
    if schema.there():
        assert {*SCOPES, *HISTORY} - used == set()
    assert all(reason for reason in {**SCOPES, **HISTORY}.values())
    assert not set(scopes()) & HISTORY.keys(), "the history is read only where the operator wants it"


def test_every_event_that_is_asked_for_is_dealt_with() -> None:
    """And none that would bring what members write."""
    source = (HERE / "listeners.py").read_text()
    assert all(f'"{event}"' in source for event in EVENTS)
    assert not [event for event in EVENTS if event.startswith("message")]


def test_the_guide_names_every_scope_event_and_setting() -> None:
    guide = (HERE.parents[1] / "docs" / "slack.md").read_text()
    named = [*scopes(history=True), *EVENTS, *(one.name for one in SETTINGS)]
    assert [one for one in named if f"`{one}`" not in guide and f"{one}=" not in guide] == []
    assert all(line.partition(": ")[2] for line in reasons(history=True).splitlines())


def test_no_event_is_dealt_with_that_nobody_asked_for() -> None:
    """Every event that the listener's `match` names is one of the manifest's."""
    tree = ast.parse((HERE / "listeners.py").read_text())
    matched = [
        value.value.value
        for case in ast.walk(tree)
        if isinstance(case, ast.match_case)
        for value in ast.walk(case.pattern)
        if isinstance(value, ast.MatchValue) and isinstance(value.value, ast.Constant)
    ]
    assert len(matched) == len(EVENTS)
    assert set(matched) == set(EVENTS)


def test_what_needs_a_scope_of_its_own_beyond_methods_is_asked_for() -> None:
    """Slash commands are answered, and public channels posted in that the bot never joined."""
    made = manifest(COMMANDS)
    assert made["features"]["slash_commands"]
    assert set(scopes()) >= NOT_OF_A_METHOD
