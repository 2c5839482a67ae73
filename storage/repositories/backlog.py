"""What waits for delivery, in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, literal_column, select, union_all
from sqlalchemy.engine import Connection

from bot.backlog import Waiting
from bot.work import Sort
from storage.tables import community as c
from storage.tables import outbox as o


def _in(state: str) -> Any:
    """The state is spelled out, so that the partial index of the waiting rows is used."""
    return (
        select(c.c.platform, o.c.sort, o.c.state, func.count(), func.min(o.c.due))
        .join(c, c.c.id == o.c.community)
        .where(o.c.state == literal_column(f"'{state}'"))
        .group_by(c.c.platform, o.c.sort, o.c.state)
    )


PLATFORMS = select(c.c.platform).distinct()
WAITING = union_all(_in("pending"), _in("sending"))


class SqlBacklog:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def waiting(self) -> Sequence[Waiting]:
        rows = self._connection.execute(WAITING)
        return [Waiting(platform, sort or Sort.ANSWER.value, *rest) for platform, sort, *rest in rows]

    def platforms(self) -> frozenset[str]:
        return frozenset(self._connection.execute(PLATFORMS).scalars())
