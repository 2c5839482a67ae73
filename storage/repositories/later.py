"""Single steps at an instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.engine import Connection

from bot import codec
from bot.planned import Later
from bot.ui import Action
from storage.statements import put
from storage.tables import later as t

LATERS = select(t.c.community, t.c.key, t.c.call, t.c.due)
OF = LATERS.where(t.c.community == bindparam("community"), t.c.key == bindparam("key"))
DUE = LATERS.where(t.c.look_at <= bindparam("now")).order_by(t.c.due, t.c.community, t.c.key).limit(bindparam("most"))
NEXT = select(func.min(t.c.look_at))
CANCEL = delete(t).where(t.c.community == bindparam("of_community"), t.c.key == bindparam("of_key"))
PUT_OFF = update(t).where(t.c.community == bindparam("of_community"), t.c.key == bindparam("of_key"))


def _later(row: Any) -> Later:
    return Later(row.community, row.key, codec.loads(row.call), row.due)


class SqlLaters:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def at(self, community: int, key: str, call: Action, due: datetime) -> None:
        row = {"community": community, "key": key, "call": codec.dumps(call), "due": due, "look_at": due}
        put(self._connection, t, row)

    def cancel(self, community: int, key: str) -> bool:
        return self._connection.execute(CANCEL, {"of_community": community, "of_key": key}).rowcount == 1

    def of(self, community: int, key: str) -> Later | None:
        row = self._connection.execute(OF, {"community": community, "key": key}).first()
        return None if row is None else _later(row)

    def due(self, now: datetime, limit: int) -> Sequence[Later]:
        return tuple(map(_later, self._connection.execute(DUE, {"now": now, "most": limit})))

    def take(self, later: Later) -> bool:
        return self._unchanged(later) and self.cancel(later.community, later.key)

    def put_off(self, later: Later, until: datetime) -> None:
        if self._unchanged(later):
            which = {"of_community": later.community, "of_key": later.key}
            self._connection.execute(PUT_OFF, which | {"look_at": until})

    def _unchanged(self, later: Later) -> bool:
        """Somebody may have planned something else under this key. What it says counts, not how it is written."""
        return self.of(later.community, later.key) == later

    def next_due(self) -> datetime | None:
        return self._connection.execute(NEXT).scalar()
