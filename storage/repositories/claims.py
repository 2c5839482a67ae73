"""Which rows of the outbox may be sent now: the statements of a claim.

States are spelled out and not parameters: the database must see that the partial indexes apply.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, literal_column, or_, select, text, update
from sqlalchemy.engine import Connection

from bot.work import State
from storage.tables import outbox as o

TURN = 7_264_173
"""The number of PostgreSQL's advisory lock under which claims take turns."""


def _pending(rows: Any) -> ColumnElement[bool]:
    pending: ColumnElement[bool] = rows.c.state == literal_column("'pending'")
    return pending


def _sending(rows: Any) -> ColumnElement[bool]:
    sending: ColumnElement[bool] = rows.c.state == literal_column("'sending'")
    return sending


def _time(name: str) -> Any:
    return bindparam(name, type_=o.c.due.type)


PENDING = _pending(o)
row = o.alias("r")
earlier = o.alias("e")


def _waits_for_another(rows: Any, name: str) -> ColumnElement[bool]:
    """Its ``after`` is not finished. One that was never put, or is long gone, keeps nobody waiting."""
    other = o.alias(name)
    return and_(
        rows.c.after != "",
        exists().where(
            other.c.community == rows.c.community,
            other.c.once == rows.c.after,
            or_(_pending(other), _sending(other)),
        ),
    )


def _in_flight(rows: Any) -> ColumnElement[bool]:
    """Something is on its way to the same recipient."""
    other = o.alias("f")
    return exists().where(other.c.community == rows.c.community, other.c.recipient == rows.c.recipient, _sending(other))


def _behind(rows: Any, when: ColumnElement[bool]) -> ColumnElement[bool]:
    """An earlier row for the same recipient comes first."""
    return exists().where(
        earlier.c.community == rows.c.community,
        earlier.c.recipient == rows.c.recipient,
        _pending(earlier),
        earlier.c.id < rows.c.id,
        when,
    )


def _take(ids: Any) -> Any:
    """Put the rows under a lease and return them. RETURNING has no order: sort what comes."""
    return (
        update(o)
        .where(o.c.id.in_(ids.with_for_update(skip_locked=True)))
        .values(
            state=State.SENDING.value,
            attempt=o.c.attempt + 1,
            first_attempt=func.coalesce(o.c.first_attempt, _time("began")),
            lease_until=_time("until"),
            lease_owner=bindparam("owner"),
        )
        .returning(*o.c)
    )


EXPIRE = (
    update(o)
    .where(PENDING, o.c.expires.is_not(None), o.c.expires <= _time("now"))
    .values(state=State.SKIPPED.value, why="expired", finished=_time("at"))
)

LOST = _take(
    select(row.c.id)
    .where(_sending(row), or_(row.c.lease_until <= _time("now"), row.c.lease_until > _time("far")))
    .order_by(row.c.lease_until, row.c.id)
    .limit(bindparam("most"))
)

DUE = _take(
    select(row.c.id)
    .where(
        _pending(row),
        row.c.due <= _time("now"),
        ~_in_flight(row),
        # A retry that waits for its time keeps its turn; what is only planned for later does not.
        ~_behind(
            row,
            or_(
                earlier.c.attempt > 0,
                and_(earlier.c.due <= _time("now"), ~_waits_for_another(earlier, "b")),
            ),
        ),
        ~_waits_for_another(row, "a"),
    )
    .order_by(row.c.due, row.c.id)
    .limit(bindparam("most"))
)

# Rows that another one holds up are left out: they become free when that one does, and a worker that was
# called for them would find nothing and ask again at once.
NEXT = (
    select(row.c.due)
    .where(
        _pending(row),
        ~_in_flight(row),
        ~_behind(row, and_(earlier.c.attempt > 0, earlier.c.due > row.c.due)),
        ~_waits_for_another(row, "a"),
    )
    .order_by(row.c.due, row.c.id)
    .limit(1)
)
LEASE = select(func.min(o.c.lease_until)).where(_sending(o))

READ_COMMITTED = text("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
WAIT_FOR_TURN = select(func.pg_advisory_xact_lock(TURN))


def take_turns(connection: Connection) -> None:
    """One claim at a time, so that two never take rows of the same recipient.

    SQLite has one writer anyway. On PostgreSQL a claim that begins its transaction makes it READ COMMITTED:
    it waits for its turn and then sees what the one before took, where SERIALIZABLE would have to repeat.
    """
    if connection.dialect.name == "sqlite":
        return
    driver: Any = connection.connection.driver_connection
    if not driver.is_in_transaction():
        connection.execute(READ_COMMITTED)
    connection.execute(WAIT_FOR_TURN)
