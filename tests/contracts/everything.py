"""Somebody with something in every table and column, made from the inventory, so that new tables are there too."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Boolean, Column, DateTime, Integer, LargeBinary, Table, Text, insert
from sqlalchemy.engine import Connection

from bot import codec
from bot.events import CommandUsed
from bot.i18n import words
from bot.identity import Person, Place
from bot.ui import Message
from bot.work import Target
from storage.columns import Instant, metadata
from storage.inventory.reading import ANY, Entry, Label, inventory
from storage.repositories.owning import references

NUMBERS = count(1)
NOT_YET = ("applied", "finished", "left_at")
"""Instants of an end that has not come."""


@dataclass(slots=True)
class Made:
    """``canaries`` must go with the person, ``shown`` must be in the export, ``private`` must not, and stays."""

    person: Person
    canaries: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    private: set[str] = field(default_factory=set)
    columns: set[tuple[str, str]] = field(default_factory=set)
    ids: dict[str, int] = field(default_factory=dict)


def everything_about(connection: Connection, community: int, me: Person, partner: Person, now: datetime) -> Made:
    """A row in every table for each way in which it can be theirs; the partner has no more than a profile."""
    made = Made(me)
    made.ids["partner"] = _member(connection, community, partner, now)
    waiting = deque(table for table in metadata.sorted_tables if table.name not in ("community", "programme"))
    while waiting:
        table = waiting.popleft()
        if any(other not in made.ids for other in inventory()[table.name].shared.values()):
            waiting.append(table)
            continue
        for owner in _owners(inventory()[table.name]):
            row = dict(_row(table, inventory()[table.name], owner, community, made, now))
            key = connection.execute(insert(table).returning(*table.primary_key), row).one()
            if "id" in table.c:
                made.ids.setdefault(table.name, key.id)
    return made


def _owners(entry: Entry) -> tuple[str, ...]:
    return tuple(entry.mine) or tuple(entry.shared) or ("",)


def _member(connection: Connection, community: int, person: Person, now: datetime) -> int:
    table = metadata.tables["member"]
    row = {column.name: _plain(column, now) for column in table.c if column.name != "id"}
    row |= {"community": community, "person": person.id, "name": person.name}
    id: int = connection.execute(insert(table).returning(table.c.id), row).scalar_one()
    return id


def _row(
    table: Table, entry: Entry, owner: str, community: int, made: Made, now: datetime
) -> Iterator[tuple[str, Any]]:
    pointing = {name: other.name for name, other in references(table)}
    for column in table.c:
        name = column.name
        if name == "id":
            continue
        if name == "community":
            yield name, community
        elif name in entry.mine and name != "id":
            yield name, _owner(entry, column, owner, made)
        elif name in entry.shared:
            yield name, made.ids[entry.shared[name]]
        elif name in pointing:
            yield name, made.ids.get(pointing[name])
        else:
            yield name, _content(entry, column, owner, made, now)


def _owner(entry: Entry, column: Column[Any], owner: str, made: Made) -> Any:
    mine = column.name == owner
    match entry.mine[column.name]:
        case "member":
            return made.ids["member" if mine else "partner"]
        case "person":
            return made.person.id if mine else "somebody else"
        case "recipient":
            return f"people {made.person.id}"
    typed = _canary(made, entry, column, owner)
    return codec.dumps(CommandUsed("e", made.person, Place("room", "square"), words=typed))


def _content(entry: Entry, column: Column[Any], owner: str, made: Made, now: datetime) -> Any:
    label = entry.columns.get(column.name)
    if entry.table == "member" and column.name == "person":
        return made.person.id
    if entry.table == "outbox" and column.name == "target":
        return codec.dumps(Target((made.person,)))
    if isinstance(label, Label) and column.name not in NOT_YET:
        made.columns.add((entry.table, column.name))
    if not _goes(entry, column.name, owner) or not isinstance(column.type, Text | LargeBinary):
        only = entry.only.get(column.name)
        if only and only != owner and isinstance(column.type, Text):
            made.private.add(private := f"private-{entry.table}-{column.name}-{next(NUMBERS)}")
            return private
        return _plain(column, now)
    canary = _canary(made, entry, column, owner)
    if isinstance(label, Label) and label.form == "json":
        return codec.dumps(Message((words(canary),)) if entry.table == "outbox" else {"typed": canary})
    return canary if isinstance(column.type, Text) else canary.encode()


def _goes(entry: Entry, column: str, owner: str) -> bool:
    """Whether somebody's words in this column of a row that is theirs by ``owner`` go with them."""
    if entry.only.get(column, owner) != owner:
        return False
    match entry.erase:
        case "row":
            return isinstance(entry.columns.get(column), Label)
        case "words" | "anonymous":
            return entry.words.get(column) in (owner, ANY)
    return False


def _canary(made: Made, entry: Entry, column: Column[Any], owner: str) -> str:
    canary = f"canary-{entry.table}-{column.name}-{owner}-{next(NUMBERS)}"
    if _goes(entry, column.name, owner) or entry.mine.get(column.name) == "event":
        made.canaries.add(canary)
        if isinstance(entry.columns.get(column.name), Label):
            made.shown.add(canary)
    return canary


def _plain(column: Column[Any], now: datetime) -> Any:
    """Something that fits and says nothing."""
    match column.type:
        case Instant():
            return None if column.name in NOT_YET else now
        case DateTime(timezone=zoned):
            return now if zoned else now.replace(tzinfo=None)
        case Boolean():
            return True
        case Integer():
            return 3
        case LargeBinary():
            return b"\0"
    if column.type.python_type is int:
        return 3
    if column.name in ("refs", "facts"):
        return "[]"
    if column.name in ("followup", "original"):
        return None
    words = f"{column.table.name}.{column.name}.{next(NUMBERS)}"
    return words[-(getattr(column.type, "length", None) or len(words)) :]
