"""A community's own courses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.engine import Connection

from bot.features.programme.courses import Own
from storage.statements import inserted
from storage.tables import course as c

HERE: Any = bindparam("community")
ALL = select(c.c.id, c.c.community, c.c.name, c.c.source, c.c.made).where(c.c.community == HERE)
GET = ALL.where(c.c.id == bindparam("id"))
LATEST = select(func.max(c.c.id)).where(c.c.community == HERE).group_by(c.c.name)
NEWEST = ALL.where(c.c.id.in_(LATEST), c.c.source != "").order_by(c.c.name)


class SqlCourses:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, community: int, name: str, source: str, now: datetime) -> Own:
        row = {"community": community, "name": name, "source": source, "made": now}
        return Own(inserted(self._connection, c, row), community, name, source, now)

    def get(self, community: int, id: int) -> Own | None:
        row = self._connection.execute(GET, {"community": community, "id": id}).first()
        return None if row is None else Own(*row)

    def remove(self, community: int, name: str, now: datetime) -> None:
        self.add(community, name, "", now)

    def newest(self, community: int) -> Sequence[Own]:
        return tuple(Own(*row) for row in self._connection.execute(NEWEST, {"community": community}))
