"""Everything that is kept about somebody, by the inventory: gathered, erased, forgotten in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.engine import Connection

from bot import codec
from bot.features.members.model import Member
from bot.features.privacy.model import Fact, Part
from bot.i18n import Tongues
from bot.identity import Person
from storage.erasures import Erasures
from storage.inventory.reading import Entry, Label, inventory, whole
from storage.repositories import erasing, fading
from storage.repositories.members import COLUMNS, member_of
from storage.repositories.owning import Whose, owned, references, table_of
from storage.tables import community as c
from storage.tables import member as m
from storage.tables import topic as t

HOME = select(c.c.platform, c.c.native_id).where(c.c.id == bindparam("community"))
ME = select(m.c.id, m.c.direct).where(m.c.community == bindparam("community"), m.c.person == bindparam("person"))
MEMBERS = select(*COLUMNS).join(c, c.c.id == m.c.community).where(~m.c.person.startswith(erasing.NOBODY))
KEYS = select(m.c.id, m.c.community, m.c.person, m.c.joined, c.c.platform, c.c.native_id).join(
    c, c.c.id == m.c.community
)
AWAY = MEMBERS.where(m.c.left_at < bindparam("before", type_=m.c.left_at.type))
LEFT = update(m).where(m.c.has_left, m.c.left_at.is_(None), ~m.c.person.startswith(erasing.NOBODY))
BACK = update(m).where(~m.c.has_left, m.c.left_at.is_not(None))
NAMED = {"member": m, "topic": t}
"""What is shown by its name where another table points to it."""


class SqlPrivacy:
    def __init__(self, connection: Connection, erasures: Erasures) -> None:
        self._connection = connection
        self._erasures = erasures

    def about(self, community: int, person: Person) -> Sequence[Part]:
        whose = self._whose(community, person)
        parts = (self._part(entry, whose) for entry in inventory().values() if not entry.nobody)
        return [part for part in parts if part.rows]

    def erase(self, community: int, person: Person, called: str, now: datetime) -> None:
        whose = self._whose(community, person)
        key = self._erasures.note(whose.platform, whose.native, whose.person, now)
        erasing.erase(self._connection, whose, called, key)

    def undone(self) -> Sequence[Member]:
        noted = self._erasures.noted()
        if not noted:
            return []
        ids: dict[int, list[int]] = {}
        for row in self._connection.execute(KEYS.where(~m.c.person.startswith(erasing.NOBODY))):
            at = noted.get(self._erasures.key(row.platform, row.native_id, row.person))
            if at is not None and row.joined < at:
                ids.setdefault(row.community, []).append(row.id)
        return [member for community, some in ids.items() for member in self._several(community, some)]

    def left_since(self, before: datetime) -> Sequence[Member]:
        return [member_of(row) for row in self._connection.execute(AWAY, {"before": before})]

    def note_who_left(self, now: datetime) -> None:
        self._connection.execute(LEFT, {"left_at": now})
        self._connection.execute(BACK, {"left_at": None})

    def fade(self, now: datetime, periods: Mapping[str, timedelta]) -> int:
        return fading.fade(self._connection, now, periods)

    def _several(self, community: int, ids: Sequence[int]) -> Iterator[Member]:
        rows = self._connection.execute(MEMBERS.where(m.c.community == community, m.c.id.in_(ids)))
        yield from map(member_of, rows)

    def _whose(self, community: int, person: Person) -> Whose:
        platform, native = self._connection.execute(HOME, {"community": community}).one()
        me = self._connection.execute(ME, {"community": community, "person": person.id}).first()
        return Whose(community, platform, native, person.id, *(me or ()))

    def _part(self, entry: Entry, whose: Whose) -> Part:
        table, about = table_of(entry), whole(entry)
        rows = self._connection.execute(select(table).where(owned(entry, whose))).mappings().all()
        names = self._names(table, entry, whose.community, rows)
        shown = tuple(facts for row in rows if (facts := tuple(_facts(entry, row, whose, names))))
        fade = entry.fade.after if entry.fade else ""
        texts = (Tongues(about.what), Tongues(about.why), Tongues(about.seen))
        return Part(entry.table, about.table, *texts, entry.erase, fade, shown)

    def _names(self, table: Table, entry: Entry, community: int, rows: Sequence[Any]) -> dict[tuple[str, Any], str]:
        """The names of what exported columns point to: (column, id) → name."""
        names: dict[tuple[str, Any], str] = {}
        for column, other in references(table):
            if column in entry.labels() and other.name in NAMED:
                named = NAMED[other.name]
                ids = sorted({row[column] for row in rows if row[column] is not None})
                wanted = select(named.c.id, named.c.name).where(named.c.community == community, named.c.id.in_(ids))
                names |= {(column, id): name for id, name in self._connection.execute(wanted)}
        return names


def _facts(entry: Entry, row: Any, whose: Whose, names: Mapping[tuple[str, Any], str]) -> Iterator[Fact]:
    """What this person may read of a row that is theirs."""
    me = {"member": whose.member, "person": whose.person}
    for column, label in entry.labels().items():
        only, value = entry.only.get(column), row[column]
        if value in (None, "") or (only and row[only] != me[entry.mine[only]]):
            continue
        yield Fact(column, Tongues(label.names), _value(label, names.get((column, value), value)))


def _value(label: Label, value: Any) -> object:
    if label.form != "json":
        return value
    try:
        read: object = codec.loads(value)
    except ValueError:  # written by an older version; its words are theirs all the same
        return value
    return read
