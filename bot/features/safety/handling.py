"""What a safety contact does with a report. Each look and each change is noted in the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.again import just_now
from bot.errors import Refused
from bot.features.pairs import decide as pairs
from bot.features.pairs.model import Pair, PairState
from bot.features.safety import filing, texts
from bot.features.safety.reporting import Note, Outcome, Report, ReportState
from bot.i18n import t
from bot.identity import Person
from bot.ui import Message
from bot.work import By, Sending, Sort, Target, Work


@dataclass(frozen=True, slots=True)
class Opened:
    """A report with its notes and the pair it is about."""

    report: Report
    notes: Sequence[Note]
    pair: Pair | None


def is_contact(work: Work, by: By) -> bool:
    return by.person in work.reports.contacts(by.community)


def _own(work: Work, by: By, id: int) -> Report:
    """A report that this contact may read; "not found" for whoever it is about, whatever else they are."""
    report = work.reports.get(by.community, id)
    if report is None or not report.may_read(by.person) or not is_contact(work, by):
        raise pairs.gone()
    return report


def read(work: Work, by: By, id: int) -> Opened:
    report = _own(work, by, id)
    work.audit.add(by, "safety.report_read", f"report:{id}")
    pair = work.pairs.get(by.community, report.pair) if report.pair else None
    return Opened(report, work.reports.notes(by.community, id), pair)


def waiting(work: Work, by: By) -> Sequence[Report]:
    """Unclosed reports that this contact may read."""
    return [report for report in work.reports.unclosed(by.community) if report.may_read(by.person)]


def take(work: Work, by: By, id: int) -> Report:
    """Take it up. The reporter hears who does, and the other contacts that somebody does."""
    report = _own(work, by, id)
    if report.state is ReportState.CLOSED:
        raise _closed()
    if report.handler == by.person:
        return report
    taken = replace(report, state=ReportState.TAKEN, handler=by.person)
    work.reports.save(taken)
    work.audit.add(by, "safety.report_taken", f"report:{id}")
    _tell(work, by, report.reporter, f"taken:{id}:{by.person.id}", texts.taken_up(taken))
    for other in filing.readers_of(work, report):
        if other != by.person:
            _tell(work, by, other, f"taken:{id}:{by.person.id}", texts.somebody_does(taken))
    return taken


def note(work: Work, by: By, id: int, words: str) -> Opened:
    report = _own(work, by, id)
    notes = work.reports.notes(by.community, id)
    if any(one.author == by.person and one.words == words and just_now(one.at, by.now) for one in notes):
        return Opened(report, notes, None)  # sent twice
    work.reports.note(by.community, Note(id, by.person, by.now, words))
    work.audit.add(by, "safety.report_noted", f"report:{id}")
    return Opened(report, work.reports.notes(by.community, id), None)


def close(work: Work, by: By, id: int, outcome: Outcome) -> Report:
    """Close it. A paused pair goes on only where that is the outcome; else it ends as if somebody had stopped."""
    report = _own(work, by, id)
    if report.state is ReportState.CLOSED:
        raise _closed()
    closed = replace(report, state=ReportState.CLOSED, handler=by.person, closed=by.now, outcome=outcome)
    work.reports.save(closed)
    work.audit.add(by, "safety.report_closed", f"report:{id}", outcome=outcome.name.lower())
    filing.quiet(work, closed)
    if report.reported and report.paused:
        _release(work, by, report, goes_on=outcome is Outcome.GOES_ON)
    _tell(work, by, report.reporter, f"closed:{id}", texts.closed(closed))
    return closed


def _release(work: Work, by: By, report: Report, *, goes_on: bool) -> None:
    """The pairs of these two that wait: let them go on, or end them without a word about the report."""
    me = work.members.find(by.community, report.reporter)
    for pair in work.pairs.of_member(by.community, me.id) if me else ():
        other = work.members.get(by.community, pair.partner(me.id)) if me else None
        if pair.held is None or other is None or other.person != report.reported:
            continue
        work.pairs.save(replace(pair, held=None))
        if not goes_on and pair.state is PairState.ACTIVE:
            pairs.stop(work, replace(by, person=report.reporter), pair.id, "other")


def _tell(work: Work, by: By, person: Person, once: str, message: Message) -> None:
    row = Sending(f"{once}:{person.id}", by.community, Target(people=(person,)), message, sort=Sort.SAFETY)
    work.outbox.put(row, by.now)


def _closed() -> Refused:
    return Refused(t("This report is closed already. `/safety reports` shows what is open."))
