"""Statements that several repositories need. Each is made once, so that its SQL is compiled once."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Table, Update, bindparam, insert, update
from sqlalchemy.engine import Connection

Result = TypeVar("Result")


@cache
def change(table: Table) -> Update:
    """Set the given columns of the row ``of_id`` of the community ``of_community``."""
    return update(table).where(table.c.id == bindparam("of_id"), table.c.community == bindparam("of_community"))


def put(connection: Connection, table: Table, row: dict[str, Any], *key: str, only: tuple[str, ...] = ()) -> None:
    """Insert the row, or give the row with the same key (the primary one) these values, or ``only`` these of them."""
    connection.execute(_upsert(connection.dialect.name, table, key, only), row)


def put_all(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """The same for many rows at once."""
    if rows:
        connection.execute(_upsert(connection.dialect.name, table), rows)


def add(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    """Insert the row; False where a unique key says that it is there already."""
    return connection.execute(_new(connection.dialect.name, table), row).first() is not None


def added(connection: Connection, table: Table, row: dict[str, Any]) -> int | None:
    """Insert the row and return its id; None where a unique key says that it is there already."""
    return connection.execute(_new(connection.dialect.name, table), row).scalar()


def inserted(connection: Connection, table: Table, row: dict[str, Any]) -> int:
    """Insert a row that cannot be there already, and return its id."""
    id: int = connection.execute(_insert(table), row).scalar_one()
    return id


def just_made(row: Result | None) -> Result:
    """What this transaction has written itself."""
    if row is None:
        raise LookupError("a row is gone right after it was written")
    return row


@cache
def _upsert(dialect: str, table: Table, key: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> Any:
    row = dialect_insert(dialect, table)
    keys = key or tuple(column.name for column in table.primary_key)
    named = only or tuple(c.name for c in table.c if c.name not in keys and c.name != "id")
    changed = {name: row.excluded[name] for name in named}
    return row.on_conflict_do_update(index_elements=keys, set_=changed)


@cache
def _insert(table: Table) -> Any:
    return insert(table).returning(table.c.id)


@cache
def _new(dialect: str, table: Table) -> Any:
    return dialect_insert(dialect, table).on_conflict_do_nothing().returning(*table.primary_key)


def dialect_insert(dialect: str, table: Table) -> Any:
    """An INSERT that knows ON CONFLICT; each dialect has its own."""
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)
