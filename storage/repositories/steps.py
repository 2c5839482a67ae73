"""What a pair will do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from bot.features.pairs.next_steps import NextStep
from storage.statements import change, inserted
from storage.tables import next_step as n

ALL = select(n.c.id, n.c.community, n.c.pair, n.c.author, n.c.words, n.c.made, n.c.member, n.c.due, n.c.done).where(
    n.c.community == bindparam("community")
)
GET = ALL.where(n.c.id == bindparam("id"))
OF_PAIR = ALL.where(n.c.pair == bindparam("pair"), n.c.words != "").order_by(n.c.id)


class SqlSteps:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, step: NextStep) -> NextStep:
        return replace(step, id=inserted(self._connection, n, _row(step)))

    def get(self, community: int, id: int) -> NextStep | None:
        row = self._connection.execute(GET, {"community": community, "id": id}).first()
        return None if row is None else NextStep(*row)

    def save(self, step: NextStep) -> None:
        row = _row(step)
        which = {"of_id": step.id, "of_community": row.pop("community")}
        self._connection.execute(change(n), which | row)

    def of_pair(self, community: int, pair: int) -> Sequence[NextStep]:
        found = self._connection.execute(OF_PAIR, {"community": community, "pair": pair})
        return tuple(NextStep(*row) for row in found)


def _row(step: NextStep) -> dict[str, Any]:
    row = asdict(step)
    del row["id"]
    return row
