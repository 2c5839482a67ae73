"""People who get to know each other by turns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, or_, select, update
from sqlalchemy.engine import Connection

from bot.features.peers.circles import Team
from bot.features.peers.grouping import Two
from storage.repositories.safety import CURRENT
from storage.statements import add, inserted
from storage.tables import member as m
from storage.tables import offer_topic, pair, peer_introduction, seek_topic
from storage.tables import peer as p
from storage.tables import peer_group as g
from storage.tables import peer_place as l

HERE: Any = bindparam("community")
THERE = (m.c.community == p.c.community) & (m.c.id == p.c.member)
PEOPLE = (
    select(p.c.member)
    .join(m, THERE)
    .where(p.c.community == HERE, m.c.conduct >= CURRENT, ~m.c.has_left)
    .where(or_(m.c.paused_until.is_(None), m.c.paused_until <= bindparam("now", type_=m.c.paused_until.type)))
    .order_by(p.c.member)
)
_other = l.alias("other")
TOGETHER = (
    select(l.c.member, _other.c.member)
    .join(_other, (_other.c.community == l.c.community) & (_other.c.team == l.c.team) & (_other.c.member > l.c.member))
    .where(l.c.community == HERE)
)
BEFORE = TOGETHER.where(
    l.c.team < bindparam("team"),
    l.c.member.in_(bindparam("members", expanding=True)),
    _other.c.member.in_(bindparam("members", expanding=True)),
)
PAIRED = select(pair.c.mentor, pair.c.mentee).where(pair.c.community == HERE)
INTRODUCED = select(peer_introduction.c.one, peer_introduction.c.other).where(peer_introduction.c.community == HERE)
THIRD = select(l.c.member, func.count()).where(l.c.community == HERE, l.c.position == 2).group_by(l.c.member)
TOPICS = [
    select(of.c.member, of.c.topic)
    .join(p, (p.c.community == of.c.community) & (p.c.member == of.c.member))
    .where(of.c.community == HERE)
    for of in (offer_topic, seek_topic)
]
UNTOLD = select(g.c.id).where(g.c.community == HERE, g.c.told.is_(False)).order_by(g.c.id).limit(bindparam("most"))
MEMBERS = (
    select(l.c.team, l.c.member)
    .where(l.c.community == HERE, l.c.team.in_(bindparam("teams", expanding=True)))
    .order_by(l.c.team, l.c.position)
)


class SqlCircles:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def joined(self, community: int, member: int) -> bool:
        mine = select(p.c.member).where(p.c.community == community, p.c.member == member)
        return self._connection.execute(mine).first() is not None

    def join(self, community: int, member: int, now: datetime) -> None:
        add(self._connection, p, {"community": community, "member": member, "since": now})

    def leave(self, community: int, member: int) -> None:
        self._connection.execute(delete(p).where(p.c.community == community, p.c.member == member))

    def people(self, community: int, now: datetime) -> Sequence[int]:
        return tuple(self._connection.execute(PEOPLE, {"community": community, "now": now}).scalars())

    def topics(self, community: int) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for which in TOPICS:
            for member, topic in self._connection.execute(which, {"community": community}):
                found[member].append(topic)
        return found

    def met(self, community: int) -> frozenset[Two]:
        rows = (self._connection.execute(which, {"community": community}) for which in (TOGETHER, PAIRED, INTRODUCED))
        return frozenset((min(row), max(row)) for found in rows for row in found)

    def together_before(self, community: int, team: Team) -> frozenset[Two]:
        asked = {"community": community, "team": team.id, "members": list(team.members)}
        return frozenset((one, other) for one, other in self._connection.execute(BEFORE, asked))

    def threes(self, community: int) -> Mapping[int, int]:
        return dict(map(tuple, self._connection.execute(THIRD, {"community": community})))

    def add(self, community: int, groups: Sequence[Sequence[int]], now: datetime) -> None:
        for group in groups:
            team = inserted(self._connection, g, {"community": community, "at": now, "told": False})
            rows = [
                {"community": community, "team": team, "member": one, "position": at} for at, one in enumerate(group)
            ]
            self._connection.execute(insert(l), rows)

    def untold(self, community: int, limit: int) -> Sequence[Team]:
        ids = self._connection.execute(UNTOLD, {"community": community, "most": limit}).scalars().all()
        return self._teams(community, ids)

    def tell(self, community: int, team: int) -> None:
        self._connection.execute(update(g).where(g.c.community == community, g.c.id == team).values(told=True))

    def team(self, community: int, team: int) -> Team | None:
        return next(iter(self._teams(community, [team])), None)

    def say_met(self, community: int, team: int, member: int, *, met: bool) -> bool:
        mine = (l.c.community == community, l.c.team == team, l.c.member == member)
        return bool(self._connection.execute(update(l).where(*mine).values(met=met)).rowcount)

    def _teams(self, community: int, ids: Sequence[int]) -> Sequence[Team]:
        found: dict[int, list[int]] = defaultdict(list)
        for team, member in self._connection.execute(MEMBERS, {"community": community, "teams": list(ids)}):
            found[team].append(member)
        return tuple(Team(id, tuple(members)) for id, members in found.items())
