"""Reading the inventory. A file of its own for each file of tables; docs/new-feature.md says how to write an entry."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent

BASES = ("participation", "consent", "safety")
"""Why it may be kept: needed to take part, agreed to, or to keep people safe."""
OWNERS = ("member", "person", "recipient", "event")
"""What a column that says whose a row is holds: a member's id, the platform's id, a delivery's or an event's."""
ERASES = ("row", "words", "anonymous", "keyed", "nothing")
"""The row goes, its words go, it becomes nobody's, its ids become keys, or it names nobody by itself."""
ANY = "any"
"""Whose erasure empties a column: that of everybody to whom the row belongs."""


@dataclass(frozen=True, slots=True)
class Label:
    """A column that is exported, by its name in each language; ``form`` is json where it holds what `codec` writes."""

    names: Mapping[str, str]
    form: str = ""


@dataclass(frozen=True, slots=True)
class Fade:
    """``after`` is the name of a period that counts from ``since``: a column, of this table or (table.column) of
    the one that this one belongs to. Without ``columns`` the whole row goes. ``where``, in SQL, leaves others alone."""

    after: str
    since: str
    columns: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A table. ``nobody``: its columns, where none of them is about a person.

    ``names``: columns with the name of whoever a keyed column is about, emptied when that one becomes a key.
    """

    table: str
    nobody: tuple[str, ...] = ()
    what: Mapping[str, str] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""
    part_of: str = ""
    mine: Mapping[str, str] = field(default_factory=dict)
    shared: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, str] = field(default_factory=dict)
    erase: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    keyed: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    fade: Fade | None = None
    columns: Mapping[str, str | Label] = field(default_factory=dict)

    def labels(self) -> Mapping[str, Label]:
        """The columns that are exported."""
        return {name: one for name, one in self.columns.items() if isinstance(one, Label)}

    def known(self) -> frozenset[str]:
        """Every column that was thought of."""
        return frozenset(self.nobody) | frozenset(self.columns)


@cache
def inventory() -> Mapping[str, Entry]:
    """Every entry by its table. Raises TypeError for a word that is no part of an entry."""
    found: dict[str, Entry] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for table, written in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if table in found:
                raise ValueError(f"{path.name}: {table} stands in two files")
            found[table] = _entry(table, written)
    return found


def whole(entry: Entry) -> Entry:
    """The entry that says what this one is about: its own, or that of the table it is a part of."""
    return inventory()[entry.part_of] if entry.part_of else entry


def _entry(table: str, written: dict[str, Any]) -> Entry:
    columns = {name: _column(one) for name, one in written.pop("columns", {}).items()}
    fade = written.pop("fade", None)
    when = Fade(fade["after"], fade["since"], tuple(fade.get("columns", ())), fade.get("where", "")) if fade else None
    nobody, keyed = tuple(written.pop("nobody", ())), tuple(written.pop("keyed", ()))
    return Entry(table, nobody=nobody, keyed=keyed, columns=columns, fade=when, **written)


def _column(written: str | dict[str, str]) -> str | Label:
    if isinstance(written, str):
        return written
    return Label({name: text for name, text in written.items() if name != "form"}, written.get("form", ""))
