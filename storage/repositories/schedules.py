"""Schedules and what already happened by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, assert_never

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.engine import Connection

from bot.planned import EveryDays, Fate, Missed, Monthly, Rule, Schedule, Weekly
from bot.work import Sort
from storage.statements import add, put
from storage.tables import occurrence as o
from storage.tables import schedule as s

DUE = select(s).where(s.c.look_at <= bindparam("now")).order_by(s.c.next_due, s.c.id).limit(bindparam("most"))
ALL = select(s).where(s.c.community == bindparam("community"), s.c.kind == bindparam("kind")).order_by(s.c.key)
OF = ALL.where(s.c.key == bindparam("key"))
NEXT = select(func.min(s.c.look_at))
# Only from where it was seen: somebody may have set it anew meanwhile.
SEEN = update(s).where(
    s.c.id == bindparam("of_id"),
    s.c.community == bindparam("of_community"),
    s.c.next_due == bindparam("seen", type_=s.c.next_due.type),
)
MISSED = (
    select(s.c.kind, s.c.key, o.c.day, o.c.at)
    .join(s, (s.c.community == o.c.community) & (s.c.id == o.c.schedule))
    .where(o.c.community == bindparam("community"), o.c.fate == bindparam("fate"), o.c.at >= bindparam("since"))
    .order_by(o.c.at, o.c.day, s.c.id)
)
FORGET = delete(o).where(o.c.community == bindparam("of_community"), o.c.schedule == bindparam("of_id"))
END = delete(s).where(s.c.community == bindparam("of_community"), s.c.id == bindparam("of_id"))


def _rule_row(rule: Rule) -> dict[str, Any]:
    match rule:
        case Weekly(weekday=weekday):
            kind = {"every": "week", "number": weekday, "first_day": None}
        case EveryDays(days=days, first=first):
            kind = {"every": "days", "number": days, "first_day": first.isoformat()}
        case Monthly(day=day):
            kind = {"every": "month", "number": day, "first_day": None}
        case _:
            assert_never(rule)
    return kind | {"hour": rule.hour, "minute": rule.minute, "zone": rule.zone}


def _rule(row: Any) -> Rule:
    match row.every:
        case "week":
            return Weekly(row.number, row.hour, row.zone, row.minute)
        case "days":
            return EveryDays(row.number, date.fromisoformat(row.first_day), row.hour, row.zone, row.minute)
        case "month":
            return Monthly(row.number, row.hour, row.zone, row.minute)
    raise ValueError(f"a rule of an unknown sort: {row.every}")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _schedule(row: Any) -> Schedule:
    return Schedule(
        community=row.community,
        kind=row.kind,
        rule=_rule(row),
        sort=Sort(row.sort),
        next_due=row.next_due,
        key=row.key,
        paused=row.paused,
        skip=_day(row.skip_day),
        ends=_day(row.last_day),
        id=row.id,
    )


class SqlSchedules:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set(self, schedule: Schedule) -> None:
        row = {
            "community": schedule.community,
            "kind": schedule.kind,
            "key": schedule.key,
            "sort": schedule.sort.value,
            "next_due": schedule.next_due,
            "look_at": schedule.next_due,
            "paused": schedule.paused,
            "skip_day": schedule.skip.isoformat() if schedule.skip else None,
            "last_day": schedule.ends.isoformat() if schedule.ends else None,
        }
        put(self._connection, s, row | _rule_row(schedule.rule), "community", "kind", "key")

    def end(self, community: int, kind: str, key: str = "") -> bool:
        found = self.of(community, kind, key)
        if found is None:
            return False
        which = {"of_community": community, "of_id": found.id}
        self._connection.execute(FORGET, which)
        return self._connection.execute(END, which).rowcount == 1

    def due(self, now: datetime, limit: int) -> Sequence[Schedule]:
        return tuple(map(_schedule, self._connection.execute(DUE, {"now": now, "most": limit})))

    def occur(self, schedule: Schedule, day: date, fate: Fate, next_due: datetime | None, now: datetime) -> bool:
        row = {
            "community": schedule.community,
            "schedule": schedule.id,
            "day": day.isoformat(),
            "fate": fate.value,
            "at": now,
        }
        first = add(self._connection, o, row)
        self._move(schedule, next_due=next_due, look_at=next_due)
        return first

    def put_off(self, schedule: Schedule, until: datetime) -> None:
        self._move(schedule, look_at=until)

    def next_due(self) -> datetime | None:
        return self._connection.execute(NEXT).scalar()

    def of(self, community: int, kind: str, key: str = "") -> Schedule | None:
        row = self._connection.execute(OF, {"community": community, "kind": kind, "key": key}).first()
        return None if row is None else _schedule(row)

    def all(self, community: int, kind: str) -> Sequence[Schedule]:
        return tuple(map(_schedule, self._connection.execute(ALL, {"community": community, "kind": kind})))

    def missed(self, community: int, since: datetime) -> Sequence[Missed]:
        return self._left_out(community, since, Fate.LATE)

    def skipped(self, community: int, since: datetime) -> Sequence[Missed]:
        return self._left_out(community, since, Fate.SKIPPED)

    def _left_out(self, community: int, since: datetime, fate: Fate) -> Sequence[Missed]:
        rows = self._connection.execute(MISSED, {"community": community, "since": since, "fate": fate.value})
        return tuple(Missed(row.kind, row.key, date.fromisoformat(row.day), row.at) for row in rows)

    def _move(self, schedule: Schedule, **columns: Any) -> None:
        which = {"of_id": schedule.id, "of_community": schedule.community, "seen": schedule.next_due}
        self._connection.execute(SEEN, which | columns)
