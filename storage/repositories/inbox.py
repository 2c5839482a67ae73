"""Events: which were applied, and which wait to be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.engine import Connection

from storage.statements import add, dialect_insert
from storage.tables import inbox as i

RECEIVED = (
    select(i.c.platform, i.c.event, i.c.body)
    .where(i.c.applied.is_(None))
    .order_by(i.c.seen, i.c.event)
    .limit(bindparam("most"))
)
FORGET = delete(i).where(i.c.applied < bindparam("before"))


@cache
def _apply(dialect: str) -> Any:
    """Mark as applied, received before or not; returns nothing where it was applied already."""
    insert = dialect_insert(dialect, i)
    applied = {"applied": insert.excluded.applied, "body": ""}
    return insert.on_conflict_do_update(
        index_elements=("platform", "event"), set_=applied, where=i.c.applied.is_(None)
    ).returning(i.c.platform)


class SqlInbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def once(self, platform: str, event: str, now: datetime) -> bool:
        row = {"platform": platform, "event": event, "body": "", "seen": now, "applied": now}
        return self._connection.execute(_apply(self._connection.dialect.name), row).first() is not None

    def receive(self, platform: str, event: str, body: str, now: datetime) -> bool:
        return add(self._connection, i, {"platform": platform, "event": event, "body": body, "seen": now})

    def received(self, limit: int) -> Sequence[tuple[str, str, str]]:
        rows = self._connection.execute(RECEIVED, {"most": limit})
        return tuple((platform, event, body) for platform, event, body in rows)

    def forget(self, before: datetime) -> int:
        return self._connection.execute(FORGET, {"before": before}).rowcount
