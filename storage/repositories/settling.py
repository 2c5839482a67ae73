"""What became of rows that were under way: written under their fencing token."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.engine import Connection

from bot import codec
from bot.delivery.ports import End
from bot.identity import Place, Ref
from bot.work import Delivery, State
from storage.tables import outbox as o

SETTLE = update(o).where(
    o.c.community == bindparam("of_community"),
    o.c.id == bindparam("of_id"),
    o.c.attempt == bindparam("of_attempt"),
    o.c.state == State.SENDING.value,
)
# What was sent is the reader's, and the platform keeps it: here only the fact is kept.
SENT = SETTLE.values(
    state=State.SENT.value,
    why=bindparam("what"),
    refs=bindparam("where"),
    finished=bindparam("at", type_=o.c.finished.type),
    message=None,
    title="",
    lease_until=None,
    lease_owner=None,
)
NO_LEASE = {"lease_until": None, "lease_owner": None}
QUIET: dict[str, Any] = {"message": None, "title": ""}


def settle(connection: Connection, ends: Sequence[End], now: datetime) -> None:
    """Many at once; those under an old token change nothing."""
    sent = [_sent(one, now) for one in ends if one.state is State.SENT]
    others = [_end(one, now) for one in ends if one.state is not State.SENT]
    for statement, rows in ((SENT, sent), (SETTLE, others)):
        if rows:
            connection.execute(statement, rows)


def settled(connection: Connection, delivery: Delivery, refs: Sequence[Ref], why: str, **outcome: Any) -> bool:
    """One alone; False under an old token."""
    row = _token(delivery) | {"refs": bare(refs), "why": why} | NO_LEASE | outcome
    return connection.execute(SETTLE, row).rowcount == 1


def bare(refs: Sequence[Ref]) -> str:
    """Without the names of places: a pair's space is called after its people."""
    return codec.dumps(tuple(Ref(Place(ref.place.platform, ref.place.id), ref.id) for ref in refs))


def _token(delivery: Delivery) -> dict[str, Any]:
    return {"of_id": delivery.id, "of_community": delivery.sending.community, "of_attempt": delivery.attempt}


def _sent(end: End, now: datetime) -> dict[str, Any]:
    return _token(end.delivery) | {"where": bare(end.refs), "what": end.why, "at": now}


def _end(end: End, now: datetime) -> dict[str, Any]:
    over = end.state is not State.PENDING
    return {
        **NO_LEASE,
        **_token(end.delivery),
        "state": end.state.value,
        "due": end.at or end.delivery.due or now,
        "refs": bare(end.refs),
        "why": end.why,
        "doubt": 1 if end.in_doubt else None,
        "turn": None if over else 1,
        "finished": now if over else None,
    }
