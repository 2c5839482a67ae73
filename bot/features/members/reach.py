"""What changes how a member is reached, each in one transaction. What waits for them follows at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.errors import Refused
from bot.features.members.contact import Contact, Direct
from bot.features.members.model import Member
from bot.i18n import t
from bot.recurrence import at_local
from bot.work import By, Work

LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Reach:
    member: Member
    contact: Contact
    zone: str


def reach(work: Work, by: By) -> Reach | None:
    """None for somebody who has not taken the first step."""
    member = work.members.find(by.community, by.person)
    home = work.communities.get(by.community)
    if member is None or home is None:
        return None
    return Reach(member, work.contacts.of(by.community, member.id), member.zone or home.zone)


def mine(work: Work, by: By) -> Reach:
    found = reach(work, by)
    if found is None:
        raise Refused(t("You are not in the programme yet. `/mentor offer` or `/mentor seek` begins."))
    return found


def snooze(work: Work, by: By, days: int) -> Contact:
    return _keep(work, by, snoozed_until=by.now + timedelta(days=max(1, min(days, LONGEST.days))))


def snooze_until(work: Work, by: By, day: date) -> Contact:
    """Until this day begins, where they live."""
    until = at_local(day, 0, mine(work, by).zone)
    if not by.now < until <= by.now + LONGEST:
        raise Refused(
            t("The date needs another look. Nothing you typed is lost."),
            {"day": t("Please give a day after today, within a year.")},
        )
    return _keep(work, by, snoozed_until=until)


def wake(work: Work, by: By) -> Contact:
    return _keep(work, by, snoozed_until=None)


def stop(work: Work, by: By) -> Contact:
    """Nothing unprompted; who wants nothing at all keeps it so."""
    direct = mine(work, by).contact.direct
    return _keep(work, by, direct=Direct.NEEDED if direct is Direct.ALL else direct, asked=by.now)


def allow(work: Work, by: By, direct: Direct) -> Contact:
    return _keep(work, by, direct=direct, asked=by.now)


@dataclass(frozen=True, slots=True)
class Wanted:
    """``tongue`` is None where the platform's holds."""

    tongue: str | None
    zone: str
    quiet_from: int
    quiet_to: int
    direct: Direct


def settle(work: Work, by: By, wanted: Wanted) -> Reach:
    member = mine(work, by).member
    work.members.save(replace(member, tongue=wanted.tongue, zone=wanted.zone, own_zone=wanted.zone != by.zone))
    _keep(
        work,
        by,
        quiet_from=wanted.quiet_from,
        quiet_to=wanted.quiet_to,
        direct=wanted.direct,
        asked=by.now,
    )
    return mine(work, by)


def _keep(work: Work, by: By, **changes: int | str | datetime | None) -> Contact:
    contact = replace(mine(work, by).contact, **changes)  # type: ignore[arg-type]
    work.contacts.save(contact)
    work.outbox.reconsider(by.community, by.person)
    return contact
