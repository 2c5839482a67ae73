"""Pairs: what they agreed on, their check-ins and feedback."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, bindparam, exists, func, literal_column, select, union_all

from bot.features.pairs.model import CheckIn, Expectations, Feedback, Pair, PairState
from bot.features.programme.formats import Format
from storage.repositories.care import SqlCare
from storage.repositories.communities import place, place_row
from storage.statements import change, inserted, put
from storage.tables import checkin as k
from storage.tables import community as c
from storage.tables import expectation as e
from storage.tables import feedback as f
from storage.tables import pair as p
from storage.tables import seek as s

ENDED = 20
"""How many ended pairs of a member are shown at most."""

# Spelled out and not a parameter: the database must see that the partial index applies.
IS_ACTIVE = p.c.state == literal_column("'active'")

PAIRS = (
    select(
        *(p.c.id, p.c.community, p.c.mentor, p.c.mentee, p.c.template, p.c.weeks, p.c.started),
        *(p.c.week_at, p.c.goal, p.c.week, p.c.state, p.c.last_asked, p.c.ended, p.c.reason),
        *(c.c.platform, p.c.space, p.c.space_name, p.c.told, p.c.held, p.c.sign, p.c.rests, p.c.format),
    )
    .join(c, c.c.id == p.c.community)
    .where(p.c.community == bindparam("community"))
)
GET = PAIRS.where(p.c.id == bindparam("id"))


def _of_member(active: ColumnElement[bool]) -> CompoundSelect[Any]:
    """A union, since for an OR a database may well read every pair of the community."""
    sides = (p.c.mentor, p.c.mentee)
    return union_all(*(PAIRS.where(side == bindparam("member"), active) for side in sides))


ACTIVE_OF = _of_member(p.c.state == PairState.ACTIVE.value)
ENDED_OF = _of_member(p.c.state != PairState.ACTIVE.value)
RESTING = PAIRS.where(p.c.mentor == bindparam("mentor"), p.c.rests.is_not(None)).order_by(p.c.rests, p.c.id)
ACTIVE_WITH = select(func.count()).where(
    p.c.community == bindparam("community"),
    p.c.mentor == bindparam("mentor"),
    p.c.state == PairState.ACTIVE.value,
)


def _were(mentor: str, mentee: str) -> Select[Any]:
    return select(p.c.id).where(
        p.c.community == bindparam("community"),
        p.c.mentor == bindparam(mentor),
        p.c.mentee == bindparam(mentee),
    )


_found_after = exists().where(p.c.community == s.c.community, p.c.mentee == s.c.member, p.c.started >= s.c.since)
SOUGHT = select(s.c.since).where(
    s.c.community == bindparam("community"), s.c.member == bindparam("mentee"), ~_found_after
)
"""Since when somebody has looked, unless they found somebody meanwhile."""
EVER = union_all(_were("one", "other"), _were("other", "one"))
DUE = (
    PAIRS.where(IS_ACTIVE, p.c.id > bindparam("after"), p.c.week_at < bindparam("before"))
    .order_by(p.c.id)
    .limit(bindparam("most"))
)
EXPECTATIONS = (
    select(
        *(e.c.pair, e.c.goal, e.c.rhythm, e.c.meanwhile, e.c.proposer, e.c.version),
        *(e.c.mentor_agreed, e.c.mentee_agreed, e.c.form),
    )
    .where(e.c.community == bindparam("community"), e.c.pair == bindparam("pair"))
    .order_by(e.c.version.desc())
    .limit(1)
)
AGREED = EXPECTATIONS.where(e.c.mentor_agreed, e.c.mentee_agreed)
CHECKINS = (
    select(k.c.pair, k.c.week, k.c.member, k.c.at, k.c.met, k.c.rating, k.c.next_step, k.c.note)
    .where(
        k.c.community == bindparam("community"),
        k.c.pair == bindparam("pair"),
        k.c.member == bindparam("member"),
    )
    .order_by(k.c.week)
)
CHECKIN = CHECKINS.where(k.c.week == bindparam("week"))
MET = select(func.count(k.c.week.distinct())).where(
    k.c.community == bindparam("community"), k.c.pair == bindparam("pair"), k.c.met
)
FEEDBACK = select(f.c.pair, f.c.member, f.c.at, f.c.rating, f.c.words).where(
    f.c.community == bindparam("community"), f.c.pair == bindparam("pair"), f.c.member == bindparam("member")
)


def _pair(row: Any) -> Pair:
    id, community, mentor, mentee, template, weeks, started, week_at, goal, week, state, *rest = row
    last_asked, ended, reason, platform, space, space_name, told, held, sign, rests, form = rest
    return Pair(
        *(id, community, mentor, mentee, template, weeks, started, week_at, goal, week),
        *(PairState(state), last_asked, ended, reason, place(platform, space, space_name), told or 0, held, sign),
        format=Format(form) if form else Format.COURSE,
        rests=rests,
    )


class SqlPairs(SqlCare):
    def add(
        self,
        community: int,
        mentor: int,
        mentee: int,
        *,
        template: str,
        weeks: int,
        goal: str,
        now: datetime,
        kind: Format = Format.COURSE,
    ) -> Pair:
        pair = Pair(0, community, mentor, mentee, template, weeks, now, now, goal, format=kind)
        row = {"community": community, "mentor": mentor, "mentee": mentee, "started": now}
        row |= {"sought": self._connection.execute(SOUGHT, {"community": community, "mentee": mentee}).scalar()}
        return replace(pair, id=inserted(self._connection, p, row | _row(pair)))

    def get(self, community: int, id: int) -> Pair | None:
        row = self._connection.execute(GET, {"community": community, "id": id}).first()
        return None if row is None else _pair(row)

    def save(self, pair: Pair) -> None:
        which = {"of_id": pair.id, "of_community": pair.community}
        self._connection.execute(change(p), which | _row(pair))

    def of_member(self, community: int, member: int, *, ended: bool = False) -> Sequence[Pair]:
        asked = {"community": community, "member": member}
        pairs = [_pair(row) for row in self._connection.execute(ENDED_OF if ended else ACTIVE_OF, asked)]
        if ended:
            return tuple(sorted(pairs, key=lambda pair: (pair.ended or pair.started, pair.id))[: -ENDED - 1 : -1])
        return tuple(sorted(pairs, key=lambda pair: (pair.started, pair.id)))

    def active_with(self, community: int, mentor: int) -> int:
        asked = {"community": community, "mentor": mentor}
        return self._connection.execute(ACTIVE_WITH, asked).scalar_one()

    def resting(self, community: int, mentor: int) -> Sequence[Pair]:
        found = self._connection.execute(RESTING, {"community": community, "mentor": mentor})
        return tuple(_pair(row) for row in found)

    def ever(self, community: int, one: int, other: int) -> bool:
        asked = {"community": community, "one": one, "other": other}
        return self._connection.execute(EVER, asked).first() is not None

    def due(self, community: int, before: datetime, after: int, limit: int) -> Sequence[Pair]:
        asked = {"community": community, "before": before, "after": after, "most": limit}
        return tuple(_pair(row) for row in self._connection.execute(DUE, asked))

    def expectations(self, community: int, pair: int, *, agreed: bool = False) -> Expectations | None:
        asked = {"community": community, "pair": pair}
        row = self._connection.execute(AGREED if agreed else EXPECTATIONS, asked).first()
        return None if row is None else Expectations(*row)

    def save_expectations(self, community: int, expectations: Expectations) -> None:
        row = {
            "community": community,
            "pair": expectations.pair,
            "goal": expectations.goal,
            "rhythm": expectations.rhythm,
            "meanwhile": expectations.between,
            "proposer": expectations.by,
            "version": expectations.version,
            "mentor_agreed": expectations.mentor_agreed,
            "mentee_agreed": expectations.mentee_agreed,
            "form": expectations.form,
        }
        put(self._connection, e, row)

    def checkin(self, community: int, pair: int, week: int, member: int) -> CheckIn | None:
        asked = {"community": community, "pair": pair, "week": week, "member": member}
        row = self._connection.execute(CHECKIN, asked).first()
        return None if row is None else CheckIn(*row)

    def save_checkin(self, community: int, checkin: CheckIn) -> None:
        row = {
            "community": community,
            "pair": checkin.pair,
            "week": checkin.week,
            "member": checkin.member,
            "at": checkin.at,
            "met": checkin.met,
            "rating": checkin.rating,
            "next_step": checkin.next_step,
            "note": checkin.note,
        }
        put(self._connection, k, row)

    def checkins(self, community: int, pair: int, member: int) -> Sequence[CheckIn]:
        asked = {"community": community, "pair": pair, "member": member}
        return tuple(CheckIn(*row) for row in self._connection.execute(CHECKINS, asked))

    def feedback(self, community: int, pair: int, member: int) -> Feedback | None:
        asked = {"community": community, "pair": pair, "member": member}
        row = self._connection.execute(FEEDBACK, asked).first()
        return None if row is None else Feedback(*row)

    def save_feedback(self, community: int, feedback: Feedback) -> None:
        row = {"pair": feedback.pair, "member": feedback.member, "at": feedback.at, "rating": feedback.rating}
        put(self._connection, f, row | {"community": community, "words": feedback.words})

    def met_count(self, community: int, pair: int) -> int:
        return self._connection.execute(MET, {"community": community, "pair": pair}).scalar_one()


def _row(pair: Pair) -> dict[str, Any]:
    """The columns of a pair that may change."""
    return {
        "template": pair.template,
        "weeks": pair.weeks,
        "goal": pair.goal,
        "week": pair.week,
        "week_at": pair.week_at,
        "state": pair.state.value,
        "last_asked": pair.last_asked,
        "ended": pair.ended,
        "reason": pair.reason,
        "told": pair.told,
        "held": pair.held,
        "rests": pair.rests,
        "format": pair.format.value,
        **place_row("space", pair.space),
    }
