"""Finding mentors: cards, candidates for a mentee, pages of a search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from zlib import crc32

from sqlalchemy import Boolean, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.engine import Connection

from bot.features.members.model import Topic
from bot.features.mentoring.model import MANY, Filter, MentorCard, Offer
from bot.features.pairs.model import PairState
from bot.identity import Person
from storage.repositories.members import COLUMNS, OFFERING, member_of
from storage.repositories.safety import CURRENT, SqlSafety
from storage.repositories.terms import terms
from storage.spelling import sort_key
from storage.tables import community as c
from storage.tables import member as m
from storage.tables import member_language as spoken
from storage.tables import offer as o
from storage.tables import offer_topic as ot
from storage.tables import pair as p
from storage.tables import topic as t

Parts = tuple[bool, bool, bool]

ACTIVE = (
    select(func.count())
    .select_from(p)
    .where(
        p.c.community == o.c.community,
        p.c.mentor == o.c.member,
        or_(p.c.state == PairState.ACTIVE.value, p.c.rests.is_not(None)),
    )
    .correlate(o)
    .scalar_subquery()
)
FREE = o.c.capacity - ACTIVE
WHOSE = and_(m.c.community == o.c.community, m.c.id == o.c.member)
AVAILABLE = and_(
    o.c.community == bindparam("community"),
    o.c.open,
    or_(o.c.held.is_(None), ~o.c.held),
    m.c.conduct >= CURRENT,
    ~m.c.has_left,
    or_(m.c.paused_until.is_(None), m.c.paused_until <= bindparam("now", type_=m.c.paused_until.type)),
    FREE > 0,
    m.c.id.not_in(bindparam("apart", expanding=True)),
)
SEATS = select(FREE).where(o.c.community == bindparam("community"), o.c.member == bindparam("mentor"))
CARDS = (
    select(*COLUMNS, o.c.capacity, o.c.format, o.c.weeks, o.c.open, o.c.held, o.c.load_asked, FREE)
    .select_from(o)
    .join(m, WHOSE)
    .join(c, c.c.id == m.c.community)
    .where(o.c.community == bindparam("community"), o.c.member.in_(bindparam("ids", expanding=True)))
)
CARD_TOPICS = (
    select(ot.c.member, t.c.id, t.c.name)
    .join(t, (t.c.community == ot.c.community) & (t.c.id == ot.c.topic))
    .where(ot.c.community == bindparam("community"), ot.c.member.in_(bindparam("ids", expanding=True)))
    .order_by(ot.c.member, ot.c.position)
)
SPEAKS = exists().where(
    spoken.c.community == m.c.community,
    spoken.c.member == m.c.id,
    spoken.c.language.in_(bindparam("languages", expanding=True)),
)
SPOKEN = or_(~bindparam("choosy", type_=Boolean), SPEAKS)
ANYBODY = select(o.c.member).join(m, WHOSE).where(AVAILABLE, SPOKEN).order_by(o.c.member).limit(bindparam("most"))
# Counted here and not there: for a GROUP BY a database may well read every offer of the community.
WITH_TOPICS = select(ot.c.member).where(
    ot.c.community == bindparam("community"), ot.c.topic.in_(bindparam("topics", expanding=True))
)
_viewer = m.alias("viewer")
_their_district = (
    select(_viewer.c.district_key)
    .where(_viewer.c.community == bindparam("community"), _viewer.c.person == bindparam("viewer"))
    .where(_viewer.c.district_key != "")
    .scalar_subquery()
)
NEARBY = select(m.c.id).where(OFFERING, m.c.district_key == _their_district)
OF_THESE = select(o.c.member).join(m, WHOSE).where(AVAILABLE, SPOKEN, o.c.member.in_(bindparam("ids", expanding=True)))
TOPIC_SEATS = (
    select(func.sum(FREE))
    .select_from(o)
    .join(m, WHOSE)
    .join(ot, (ot.c.community == o.c.community) & (ot.c.member == o.c.member))
    .where(AVAILABLE, ot.c.topic == bindparam("topic"))
)
PORTION = 500
"""How many of those with a topic are looked at in one step."""


def _found(what: Any, parts: Parts) -> Select[Any]:
    """The mentors that a filter with these parts (topic, language, district) lets through."""
    topic, language, district = parts
    found = select(what).select_from(m).join(o, WHOSE).where(AVAILABLE)
    if topic:
        its = (ot.c.community == m.c.community) & (ot.c.member == m.c.id)
        found = found.join(ot, its).where(ot.c.topic == bindparam("topic"))
    if language:
        speaks = (spoken.c.community == m.c.community) & (spoken.c.member == m.c.id)
        found = found.join(spoken, speaks).where(spoken.c.language == bindparam("language"))
    if district:
        found = found.where(m.c.district_key == bindparam("district"))
    return found


@cache
def _page(parts: Parts) -> Select[Any]:
    topic, _, district = parts
    # Few have the topic or district: those are sorted. Else the index by name is followed until a page is full.
    name = m.c.name_key.concat("") if topic or district else m.c.name_key
    return _found(m.c.id, parts).order_by(name, m.c.id).limit(bindparam("most")).offset(bindparam("skip"))


@cache
def _total(parts: Parts) -> Select[Any]:
    """Counted up to one more than `MANY`: a larger number helps nobody, and would take longer in a larger community."""
    some = _found(m.c.id, parts).limit(MANY + 1).subquery()
    return select(func.count()).select_from(some)


class SqlMentors:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cards(self, community: int, ids: Sequence[int]) -> list[MentorCard]:
        """The cards of these members, in the order of their ids given; who offers nothing has none."""
        if not ids:
            return []
        asked = {"community": community, "ids": list(ids)}
        topics: dict[int, list[Topic]] = {}
        for member, *topic in self._connection.execute(CARD_TOPICS, asked):
            topics.setdefault(member, []).append(Topic(*topic))
        cards = {}
        for row in self._connection.execute(CARDS, asked):
            *profile, capacity, form, weeks, is_open, held, asked, free = row
            member = member_of(profile)
            named = tuple(topics.get(member.id, ()))
            offer = Offer(member.id, capacity, named, terms(form, weeks), is_open, bool(held), asked)
            cards[member.id] = MentorCard(member, offer, max(free, 0))
        return [cards[id] for id in ids if id in cards]

    def candidates(
        self,
        community: int,
        viewer: Person,
        topics: Sequence[int],
        languages: Sequence[str],
        now: datetime,
        limit: int,
    ) -> Sequence[MentorCard]:
        asked: dict[str, Any] = {"community": community, "now": now, "apart": self._apart(community, viewer)}
        asked |= {"languages": sorted(set(languages)), "choosy": bool(languages)}
        if topics:
            ids = self._with_topics(asked, viewer, topics, limit)
        else:
            ids = self._connection.execute(ANYBODY, asked | {"most": limit}).scalars().all()
        return tuple(self.cards(community, ids))

    def browse(
        self, community: int, viewer: Person, filter: Filter, now: datetime, offset: int, limit: int
    ) -> tuple[Sequence[MentorCard], int]:
        parts = (bool(filter.topic), bool(filter.language), bool(filter.district))
        asked = {"community": community, "now": now, "topic": filter.topic, "language": filter.language}
        asked |= {"apart": self._apart(community, viewer)}
        asked["district"] = sort_key(filter.district)
        total = self._connection.execute(_total(parts), asked).scalar_one()
        page = self._connection.execute(_page(parts), asked | {"most": limit, "skip": offset})
        return tuple(self.cards(community, page.scalars().all())), total

    def free_seats(self, community: int, mentor: int) -> int:
        free = self._connection.execute(SEATS, {"community": community, "mentor": mentor}).scalar()
        return max(free or 0, 0)

    def seats(self, community: int, topic: int, viewer: Person, now: datetime) -> int:
        """Free seats with mentors of this topic who can be asked now."""
        asked = {"community": community, "now": now, "topic": topic, "apart": self._apart(community, viewer)}
        return int(self._connection.execute(TOPIC_SEATS, asked).scalar() or 0)

    def _apart(self, community: int, viewer: Person) -> Sequence[int]:
        return sorted(SqlSafety(self._connection).excluded(community, viewer))

    def _with_topics(
        self, asked: Mapping[str, Any], viewer: Person, topics: Sequence[int], limit: int
    ) -> Sequence[int]:
        """Those with the most of the topics; of many alike, who is near, and from another place for each viewer."""
        named = {"community": asked["community"], "topics": sorted(set(topics))}
        common = Counter(self._connection.execute(WITH_TOPICS, named).scalars())
        near, start = self._nearby(asked["community"], viewer, many=len(common) > limit), crc32(viewer.id.encode())
        turn = {id: (at - start) % len(common) for at, id in enumerate(sorted(common))}
        members = sorted(common, key=lambda id: (-common[id], id not in near, turn[id]))
        found: list[int] = []
        for at in range(0, len(members), PORTION):
            portion = members[at : at + PORTION]
            available = set(self._connection.execute(OF_THESE, {**asked, "ids": portion}).scalars())
            found += [member for member in portion if member in available]
            if len(found) >= limit:
                break
        return sorted(found[:limit], key=lambda id: (-common[id], id))

    def _nearby(self, community: int, viewer: Person, *, many: bool) -> frozenset[int]:
        """Who offers in the viewer's district; nobody where not ``many`` are to be chosen from."""
        asked = {"community": community, "viewer": viewer.id}
        return frozenset(self._connection.execute(NEARBY, asked).scalars()) if many else frozenset()
