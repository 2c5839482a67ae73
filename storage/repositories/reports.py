"""Reports, the notes on them, and who reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, bindparam, delete, func, insert, literal_column, select
from sqlalchemy.engine import Connection

from bot.features.safety.reporting import Category, Note, Outcome, Report, ReportState
from bot.identity import Person
from storage.statements import add, change, inserted, just_made
from storage.tables import community as c
from storage.tables import member as m
from storage.tables import report as r
from storage.tables import report_note as n
from storage.tables import safety_contact as k


def _called(table: Table, person: Column[Any]) -> Any:
    """What this person is called now; empty for somebody without a profile."""
    its = select(m.c.name).where(m.c.community == table.c.community, m.c.person == person)
    return func.coalesce(its.scalar_subquery(), "")


REPORTS = (
    select(
        *(r.c.community, c.c.platform, r.c.reporter, _called(r, r.c.reporter), r.c.category, r.c.filed),
        *(r.c.reported, r.c.name, _called(r, r.c.reported), r.c.words, r.c.pair, r.c.paused, r.c.state),
        *(r.c.handler, _called(r, r.c.handler), r.c.closed, r.c.outcome, r.c.id),
    )
    .join(c, c.c.id == r.c.community)
    .where(r.c.community == bindparam("community"))
)
GET = REPORTS.where(r.c.id == bindparam("id"))
# Spelled out and not a parameter: the database must see that the partial index applies.
UNCLOSED = REPORTS.where(r.c.state != literal_column("'closed'")).order_by(r.c.id)
NOTES = (
    select(c.c.platform, n.c.author, _called(n, n.c.author), n.c.at, n.c.words)
    .join(c, c.c.id == n.c.community)
    .where(n.c.community == bindparam("community"), n.c.report == bindparam("report"))
    .order_by(n.c.id)
)
CONTACTS = (
    select(c.c.platform, k.c.person, k.c.name)
    .join(c, c.c.id == k.c.community)
    .where(k.c.community == bindparam("community"))
    .order_by(k.c.since, k.c.person)
)
REMOVE = delete(k).where(k.c.community == bindparam("community"), k.c.person == bindparam("person"))
ADD_NOTE = insert(n)


def _report(row: Any) -> Report:
    community, platform, reporter, reporter_name, category, filed, reported, typed, known, words, pair, *rest = row
    name = known or typed
    paused, state, handler, handler_name, closed, outcome, id = rest
    return Report(
        community,
        Person(platform, reporter, reporter_name),
        Category(category),
        filed,
        Person(platform, reported, name) if reported else None,
        name,
        words,
        pair,
        paused,
        ReportState(state),
        Person(platform, handler, handler_name) if handler else None,
        closed,
        Outcome(outcome) if outcome else None,
        id,
    )


class SqlReports:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def file(self, report: Report) -> Report:
        row = {
            "community": report.community,
            "reporter": report.reporter.id,
            "reported": report.reported.id if report.reported else None,
            "name": report.name,
            "pair": report.pair,
            "category": report.category.value,
            "words": report.words,
            "filed": report.filed,
            "paused": report.paused,
        }
        return just_made(self.get(report.community, inserted(self._connection, r, row | _progress(report))))

    def get(self, community: int, id: int) -> Report | None:
        row = self._connection.execute(GET, {"community": community, "id": id}).first()
        return None if row is None else _report(row)

    def save(self, report: Report) -> None:
        which = {"of_id": report.id, "of_community": report.community}
        self._connection.execute(change(r), which | _progress(report))

    def unclosed(self, community: int) -> Sequence[Report]:
        return tuple(map(_report, self._connection.execute(UNCLOSED, {"community": community})))

    def note(self, community: int, note: Note) -> None:
        row = {"community": community, "report": note.report, "author": note.author.id, "at": note.at}
        self._connection.execute(ADD_NOTE, row | {"words": note.words})

    def notes(self, community: int, report: int) -> Sequence[Note]:
        rows = self._connection.execute(NOTES, {"community": community, "report": report})
        return tuple(
            Note(report, Person(platform, author, name), at, words) for platform, author, name, at, words in rows
        )

    def contacts(self, community: int) -> Sequence[Person]:
        return tuple(Person(*row) for row in self._connection.execute(CONTACTS, {"community": community}))

    def add_contact(self, community: int, person: Person, now: datetime) -> bool:
        row = {"community": community, "person": person.id, "name": person.name, "since": now}
        return add(self._connection, k, row)

    def remove_contact(self, community: int, person: Person) -> bool:
        return bool(self._connection.execute(REMOVE, {"community": community, "person": person.id}).rowcount)


def _progress(report: Report) -> dict[str, Any]:
    """What changes while a report is handled."""
    return {
        "state": report.state.value,
        "handler": report.handler.id if report.handler else None,
        "closed": report.closed,
        "outcome": report.outcome.value if report.outcome else None,
    }
