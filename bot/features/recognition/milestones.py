"""Milestones of the community: one warm post without names, once for each, and one for several at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.actions import step
from bot.features.mentoring import links as mentoring
from bot.features.recognition import posting
from bot.features.recognition.model import Passed
from bot.i18n import Text, t
from bot.planned import Later
from bot.recurrence import DAY, at_local
from bot.ui import Button, Message, Tone
from bot.work import By, Sort, Work

NUMBERS = (1, 10, 25, 50, 100, 250, 500, 1000)
GATHERED = timedelta(minutes=10)
"""What a round or an import brings within this time is one."""
MORNING, EVENING = 9, 20
KEY = "milestones"


def watch(work: Work, community: int, now: datetime) -> None:
    """A pair has begun or finished: look soon, at an hour at which people are awake, whether it was a round one."""
    if work.later.of(community, KEY) is None:
        home = work.communities.get(community)
        work.later.at(community, KEY, look(), decent(now + GATHERED, home.zone if home else "UTC"))


def decent(at: datetime, zone: str) -> datetime:
    """This instant, or the next morning there. Pure."""
    local = at.astimezone(ZoneInfo(zone))
    if MORNING <= local.hour < EVENING:
        return at
    return at_local(local.date() + (DAY if local.hour >= EVENING else timedelta()), MORNING, zone)


@step("recognition.milestones")
def look(work: Work, later: Later, now: datetime) -> bool:
    """Everything that was passed is kept; the highest is posted, where the coordination wants that."""
    new = [
        (number, passed)
        for passed, count in work.milestones.counts(later.community).items()
        for number in NUMBERS
        if number <= count and work.milestones.reach(later.community, passed, number, now)
    ]
    if new and work.milestones.wanted(later.community):
        number, passed = max(new)
        once = f"milestone:{passed}:{number}"
        posting.post(work, later.community, once, message(number, passed), now, sort=Sort.POST)
    return False


def want(work: Work, by: By, *, yes: bool) -> None:
    if work.milestones.wanted(by.community) != yes:
        work.milestones.want(by.community, yes)
        work.audit.add(by, "recognition.milestones", "", posted=yes)


def message(number: int, passed: Passed) -> Message:
    return Message(
        (_head(number, passed), t("Behind each pair are two people who gave each other their time. Thank you!")),
        (
            Button(t("Look for a mentor"), mentoring.seek(), Tone.MAIN),
            Button(t("Offer mentorship"), mentoring.offer()),
        ),
    )


def _head(number: int, passed: Passed) -> Text:
    match passed:
        case Passed.BEGUN if number == 1:
            return t("**Our first pair has begun.** May many follow!")
        case Passed.BEGUN:
            return t("**{number} pairs have begun in our community so far.**", number=number)
        case Passed.FINISHED if number == 1:
            return t("**Our first pair has reached its goal.** What a beginning!")
    return t("**{number} pairs in our community have finished what they began.**", number=number)
