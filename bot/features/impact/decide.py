"""What the coordination sets, what members allow, and what is counted each week."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from bot.actions import step
from bot.again import just_now
from bot.errors import Refused
from bot.features.impact import texts
from bot.features.impact.model import Goal, Lesson, Period, Settings
from bot.features.impact.reading import MONTHLY, Page, page
from bot.i18n import t
from bot.planned import Monthly, Occasion, Weekly
from bot.recurrence import DAY, at_local, plan
from bot.work import By, Sending, Sort, Target, Work

WEEK = "impact.week"
MONDAY = 0
NAME_LEAST = 3
"""Letters of a name that is looked for in a lesson; shorter ones are words as well."""


def look(work: Work, by: By, period: Period) -> Page:
    """The page; what was answered since the last time is counted first, where a group is full."""
    work.impact.tally(by.community)
    return page(work, by, period)


def zone_of(work: Work, community: int) -> str:
    home = work.communities.get(community)
    return home.zone if home else "UTC"


def set_goal(work: Work, by: By, goal: Goal) -> None:
    settings = work.impact.settings(by.community)
    if settings.goal == goal:
        return
    work.impact.save_settings(by.community, replace(settings, goal=goal))
    work.audit.add(by, "impact.goal", "", figure=goal.figure, number=goal.number, day=goal.day.isoformat())


def count(work: Work, by: By, yes: bool, told: bool) -> Settings:
    """Begin or end counting; everybody hears of the beginning, and the days go at the end."""
    settings = work.impact.settings(by.community)
    if yes == (settings.counting is not None):
        return settings
    settings = replace(settings, counting=by.now if yes else None)
    work.impact.save_settings(by.community, settings)
    work.audit.add(by, "impact.counting", "", on=yes)
    if not yes:
        work.impact.stop_counting(by.community)
        work.schedules.end(by.community, WEEK)
        return settings
    rule = Weekly(MONDAY, 1, zone_of(work, by.community))
    work.schedules.set(plan(by.community, WEEK, rule, Sort.COORDINATION, by.now))
    channel = work.programmes.of(by.community).channel
    if channel:
        once = f"counting:{channel.id}:{by.now.date().isoformat()}"
        row = Sending(once, by.community, Target(place=channel), texts.announced(told), sort=Sort.COORDINATION)
        work.outbox.put(row, by.now)
    return settings


@step("impact.week")
def week(work: Work, occasion: Occasion, now: datetime) -> bool:
    """Count the week that ended in the night before."""
    until = at_local(occasion.day, 0, occasion.zone)
    work.impact.connect(occasion.community, at_local(occasion.day - 7 * DAY, 0, occasion.zone), until)
    return False


def count_me(work: Work, by: By, yes: bool) -> bool:
    member = work.members.ensure(by)
    work.impact.count_me(by.community, member.id, yes)
    return yes


def learn(work: Work, by: By, words: str) -> Lesson:
    """Keep a lesson; raises `Refused` where it names somebody of a pair."""
    for name in work.impact.names_in_pairs(by.community):
        if len(name) >= NAME_LEAST and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE):
            wrong = t("“{name}” is somebody in a pair. Please say it without names.", name=name)
            raise Refused(t("The lesson needs another look. Nothing you typed is lost."), {"words": wrong})
    for before in work.impact.lessons(by.community, 1):
        if before.words == words and just_now(before.at, by.now):
            return before
    lesson = work.impact.add_lesson(by.community, words, by.now)
    work.audit.add(by, "impact.learned", f"lesson:{lesson.id}")
    return lesson


def forget_lesson(work: Work, by: By, lesson: int) -> None:
    if not work.impact.drop_lesson(by.community, lesson):
        raise Refused(t("This lesson is not there any more."))
    work.audit.add(by, "impact.unlearned", f"lesson:{lesson}")


def monthly(work: Work, by: By, yes: bool) -> None:
    """Propose a post on the first of each month, or not any more."""
    if yes == (work.schedules.of(by.community, MONTHLY) is not None):
        return
    if yes:
        rule = Monthly(1, 9, zone_of(work, by.community))
        work.schedules.set(plan(by.community, MONTHLY, rule, Sort.COORDINATION, by.now))
    else:
        work.schedules.end(by.community, MONTHLY)
    work.audit.add(by, "impact.monthly", "", on=yes)
