"""Who waits and which seats are free, counted by topic, language or district."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import FromClause, Select, Table, bindparam, exists, func, select
from sqlalchemy.engine import Connection

from bot.features.mentoring.model import Filter
from bot.features.needs.model import ANY, Need, Side, ordered
from storage.repositories.mentors import AVAILABLE, FREE
from storage.repositories.requests import WAITS
from storage.tables import member as m
from storage.tables import member_language as spoken
from storage.tables import offer as o
from storage.tables import offer_topic, seek_topic
from storage.tables import seek as s
from storage.tables import topic as t

Parts = tuple[bool, bool, bool]


class _Half(NamedTuple):
    """One half of the map: whose rows, their topics, who of them, and what is added up."""

    people: Table
    topics: Table
    who: Any
    amount: Any


WAITING = _Half(s, seek_topic, WAITS, func.count())
SEATS = _Half(o, offer_topic, AVAILABLE, func.sum(FREE))
HALVES = (WAITING, SEATS)


def _its(table: FromClause, member: Any) -> Any:
    return (table.c.community == m.c.community) & (table.c.member == member)


@cache
def _counted(half: int, side: Side | None, parts: Parts) -> Select[Any]:
    """(key, name, amount) for each thing, or the amount alone without a side."""
    people, topics, who, amount = HALVES[half]
    source: Any = people.join(m, (m.c.community == people.c.community) & (m.c.id == people.c.member))
    match side:
        case None:
            found = select(amount)
        case Side.TOPIC:
            source = source.join(topics, _its(topics, m.c.id))
            source = source.join(t, (t.c.community == topics.c.community) & (t.c.id == topics.c.topic))
            found = select(t.c.id, t.c.name, amount).group_by(t.c.id, t.c.name)
        case Side.LANGUAGE:
            source = source.join(spoken, _its(spoken, m.c.id))
            found = select(spoken.c.language, spoken.c.language, amount).group_by(spoken.c.language)
        case Side.DISTRICT:
            found = select(m.c.district_key, func.min(m.c.district), amount).group_by(m.c.district_key)
    found = found.select_from(source).where(people.c.community == bindparam("community"), who)
    return _only(found, topics, parts)


def _only(found: Select[Any], topics: Table, parts: Parts) -> Select[Any]:
    topic, language, district = parts
    if topic:
        named = topics.alias()
        found = found.where(exists().where(_its(named, m.c.id), named.c.topic == bindparam("topic")))
    if language:
        speaks = spoken.alias()
        found = found.where(exists().where(_its(speaks, m.c.id), speaks.c.language == bindparam("language")))
    return found.where(m.c.district_key == bindparam("district")) if district else found


class SqlNeeds:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by(self, community: int, side: Side, now: datetime, only: Filter = ANY) -> Sequence[Need]:
        waiting, seats = (self._half(half, side, community, now, only) for half in (0, 1))
        found = [
            Need(str(key), _name(waiting, seats, key), _amount(waiting, key), _amount(seats, key))
            for key in waiting.keys() | seats.keys()
        ]
        return ordered(found)

    def total(self, community: int, now: datetime, only: Filter = ANY) -> tuple[int, int]:
        asked, parts = _asked(community, now, only)
        waiting, seats = (self._connection.execute(_counted(half, None, parts), asked).scalar() for half in (0, 1))
        return int(waiting or 0), int(seats or 0)

    def _half(self, half: int, side: Side, community: int, now: datetime, only: Filter) -> dict[Any, tuple[str, int]]:
        asked, parts = _asked(community, now, only)
        rows = self._connection.execute(_counted(half, side, parts), asked)
        return {key: (name, int(amount or 0)) for key, name, amount in rows}


def _asked(community: int, now: datetime, only: Filter) -> tuple[dict[str, Any], Parts]:
    asked = {"community": community, "now": now, "apart": [], "topic": only.topic, "language": only.language}
    return asked | {"district": only.district}, (bool(only.topic), bool(only.language), bool(only.district))


def _name(waiting: dict[Any, tuple[str, int]], seats: dict[Any, tuple[str, int]], key: Any) -> str:
    return min(name for half in (waiting, seats) if key in half for name in (half[key][0],))


def _amount(half: dict[Any, tuple[str, int]], key: Any) -> int:
    return half[key][1] if key in half else 0
