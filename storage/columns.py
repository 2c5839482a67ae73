"""The words the tables are written in: column types that mean the same on SQLite and PostgreSQL, and keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
WHERE = "where"

# SQLite numbers rows by itself only when the key is exactly INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")

# Sort keys and ids are compared byte by byte, whatever the server's language is.
Key = Text().with_variant(Text(collation="C"), "postgresql")


class Instant(TypeDecorator[datetime]):
    """An aware instant in UTC, exact to the microsecond: timestamptz, or a whole number on SQLite."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        whole = BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(whole)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        since = value - EPOCH  # a naive time raises here, on both databases
        return since // MICROSECOND if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return EPOCH + timedelta(microseconds=value)
        stored: datetime = value
        return stored.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    }
)


def table(name: str, *parts: Any, **options: Any) -> Table:
    return Table(name, metadata, *parts, **options)


def numbered(name: str, *parts: Any) -> Table:
    """A table whose rows have ids. They stand in old buttons, so an id is never given out twice."""
    return table(name, Column("id", Id, primary_key=True), *parts, sqlite_autoincrement=True)


def keyed(name: str, *parts: Any) -> Table:
    """A table found by a key of several columns, kept in the order of that key."""
    return table(name, *parts, sqlite_with_rowid=False)


def need(name: str, kind: Any = Text) -> Column[Any]:
    return Column(name, kind, nullable=False)


def of_community() -> Column[Any]:
    return Column("community", Id, ForeignKey("community.id"), nullable=False)


def inside(column: str, table: str) -> ForeignKeyConstraint:
    """A reference that cannot leave the row's own community."""
    return ForeignKeyConstraint(["community", column], [f"{table}.community", f"{table}.id"])


def partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), info={WHERE: where})


def for_postgres() -> None:
    """Tell PostgreSQL of the partial indexes. It loads its dialect, so only those do it who make tables."""
    for one in (index for each in metadata.tables.values() for index in each.indexes):
        if WHERE in one.info:
            one.dialect_kwargs["postgresql_where"] = text(one.info[WHERE])
