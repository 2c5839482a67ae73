"""Every time zone whose clocks change, every quarter of an hour within three hours of it: once a local week."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bot.planned import Weekly
from bot.recurrence import Occurrence, occurrence

BEGIN, END = datetime(2024, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
STEP, QUARTER, NEAR = timedelta(hours=12), timedelta(minutes=15), 12
WEEK = timedelta(days=7)

Changes = tuple[tuple[datetime, timedelta, timedelta], ...]
"""When the clocks change, and the offsets before and after."""


def changes(zone: str) -> Changes:
    """The changes of 2024 to 2035: looked for every half a day, then narrowed down to the second."""
    info, found = ZoneInfo(zone), []
    at = BEGIN
    while at < END:
        before, after = _offset(info, at), _offset(info, at + STEP)
        if before != after:
            early, late = at, at + STEP
            while late - early > timedelta(seconds=1):
                middle = early + (late - early) // 2
                middle = middle.replace(microsecond=0)
                early, late = (middle, late) if _offset(info, middle) == before else (early, middle)
            found.append((late, before, after))
        at += STEP
    return tuple(found)


def _offset(info: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(info).utcoffset() or timedelta()


def kinds(seed: int, most: int) -> dict[Changes, list[str]]:
    """Zones with the same changes are one: what happens in one of them happens in all. So many kinds at most."""
    found: dict[Changes, list[str]] = {}
    zones = sorted(available_timezones() - {"localtime"})
    random.Random(seed).shuffle(zones)
    for zone in zones:
        there = changes(zone)
        if there and (there in found or len(found) < most):
            found.setdefault(there, []).append(zone)
        if len(found) == most:
            break
    return found


def rules(zone: str, there: Changes) -> set[Weekly]:
    """The local times around each change, those that are skipped or come twice among them."""
    found = set()
    for at, before, _ in there:
        wall = (at + before).replace(tzinfo=None)
        for quarter in range(-NEAR, NEAR + 1):
            local = wall + quarter * QUARTER
            found.add(Weekly(local.weekday(), local.hour, zone, local.minute))
    return found


Next = Callable[[Weekly, datetime], Occurrence]


def by_hours(rule: Weekly, after: datetime) -> Occurrence:
    """A design that must fail: a week is 168 hours."""
    at = occurrence(rule, BEGIN).at
    while at <= after:
        at += WEEK
    return Occurrence(at.astimezone(ZoneInfo(rule.zone)).date(), at)


def wrongs(rule: Weekly, following: Next = occurrence) -> list[str]:
    """What is not as it must be from 2024 to 2035."""
    found: list[str] = []
    weeks: dict[tuple[int, int], int] = {}
    before, at = None, BEGIN
    while (one := following(rule, at)).at < END:
        if one.at <= at or one.day.weekday() != rule.weekday or (before and one.day - before != WEEK):
            found.append(f"{rule}: {one} after {at}")
        if not _at_its_time(rule, one):
            found.append(f"{rule}: {one} is at another local time")
        week = one.day.isocalendar()[:2]
        weeks[week] = weeks.get(week, 0) + 1
        before, at = one.day, one.at
    if set(weeks.values()) != {1} or len(weeks) < (END - BEGIN) // WEEK - 1:
        found.append(f"{rule}: {len(weeks)} weeks")
    return found


def _at_its_time(rule: Weekly, one: Occurrence) -> bool:
    """At the local time: the first where it comes twice; where it is skipped, by the offset of before."""
    info = ZoneInfo(rule.zone)
    local = one.at.astimezone(info)
    meant = datetime.combine(one.day, local.timetz().replace(hour=rule.hour, minute=rule.minute, tzinfo=None))
    if local.replace(tzinfo=None) == meant:
        return local.fold == 0
    return one.at + _offset(info, one.at - timedelta(hours=25)) == meant.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Zones:
    zones: int
    kinds: int
    changes: int
    rules: int
    occurrences_a_rule: int
    violations: tuple[str, ...]
    seconds: float

    @property
    def kept(self) -> bool:
        return bool(self.rules) and not self.violations

    def line(self) -> str:
        said = {
            "experiment": "zones",
            **{name: getattr(self, name) for name in ("zones", "kinds", "changes", "rules", "occurrences_a_rule")},
            "violations": list(self.violations[:20]),
            "seconds": round(self.seconds, 1),
        }
        return json.dumps(said)


def every_zone(seed: int = 1, most: int = 10_000) -> Zones:
    """All kinds of zones, or so many that the seed chooses."""
    began = time.monotonic()
    there = kinds(seed, most)
    chosen = sorted(there, key=lambda one: there[one][0])
    count, found = 0, []
    for one in chosen:
        for rule in rules(there[one][0], one):
            count += 1
            found += wrongs(rule)
    return Zones(
        zones=sum(len(there[one]) for one in chosen),
        kinds=len(chosen),
        changes=sum(len(one) for one in chosen),
        rules=count,
        occurrences_a_rule=(END - BEGIN) // WEEK,
        violations=tuple(found),
        seconds=time.monotonic() - began,
    )
