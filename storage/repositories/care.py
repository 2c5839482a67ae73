"""How a pair is doing: signs of life, what makes it need a look, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, literal_column, select, update
from sqlalchemy.engine import Connection

from bot.features.pairs.model import Pair, Risk, Why
from storage.statements import change, inserted, put
from storage.tables import followup
from storage.tables import pair as p
from storage.tables import risk as k

RISKS = select(k.c.id, k.c.community, k.c.pair, k.c.why, k.c.at, k.c.closed).where(
    k.c.community == bindparam("community")
)
RISK = RISKS.where(k.c.id == bindparam("id"))
# Spelled out: the database must see that the partial index applies.
OPEN: ColumnElement[bool] = literal_column("closed IS NULL")
OPEN_RISKS = RISKS.where(OPEN).order_by(k.c.id).limit(bindparam("most"))
SAME = RISKS.where(OPEN, k.c.pair == bindparam("pair"), k.c.why == bindparam("why"))
CLOSE = update(k).where(
    k.c.community == bindparam("of_community"), k.c.pair == bindparam("of_pair"), k.c.closed.is_(None)
)
LAST_CLOSED = select(func.max(k.c.closed)).where(k.c.community == bindparam("community"), k.c.pair == bindparam("pair"))
RUNNING = select(func.count()).where(p.c.community == bindparam("community"), literal_column("state = 'active'"))


def _risk(row: Any) -> Risk:
    id, community, pair, why, at, closed = row
    return Risk(id, community, pair, Why(why), at, closed)


class SqlCare:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sign(self, pair: Pair, at: datetime) -> None:
        self._connection.execute(change(p), {"of_id": pair.id, "of_community": pair.community, "sign": at})

    def add_risk(self, pair: Pair, why: Why, now: datetime) -> Risk | None:
        which = {"community": pair.community, "pair": pair.id, "why": why.value}
        if self._connection.execute(SAME, which).first() is not None:
            return None
        id = inserted(self._connection, k, which | {"at": now})
        return Risk(id, pair.community, pair.id, why, now)

    def risk(self, community: int, id: int) -> Risk | None:
        row = self._connection.execute(RISK, {"community": community, "id": id}).first()
        return None if row is None else _risk(row)

    def risks(self, community: int, limit: int) -> Sequence[Risk]:
        found = self._connection.execute(OPEN_RISKS, {"community": community, "most": limit})
        return tuple(map(_risk, found))

    def close_risks(self, community: int, pair: int, now: datetime) -> int:
        which = {"of_community": community, "of_pair": pair}
        return self._connection.execute(CLOSE, which | {"closed": now}).rowcount

    def looked_after(self, community: int, pair: int) -> datetime | None:
        return self._connection.execute(LAST_CLOSED, {"community": community, "pair": pair}).scalar()

    def running(self, community: int) -> int:
        return self._connection.execute(RUNNING, {"community": community}).scalar_one()

    def came_of_it(self, community: int, pair: int, member: int, outcome: str, now: datetime) -> None:
        row = {"community": community, "pair": pair, "member": member, "outcome": outcome, "at": now}
        put(self._connection, followup, row)
