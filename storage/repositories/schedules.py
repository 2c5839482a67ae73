"""Schedules and what already happened by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.engine import Connection

from bot.work import Schedule
from storage.statements import add, put
from storage.tables import occurrence
from storage.tables import schedule as s

SCHEDULES = select(s.c.community, s.c.kind, s.c.zone, s.c.hour, s.c.weekday, s.c.next_due, s.c.id)
DUE = SCHEDULES.where(s.c.next_due <= bindparam("now")).order_by(s.c.next_due, s.c.id).limit(bindparam("most"))
OF = SCHEDULES.where(s.c.community == bindparam("community"), s.c.kind == bindparam("kind"))
NEXT = select(func.min(s.c.next_due))
# Only from where it was seen: somebody may have set it anew meanwhile.
MOVE = update(s).where(
    s.c.id == bindparam("of_id"),
    s.c.community == bindparam("of_community"),
    s.c.next_due == bindparam("seen", type_=s.c.next_due.type),
)


class SqlSchedules:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set(self, schedule: Schedule) -> None:
        row = {
            "community": schedule.community,
            "kind": schedule.kind,
            "zone": schedule.zone,
            "hour": schedule.hour,
            "weekday": schedule.weekday,
            "next_due": schedule.next_due,
        }
        put(self._connection, s, row, "community", "kind")

    def due(self, now: datetime, limit: int) -> Sequence[Schedule]:
        rows = self._connection.execute(DUE, {"now": now, "most": limit})
        return tuple(Schedule(*row) for row in rows)

    def occur(self, schedule: Schedule, key: str, next_due: datetime, now: datetime) -> bool:
        row = {"community": schedule.community, "schedule": schedule.id, "key": key, "at": now}
        first = add(self._connection, occurrence, row)
        which = {"of_id": schedule.id, "of_community": schedule.community, "seen": schedule.next_due}
        self._connection.execute(MOVE, which | {"next_due": next_due})
        return first

    def next_due(self) -> datetime | None:
        return self._connection.execute(NEXT).scalar()

    def of(self, community: int, kind: str) -> Schedule | None:
        row = self._connection.execute(OF, {"community": community, "kind": kind}).first()
        return None if row is None else Schedule(*row)
