"""Confidential answers in groups of five that are never split again, and what the coordination learned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, func, insert, select, union
from sqlalchemy.engine import Connection

from bot.features.impact.batches import Answer, full
from bot.features.impact.model import REASON, REASONS, SATISFACTION, Lesson, Span
from bot.features.pairs.model import PairState
from storage.repositories.impact import HERE, SqlFigures, asked
from storage.statements import inserted
from storage.tables import feedback as f
from storage.tables import lesson as le
from storage.tables import member as m
from storage.tables import pair as p
from storage.tables import tallied
from storage.tables import tally as ty

MENTOR, MENTEE = "mentor", "mentee"
_rated = exists().where(
    tallied.c.community == f.c.community,
    tallied.c.what == SATISFACTION,
    tallied.c.pair == f.c.pair,
    ((tallied.c.side == MENTOR) & (f.c.member == p.c.mentor))
    | ((tallied.c.side == MENTEE) & (f.c.member == p.c.mentee)),
)
RATINGS = (
    select(f.c.pair, f.c.member, f.c.rating, f.c.at, p.c.mentor)
    .join(p, (p.c.community == f.c.community) & (p.c.id == f.c.pair))
    .where(f.c.community == HERE, ~_rated)
    .order_by(f.c.at, f.c.pair, f.c.member)
)
_known = exists().where(tallied.c.community == p.c.community, tallied.c.pair == p.c.id, tallied.c.what != SATISFACTION)
STOPPED = (
    select(p.c.id, p.c.reason, p.c.mentor, p.c.mentee, p.c.ended)
    .where(p.c.community == HERE, p.c.state == PairState.STOPPED.value, p.c.reason.in_(REASONS), ~_known)
    .order_by(p.c.ended, p.c.id)
)
COUNTED = select(ty.c.what, func.count()).where(ty.c.community == HERE).group_by(ty.c.what)
REASONED = (
    select(ty.c.what, func.sum(ty.c.answers))
    .where(ty.c.community == HERE, ty.c.what.startswith(REASON))
    .where(ty.c.at >= bindparam("since", type_=ty.c.at.type), ty.c.at < bindparam("until", type_=ty.c.at.type))
    .group_by(ty.c.what)
)
LESSONS = (
    select(le.c.id, le.c.at, le.c.words).where(le.c.community == HERE).order_by(le.c.id.desc()).limit(bindparam("most"))
)
NAMES = union(
    *(
        select(m.c.name).join(p, (p.c.community == m.c.community) & (side == m.c.id)).where(m.c.community == HERE)
        for side in (p.c.mentor, p.c.mentee)
    )
)

Dated = tuple[Answer, datetime]


class SqlTallies(SqlFigures):
    def tally(self, community: int) -> int:
        waiting = self._waiting(self._connection, community)
        numbers = dict(map(tuple, self._connection.execute(COUNTED, {"community": community})))
        made = 0
        for what, answers in waiting.items():
            days = dict(answers)
            for group in full(days):
                numbers[what] = numbers.get(what, 0) + 1
                self._keep(community, what, numbers[what], group, max(days[one] for one in group))
                made += 1
        return made

    def endings(self, community: int, span: Span) -> Mapping[str, int]:
        rows = self._connection.execute(REASONED, asked(community, span))
        return {what.removeprefix(REASON): int(answers) for what, answers in rows}

    def add_lesson(self, community: int, words: str, now: datetime) -> Lesson:
        id = inserted(self._connection, le, {"community": community, "words": words, "at": now})
        return Lesson(id, now, words)

    def drop_lesson(self, community: int, id: int) -> bool:
        found = delete(le).where(le.c.community == community, le.c.id == id)
        return bool(self._connection.execute(found).rowcount)

    def lessons(self, community: int, limit: int) -> Sequence[Lesson]:
        rows = self._connection.execute(LESSONS, {"community": community, "most": limit})
        return tuple(Lesson(*row) for row in rows)

    def names_in_pairs(self, community: int) -> Sequence[str]:
        return tuple(self._connection.execute(NAMES, {"community": community}).scalars())

    def _waiting(self, connection: Connection, community: int) -> Mapping[str, list[Dated]]:
        found: dict[str, list[Dated]] = defaultdict(list)
        for what, answer, at in (*_ratings(connection, community), *_reasons(connection, community)):
            found[what].append((answer, at))
        return found

    def _keep(self, community: int, what: str, number: int, group: Sequence[Answer], at: datetime) -> None:
        row = {"community": community, "what": what, "number": number, "at": at, "answers": len(group)}
        self._connection.execute(insert(ty), row | {"total": sum(one.number for one in group)})
        marks = [{"community": community, "what": what, "pair": one.pair, "side": one.side} for one in group]
        self._connection.execute(insert(tallied), marks)


def _ratings(connection: Connection, community: int) -> Iterator[tuple[str, Answer, datetime]]:
    for pair, member, rating, at, mentor in connection.execute(RATINGS, {"community": community}):
        side = MENTOR if member == mentor else MENTEE
        yield SATISFACTION, Answer(pair, side, frozenset((member,)), rating), at


def _reasons(connection: Connection, community: int) -> Iterator[tuple[str, Answer, datetime]]:
    """Whose reason it was is not kept, so it may be either's."""
    rows: Any = connection.execute(STOPPED, {"community": community})
    for pair, reason, mentor, mentee, ended in rows:
        yield REASON + reason, Answer(pair, "", frozenset((mentor, mentee)), 1), ended
