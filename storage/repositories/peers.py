"""Introductions of two members by a third."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.engine import Connection

from bot.features.peers.model import Introduction
from storage.statements import change, inserted
from storage.tables import peer_introduction as t

HERE: Any = bindparam("community")
ALL = select(
    t.c.id, t.c.community, t.c.giver, t.c.one, t.c.other, t.c.words, t.c.at, t.c.one_said, t.c.other_said
).where(t.c.community == HERE)
GET = ALL.where(t.c.id == bindparam("id"))
BETWEEN = ALL.where(
    or_(
        and_(t.c.one == bindparam("first"), t.c.other == bindparam("second")),
        and_(t.c.one == bindparam("second"), t.c.other == bindparam("first")),
    )
).order_by(t.c.id.desc())
GIVEN = select(func.count()).where(
    t.c.community == HERE, t.c.giver == bindparam("giver"), t.c.at > bindparam("since", type_=t.c.at.type)
)

WAITING = ALL.where(
    t.c.at > bindparam("since", type_=t.c.at.type),
    or_(
        and_(t.c.one == bindparam("member"), t.c.one_said.is_(None)),
        and_(t.c.other == bindparam("member"), t.c.other_said.is_(None)),
    ),
).order_by(t.c.id)


class SqlIntroductions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, community: int, giver: int, one: int, other: int, words: str, now: datetime) -> Introduction:
        row = {"community": community, "giver": giver, "one": one, "other": other, "words": words, "at": now}
        return Introduction(inserted(self._connection, t, row), community, giver, one, other, words, now)

    def get(self, community: int, id: int) -> Introduction | None:
        row = self._connection.execute(GET, {"community": community, "id": id}).first()
        return None if row is None else Introduction(*row)

    def save(self, introduction: Introduction) -> None:
        row = asdict(introduction)
        which = {"of_id": row.pop("id"), "of_community": row.pop("community")}
        self._connection.execute(change(t), which | row)

    def given_since(self, community: int, giver: int, since: datetime) -> int:
        asked = {"community": community, "giver": giver, "since": since}
        return self._connection.execute(GIVEN, asked).scalar_one()

    def waiting_with(self, community: int, member: int, since: datetime) -> Sequence[Introduction]:
        asked = {"community": community, "member": member, "since": since}
        return tuple(Introduction(*row) for row in self._connection.execute(WAITING, asked))

    def between(self, community: int, one: int, other: int) -> Sequence[Introduction]:
        asked = {"community": community, "first": one, "second": other}
        return tuple(Introduction(*row) for row in self._connection.execute(BETWEEN, asked))
