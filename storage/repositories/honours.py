"""Nominations, and the pairs of the month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.engine import Connection

from bot.features.recognition.honours import TAKEN, Honour, HonourState, Nomination
from storage.statements import change, inserted, just_made
from storage.tables import honour as h
from storage.tables import nomination as n

NOMINATIONS = select(n).where(n.c.community == bindparam("community"))
NOMINATION = NOMINATIONS.where(n.c.id == bindparam("id"))
BY = NOMINATIONS.where(n.c.nominator == bindparam("nominator"), n.c.at >= bindparam("since")).order_by(n.c.id)
SINCE = NOMINATIONS.where(n.c.at > bindparam("since")).order_by(n.c.id).limit(bindparam("most"))
SAY = update(n).where(n.c.community == bindparam("of_community"), n.c.id == bindparam("of_id"))
HONOURS = select(h).where(h.c.community == bindparam("community"))
HONOUR = HONOURS.where(h.c.id == bindparam("id"))
OF_MONTH = HONOURS.where(h.c.month == bindparam("month")).order_by(h.c.id)
OF_MEMBER = HONOURS.where(or_(h.c.mentor == bindparam("member"), h.c.mentee == bindparam("member"))).order_by(h.c.id)
LAST = select(func.max(h.c.asked)).where(
    h.c.community == bindparam("community"), h.c.state.in_([one.value for one in TAKEN])
)


class SqlNominations:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, nomination: Nomination) -> Nomination:
        row = {
            "community": nomination.community,
            "nominator": nomination.nominator,
            "nominee": nomination.nominee,
            "words": nomination.words,
            "at": nomination.at,
        }
        return just_made(self.get(nomination.community, inserted(self._connection, n, row)))

    def get(self, community: int, id: int) -> Nomination | None:
        row = self._connection.execute(NOMINATION, {"community": community, "id": id}).first()
        return None if row is None else Nomination(**row._mapping)

    def save(self, nomination: Nomination) -> None:
        who = {"of_community": nomination.community, "of_id": nomination.id}
        self._connection.execute(SAY, who | {"words": nomination.words})

    def by(self, community: int, nominator: int, since: datetime) -> Sequence[Nomination]:
        return self._all(BY, community, nominator=nominator, since=since)

    def since(self, community: int, since: datetime, limit: int) -> Sequence[Nomination]:
        return self._all(SINCE, community, since=since, most=limit)

    def _all(self, statement: Any, community: int, **asked: object) -> Sequence[Nomination]:
        rows = self._connection.execute(statement, {"community": community} | asked)
        return tuple(Nomination(**row._mapping) for row in rows)


class SqlHonours:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, honour: Honour) -> Honour:
        fixed = {
            "community": honour.community,
            "month": honour.month,
            "pair": honour.pair,
            "mentor": honour.mentor,
            "mentee": honour.mentee,
            "words": honour.words,
            "asked": honour.asked,
        }
        id = inserted(self._connection, h, fixed | _changing(honour))
        return just_made(self.get(honour.community, id))

    def get(self, community: int, id: int) -> Honour | None:
        row = self._connection.execute(HONOUR, {"community": community, "id": id}).first()
        return None if row is None else _honour(row)

    def save(self, honour: Honour) -> None:
        who = {"of_id": honour.id, "of_community": honour.community}
        self._connection.execute(change(h), who | _changing(honour))

    def of_month(self, community: int, month: str) -> Sequence[Honour]:
        rows = self._connection.execute(OF_MONTH, {"community": community, "month": month})
        return tuple(map(_honour, rows))

    def of_member(self, community: int, member: int) -> Sequence[Honour]:
        rows = self._connection.execute(OF_MEMBER, {"community": community, "member": member})
        return tuple(map(_honour, rows))

    def last_taken(self, community: int) -> datetime | None:
        last: datetime | None = self._connection.execute(LAST, {"community": community}).scalar()
        return last


def _changing(honour: Honour) -> dict[str, Any]:
    return {
        "state": honour.state.value,
        "mentor_says": honour.mentor_says,
        "mentee_says": honour.mentee_says,
        "post": honour.post,
        "edits": honour.edits,
        "ended": honour.ended,
    }


def _honour(row: Any) -> Honour:
    return Honour(**(dict(row._mapping) | {"state": HonourState(row.state)}))
