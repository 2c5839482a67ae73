"""When a series has its turns: its schedule, from the first one to the last."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.features.posts.model import TURN, Series
from bot.planned import Schedule, Weekly
from bot.recurrence import paused, plan, resumed
from bot.work import Sort, Work


def of(work: Work, series: Series) -> Schedule | None:
    return work.schedules.of(series.community, TURN, str(series.id))


def begin(work: Work, series: Series, rule: Weekly, now: datetime) -> None:
    work.schedules.set(plan(series.community, TURN, rule, Sort.POST, now, key=str(series.id)))


def change(work: Work, schedule: Schedule, rule: Weekly, now: datetime) -> None:
    """By this rule from now on; the same rule changes nothing, and a pause stays one."""
    if schedule.rule != rule:
        changed = replace(schedule, rule=rule, skip=None)
        work.schedules.set(changed if changed.paused else resumed(changed, now))


def pause(work: Work, schedule: Schedule) -> None:
    work.schedules.set(paused(schedule))


def resume(work: Work, schedule: Schedule, now: datetime) -> None:
    work.schedules.set(resumed(schedule, now))


def follow(work: Work, community: int, zone: str, now: datetime) -> None:
    """The community has another time zone: every series keeps its hour there."""
    for one in work.schedules.all(community, TURN):
        if isinstance(one.rule, Weekly):
            change(work, one, replace(one.rule, zone=zone), now)
