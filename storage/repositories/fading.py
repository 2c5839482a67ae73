"""What is not needed any more goes by itself, by the inventory and the periods that the operator set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, and_, delete, literal, or_, select, text, update
from sqlalchemy.engine import Connection

from storage.columns import metadata
from storage.inventory.reading import Entry, Fade, inventory
from storage.repositories.erasing import blank
from storage.repositories.owning import table_of


def fade(connection: Connection, now: datetime, periods: Mapping[str, timedelta]) -> int:
    """How many rows lost something, or went. Periods that are not given are left alone."""
    count = 0
    for table in reversed(metadata.sorted_tables):
        entry = inventory()[table.name]
        if entry.fade and entry.fade.after in periods and entry.erase != "anonymous":
            count += _fade(connection, entry, entry.fade, now - periods[entry.fade.after])
    return count


def _fade(connection: Connection, entry: Entry, fade: Fade, before: datetime) -> int:
    table = table_of(entry)
    old = _older(table, fade.since, before)
    if fade.where:
        old = and_(old, text(fade.where))
    if not fade.columns:
        return connection.execute(delete(table).where(old)).rowcount
    nothing = {name: blank(table.c[name]) for name in fade.columns}
    kept = [table.c[name].is_not(None) if one is None else table.c[name] != one for name, one in nothing.items()]
    return connection.execute(update(table).where(old, or_(*kept)).values(nothing)).rowcount


def _older(table: Table, since: str, before: datetime) -> ColumnElement[bool]:
    """Whose column is before this instant, of this table or of the one that it belongs to."""
    of, _, name = since.rpartition(".")
    if not of:
        column = table.c[name]
        return column < literal(before, column.type)
    other = metadata.tables[of]
    column = next(e.parent for c in table.foreign_key_constraints for e in c.elements if e.column is other.c.id)
    its = select(literal(1)).where(
        other.c.community == table.c.community,
        other.c.id == column,
        other.c[name] < literal(before, other.c[name].type),
    )
    return its.exists()
