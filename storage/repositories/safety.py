"""What everybody agrees to, and who is kept apart from whom."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, exists, func, or_, select, union
from sqlalchemy.engine import Connection

from bot.features.members.model import CONDUCT
from bot.features.pairs.model import PairState
from bot.features.safety.model import Conduct, Exclusion, Lift, Why
from bot.identity import Person
from storage.statements import add, put
from storage.tables import conduct as k
from storage.tables import exclusion as x
from storage.tables import lift as l
from storage.tables import member as m
from storage.tables import offer as o
from storage.tables import pair as p
from storage.tables import seek as s

HERE = x.c.community == bindparam("community")


def _other_side(mine: ColumnElement[str], theirs: ColumnElement[str]) -> Select[Any]:
    its = and_(m.c.community == x.c.community, m.c.person == theirs)
    return select(m.c.id).select_from(x).join(m, its).where(HERE, mine == bindparam("person"))


def _between(mine: str, theirs: str) -> ColumnElement[bool]:
    return and_(x.c.person == bindparam(mine), x.c.other == bindparam(theirs))


# Unions, since for an OR a database may well read every exclusion of the community.
EXCLUDED = union(_other_side(x.c.person, x.c.other), _other_side(x.c.other, x.c.person))
APART = union(
    select(x.c.person).where(HERE, _between("one", "other")),
    select(x.c.person).where(HERE, _between("other", "one")),
)
_one, _other = m.alias("one"), m.alias("other")
ALL = (
    select(_one.c.id, _other.c.id)
    .select_from(x)
    .join(_one, and_(_one.c.community == x.c.community, _one.c.person == x.c.person))
    .join(_other, and_(_other.c.community == x.c.community, _other.c.person == x.c.other))
    .where(HERE)
)
SET_BY = (
    select(x.c.person, x.c.other, x.c.why, x.c.since)
    .where(HERE, x.c.person == bindparam("person"))
    .order_by(x.c.since.desc(), x.c.other, x.c.why)
)
TAKE_BACK = delete(x).where(HERE, _between("person", "other"), x.c.why != Why.REPORT.value)
LIFT = delete(x).where(HERE, or_(_between("one", "other"), _between("other", "one")))
THESE = and_(l.c.community == bindparam("community"), l.c.one == bindparam("one"), l.c.other == bindparam("other"))
ASKED = select(l.c.coordinator, l.c.reason, l.c.at).where(THESE)
DONE = delete(l).where(THESE)


VERSION = select(func.max(k.c.version)).where(k.c.community == bindparam("community")).scalar_subquery()
CURRENT = func.coalesce(VERSION, CONDUCT)
"""The version that members must have agreed to before anybody sees them."""
CODE = (
    select(k.c.version, k.c.texts).where(k.c.community == bindparam("community")).order_by(k.c.version.desc()).limit(1)
)
TAKES_PART = or_(
    exists().where(o.c.community == m.c.community, o.c.member == m.c.id, o.c.open),
    exists().where(s.c.community == m.c.community, s.c.member == m.c.id, s.c.open),
    *(
        exists().where(p.c.community == m.c.community, side == m.c.id, p.c.state == PairState.ACTIVE.value)
        for side in (p.c.mentor, p.c.mentee)
    ),
)
TO_AGREE = (
    select(m.c.id)
    .where(
        m.c.community == bindparam("community"),
        m.c.id > bindparam("after"),
        m.c.conduct > 0,
        m.c.conduct < CURRENT,
        ~m.c.has_left,
        TAKES_PART,
    )
    .order_by(m.c.id)
    .limit(bindparam("most"))
)


class SqlSafety:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def conduct(self, community: int) -> Conduct:
        row = self._connection.execute(CODE, {"community": community}).first()
        return Conduct() if row is None else Conduct(row.version, json.loads(row.texts))

    def save_conduct(self, community: int, conduct: Conduct, by: Person, now: datetime) -> bool:
        texts = json.dumps(dict(conduct.texts), ensure_ascii=False)
        row = {"community": community, "version": conduct.version, "texts": texts, "editor": by.id, "at": now}
        return add(self._connection, k, row)

    def to_agree(self, community: int, after: int, limit: int) -> Sequence[int]:
        asked = {"community": community, "after": after, "most": limit}
        return tuple(self._connection.execute(TO_AGREE, asked).scalars())

    def keep_apart(self, community: int, exclusion: Exclusion) -> bool:
        row = {"community": community, "person": exclusion.person.id, "other": exclusion.other.id}
        return add(self._connection, x, row | {"why": exclusion.why.value, "since": exclusion.since})

    def take_back(self, community: int, person: Person, other: Person) -> int:
        asked = {"community": community, "person": person.id, "other": other.id}
        return self._connection.execute(TAKE_BACK, asked).rowcount

    def excluded(self, community: int, person: Person) -> frozenset[int]:
        asked = {"community": community, "person": person.id}
        return frozenset(self._connection.execute(EXCLUDED, asked).scalars())

    def may_meet(self, community: int, one: Person, other: Person) -> bool:
        return self._connection.execute(APART, _two(community, one, other)).first() is None

    def all_excluded(self, community: int) -> frozenset[tuple[int, int]]:
        rows = self._connection.execute(ALL, {"community": community})
        return frozenset((min(one, other), max(one, other)) for one, other in rows)

    def set_by(self, community: int, person: Person) -> Sequence[Exclusion]:
        rows = self._connection.execute(SET_BY, {"community": community, "person": person.id})
        return tuple(
            Exclusion(person, Person(person.platform, other), Why(why), since) for _, other, why, since in rows
        )

    def lift_asked(self, community: int, one: Person, other: Person) -> Lift | None:
        row = self._connection.execute(ASKED, _two(community, one, other)).first()
        return None if row is None else Lift(one, other, Person(one.platform, row.coordinator), row.reason, row.at)

    def ask_lift(self, community: int, lift: Lift) -> None:
        row = _two(community, lift.one, lift.other)
        put(self._connection, l, row | {"coordinator": lift.coordinator.id, "reason": lift.reason, "at": lift.at})

    def lift(self, community: int, one: Person, other: Person) -> int:
        asked = _two(community, one, other)
        self._connection.execute(DONE, asked)
        return self._connection.execute(LIFT, asked).rowcount


def _two(community: int, one: Person, other: Person) -> dict[str, Any]:
    """The same two in the same order, whoever is named first."""
    first, second = sorted((one.id, other.id))
    return {"community": community, "one": first, "other": second}
