"""Days on which people were active, the pairs that stayed connected, and the posts of each month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, func, or_, select

from bot.features.impact.model import LOOKS_BACK, MonthPost, PostState, Week
from bot.features.impact.values import dumps, loads
from bot.features.meetings.model import MeetingState
from storage.repositories.impact import HERE
from storage.repositories.tallies import SqlTallies
from storage.statements import add, put
from storage.tables import activity as a
from storage.tables import checkin as k
from storage.tables import connection as w
from storage.tables import impact_post as post
from storage.tables import meeting as mt
from storage.tables import pair as p
from storage.tables import uncounted as u

OUT = select(u.c.member).where(u.c.community == HERE, u.c.member == bindparam("member"))
WEEKS = (
    select(w.c.week, w.c.pairs, w.c.connected)
    .where(w.c.community == HERE)
    .order_by(w.c.week.desc())
    .limit(bindparam("most"))
)


def _lately(column: Any) -> Any:
    since, until = (bindparam(name, type_=column.type) for name in ("looks_back", "until"))
    return and_(column >= since, column < until)


def _active(side: Any) -> Any:
    return exists().where(a.c.community == p.c.community, a.c.member == side, _lately(a.c.day))


def _answered(side: Any, *more: Any) -> Any:
    its = (k.c.community == p.c.community, k.c.pair == p.c.id, _lately(k.c.at))
    return exists().where(*its, k.c.member == side, *more)


_met = exists().where(
    mt.c.community == p.c.community, mt.c.pair == p.c.id, mt.c.state == MeetingState.MET.value, _lately(mt.c.at)
)
_said = or_(_answered(p.c.mentor, k.c.met), _answered(p.c.mentee, k.c.met))
IN_TOUCH = or_(_met, _said, _answered(p.c.mentor) & _answered(p.c.mentee))
PAIRS = select(func.count()).where(
    p.c.community == HERE,
    p.c.started < bindparam("until", type_=p.c.started.type),
    or_(p.c.ended.is_(None), p.c.ended >= bindparam("begun", type_=p.c.started.type)),
)
CONNECTED = PAIRS.where(_active(p.c.mentor), _active(p.c.mentee), IN_TOUCH)


class SqlImpact(SqlTallies):
    def mark(self, community: int, member: int, day: datetime) -> bool:
        if not self.counted(community, member):
            return False
        return add(self._connection, a, {"community": community, "member": member, "day": day})

    def counted(self, community: int, member: int) -> bool:
        return self._connection.execute(OUT, {"community": community, "member": member}).first() is None

    def count_me(self, community: int, member: int, yes: bool) -> None:
        if yes:
            self._connection.execute(delete(u).where(u.c.community == community, u.c.member == member))
            return
        add(self._connection, u, {"community": community, "member": member})
        self._connection.execute(delete(a).where(a.c.community == community, a.c.member == member))

    def stop_counting(self, community: int) -> None:
        self._connection.execute(delete(a).where(a.c.community == community))

    def connect(self, community: int, begun: datetime, until: datetime) -> Week:
        asked = {"community": community, "begun": begun, "until": until, "looks_back": until - LOOKS_BACK}
        pairs, connected = (self._connection.execute(query, asked).scalar_one() for query in (PAIRS, CONNECTED))
        add(self._connection, w, {"community": community, "week": begun, "pairs": pairs, "connected": connected})
        return Week(begun, pairs, connected)

    def weeks(self, community: int, limit: int) -> Sequence[Week]:
        rows = self._connection.execute(WEEKS, {"community": community, "most": limit}).all()
        return tuple(Week(*row) for row in reversed(rows))

    def post(self, community: int, month: date) -> MonthPost | None:
        found = select(post).where(post.c.community == community, post.c.month == month.isoformat())
        row = self._connection.execute(found).first()
        if row is None:
            return None
        return MonthPost(month, PostState(row.state), row.made, row.words, loads(row.figures))

    def save_post(self, community: int, found: MonthPost) -> None:
        row = {"community": community, "month": found.month.isoformat(), "state": found.state.value}
        put(
            self._connection,
            post,
            row | {"words": found.words, "made": found.made, "figures": dumps(found.figures or {})},
        )
