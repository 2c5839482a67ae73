"""The audit log: appended to, read, and never changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.engine import Connection

from bot.audit import Entry, Fact, Head, check, digest
from bot.identity import Person
from bot.work import By
from storage.statements import put
from storage.tables import audit as a
from storage.tables import audit_actor as who
from storage.tables import audit_head as head

COLUMNS = (a.c.community, a.c.number, a.c.at, a.c.actor, a.c.what, a.c.about, a.c.facts, a.c.previous, a.c.hash)
ENTRIES = (
    select(*COLUMNS, who.c.name)
    .outerjoin(who, (who.c.community == a.c.community) & (who.c.id == a.c.actor))
    .where(a.c.community == bindparam("community"))
    .limit(bindparam("most"))
)
LAST = ENTRIES.where(a.c.number < bindparam("below")).order_by(a.c.number.desc())
CHAIN = ENTRIES.where(a.c.number > bindparam("above")).order_by(a.c.number)
HEAD = select(head.c.number, head.c.hash).where(head.c.community == bindparam("community"))
HEADS = select(head.c.community, head.c.number, head.c.hash)
KEPT = select(a.c.community).distinct()
ADD = insert(a)
ACTOR = select(who.c.id).where(who.c.community == bindparam("community"), who.c.person == bindparam("person"))
FORGET = delete(who).where(who.c.community == bindparam("of_community"), who.c.person == bindparam("of_person"))
ENDLESS = 2**31 - 1


class SqlAudit:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, by: By, what: str, about: str = "", **facts: Fact) -> Entry:
        check(what, about, facts)
        last = self._connection.execute(HEAD, {"community": by.community}).first()
        number, previous = (last.number, last.hash) if last else (0, "")
        entry = Entry(by.community, number + 1, by.now, self._actor(by), what, about, facts, previous)
        entry = replace(entry, hash=digest(entry), name=by.person.name)
        self._connection.execute(ADD, _row(entry))
        kept = {"community": entry.community, "number": entry.number, "hash": entry.hash}
        put(self._connection, head, kept)
        return entry

    def last(self, community: int, limit: int, before: int | None = None) -> Sequence[Entry]:
        below = ENDLESS if before is None else before
        return self._read(LAST, community=community, most=limit, below=below)

    def chain(self, community: int, after: int, limit: int) -> Sequence[Entry]:
        return self._read(CHAIN, community=community, most=limit, above=after)

    def heads(self) -> Sequence[Head]:
        kept = {one.community: one for one in (Head(*row) for row in self._connection.execute(HEADS))}
        headless = set(self._connection.execute(KEPT).scalars()) - set(kept)
        kept |= {community: Head(community, 0, "") for community in headless}
        return [kept[community] for community in sorted(kept)]

    def forget(self, community: int, person: Person) -> None:
        self._connection.execute(FORGET, {"of_community": community, "of_person": person.id})

    def _actor(self, by: By) -> int:
        """The number under which this person acts, under the name they have now."""
        person = {"community": by.community, "person": by.person.id}
        put(self._connection, who, person | {"name": by.person.name}, "community", "person")
        id: int = self._connection.execute(ACTOR, person).scalar_one()
        return id

    def _read(self, statement: Any, **given: Any) -> Sequence[Entry]:
        return [_entry(row) for row in self._connection.execute(statement, given)]


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "community": entry.community,
        "number": entry.number,
        "at": entry.at,
        "actor": entry.actor,
        "what": entry.what,
        "about": entry.about,
        "facts": json.dumps(entry.facts, sort_keys=True),
        "previous": entry.previous,
        "hash": entry.hash,
    }


def _entry(row: Any) -> Entry:
    """A row that somebody has spoiled still has to be read, so that it can be named."""
    try:
        read = json.loads(row.facts)
    except ValueError:
        read = None
    facts = read if isinstance(read, dict) else {"unreadable": True}
    before = (row.community, row.number, row.at, row.actor, row.what, row.about)
    return Entry(*before, facts, row.previous, row.hash, row.name or "")
