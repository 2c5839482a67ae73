"""Who gets the digest: whoever changes something as coordination, for as long as the platform says they coordinate."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.actions import step
from bot.features.digest.model import HOUR, WEEKDAY, Reader
from bot.planned import Later
from bot.recurrence import next_weekly
from bot.work import By, Work

FIRST = timedelta(days=2)
"""How long after beginning nothing is told: there would be little to tell."""


def meet(work: Work, by: By) -> Reader | None:
    """Somebody coordinates here; None until the programme runs. A second time changes nothing."""
    found = work.digests.reader(by.community, by.person)
    if found or work.programmes.of(by.community).opened is None:
        return found
    made = work.digests.add(Reader(0, by.community, by.person))
    plan(work, made, by.zone, by.now + FIRST)
    return made


def plan(work: Work, reader: Reader, zone: str | None, now: datetime) -> None:
    """The next one, by the person's own clocks where the platform tells them."""
    member, home = work.members.find(reader.community, reader.person), work.communities.get(reader.community)
    clocks = zone or (member.zone if member else None) or (home.zone if home else "UTC")
    due = next_weekly(now, WEEKDAY, HOUR, clocks)
    work.later.at(reader.community, f"digest:{reader.id}", due_now(reader=reader.id), due)


@step("digest.due")
def due_now(work: Work, later: Later, now: datetime, *, reader: int) -> bool:
    """Note that it is time; whether they still coordinate is asked of the platform, which no transaction can."""
    found = work.digests.get(later.community, reader)
    if found and not found.off:
        work.digests.save(replace(found, wanted=now))
        plan(work, found, None, now)
    return False


def switch(work: Work, by: By, *, on: bool) -> None:
    """Their own alone; what waits to be written is dropped."""
    found = meet(work, by)
    if found is None or found.off is not on:
        return
    work.digests.save(replace(found, off=not on, wanted=None))
    if on:
        plan(work, found, by.zone, by.now)
    else:
        work.later.cancel(by.community, f"digest:{found.id}")
        member = work.members.find(by.community, by.person)
        if member:
            work.outbox.cancel(by.community, f"digest:{member.id}")
