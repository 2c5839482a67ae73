"""How far the platforms' limits are used up, for all workers together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, or_, select
from sqlalchemy.engine import Connection

from bot.delivery.lanes import CLOCKS, Fill
from storage.statements import put_all
from storage.tables import lane as l

FILL = (l.c.full, l.c.promised, l.c.closed, l.c.since, l.c.failures, l.c.why)
READ = select(l.c.key, *FILL).where(
    l.c.platform == bindparam("of_platform"), l.c.key.in_(bindparam("keys", expanding=True))
)
CLOSED = select(l.c.platform, l.c.key, *FILL).where(
    l.c.closed > bindparam("now", type_=l.c.closed.type),
    or_(l.c.since.is_(None), l.c.since <= bindparam("seen", type_=l.c.since.type)),
)

SINCE = bindparam("since", type_=l.c.full.type)
ASKED = select(l.c.platform).where(or_(l.c.full > SINCE, l.c.closed > SINCE)).distinct()


def _over(column: Any) -> Any:
    return or_(column.is_(None), column < bindparam("before", type_=l.c.full.type))


FORGET = delete(l).where(
    and_(_over(l.c.full), _over(l.c.promised), _over(l.c.closed), func.coalesce(l.c.failures, 0) == 0)
)


class SqlLanes:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self, platform: str, keys: Sequence[str]) -> Mapping[str, Fill]:
        rows = self._connection.execute(READ, {"of_platform": platform, "keys": list(keys)})
        return {key: Fill(*fill) for key, *fill in rows}

    def save(self, platform: str, fills: Mapping[str, Fill]) -> None:
        put_all(self._connection, l, [_row(platform, key, fill) for key, fill in fills.items()])

    def closed(self, now: datetime) -> Mapping[tuple[str, str], Fill]:
        rows = self._connection.execute(CLOSED, {"now": now, "seen": now + CLOCKS})
        return {(platform, key): Fill(*fill) for platform, key, *fill in rows}

    def asked(self, since: datetime) -> frozenset[str]:
        return frozenset(self._connection.execute(ASKED, {"since": since}).scalars())

    def forget(self, before: datetime) -> int:
        return self._connection.execute(FORGET, {"before": before}).rowcount


def _row(platform: str, key: str, fill: Fill) -> dict[str, Any]:
    return {
        "platform": platform,
        "key": key,
        "full": fill.full,
        "promised": fill.promised,
        "closed": fill.closed,
        "since": fill.since,
        "failures": fill.failures,
        "why": fill.why,
    }
