"""Erasing somebody, by the inventory: rows go, words go, or ids become keys that name nobody."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Integer, Table, Text, delete, select, update
from sqlalchemy.engine import Connection

from bot.work import State
from storage.columns import metadata
from storage.inventory.reading import ANY, Entry, inventory
from storage.repositories.owning import Whose, owned, references, table_of
from storage.statements import add
from storage.tables import member as m
from storage.tables import outbox as o

NOBODY = "erased "
"""How the person of a member begins who is nobody any more; the member's id follows."""
FINAL = (State.SENT, State.UNCERTAIN, State.DEAD, State.TOLD, State.CANCELLED, State.SKIPPED)
LEAST = 8
"""Characters from which words are looked for in what waits for others: shorter ones could be anything."""
GONE = "…"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said, to be taken out of messages that wait for others."""

    name: str
    words: tuple[str, ...]


def said_by(connection: Connection, whose: Whose) -> Said:
    """Their name, where nobody else has the same, and the words that go with them, the longest first."""
    here = m.c.community == whose.community
    name = connection.execute(select(m.c.name).where(here, m.c.id == whose.member)).scalar() or ""
    alone = len(connection.execute(select(m.c.id).where(here, m.c.name == name).limit(2)).all()) < 2
    typed = {one for entry in inventory().values() for one in _typed(connection, entry, whose) if one != name}
    return Said(name if alone else "", tuple(sorted(typed, key=lambda one: (-len(one), one))))


def _typed(connection: Connection, entry: Entry, whose: Whose) -> Iterator[str]:
    """Their own words in this table, long enough to be nobody else's by chance."""
    table = table_of(entry)
    pointing = {name for name, _ in references(table)}
    owners = {name: ANY for name, label in entry.labels().items() if not label.form} if entry.erase == "row" else {}
    for name, by in (owners | dict(entry.words)).items():
        if name not in pointing and isinstance(table.c[name].type, Text):
            found = select(table.c[name]).where(owned(entry, whose, by))
            yield from (one for one in connection.execute(found).scalars() if one and len(one) >= LEAST)


def erase(connection: Connection, whose: Whose, called: str, key: str) -> None:
    _silence(connection, whose, called, said_by(connection, whose))
    for table in reversed(metadata.sorted_tables):
        entry = inventory()[table.name]
        match entry.erase:
            case "row":
                connection.execute(delete(table).where(owned(entry, whose)))
            case "words":
                _empty(connection, entry, whose)
        for name, about in entry.names.items():
            named = (table.c.community == whose.community) & (table.c[about] == whose.person)
            connection.execute(update(table).where(named).values({name: blank(table.c[name])}))
        for column in entry.keyed:
            rename(connection, table, column, whose.community, whose.person, key)
    _make_nobody(connection, inventory()[m.name], whose, called)


def _empty(connection: Connection, entry: Entry, whose: Whose) -> None:
    table = table_of(entry)
    for by in set(entry.words.values()):
        nothing = {name: blank(table.c[name]) for name, owner in entry.words.items() if owner == by}
        connection.execute(update(table).where(owned(entry, whose, by)).values(nothing))


def blank(column: Column[Any]) -> Any:
    """What a column holds that holds nothing."""
    if column.nullable:
        return None
    return False if isinstance(column.type, Boolean) else 0 if isinstance(column.type, Integer) else ""


def _make_nobody(connection: Connection, entry: Entry, whose: Whose, called: str) -> None:
    """The member's row stays, since others' rows point to it, and it is nobody's."""
    if whose.member is None:
        return
    nothing = {name: blank(m.c[name]) for name in entry.words}
    nobody = {"person": f"{NOBODY}{whose.member}", "name": called, "conduct": 0, "has_left": True}
    connection.execute(update(m).where(owned(entry, whose)).values(nothing | nobody))


def rename(connection: Connection, table: Table, name: str, community: int, before: str, after: str) -> None:
    """Put another id where this one stands; a row that is there already under the other one is enough."""
    column = table.c[name]
    mine = (table.c.community == community) & (column == before)
    if "id" in table.c:
        connection.execute(update(table).where(mine).values({column.name: after}))
        return
    rows = connection.execute(select(table).where(mine)).mappings().all()
    connection.execute(delete(table).where(mine))
    for row in rows:
        add(connection, table, dict(row) | {column.name: after})


def come_back(connection: Connection, community: int, person: str, key: str) -> None:
    """What outlived an erasure holds again for the person who is here again."""
    for entry in inventory().values():
        for column in entry.keyed:
            rename(connection, table_of(entry), column, community, key, person)


def _silence(connection: Connection, whose: Whose, called: str, said: Said) -> None:
    """Messages to others: of those that are done only the fact stays; those that wait lose this person's words."""
    here = o.c.community == whose.community
    done = here & o.c.state.in_([state.value for state in FINAL])
    connection.execute(update(o).where(done).values(message=None, title=""))
    for row in connection.execute(select(o.c.id, o.c.message, o.c.title, o.c.target, o.c.refs).where(here)).all():
        before = {"message": row.message, "title": row.title, "target": row.target, "refs": row.refs}
        after = {
            "message": _within(row.message, lambda one: _without(one, said.name, called, said.words)),
            "title": _words_without(row.title, said.name, called, said.words),
            "target": _within(row.target, lambda one: _renamed(one, said.name, called)),
            "refs": _within(row.refs, lambda one: _renamed(one, said.name, called)),
        }
        if before != after:
            connection.execute(update(o).where(here, o.c.id == row.id).values(after))


def _within(written: str | None, change: Callable[[Any], Any]) -> str | None:
    """The same JSON where nothing changes in it."""
    if written is None:
        return None
    before = json.loads(written)
    after = change(before)
    return written if before == after else json.dumps(after, separators=(",", ":"))


def _renamed(value: Any, name: str, called: str) -> Any:
    """Places and people carry names, and a pair's space is called after both."""
    if isinstance(value, list):
        return [_renamed(one, name, called) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _words_without(one, name, called, ())
        if key == "name" and isinstance(one, str)
        else _renamed(one, name, called)
        for key, one in value.items()
    }


def _without(value: Any, name: str, called: str, words: Sequence[str]) -> Any:
    """The message as JSON, with nothing of this person in the values that are shown; keys and ids stay."""
    if isinstance(value, list):
        return [_without(one, name, called, words) for one in value]
    if not isinstance(value, dict):
        return value
    if value.get("~") == "Text":
        shown = value.get("values", {})
        return value | ({"values": _each(shown, name, called, words)} if shown else {})
    return {key: _without(one, name, called, words) for key, one in value.items()}


def _each(value: Any, name: str, called: str, words: Sequence[str]) -> Any:
    match value:
        case str():
            return _words_without(value, name, called, words)
        case list():
            return [_each(one, name, called, words) for one in value]
        case {"~": "Person" | "Listing" | "Text" | "Tongues"}:
            return {key: one if key == "~" else _each(one, name, called, words) for key, one in value.items()}
        case {"~": _}:
            return value
        case dict():
            return {key: _each(one, name, called, words) for key, one in value.items()}
    return value


def _words_without(text: str, name: str, called: str, words: Sequence[str]) -> str:
    for one in words:
        text = text.replace(one, GONE)
    return text.replace(name, called) if name else text
