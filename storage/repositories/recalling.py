"""Rows of the outbox whose words are to be seen nowhere any more."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, literal_column, or_, select, update
from sqlalchemy.engine import Connection

from bot.work import State
from storage.repositories.claims import PENDING
from storage.tables import outbox as o

ROW = update(o).where(o.c.community == bindparam("of_community"), o.c.once == bindparam("of_once"))
STATE = select(o.c.state).where(o.c.community == bindparam("of_community"), o.c.once == bindparam("of_once"))
KNOWN = (
    select(o.c.once)
    .where(o.c.community == bindparam("community"), o.c.once.startswith(bindparam("prefix"), autoescape=False))
    .order_by(o.c.id)
)
UNSENT = ROW.where(
    or_(
        and_(PENDING, o.c.doubt.is_(None), o.c.refs == literal_column("'[]'")),
        o.c.state == State.UNTOLD.value,
    )
)
UNDER_WAY = ROW.where(o.c.state.in_([State.PENDING.value, State.SENDING.value]))
ENDED = ROW.where(o.c.state.not_in([State.PENDING.value, State.SENDING.value]))
MAYBE_THERE = frozenset({State.PENDING.value, State.SENDING.value, State.SENT.value, State.UNCERTAIN.value})


def known(connection: Connection, community: int, prefix: str) -> Sequence[str]:
    return tuple(connection.execute(KNOWN, {"community": community, "prefix": prefix}).scalars())


def recall(connection: Connection, community: int, once: str, instead: str) -> bool:
    """``instead`` as JSON."""
    which = {"of_community": community, "of_once": once}
    nothing = {"message": None, "title": ""}
    if connection.execute(UNSENT, which | nothing | {"state": State.CANCELLED.value}).rowcount:
        return False
    connection.execute(UNDER_WAY, which | {"message": instead})
    connection.execute(ENDED, which | nothing)
    return connection.execute(STATE, which).scalar() in MAYBE_THERE
