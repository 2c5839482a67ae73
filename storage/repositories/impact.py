"""Figures of the whole community: a query for each figure of the registry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from statistics import median
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.engine import Connection

from bot.features.impact.model import (
    SATISFACTION,
    Connected,
    Count,
    Goal,
    Mean,
    Measured,
    Middle,
    Settings,
    Share,
    Span,
)
from bot.features.mentoring.model import RequestState
from bot.features.pairs.model import PairState
from storage.repositories.needs import SqlNeeds
from storage.repositories.safety import CURRENT
from storage.statements import put
from storage.tables import connection as w
from storage.tables import impact as i
from storage.tables import member as m
from storage.tables import offer as o
from storage.tables import pair as p
from storage.tables import request as r
from storage.tables import tally as ty

HERE: Any = bindparam("community")
ANSWERED = (RequestState.ACCEPTED.value, RequestState.DECLINED.value)


def _in(column: Any) -> Any:
    """Within the span; every instant is after the beginning of time."""
    since, until = (bindparam(name, type_=column.type) for name in ("since", "until"))
    return and_(column >= since, column < until)


def _counted(table: Any, *where: Any) -> Any:
    return select(func.count()).select_from(table).where(table.c.community == HERE, *where)


MEMBERS = (m.c.conduct >= CURRENT, ~m.c.has_left)
OFFERS = select(func.count()).select_from(
    o.join(m, (m.c.community == o.c.community) & (m.c.id == o.c.member))
).where(o.c.community == HERE, o.c.open, *MEMBERS)  # fmt: skip
COUNTS: Mapping[str, Any] = {
    "people": _counted(m, *MEMBERS),
    "newcomers": _counted(m, *MEMBERS, _in(m.c.joined)),
    "mentors": OFFERS,
    "requests": _counted(r, _in(r.c.sent)),
    "pairs": _counted(p, _in(p.c.started)),
    "running": _counted(p, p.c.state == PairState.ACTIVE.value),
    "finished": _counted(p, p.c.state == PairState.FINISHED.value, _in(p.c.ended)),
    "stopped": _counted(p, p.c.state == PairState.STOPPED.value, _in(p.c.ended)),
}
DECIDED = (
    select(func.count().filter(r.c.state.in_(ANSWERED)), func.count())
    .where(r.c.community == HERE, _in(r.c.sent))
    .where(or_(r.c.state.in_(ANSWERED), r.c.state == RequestState.RELEASED.value))
)
WAITED = select(p.c.started, p.c.sought).where(p.c.community == HERE, p.c.sought.is_not(None), _in(p.c.started))
RATED = select(func.sum(ty.c.total), func.sum(ty.c.answers)).where(
    ty.c.community == HERE, ty.c.what == SATISFACTION, _in(ty.c.at)
)
LAST_WEEK = (
    select(w.c.connected, w.c.pairs, w.c.week)
    .where(w.c.community == HERE, _in(w.c.week))
    .order_by(w.c.week.desc())
    .limit(1)
)
BEGINNING = datetime.fromisoformat("1970-01-01T00:00:00+00:00")

Asked = Mapping[str, Any]


def asked(community: int, span: Span) -> Asked:
    return {"community": community, "since": span.since or BEGINNING, "until": span.until}


class SqlFigures:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.queries: Mapping[str, Callable[[Asked], Measured]] = {
            **{name: self._count(query) for name, query in COUNTS.items()},
            "waiting": lambda asked: Count(self._seats(asked)[0]),
            "seats": lambda asked: Count(self._seats(asked)[1]),
            "answered": self._answered,
            "wait": self._wait,
            "satisfaction": self._satisfaction,
            "connections": self._connections,
        }

    def measure(
        self, community: int, span: Span, now: datetime, names: Collection[str] | None = None
    ) -> Mapping[str, Measured]:
        question = {**asked(community, span), "now": now}
        return {name: query(question) for name, query in self.queries.items() if names is None or name in names}

    def settings(self, community: int) -> Settings:
        row = self._connection.execute(select(i).where(i.c.community == community)).first()
        if row is None:
            return Settings()
        goal = Goal(row.goal, row.goal_number, date.fromisoformat(row.goal_day)) if row.goal else None
        return Settings(row.counting, goal)

    def save_settings(self, community: int, settings: Settings) -> None:
        goal = settings.goal
        named: dict[str, Any] = {"goal": None, "goal_number": None, "goal_day": None}
        if goal:
            named = {"goal": goal.figure, "goal_number": goal.number, "goal_day": goal.day.isoformat()}
        put(self._connection, i, {"community": community, "counting": settings.counting, **named})

    def _count(self, query: Any) -> Callable[[Asked], Measured]:
        return lambda asked: Count(self._connection.execute(query, asked).scalar_one())

    def _seats(self, asked: Asked) -> tuple[int, int]:
        return SqlNeeds(self._connection).total(asked["community"], asked["now"])

    def _answered(self, asked: Asked) -> Measured:
        return Share(*self._connection.execute(DECIDED, asked).one())

    def _wait(self, asked: Asked) -> Measured:
        waited = [started - sought for started, sought in self._connection.execute(WAITED, asked)]
        return Middle(median(waited) if waited else None, len(waited))

    def _satisfaction(self, asked: Asked) -> Measured:
        total, of = self._connection.execute(RATED, asked).one()
        return Mean(int(total or 0), int(of or 0))

    def _connections(self, asked: Asked) -> Measured:
        row = self._connection.execute(LAST_WEEK, asked).first()
        return Connected(*row) if row else Connected(0, 0, None)
