"""The coordination's digest: who gets it, and what a week is counted from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, func, select
from sqlalchemy.engine import Connection

from bot.features.digest.model import Happened, Reader, Undelivered
from bot.identity import Person
from bot.work import State
from storage.statements import change, inserted
from storage.tables import checkin, member, pair, request
from storage.tables import community as c
from storage.tables import digest_reader as r
from storage.tables import outbox as o

HERE: Any = bindparam("community")
READERS = select(r.c.id, r.c.community, r.c.person, r.c.off, r.c.wanted, c.c.platform).join(c, c.c.id == r.c.community)
OF = READERS.where(r.c.community == HERE, r.c.person == bindparam("person"), c.c.platform == bindparam("platform"))
GET = READERS.where(r.c.community == HERE, r.c.id == bindparam("id"))
WANTED = (
    READERS.where(r.c.wanted.is_not(None), c.c.removed_at.is_(None), c.c.paused.is_(None))
    .order_by(r.c.wanted, r.c.id)
    .limit(bindparam("most"))
)
REMOVE = delete(r).where(r.c.community == bindparam("of_community"), r.c.id == bindparam("of_id"))


def _since(column: Any) -> Any:
    return column >= bindparam("since", type_=column.type)


def _number(table: Any, *conditions: Any) -> Any:
    return select(func.count()).select_from(table).where(table.c.community == HERE, *conditions).scalar_subquery()


HAPPENED = select(
    _number(member, member.c.conduct > 0, _since(member.c.joined)).label("people"),
    _number(request, _since(request.c.sent)).label("requests"),
    _number(request, request.c.state == "accepted", _since(request.c.answered)).label("accepted"),
    _number(pair, _since(pair.c.started)).label("begun"),
    _number(pair, pair.c.state == "finished", _since(pair.c.ended)).label("finished"),
    _number(pair, pair.c.state == "stopped", _since(pair.c.ended)).label("stopped"),
    _number(checkin, _since(checkin.c.at)).label("answers"),
)
PEOPLE = o.c.recipient.like("people %")
UNREACHED = case((o.c.state.in_((State.UNTOLD.value, State.DEAD.value)) & PEOPLE, o.c.recipient))
TROUBLE = select(
    func.count(UNREACHED.distinct()).label("people"),
    func.count(case((o.c.state == State.UNCERTAIN.value, o.c.id))).label("uncertain"),
).where(o.c.community == HERE, _since(o.c.created), o.c.state.in_(("untold", "dead", "uncertain")))


class SqlDigests:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def reader(self, community: int, person: Person) -> Reader | None:
        asked = {"community": community, "person": person.id, "platform": person.platform}
        return _reader(self._connection.execute(OF, asked).first())

    def get(self, community: int, id: int) -> Reader | None:
        return _reader(self._connection.execute(GET, {"community": community, "id": id}).first())

    def add(self, reader: Reader) -> Reader:
        row = {"community": reader.community, "person": reader.person.id}
        id = inserted(self._connection, r, row | {"off": reader.off, "wanted": reader.wanted})
        return Reader(id, reader.community, reader.person, reader.off, reader.wanted)

    def save(self, reader: Reader) -> None:
        which = {"of_id": reader.id, "of_community": reader.community}
        self._connection.execute(change(r), which | {"off": reader.off, "wanted": reader.wanted})

    def remove(self, reader: Reader) -> None:
        self._connection.execute(REMOVE, {"of_id": reader.id, "of_community": reader.community})

    def wanted(self, limit: int) -> Sequence[Reader]:
        found = map(_reader, self._connection.execute(WANTED, {"most": limit}))
        return tuple(one for one in found if one)

    def happened(self, community: int, since: datetime) -> Happened:
        row = self._connection.execute(HAPPENED, {"community": community, "since": since}).one()
        return Happened(*row)

    def undelivered(self, community: int, since: datetime) -> Undelivered:
        row = self._connection.execute(TROUBLE, {"community": community, "since": since}).one()
        return Undelivered(*row)


def _reader(row: Any) -> Reader | None:
    if row is None:
        return None
    return Reader(row.id, row.community, Person(row.platform, row.person), row.off, row.wanted)
