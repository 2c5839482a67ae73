"""Every SQL statement of every test is looked at: what works on a community's table says whose."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from storage.tables import community

HOUSE = f"{Path(__file__).parent.parent}/"
TENANTS = frozenset(name for name, one in community.metadata.tables.items() if "community" in one.columns)
EXCEPTIONS: Mapping[str, str] = {
    "storage/repositories/outbox.py:due": "one worker serves all communities; each row it takes carries its own",
    "storage/repositories/outbox.py:_sweep": "what expired or was lost, before `due` looks",
    "storage/repositories/outbox.py:take": "takes the rows that `due` found, by their ids",
    "storage/repositories/outbox.py:next_due": "when the one worker has to wake up next",
    "storage/repositories/outbox.py:owed": "rows of all communities whose last step is still to be done",
    "storage/repositories/outbox.py:counts": "numbers for the operator, without a word of anybody",
    "storage/repositories/backlog.py:waiting": "numbers for the operator, without a word of anybody",
    "storage/repositories/audit.py:heads": "`main.py audit verify` looks at every community's chain",
    "storage/repositories/schedules.py:due": "one ticker serves all communities; each row carries its own",
    "storage/repositories/schedules.py:next_due": "when the one ticker has to wake up next",
    "storage/repositories/later.py:due": "one ticker serves all communities; each row carries its own",
    "storage/repositories/later.py:next_due": "when the one ticker has to wake up next",
    "storage/repositories/polls.py:waiting": "chores look after the polls of all; each carries its own",
    "storage/repositories/polls.py:reminding": "chores look after the polls of all; each carries its own",
    "storage/repositories/polls.py:states": "whose keys are still needed; asked by the keys' own random names",
    "storage/repositories/rounds.py:wanted": "the one solver takes the next round, whoever's it is",
    "storage/repositories/communities.py:of_person": "where the person who acts has a profile, for choosing one",
    "storage/repositories/digests.py:wanted": "chores look after the digests of all; each reader carries its own",
    "storage/repositories/drafts.py:forget": "the daily tidying, by age alone",
    "storage/repositories/fading.py:_fade": "the daily tidying, by age alone",
    "storage/repositories/privacy.py:left_since": "the daily tidying, by age alone",
    "storage/repositories/privacy.py:note_who_left": "the daily tidying: notes the day somebody was found gone",
    "storage/repositories/privacy.py:undone": "after the restore of a backup, in all communities",
}
"""Who works across communities, and why that is right. Migrations work on whole tables, and so may tests."""

USED = r"\b(?:FROM|JOIN|UPDATE|INTO) (\w+(?: AS \w+)?(?:, \w+(?: AS \w+)?)*)"
GIVEN = r"(?:\?|\$\d|:\w)"
NAMED = re.compile(rf"\b(?:(\w+)\.)?community (?:= {GIVEN}|IN \((?:{GIVEN}|SELECT \d))")
EQUAL = re.compile(r"\b(\w+)\.(community|id) = (\w+)\.(community|id)\b")
A_COMMUNITY = re.compile(rf"\bcommunity\.(?:id|native_id) = {GIVEN}")


@dataclass(slots=True)
class Looking:
    """What was found, by the test during which it was."""

    test: str = ""
    found: dict[str, set[str]] = field(default_factory=dict)

    def note(self, connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if (tables := lacking(statement)) and (writer := _writer()) and not _excepted(writer):
            said = f"{writer} on {', '.join(sorted(tables))}: {' '.join(statement.split())}"
            self.found.setdefault(self.test, set()).add(said)


def _excepted(writer: str) -> bool:
    return writer in EXCEPTIONS or writer.startswith("storage/migrations/")


LOOKING = Looking()


def pytest_configure() -> None:
    event.listen(Engine, "before_cursor_execute", LOOKING.note)


@pytest.fixture(autouse=True)
def every_statement_names_its_community(request: pytest.FixtureRequest) -> Iterator[None]:
    LOOKING.test = request.node.nodeid
    yield
    found = LOOKING.found.pop(LOOKING.test, set())
    assert not found, "\n".join(sorted(found))


@cache
def lacking(statement: str) -> frozenset[str]:
    """The communities' tables on which this statement works without saying whose.

    A table is named by a given community, by an equal column of one that is, or by an INSERT's columns.
    """
    words = " ".join(statement.split())
    used: dict[str, str] = {}
    for listed in re.findall(USED, words):
        for one in listed.split(", "):
            table, _, alias = one.partition(" AS ")
            if table in TENANTS:
                used[alias or table] = table
    if re.search(r"\bINSERT INTO \w+ \((?:\w+, )*community\b", words):
        used.pop(words.split()[2], None)
    named = _named(words, used)
    return frozenset(table for alias, table in used.items() if alias not in named)


def _named(words: str, used: Mapping[str, str]) -> set[str]:
    """The aliases whose community is given, or equal to one that is."""
    named = {alias for one in NAMED.findall(words) for alias in ([one] if one else used)}
    if A_COMMUNITY.search(words):
        named.add("community")
    equal = EQUAL.findall(words)
    for _ in equal:
        for one, column, other, its in equal:
            if _whose(one, column) and _whose(other, its) and named & {one, other}:
                named |= {one, other}
    return named


def _whose(alias: str, column: str) -> bool:
    return column == ("id" if alias == "community" else "community")


def _writer() -> str:
    """The file and function of the storage that says this; empty where a test does, which may look at everything."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(HOUSE) and not file.startswith(f"{HOUSE}.venv"):
            inside = file.removeprefix(HOUSE)
            return f"{inside}:{frame.f_code.co_name}" if inside.startswith(("storage/", "adapters/")) else ""
        frame = frame.f_back
    return ""
