"""The turn of a series: what it says this time, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.actions import step
from bot.features.posts.door import Ready
from bot.features.posts.model import TURN, Series, Turn, Why
from bot.features.posts.sources import sources
from bot.identity import Place
from bot.planned import Occasion, Schedule
from bot.recurrence import Occurrence, occurrence
from bot.work import Sending, Sort, State, Target, Work

MOMENT = timedelta(microseconds=1)


def once_of(series: int, day: date) -> str:
    return f"post:{series}:{day}"


@step(TURN)
def turn(work: Work, occasion: Occasion, now: datetime) -> bool:
    """Say the next thing, or keep why not; what others have said on this day is not said twice."""
    series = work.posts.series(occasion.community, int(occasion.key))
    if series is None or series.ended:
        return False
    posted = work.posts.posted(series.community)
    ready, why = _choose(work, series, now, posted, occasion.day, occasion.zone)
    place = series.place or work.programmes.of(series.community).channel
    if ready and place is None:
        ready, why = None, Why.PLACE
    key, at = ready.key if ready else "", one_after(posted, now)
    work.posts.record(Turn(series.community, series.id, occasion.day, key, at, why))
    if ready:
        _post(work, series, occasion, ready, place, now)
    return False


def _post(work: Work, series: Series, occasion: Occasion, ready: Ready, place: Place | None, now: datetime) -> None:
    once = once_of(series.id, occasion.day)
    row = Sending(
        once,
        series.community,
        Target(place=place),
        ready.message,
        not_before=occasion.due,
        then=went(series=series.id, day=occasion.day.isoformat()),
        sort=Sort.POST,
    )
    work.outbox.put(row, now)
    sources()[series.source].going(work, series.community, ready.key, once, now)


def _choose(
    work: Work, series: Series, now: datetime, posted: Mapping[str, datetime], day: date, zone: str
) -> tuple[Ready | None, Why]:
    source = sources().get(series.source)
    ready = source.next(work, series.community, now, posted) if source else None
    if ready is None:
        return None, Why.NOTHING
    before = posted.get(ready.key)
    if before and before.astimezone(ZoneInfo(zone)).date() == day:
        return None, Why.TODAY
    return ready, Why.NONE


def one_after(posted: Mapping[str, datetime], at: datetime) -> datetime:
    """Two of one instant keep their order: it is what decides when each comes again."""
    times = set(posted.values())
    while at in times:
        at += MOMENT
    return at


@step("posts.went")
def went(work: Work, community: int, now: datetime, place: Place | None, series: int, day: str) -> None:
    """It is there, or it is not, and then its turn comes again; where nobody can say, it counts as there."""
    found = work.posts.turn(community, series, date.fromisoformat(day))
    of = work.posts.series(community, series)
    if found is None or of is None:
        return
    sent = work.outbox.sent(community, once_of(series, found.day))
    arrived = place is not None or (sent is not None and sent.state is State.UNCERTAIN)
    if not arrived:
        work.posts.record(replace(found, why=Why.LOST))
    source = sources().get(of.source)
    if source:
        source.went(work, community, found.key, arrived, now)


# what comes next


@dataclass(frozen=True, slots=True)
class Ahead:
    """A turn that is yet to come; without ``ready`` it will be left out, for this reason if nothing changes."""

    series: Series
    at: Occurrence
    ready: Ready | None
    skipped: bool = False
    why: Why = Why.NONE


def ahead(work: Work, community: int, now: datetime, until: timedelta) -> list[Ahead]:
    """All turns of all series until then, in their order, as they would be if nothing changed."""
    planned = {
        one.key: one for one in work.schedules.all(community, TURN) if not one.paused and one.next_due is not None
    }
    series = [one for one in work.posts.running(community) if str(one.id) in planned]
    turns = [
        (at, schedule.id, one, schedule)
        for one in series
        for schedule in [planned[str(one.id)]]
        for at in _occurrences(schedule, now, now + until)
    ]
    posted, found = dict(work.posts.posted(community)), list[Ahead]()
    for at, _, one, schedule in sorted(turns, key=lambda turn: (turn[0].at, turn[1])):
        if at.day == schedule.skip:
            found.append(Ahead(one, at, None, skipped=True))
            continue
        ready, why = _choose(work, one, at.at, posted, at.day, schedule.rule.zone)
        found.append(Ahead(one, at, ready, why=why))
        if ready:
            posted[ready.key] = one_after(posted, at.at)
    return found


def _occurrences(schedule: Schedule, now: datetime, until: datetime) -> Sequence[Occurrence]:
    found, after = list[Occurrence](), now
    while (one := occurrence(schedule.rule, after)).at <= until:
        found.append(one)
        after = one.at
    return found
