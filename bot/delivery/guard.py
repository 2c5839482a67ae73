"""What protects people from too many messages: quiet hours, snooze, stop, a weekly budget. Pure.

Only what is unprompted is held back: the one weekly message, and nudges. Answers, requests and their prompts,
introductions, agreed meetings and safety come whenever they happen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.features.members.contact import Contact, Direct
from bot.late import is_late, too_late
from bot.recurrence import DAY, at_local
from bot.work import Sort

if TYPE_CHECKING:
    from bot.features.members.model import Member

WEEK = timedelta(days=7)
"""How long the one unprompted message besides the weekly one lasts."""
WAITED = timedelta(days=14)
"""How long a nudge waits for its turn at most: what it speaks of is over by then."""
UNPROMPTED = (Sort.WEEKLY, Sort.NUDGE)


@dataclass(frozen=True, slots=True)
class Row:
    """A message to one person alone; ``due`` as it was planned."""

    once: str
    sort: Sort
    due: datetime


@dataclass(frozen=True, slots=True)
class Go:
    """It may be sent now; ``late`` when its reader is told that it comes late."""

    late: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    until: datetime


@dataclass(frozen=True, slots=True)
class Drop:
    """``why`` in a few plain words without names."""

    why: str


def as_of(contact: Contact, now: datetime) -> Contact:
    """What this clock has not seen yet was sent before it went back, so lately: its week begins now."""
    nudged, written = (min(at, now) if at else None for at in (contact.nudged, contact.written))
    return replace(contact, nudged=nudged, written=written)


def may(
    row: Row, member: Member, contact: Contact, zone: str, now: datetime, weekly: Sequence[datetime] = ()
) -> Go | Wait | Drop:
    """Whether this member wants it now; ``zone`` is the community's, for those who have none of their own.

    ``contact`` as of now: see `as_of`. ``weekly``: when the last and the next weekly message come to this member.
    """
    if row.sort is Sort.SAFETY:
        return Go()
    if contact.direct is Direct.NONE:
        return Drop("no direct messages are wanted")
    if row.sort not in UNPROMPTED:
        return Go()
    if contact.direct is Direct.NEEDED:
        return Drop("nothing unprompted is wanted")
    if member.left:
        return Drop("the member has left")
    zone = member.zone or zone
    free = awake(contact, zone, max(_freed(row, member, contact)))
    if row.sort is Sort.NUDGE:
        free = _on_another_day(row, contact, zone, max(free, now), weekly) or free
    if now < free <= row.due + WAITED:
        return Wait(free)
    if too_late(row.sort, free, now, zone) or free - row.due > WAITED:
        return Drop("too late")
    end = awake(contact, zone, now)
    return Wait(end) if end > now else Go(is_late(row.sort, free, now))


def _on_another_day(row: Row, contact: Contact, zone: str, at: datetime, weekly: Sequence[datetime]) -> datetime | None:
    """The next day where a weekly message has come on this one, or is going to; both on one day would be too much."""
    day = at.astimezone(ZoneInfo(zone)).date()
    times = [awake(contact, zone, one) for one in weekly]
    if contact.written and contact.wrote != row.once:
        times.append(contact.written)
    if all(one.astimezone(ZoneInfo(zone)).date() != day for one in times):
        return None
    return awake(contact, zone, at_local(day + DAY, 0, zone))


def _freed(row: Row, member: Member, contact: Contact) -> list[datetime]:
    """When nothing but the night stands against it any more."""
    times = [row.due]
    if contact.snoozed_until:
        times.append(contact.snoozed_until)
    if row.sort is Sort.NUDGE:
        if contact.nudged and contact.nudge != row.once:
            times.append(contact.nudged + WEEK)
        if member.paused_until:
            times.append(member.paused_until)
    return times


def awake(contact: Contact, zone: str, at: datetime) -> datetime:
    """The first instant from then on that is outside of the quiet hours."""
    local = at.astimezone(ZoneInfo(zone))
    begin, end, hour = contact.quiet_from, contact.quiet_to, local.hour
    quiet = begin <= hour < end if begin <= end else hour >= begin or hour < end
    if not quiet:
        return at
    day = local.date() + (DAY if hour >= end else timedelta())
    return max(at, at_local(day, end, zone))
