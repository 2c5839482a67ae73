"""Which rows are about somebody, by the inventory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Table, and_, false, or_, select

from storage.columns import metadata
from storage.inventory.reading import ANY, Entry, inventory


@dataclass(frozen=True, slots=True)
class Whose:
    """Somebody in a community. ``member`` and ``direct`` are None for who never began anything."""

    community: int
    platform: str
    native: str
    person: str
    member: int | None = None
    direct: str | None = None


def table_of(entry: Entry) -> Table:
    return metadata.tables[entry.table]


def in_community(table: Table, whose: Whose) -> ColumnElement[bool]:
    """Nothing for a table that belongs to no community: what it holds is found by the person alone."""
    return table.c.community == whose.community if "community" in table.c else ~false()


def owned(entry: Entry, whose: Whose, by: str = ANY) -> ColumnElement[bool]:
    """Rows that are theirs by this column, or by any."""
    table = table_of(entry)
    mine = [_holds(table.c[name], kind, whose) for name, kind in entry.mine.items() if by in (name, ANY)]
    theirs = [_shared(table, name, other, whose) for name, other in entry.shared.items() if by in (name, ANY)]
    return and_(in_community(table, whose), or_(false(), *mine, *theirs))


def _holds(column: Column[str] | Column[int], kind: str, whose: Whose) -> ColumnElement[bool]:
    match kind:
        case "member":
            return false() if whose.member is None else column == whose.member
        case "person":
            return column == whose.person
        case "recipient":
            alone = column == (f"place {whose.direct}" if whose.direct else f"people {whose.person}")
            several = (column + " ").contains(f" {whose.person} ", autoescape=True)
            return or_(alone, and_(column.startswith("people "), several))
        case _:  # an event, as `codec` writes it
            written = f'"platform":{json.dumps(whose.platform)},"id":{json.dumps(whose.person)}'
            return column.contains(written, autoescape=True)


def _shared(table: Table, column: str, other: str, whose: Whose) -> ColumnElement[bool]:
    entry = inventory()[other]
    rows = select(table_of(entry).c.id).where(owned(entry, whose))
    return table.c[column].in_(rows)


def references(table: Table) -> Iterator[tuple[str, Table]]:
    """Columns that hold the id of a row of another table, and that table."""
    for constraint in table.foreign_key_constraints:
        for element in constraint.elements:
            if element.column.name == "id" and element.column.table.name != "community":
                yield element.parent.name, element.column.table
