"""The audit log's chain: whatever is done to it afterwards is found."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.audit import Checking, Entry, Head, digest
from bot.features.audit.texts import WHAT

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]

Chain = list[Entry]


def chain(length: int, community: int = 1) -> Chain:
    made: Chain = []
    for number in range(1, length + 1):
        at = BEGAN + timedelta(minutes=number)
        previous = made[-1].hash if made else ""
        entry = Entry(community, number, at, 1 + number % 3, "programme.changed", "", {"weeks": number}, previous)
        made.append(replace(entry, hash=digest(entry)))
    return made


def head(entries: Sequence[Entry]) -> Head:
    return Head(entries[-1].community, entries[-1].number, entries[-1].hash)


def faults(entries: Sequence[Entry], end: Head, anchors: dict[int, str] | None = None, page: int = 3) -> list[str]:
    """Read in pages, as an operator's check does."""
    checking = Checking(end, anchors or {})
    found = [line for start in range(0, len(entries), page) for line in checking.along(entries[start : start + page])]
    return [*found, *checking.end()]


lengths = st.integers(min_value=2, max_value=12)
CHANGES: Sequence[Callable[[Entry], Entry]] = (
    lambda entry: replace(entry, at=entry.at + timedelta(microseconds=1)),
    lambda entry: replace(entry, actor=entry.actor + 1),
    lambda entry: replace(entry, what="programme.started"),
    lambda entry: replace(entry, about="pair:1"),
    lambda entry: replace(entry, facts={"weeks": True}),
    lambda entry: replace(entry, facts={}),
    lambda entry: replace(entry, previous="0" * 64),
    lambda entry: replace(entry, hash="0" * 64),
    lambda entry: replace(entry, number=entry.number + 1),
    lambda entry: replace(entry, community=2),
)


@given(lengths)
def test_a_chain_as_it_was_written_is_whole(length: int) -> None:
    made = chain(length)
    assert faults(made, head(made), {1: made[0].hash, length: made[-1].hash}) == []


@given(lengths, st.data())
def test_a_changed_entry_is_found(length: int, data: st.DataObject) -> None:
    made = chain(length)
    place, change = data.draw(st.integers(0, length - 1)), data.draw(st.sampled_from(CHANGES))
    spoiled = [*made[:place], change(made[place]), *made[place + 1 :]]
    assert faults(spoiled, head(made))


@given(lengths, st.data())
def test_a_change_that_mends_its_own_hash_is_found(length: int, data: st.DataObject) -> None:
    """Whoever changes an entry can make its hash fit, but not that of the next, nor the head."""
    made = chain(length)
    place = data.draw(st.integers(0, length - 1))
    changed = replace(made[place], actor=99)
    spoiled = [*made[:place], replace(changed, hash=digest(changed)), *made[place + 1 :]]
    assert faults(spoiled, head(made))


@given(lengths, st.data())
def test_deleting_and_reordering_are_found(length: int, data: st.DataObject) -> None:
    made = chain(length)
    left = data.draw(st.lists(st.sampled_from(made), unique_by=lambda entry: entry.number, max_size=length))
    if left != made:
        assert faults(left, head(made))


@given(lengths, st.integers(min_value=1, max_value=11))
def test_a_cut_end_with_a_head_to_match_is_found_by_what_was_written_down(length: int, kept: int) -> None:
    made = chain(length)
    cut = made[: min(kept, length - 1)]
    assert faults(cut, head(cut)) == []
    assert faults(cut, head(cut), {length: made[-1].hash}) == [
        f"entry {length} was written down, and the chain ends with {len(cut)}"
    ]


@given(lengths)
def test_a_log_written_anew_is_found_by_what_was_written_down(length: int) -> None:
    made, anew = chain(length), chain(length, community=2)
    assert faults(anew, head(anew)) == []
    assert faults(anew, head(anew), {1: made[0].hash}) == ["entry 1 is not the one that was written down"]


def names() -> list[str]:
    calls = [
        call
        for path in (ROOT / "bot").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("audit.add")
    ]
    return sorted({ast.literal_eval(call.args[1]) for call in calls})


@pytest.mark.parametrize("name", names())
def test_every_entry_has_words(name: str) -> None:
    assert name in WHAT


def test_no_words_are_left_over() -> None:
    assert sorted(WHAT) == names()
