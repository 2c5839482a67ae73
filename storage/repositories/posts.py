"""Weekly posts: series, pieces and turns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.engine import Connection

from bot.features.posts.model import Kind, Piece, Series, Turn, Why
from storage.repositories.communities import place, place_row
from storage.statements import change, inserted, put
from storage.tables import community as c
from storage.tables import piece as p
from storage.tables import post_turn as h
from storage.tables import series as s

HERE: Any = bindparam("community")
SERIES = select(s, c.c.platform).join(c, c.c.id == s.c.community).where(s.c.community == HERE)
ONE_SERIES = SERIES.where(s.c.id == bindparam("id"))
RUNNING = SERIES.where(s.c.ended.is_(None)).order_by(s.c.id)
PIECES = (
    select(p.c.id, p.c.community, p.c.kind, p.c.title, p.c.words, p.c.link, p.c.starter)
    .where(p.c.community == HERE, p.c.removed.is_(False))
    .order_by(p.c.position, p.c.id)
)
ONE_PIECE = PIECES.where(p.c.id == bindparam("id"))
KNOWN = select(p.c.starter).where(p.c.community == HERE, p.c.starter != "")
LAST = select(func.coalesce(func.max(p.c.position), 0)).where(p.c.community == HERE)
REMOVE = (
    update(p)
    .where(p.c.community == bindparam("of_community"), p.c.id.in_(bindparam("ids", expanding=True)))
    .values(removed=True)
)
RESTORE = (
    update(p).where(p.c.community == bindparam("of_community"), p.c.starter != "", p.c.removed).values(removed=False)
)
TURN = select(h.c.community, h.c.series, h.c.day, h.c.key, h.c.at, h.c.why).where(h.c.community == HERE)
ONE_TURN = TURN.where(h.c.series == bindparam("series"), h.c.day == bindparam("day"))
SINCE = TURN.where(h.c.at >= bindparam("since", type_=h.c.at.type)).order_by(h.c.at, h.c.series)
POSTED = (
    select(h.c.key, func.max(h.c.at, type_=h.c.at.type).label("last"))
    .where(h.c.community == HERE, h.c.why == Why.NONE.value, h.c.key != "")
    .group_by(h.c.key)
)


class SqlPosts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_series(self, series: Series) -> Series:
        return replace(series, id=inserted(self._connection, s, _series_row(series)))

    def series(self, community: int, id: int) -> Series | None:
        row = self._connection.execute(ONE_SERIES, {"community": community, "id": id}).first()
        return None if row is None else _series(row)

    def running(self, community: int) -> Sequence[Series]:
        return tuple(map(_series, self._connection.execute(RUNNING, {"community": community})))

    def save_series(self, series: Series) -> None:
        row = _series_row(series)
        which = {"of_id": series.id, "of_community": row.pop("community")}
        self._connection.execute(change(s), which | row)

    def add(self, piece: Piece) -> Piece:
        last = self._connection.execute(LAST, {"community": piece.community}).scalar_one()
        row = _piece_row(piece) | {"community": piece.community, "position": last + 1, "removed": False}
        return replace(piece, id=inserted(self._connection, p, row))

    def piece(self, community: int, id: int) -> Piece | None:
        row = self._connection.execute(ONE_PIECE, {"community": community, "id": id}).first()
        return None if row is None else _piece(row)

    def pieces(self, community: int) -> Sequence[Piece]:
        return tuple(map(_piece, self._connection.execute(PIECES, {"community": community})))

    def known(self, community: int) -> frozenset[str]:
        return frozenset(self._connection.execute(KNOWN, {"community": community}).scalars())

    def save(self, piece: Piece) -> None:
        which = {"of_id": piece.id, "of_community": piece.community}
        self._connection.execute(change(p), which | _piece_row(piece))

    def remove(self, community: int, ids: Sequence[int]) -> None:
        self._connection.execute(REMOVE, {"of_community": community, "ids": list(ids)})

    def restore(self, community: int) -> int:
        return self._connection.execute(RESTORE, {"of_community": community}).rowcount

    def record(self, turn: Turn) -> None:
        row = {"community": turn.community, "series": turn.series, "day": turn.day.isoformat()}
        put(self._connection, h, row | {"key": turn.key, "at": turn.at, "why": turn.why.value})

    def turn(self, community: int, series: int, day: date) -> Turn | None:
        asked = {"community": community, "series": series, "day": day.isoformat()}
        row = self._connection.execute(ONE_TURN, asked).first()
        return None if row is None else _turn(row)

    def turns(self, community: int, since: datetime) -> Sequence[Turn]:
        return tuple(map(_turn, self._connection.execute(SINCE, {"community": community, "since": since})))

    def posted(self, community: int) -> Mapping[str, datetime]:
        return {row.key: row.last for row in self._connection.execute(POSTED, {"community": community})}


def _series_row(series: Series) -> dict[str, Any]:
    row = {"community": series.community, "source": series.source, "created": series.created, "ended": series.ended}
    return row | place_row("place", series.place)


def _series(row: Any) -> Series:
    where = place(row.platform, row.place, row.place_name)
    return Series(row.id, row.community, row.source, where, row.created, row.ended)


def _piece_row(piece: Piece) -> dict[str, Any]:
    return {
        "kind": piece.kind.value,
        "title": piece.title,
        "words": piece.words,
        "link": piece.link,
        "starter": piece.starter,
    }


def _piece(row: Any) -> Piece:
    return Piece(row.id, row.community, Kind(row.kind), row.title, row.words, row.link, row.starter)


def _turn(row: Any) -> Turn:
    day = date.fromisoformat(row.day)
    return Turn(row.community, row.series, day, row.key, row.at, Why(row.why))
