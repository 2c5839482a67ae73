"""Rounds of matching, and whom they are made of."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, and_, bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy.engine import Connection

from bot.features.matching.cohort import Fairness, Left, Proposal, Two
from bot.features.matching.model import WAITING, Mode, PairState, Proposed, Round, RoundState
from bot.features.matching.score import MIDDLE, SLIDERS, Helper, Seeker, bits
from bot.features.members.model import Meets
from bot.features.mentoring.model import RequestState
from bot.features.pairs.model import PairState as Mentorship
from bot.features.programme.formats import Terms
from storage.repositories.mentors import AVAILABLE, FREE
from storage.repositories.safety import CURRENT, SqlSafety
from storage.repositories.terms import terms
from storage.statements import dialect_insert, inserted, put
from storage.tables import match_left as ml
from storage.tables import match_pair as mp
from storage.tables import match_round as mr
from storage.tables import member as m
from storage.tables import offer as o
from storage.tables import offer_topic, seek_topic, weighing
from storage.tables import pair as p
from storage.tables import request as r
from storage.tables import seek as s

HERE: Any = bindparam("community")
NOT_THEIRS = ("fit", "contact")
"""Reasons of an early ending after which the mentee was let down."""
RECENT, COOLING = timedelta(days=180), timedelta(days=14)
WAITS = [state.value for state in WAITING]

_asked = exists().where(r.c.community == s.c.community, r.c.mentee == s.c.member, r.c.state == RequestState.OPEN.value)
_proposed = exists().where(mp.c.community == s.c.community, mp.c.mentee == s.c.member, mp.c.state.in_(WAITS))
_stopped = exists().where(
    p.c.community == s.c.community,
    p.c.mentee == s.c.member,
    p.c.state == Mentorship.STOPPED.value,
    p.c.reason.in_(NOT_THEIRS),
    p.c.ended > bindparam("recent", type_=p.c.ended.type),
)
_awake = or_(m.c.paused_until.is_(None), m.c.paused_until <= bindparam("now", type_=m.c.paused_until.type))
SEEKERS = (
    select(
        *(s.c.member, s.c.goal, s.c.since, m.c.languages, m.c.district_key, _stopped.label("let_down")),
        *(s.c.format, s.c.weeks, m.c.hours, m.c.zone, m.c.meets),
    )
    .join(m, (m.c.community == s.c.community) & (m.c.id == s.c.member))
    .where(s.c.community == HERE, s.c.open, s.c.member > bindparam("after"))
    .where(m.c.conduct >= CURRENT, ~m.c.has_left, _awake, ~_asked, ~_proposed)
    .order_by(s.c.member)
    .limit(bindparam("most"))
)
_held = (
    select(func.count())
    .where(mp.c.community == o.c.community, mp.c.mentor == o.c.member, mp.c.state.in_(WAITS))
    .correlate(o)
    .scalar_subquery()
)
_ended = exists().where(
    p.c.community == o.c.community,
    p.c.mentor == o.c.member,
    p.c.ended > bindparam("cooling", type_=p.c.ended.type),
)
HELPERS = (
    select(
        *(o.c.member, o.c.capacity, (FREE - _held).label("seats"), m.c.languages, m.c.about, m.c.district_key, _ended),
        *(o.c.format, o.c.weeks, m.c.hours, m.c.zone, m.c.meets),
    )
    .join(m, (m.c.community == o.c.community) & (m.c.id == o.c.member))
    .where(AVAILABLE, o.c.member > bindparam("after"))
    .order_by(o.c.member)
    .limit(bindparam("most"))
)
EVER = select(p.c.mentor, p.c.mentee).where(p.c.community == HERE)
DECLINED = (
    select(mp.c.mentor, mp.c.mentee)
    .join(mr, (mr.c.community == mp.c.community) & (mr.c.id == mp.c.round))
    .where(mp.c.community == HERE, mp.c.state == PairState.DECLINED.value)
    .where(mr.c.begun > bindparam("since", type_=mr.c.begun.type))
)
REFUSED = select(r.c.mentor, r.c.mentee).where(
    r.c.community == HERE,
    r.c.state == RequestState.DECLINED.value,
    r.c.answered > bindparam("since", type_=r.c.answered.type),
)
ROUNDS = select(mr.c.id, mr.c.community, mr.c.state, mr.c.begun, mr.c.fairness).where(mr.c.community == HERE)
WANTED = (
    select(mr.c.id, mr.c.community, mr.c.state, mr.c.begun, mr.c.fairness)
    .where(
        or_(
            mr.c.state == RoundState.WANTED.value,
            and_(mr.c.state == RoundState.BEGUN.value, mr.c.begun < bindparam("before", type_=mr.c.begun.type)),
        )
    )
    .order_by(mr.c.id)
    .limit(1)
)
NEWEST = ROUNDS.where(mr.c.state != RoundState.CLOSED.value).order_by(mr.c.id.desc()).limit(1)
BEFORE = (
    ROUNDS.where(mr.c.state == RoundState.CLOSED.value, mr.c.id < bindparam("id")).order_by(mr.c.id.desc()).limit(1)
)
PAIRS = select(mp.c.round, mp.c.mentor, mp.c.mentee, mp.c.score, mp.c.state, mp.c.mentor_said, mp.c.mentee_said).where(
    mp.c.community == HERE
)
OF_ROUND = PAIRS.where(mp.c.round == bindparam("round"))
LEFT = select(ml.c.mentee, ml.c.why, ml.c.topic, ml.c.needed, ml.c.seats).where(
    ml.c.community == HERE, ml.c.round == bindparam("round")
)


def _topics(table: Table) -> Any:
    return (
        select(table.c.member, table.c.topic)
        .where(table.c.community == HERE, table.c.member.in_(bindparam("ids", expanding=True)))
        .order_by(table.c.member, table.c.position)
    )


SEEK_TOPICS, OFFER_TOPICS = _topics(seek_topic), _topics(offer_topic)


def _round(row: Any) -> Round:
    facts = json.loads(row.fairness)
    ours, greedy = (Fairness(**facts[name]) for name in ("ours", "greedy"))
    return Round(row.id, row.community, RoundState(row.state), row.begun, ours, greedy)


def _pair(row: Any) -> Proposed:
    state = PairState(row.state)
    return Proposed(row.round, row.mentor, row.mentee, row.score, state, row.mentor_said, row.mentee_said)


def _wishes(
    kind: str | None, weeks: int | None, hours: str | None, zone: str | None, meets: str | None
) -> tuple[Terms, str, str, str]:
    return terms(kind, weeks), hours or "", zone or "", meets or Meets.ANY


class SqlRounds:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sliders(self, community: int) -> Mapping[str, int]:
        row = self._connection.execute(select(weighing).where(weighing.c.community == community)).mappings().first()
        return {name: row[name] if row else MIDDLE for name in SLIDERS}

    def save_sliders(self, community: int, sliders: Mapping[str, int]) -> None:
        put(self._connection, weighing, {"community": community, **sliders, "mode": self.mode(community).value})

    def mode(self, community: int) -> Mode:
        found = self._connection.execute(select(weighing.c.mode).where(weighing.c.community == community)).scalar()
        return Mode(found) if found else Mode.MEMBERS

    def save_mode(self, community: int, mode: Mode) -> None:
        put(self._connection, weighing, {"community": community, **self.sliders(community), "mode": mode.value})

    def wanted(self, before: datetime) -> Round | None:
        return next(map(_round, self._connection.execute(WANTED, {"before": before})), None)

    def seekers(self, community: int, now: datetime, after: int, limit: int) -> Sequence[Seeker]:
        asked = {"community": community, "now": now, "after": after, "most": limit, "recent": now - RECENT}
        rows = self._connection.execute(SEEKERS, asked).all()
        topics = self._named(SEEK_TOPICS, community, [row.member for row in rows])
        return tuple(
            Seeker(
                *(id, topics[id], bits(spoken.split(",")), district, goal, (now - since).days, bool(let_down)),
                *_wishes(*wishes),
            )
            for id, goal, since, spoken, district, let_down, *wishes in rows
        )

    def helpers(self, community: int, now: datetime, after: int, limit: int) -> Sequence[Helper]:
        asked = {"community": community, "now": now, "after": after, "most": limit, "cooling": now - COOLING}
        rows = self._connection.execute(HELPERS, asked | {"apart": []}).all()
        topics = self._named(OFFER_TOPICS, community, [row.member for row in rows])
        return tuple(
            Helper(
                *(id, topics[id], bits(spoken.split(",")), district, about, max(seats, 0), capacity, bool(cooling)),
                *_wishes(*wishes),
            )
            for id, capacity, seats, spoken, about, district, cooling, *wishes in rows
        )

    def apart(self, community: int) -> frozenset[Two]:
        ever = self._connection.execute(EVER, {"community": community})
        return SqlSafety(self._connection).all_excluded(community) | {(min(row), max(row)) for row in ever}

    def turned_down(self, community: int, since: datetime) -> frozenset[Two]:
        asked = {"community": community, "since": since}
        rows = [row for found in (DECLINED, REFUSED) for row in self._connection.execute(found, asked)]
        return frozenset((mentor, mentee) for mentor, mentee in rows)

    def begin(self, community: int, now: datetime) -> Round:
        found = Round(0, community, RoundState.BEGUN, now)
        id = inserted(self._connection, mr, self._row(found))
        return Round(id, community, RoundState.BEGUN, now)

    def get(self, community: int, id: int) -> Round | None:
        row = self._connection.execute(ROUNDS.where(mr.c.id == bindparam("id")), {"community": community, "id": id})
        return next(map(_round, row), None)

    def current(self, community: int) -> Round | None:
        return next(map(_round, self._connection.execute(NEWEST, {"community": community})), None)

    def before(self, community: int, id: int) -> Round | None:
        return next(map(_round, self._connection.execute(BEFORE, {"community": community, "id": id})), None)

    def save(self, round: Round) -> None:
        where = (mr.c.community == round.community, mr.c.id == round.id)
        self._connection.execute(update(mr).where(*where).values(self._row(round)))

    def clear(self, community: int, round: int) -> None:
        here = (mp.c.community == community, mp.c.round == round, mp.c.state == PairState.PROPOSED.value)
        self._connection.execute(delete(mp).where(*here))
        self._connection.execute(delete(ml).where(ml.c.community == community, ml.c.round == round))

    def propose(self, community: int, round: int, proposals: Sequence[Proposal]) -> None:
        rows = [
            {"community": community, "round": round, "mentor": one.mentor, "mentee": one.mentee, "score": one.score,
             "state": PairState.PROPOSED.value}
            for one in proposals
        ]  # fmt: skip
        if rows:
            new = dialect_insert(self._connection.dialect.name, mp).on_conflict_do_nothing()
            self._connection.execute(new, rows)

    def leave(self, community: int, round: int, left: Sequence[Left]) -> None:
        rows = [{"community": community, "round": round, **asdict(one)} for one in left]
        if rows:
            self._connection.execute(insert(ml), rows)

    def pairs(
        self, community: int, round: int, states: Sequence[PairState], offset: int, limit: int
    ) -> Sequence[Proposed]:
        found = OF_ROUND.where(mp.c.state.in_([state.value for state in states]))
        page = found.order_by(mp.c.score, mp.c.mentee).offset(offset).limit(limit)
        return tuple(map(_pair, self._connection.execute(page, {"community": community, "round": round})))

    def count(self, community: int, round: int) -> Mapping[PairState, int]:
        here = (mp.c.community == community, mp.c.round == round)
        rows = self._connection.execute(select(mp.c.state, func.count()).where(*here).group_by(mp.c.state))
        found: dict[PairState, int] = defaultdict(int)
        return found | {PairState(state): count for state, count in rows}

    def pair(self, community: int, round: int, mentor: int, mentee: int) -> Proposed | None:
        one = OF_ROUND.where(mp.c.mentor == mentor, mp.c.mentee == mentee)
        return next(map(_pair, self._connection.execute(one, {"community": community, "round": round})), None)

    def put(self, community: int, pair: Proposed) -> None:
        row = {**asdict(pair), "community": community, "state": pair.state.value}
        put(self._connection, mp, row)

    def drop(self, community: int, pair: Proposed) -> None:
        which = (mp.c.round == pair.round, mp.c.mentor == pair.mentor, mp.c.mentee == pair.mentee)
        self._connection.execute(delete(mp).where(mp.c.community == community, *which))

    def left(self, community: int, round: int, offset: int, limit: int) -> Sequence[Left]:
        page = LEFT.order_by(ml.c.mentee).offset(offset).limit(limit)
        return tuple(Left(*row) for row in self._connection.execute(page, {"community": community, "round": round}))

    def left_count(self, community: int, round: int) -> int:
        here = (ml.c.community == community, ml.c.round == round)
        return self._connection.execute(select(func.count()).select_from(ml).where(*here)).scalar_one()

    def waiting_with(self, community: int, member: int) -> Sequence[Proposed]:
        theirs = PAIRS.where(or_(mp.c.mentor == member, mp.c.mentee == member), mp.c.state.in_(WAITS))
        return tuple(map(_pair, self._connection.execute(theirs.order_by(mp.c.round), {"community": community})))

    def _row(self, round: Round) -> dict[str, Any]:
        facts = {"ours": asdict(round.fairness), "greedy": asdict(round.greedy)}
        return {"community": round.community, "state": round.state.value, "begun": round.begun,
                "fairness": json.dumps(facts)}  # fmt: skip

    def _named(self, which: Any, community: int, ids: list[int]) -> dict[int, tuple[int, ...]]:
        found: dict[int, list[int]] = {id: [] for id in ids}
        for member, topic in self._connection.execute(which, {"community": community, "ids": ids}) if ids else ():
            found[member].append(topic)
        return {id: tuple(topics) for id, topics in found.items()}
