"""Filing a report: kept before anything else, then those who read it are alerted until somebody does."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions import step
from bot.again import just_now
from bot.features.members.model import Member
from bot.features.safety import apart, texts
from bot.features.safety.links import PAIR
from bot.features.safety.model import Exclusion, Why
from bot.features.safety.reporting import DAILY, SECOND_ROUTE, Category, Report, ReportState
from bot.identity import Person, Place
from bot.planned import Later
from bot.work import By, Sending, Sort, Target, Work

log = logging.getLogger(__name__)

OPERATOR = Place("mail", "operator")
"""The operator's fallback address; only the mail adapter knows it, and there may be none."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody reports. ``thing`` and ``id`` as in links; ``reported`` where it is about somebody else."""

    category: Category
    words: str
    pause: bool
    thing: str = ""
    id: int = 0
    reported: Person | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the reporter is told at once: who reads it, and what has changed."""

    report: Report
    readers: tuple[Person, ...]
    spaces: tuple[Place, ...] = ()


def file(work: Work, by: By, told: Told) -> Receipt:
    work.members.ensure(by)
    other = apart.other_in(work, by, told.thing, told.id) if told.thing else None
    reported = other.person if other else told.reported
    other = other or (work.members.find(by.community, reported) if reported else None)
    pairs = apart.running_pairs(work, by, other) if other else []
    spaces = tuple(pair.space for pair in pairs if pair.space)
    new = Report(
        by.community,
        by.person,
        told.category,
        by.now,
        reported,
        "" if other else reported.name if reported else told.name,
        told.words,
        told.id if told.thing == PAIR else next((pair.id for pair in pairs), None),
        paused=told.pause and bool(pairs),
    )
    if before := _filed_just_now(work, new):
        return Receipt(before, readers_of(work, before), spaces)
    report = work.reports.file(new)
    if reported:
        _keep_apart(work, by, reported, other)
    for pair in pairs if told.pause else ():
        work.pairs.save(replace(pair, held=by.now))
    return Receipt(report, _alert(work, report, 0, by.now), spaces)


def _filed_just_now(work: Work, new: Report) -> Report | None:
    """The same one, sent twice. Whatever differs in anything that was told is a report of its own."""
    for one in work.reports.unclosed(new.community):
        told = replace(new, id=one.id, filed=one.filed, name=one.name, state=one.state, handler=one.handler)
        same_name = bool(new.reported) or one.name == new.name
        if told == one and same_name and just_now(one.filed, new.filed):
            return one
    return None


def _keep_apart(work: Work, by: By, reported: Person, other: Member | None) -> None:
    """Never brought together again, whether or not the other has a profile."""
    if other:
        apart.keep_apart(work, by, other, Why.REPORT)
    else:
        work.safety.keep_apart(by.community, Exclusion(by.person, reported, Why.REPORT, by.now))


def readers_of(work: Work, report: Report) -> tuple[Person, ...]:
    """The safety contacts who may read this report and are still here."""
    found = []
    for contact in work.reports.contacts(report.community):
        member = work.members.find(report.community, contact)
        if report.may_read(contact) and not (member and member.left):
            found.append(contact)
    return tuple(found)


def _alert(work: Work, report: Report, turn: int, now: datetime) -> tuple[Person, ...]:
    """Write to every contact who may read it; where there is none, to the operator. Look again later."""
    readers = readers_of(work, report)
    if report.state is ReportState.TAKEN:
        readers = tuple(one for one in readers if one == report.handler) or readers
    for reader in readers:
        once = f"report:{reader.id}:{report.id}:{turn}"
        message = texts.alert(report, late=turn > 0)
        then = alerted(report=report.id, turn=turn)
        target = Target(people=(reader,))
        work.outbox.put(Sending(once, report.community, target, message, sort=Sort.SAFETY, then=then), now)
    if not readers or (turn and report.state is ReportState.OPEN):
        _to_operator(work, report, turn, now)
    due = now + (DAILY if turn else SECOND_ROUTE)
    work.later.at(report.community, _key(report), again(report=report.id, turn=turn + 1), due)
    return readers


def _key(report: Report) -> str:
    return f"report:{report.id}"


def _to_operator(work: Work, report: Report, turn: int, now: datetime) -> None:
    """The second route. Nothing of the report itself is in it."""
    home = work.communities.get(report.community)
    message = texts.to_operator(report, home.name if home else "", turn)
    once = f"report:operator:{report.id}:{turn}"
    then = alerted(report=report.id, turn=turn)
    work.outbox.put(Sending(once, report.community, Target(place=OPERATOR), message, sort=Sort.SAFETY, then=then), now)


@step("safety.alerted")
def alerted(work: Work, community: int, now: datetime, place: Place | None, report: int, turn: int) -> None:
    """An alert has its outcome. One that could not be delivered goes on to the operator at once."""
    found = work.reports.get(community, report)
    if place is not None or found is None or found.state is not ReportState.OPEN:
        return
    log.error("an alert about report %s of community %s could not be delivered", report, community)
    _to_operator(work, found, turn, now)


@step("safety.alert_again")
def again(work: Work, later: Later, now: datetime, report: int, turn: int) -> bool:
    """Nobody has taken it up, or it is not closed: alert again, now and every day."""
    found = work.reports.get(later.community, report)
    if found and found.state is not ReportState.CLOSED:
        _alert(work, found, turn, now)
    return False


def quiet(work: Work, report: Report) -> None:
    """It is closed: no alert comes any more."""
    work.later.cancel(report.community, _key(report))
