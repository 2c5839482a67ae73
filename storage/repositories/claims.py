"""Which rows of the outbox may be sent now: the statements of a claim.

States are spelled out and not parameters: the database must see that the partial indexes apply.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, literal_column, or_, select, text, update
from sqlalchemy.engine import Connection

from bot.work import State
from storage.tables import community as c
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
UNPAID = and_(o.c.followup.is_not(None), o.c.finished.is_(None))
row = o.alias("r")

WHOLE = (
    *("id", "once", "community", "target", "message", "kind", "title", "not_before", "expires", "collapse", "after"),
    *("followup", "sort", "original", "attempt", "first_attempt", "created", "refs", "doubt", "turn", "due", "trace"),
)
"""What a delivery is made of, in this order."""
earlier = o.alias("e")


def ended(at: Any) -> Any:
    """When a row ended that is never sent; left open where something is still to follow."""
    return case((o.c.followup.is_(None), at), else_=None)


def _any(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether there is such a row, looked up for one row after the other.

    OFFSET keeps PostgreSQL from making a join of it, for which it would read everything that waits, each time.
    """
    return select(literal_column("1")).where(*conditions).offset(literal_column("0")).exists()


def _waits_for_another(rows: Any, name: str) -> ColumnElement[bool]:
    """What it comes after, or is about, is not finished. One that was never put keeps nobody waiting."""
    return or_(_unfinished(rows, rows.c.after, name), _unfinished(rows, rows.c.original, f"{name}o"))


def _unfinished(rows: Any, once: Any, name: str) -> ColumnElement[bool]:
    other = o.alias(name)
    return and_(
        once != "",
        _any(other.c.community == rows.c.community, other.c.once == once, or_(_pending(other), _sending(other))),
    )


def _in_flight(rows: Any) -> ColumnElement[bool]:
    """Something is on its way to the same recipient."""
    other = o.alias("f")
    return _any(other.c.community == rows.c.community, other.c.recipient == rows.c.recipient, _sending(other))


def _behind(rows: Any, when: ColumnElement[bool]) -> ColumnElement[bool]:
    """An earlier row for the same recipient comes first."""
    return _any(
        earlier.c.community == rows.c.community,
        earlier.c.recipient == rows.c.recipient,
        _pending(earlier),
        earlier.c.id < rows.c.id,
        when,
    )


# What is there in part is brought to its end.
UNBEGUN = (o.c.doubt.is_(None), o.c.refs == literal_column("'[]'"))
EXPIRE = (
    update(o)
    .where(PENDING, *UNBEGUN, o.c.expires.is_not(None), o.c.expires <= _time("now"))
    .values(state=State.SKIPPED.value, why="expired", finished=ended(_time("at")))
    .returning(o.c.sort)
)

# The clock went back since they were claimed. Their workers may well be alive, so their leases begin anew.
AHEAD = update(o).where(_sending(o), o.c.lease_until > _time("far")).values(lease_until=_time("anew"))

# Their workers died: what they had begun may have arrived.
LOST = (
    update(o)
    .where(_sending(o), o.c.lease_until <= _time("now"), o.c.id.not_in(bindparam("mine", expanding=True)))
    .values(
        state=State.PENDING.value,
        due=case((o.c.due <= _time("now"), o.c.due), else_=_time("at")),
        doubt=literal_column("1"),
        turn=literal_column("1"),
        lease_until=None,
        lease_owner=None,
    )
)

# Where the bot was removed one row is tried again after a day: the platform may have been wrong, or mended.
PAUSED = exists().where(c.c.id == row.c.community, c.c.paused > _time("lately"), c.c.paused <= _time("seen"))

# A community whose platform this process does not serve waits for one that does.
ELSEWHERE = exists().where(
    c.c.id == row.c.community,
    bindparam("some", type_=o.c.attempt.type) == literal_column("1"),
    c.c.platform.not_in(bindparam("served", expanding=True)),
)

DUE = (
    select(*(row.c[name] for name in WHOLE))
    .where(
        _pending(row),
        ~PAUSED,
        ~ELSEWHERE,
        row.c.community.not_in(bindparam("communities", expanding=True)),
        ~exists().where(c.c.id == row.c.community, c.c.platform.in_(bindparam("platforms", expanding=True))),
        row.c.due <= _time("now"),
        ~_in_flight(row),
        # What waits only for its chance keeps its turn; what is only planned for later does not.
        ~_behind(
            row,
            or_(
                earlier.c.turn.is_not(None),
                and_(earlier.c.due <= _time("now"), ~_waits_for_another(earlier, "b")),
            ),
        ),
        ~_waits_for_another(row, "a"),
    )
    .order_by(row.c.due, row.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=row)
)

TAKE = (
    update(o)
    .where(o.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        state=State.SENDING.value,
        attempt=o.c.attempt + 1,
        first_attempt=func.coalesce(o.c.first_attempt, _time("began")),
        doubt=None,
        turn=None,
        lease_until=_time("until"),
        lease_owner=bindparam("owner"),
    )
)

# Further rows of one sort for the same recipient, whatever holds them back.
WAITING = (
    select(*(o.c[name] for name in WHOLE))
    .where(
        PENDING,
        o.c.community == bindparam("of_community"),
        o.c.recipient == bindparam("of_recipient"),
        o.c.sort == bindparam("of_sort"),
        o.c.id != bindparam("of_id"),
        o.c.attempt == literal_column("0"),
        o.c.kind == literal_column("'send'"),
        o.c.after == literal_column("''"),
        func.coalesce(o.c.not_before, o.c.created) <= _time("now"),
        or_(o.c.expires.is_(None), o.c.expires > _time("now")),
    )
    .order_by(o.c.id)
    .limit(50)
)

RECONSIDER = (
    update(o)
    .where(
        PENDING,
        o.c.community == bindparam("of_community"),
        o.c.recipient == bindparam("of_recipient"),
        o.c.sort.in_((literal_column("'weekly'"), literal_column("'nudge'"))),
        o.c.attempt == literal_column("0"),
    )
    .values(due=func.coalesce(o.c.not_before, o.c.created))
)

TOO_LATE = text("outbox.state = 'skipped' AND outbox.sort = 'post' AND outbox.why = 'too late'")

# Rows that another one holds up are left out: they become free when that one does, and a worker that was
# called for them would find nothing and ask again at once.
NEXT = (
    select(row.c.due)
    .where(
        _pending(row),
        ~PAUSED,
        ~ELSEWHERE,
        ~_in_flight(row),
        ~_behind(row, and_(earlier.c.turn.is_not(None), earlier.c.due > row.c.due)),
        ~_waits_for_another(row, "a"),
    )
    .order_by(row.c.due, row.c.id)
    .limit(1)
)
LEASE = select(func.min(o.c.lease_until)).where(_sending(o), o.c.lease_until <= _time("far"))
FAR = select(o.c.id).where(_sending(o), o.c.lease_until > _time("far")).limit(1)
EXPIRY = select(func.min(o.c.expires)).where(PENDING, *UNBEGUN, o.c.expires.is_not(None))
OWED = (
    select(*(o.c[name] for name in WHOLE))
    .where(o.c.state.in_((literal_column("'cancelled'"), literal_column("'skipped'"))), UNPAID)
    .order_by(o.c.id)
    .limit(bindparam("most"))
)

# What could not come by direct message, and waits for its person.
UNTOLD = (
    select(*(o.c[name] for name in WHOLE))
    .where(
        o.c.community == bindparam("of_community"),
        o.c.recipient == bindparam("of_recipient"),
        o.c.state == literal_column("'untold'"),
    )
    .order_by(o.c.id)
    .limit(bindparam("most"))
)

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
