"""What waits to be delivered, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select, update
from sqlalchemy.engine import Connection

from bot import codec
from bot.identity import Ref
from bot.work import Delivery, Kind, Sending, Sort, State, Target
from storage.repositories import claims
from storage.repositories.claims import PENDING
from storage.statements import added
from storage.tables import outbox as o

CANCEL = update(o).where(
    o.c.community == bindparam("of_community"),
    o.c.collapse == bindparam("of_collapse"),
    o.c.collapse != literal_column("''"),
    o.c.id != bindparam("of_keep"),
    PENDING,
)
SETTLE = update(o).where(
    o.c.id == bindparam("of_id"),
    o.c.attempt == bindparam("of_attempt"),
    o.c.state == State.SENDING.value,
)
COUNTS = select(o.c.state, func.count()).group_by(o.c.state)
NO_LEASE = {"lease_until": None, "lease_owner": None}


def recipient(target: Target) -> str:
    """Whom rows must reach in order: a place, a person, or the same people in whatever order."""
    if target.place is not None:
        return f"place {target.place.id}"
    return "people " + " ".join(sorted(person.id for person in target.people))


class SqlOutbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.fresh = False

    def put(self, sending: Sending, now: datetime) -> bool:
        id = added(self._connection, o, _row(sending, now))
        if id is not None and sending.collapse:
            self._cancel(sending.community, sending.collapse, keep=id)
        self.fresh = self.fresh or id is not None
        return id is not None

    def claim(self, now: datetime, owner: str, lease: timedelta, limit: int) -> Sequence[Delivery]:
        claims.take_turns(self._connection)
        self._connection.execute(claims.EXPIRE, {"now": now, "at": now})
        taken = {"now": now, "began": now, "until": now + lease, "owner": owner}
        lost = {"far": now + 2 * lease, "most": limit}
        doubtful = [_delivery(row, in_doubt=True) for row in self._connection.execute(claims.LOST, taken | lost)]
        due = self._connection.execute(claims.DUE, taken | {"most": limit - len(doubtful)})
        fresh = [_delivery(row) for row in sorted(due, key=lambda row: (row.due, row.id))]
        return (*sorted(doubtful, key=lambda delivery: delivery.id), *fresh)

    def finish(
        self, delivery: Delivery, state: State, now: datetime, *, refs: Sequence[Ref] = (), why: str = ""
    ) -> bool:
        return self._settle(delivery, refs, why, state=state.value, finished=now)

    def again(self, delivery: Delivery, at: datetime, *, refs: Sequence[Ref] = (), why: str = "") -> bool:
        return self._settle(delivery, refs, why, state=State.PENDING.value, due=at)

    def cancel(self, community: int, collapse: str) -> int:
        return self._cancel(community, collapse, keep=0)

    def next_due(self) -> datetime | None:
        times = (
            self._connection.execute(claims.NEXT).scalar(),
            self._connection.execute(claims.LEASE).scalar(),
        )
        return min((at for at in times if at is not None), default=None)

    def counts(self) -> Mapping[State, int]:
        found = {State(state): count for state, count in self._connection.execute(COUNTS)}
        return {state: found.get(state, 0) for state in State}

    def _settle(self, delivery: Delivery, refs: Sequence[Ref], why: str, **outcome: Any) -> bool:
        token = {"of_id": delivery.id, "of_attempt": delivery.attempt}
        row = token | {"refs": codec.dumps(tuple(refs)), "why": why} | NO_LEASE | outcome
        return self._connection.execute(SETTLE, row).rowcount == 1

    def _cancel(self, community: int, collapse: str, keep: int) -> int:
        which = {"of_community": community, "of_collapse": collapse, "of_keep": keep}
        return self._connection.execute(CANCEL, which | {"state": State.CANCELLED.value}).rowcount


def _row(sending: Sending, now: datetime) -> dict[str, Any]:
    return {
        "community": sending.community,
        "once": sending.once,
        "kind": sending.kind.value,
        "target": codec.dumps(sending.target),
        "recipient": recipient(sending.target),
        "message": None if sending.message is None else codec.dumps(sending.message),
        "title": sending.title,
        "not_before": sending.not_before,
        "expires": sending.expires,
        "collapse": sending.collapse,
        "after": sending.after,
        "followup": None if sending.then is None else codec.dumps(sending.then),
        "state": State.PENDING.value,
        "due": sending.not_before or now,
        "attempt": 0,
        "refs": "[]",
        "why": "",
        "created": now,
        "sort": sending.sort.value,
    }


def _delivery(row: Any, in_doubt: bool = False) -> Delivery:
    sending = Sending(
        once=row.once,
        community=row.community,
        target=codec.loads(row.target),
        message=None if row.message is None else codec.loads(row.message),
        kind=Kind(row.kind),
        title=row.title,
        not_before=row.not_before,
        expires=row.expires,
        collapse=row.collapse,
        after=row.after,
        then=None if row.followup is None else codec.loads(row.followup),
        sort=Sort(row.sort or Sort.ANSWER),
    )
    return Delivery(row.id, sending, row.attempt, row.first_attempt, codec.loads(row.refs), in_doubt)
