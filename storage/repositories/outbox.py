"""What waits to be delivered, and what became of it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Update, bindparam, func, literal_column, select, update
from sqlalchemy.engine import Connection

from bot import codec
from bot.delivery.lanes import CLOCKS
from bot.delivery.outcomes import LEASE, PAUSE
from bot.delivery.ports import NOTHING, End, Sent, Without
from bot.identity import Person, Ref
from bot.logs import trace
from bot.ui import Message
from bot.work import Delivery, Kind, Sending, Sort, State, Target
from storage.repositories import claims, recalling, settling
from storage.repositories.claims import PENDING
from storage.statements import added
from storage.tables import outbox as o

log = logging.getLogger(__name__)

CANCEL = update(o).where(
    o.c.community == bindparam("of_community"),
    o.c.collapse == bindparam("of_collapse"),
    o.c.collapse != literal_column("''"),
    o.c.id != bindparam("of_keep"),
    PENDING,
    o.c.doubt.is_(None),
)
ABOUT = select(o.c.target, o.c.recipient, o.c.state, o.c.refs).where(
    o.c.community == bindparam("of_community"), o.c.once == bindparam("of_once")
)
UNBEGUN = update(o).where(
    o.c.community == bindparam("of_community"),
    o.c.once == bindparam("of_once"),
    o.c.attempt == literal_column("0"),
    PENDING,
)
STAND = update(o).where(o.c.community == bindparam("of_community"), o.c.once == bindparam("of_once"))
ONE = (o.c.community == bindparam("of_community"), o.c.id == bindparam("of_id"))
WAITING = update(o).where(*ONE, PENDING)
PAY = update(o).where(*ONE, claims.UNPAID)
CLOSE = update(o).where(*ONE, o.c.state == State.UNTOLD.value)
MISSED = (
    select(o.c.once)
    .where(o.c.community == bindparam("community"), o.c.created >= bindparam("since"), claims.TOO_LATE)
    .order_by(o.c.id)
)
COUNTS = select(o.c.state, func.count()).group_by(o.c.state)
UNREADABLE: dict[str, Any] = {"state": State.DEAD.value, "why": "it cannot be read"}
CANCELLED = {"state": State.CANCELLED.value}


def recipient(target: Target) -> str:
    """Whom rows must reach in order: a place, a person, or the same people in whatever order."""
    if target.place is not None:
        return f"place {target.place.id}"
    return "people " + " ".join(sorted(person.id for person in target.people))


class SqlOutbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.fresh = False
        self._swept: datetime | None = None
        self.left_out: Counter[tuple[str, str]] = Counter()

    def put(self, sending: Sending, now: datetime) -> bool:
        about = self._about(sending.community, sending.original)
        row = _row(sending, now) | (_aimed(about) if about and sending.target == Target() else {})
        id = added(self._connection, o, row)
        if id is None:
            return False
        self.fresh = True
        if row["collapse"]:
            self._cancel(sending.community, row["collapse"], keep=id)
        if sending.kind is Kind.DELETE:
            which = {"of_community": sending.community, "of_once": sending.original}
            self._connection.execute(UNBEGUN, which | CANCELLED)
        return True

    def turn(self) -> None:
        claims.take_turns(self._connection)

    def due(self, now: datetime, limit: int, without: Without = NOTHING) -> Sequence[Delivery]:
        if self._swept != now:
            self._sweep(now, without)
        lanes = {"communities": list(without.communities), "platforms": list(without.platforms)}
        asked = _paused(now) | _served(without.served) | lanes | {"now": now, "most": limit}
        rows = self._connection.execute(claims.DUE, asked)
        return [one for row in _few(rows, without) if (one := self._read(row, WAITING, UNREADABLE | {"finished": now}))]

    def _sweep(self, now: datetime, without: Without) -> None:
        """Once in a transaction, however often it looks: what expired, and what was lost."""
        self.turn()
        times = {"now": now, "at": now, "far": now + 2 * LEASE, "anew": now + LEASE}
        expired = self._connection.execute(claims.EXPIRE, times).scalars()
        self.left_out.update((sort or Sort.ANSWER.value, "expired") for sort in expired)
        self._connection.execute(claims.AHEAD, times)
        self._connection.execute(claims.LOST, times | {"mine": sorted(without.mine)})
        self._swept = now

    def take(self, deliveries: Sequence[Delivery], now: datetime, owner: str, lease: timedelta) -> Sequence[Delivery]:
        if not deliveries:
            return ()
        ids = {"ids": [one.id for one in deliveries]}
        self._connection.execute(claims.TAKE, ids | {"began": now, "until": now + lease, "owner": owner})
        return [replace(one, attempt=one.attempt + 1, first_attempt=one.first_attempt or now) for one in deliveries]

    def hold(self, held: Sequence[tuple[Delivery, datetime]], *, turn: bool = False) -> None:
        rows = [_this(one) | {"due": until, "turn": 1 if turn else None} for one, until in held]
        if rows:
            self._connection.execute(WAITING, rows)

    def drop(self, delivery: Delivery, why: str, now: datetime) -> None:
        at = None if delivery.sending.then else now
        row = _this(delivery) | {"state": State.SKIPPED.value, "why": why, "finished": at}
        self.left_out[delivery.sending.sort.value, why] += self._connection.execute(WAITING, row).rowcount

    def waiting(self, delivery: Delivery, now: datetime, sort: Sort | None = None) -> Sequence[Delivery]:
        which = _this(delivery) | {"now": now, "of_sort": (sort or delivery.sending.sort).value}
        which |= {"of_recipient": recipient(delivery.sending.target)}
        return [_delivery(row) for row in self._connection.execute(claims.WAITING, which)]

    def reword(self, delivery: Delivery, message: Message) -> None:
        self._connection.execute(WAITING, _this(delivery) | {"message": codec.dumps(message)})

    def reconsider(self, community: int, person: Person) -> None:
        which = {"of_community": community, "of_recipient": recipient(Target((person,)))}
        self.fresh = self._connection.execute(claims.RECONSIDER, which).rowcount > 0 or self.fresh

    def missed(self, community: int, since: datetime) -> Sequence[str]:
        asked = {"community": community, "since": since}
        return tuple(self._connection.execute(MISSED, asked).scalars())

    def finish(
        self, delivery: Delivery, state: State, now: datetime, *, refs: Sequence[Ref] = (), why: str = ""
    ) -> bool:
        quiet = settling.QUIET if state is State.SENT else {}
        outcome = {"state": state.value, "finished": now, **quiet}
        return settling.settled(self._connection, delivery, refs, why, **outcome)

    def again(
        self, delivery: Delivery, at: datetime, *, refs: Sequence[Ref] = (), why: str = "", in_doubt: bool = False
    ) -> bool:
        doubt = 1 if in_doubt else None
        outcome = {"state": State.PENDING.value, "due": at, "doubt": doubt, "turn": 1}
        return settling.settled(self._connection, delivery, refs, why, **outcome)

    def settle(self, ends: Sequence[End], now: datetime) -> None:
        settling.settle(self._connection, ends, now)

    def owed(self, limit: int) -> Sequence[Delivery]:
        rows = self._connection.execute(claims.OWED, {"most": limit}).all()
        return [one for row in rows if (one := self._read(row, PAY, {"finished": row.created}))]

    def paid(self, delivery: Delivery, now: datetime) -> bool:
        return self._connection.execute(PAY, _this(delivery) | {"finished": now}).rowcount == 1

    def untold(self, community: int, person: Person, limit: int) -> Sequence[Delivery]:
        which = {"of_community": community, "of_recipient": recipient(Target((person,))), "most": limit}
        return [_delivery(row) for row in self._connection.execute(claims.UNTOLD, which)]

    def close(self, delivery: Delivery, state: State, now: datetime) -> bool:
        end = {"state": state.value, "finished": now, "message": None, "title": ""}
        return self._connection.execute(CLOSE, _this(delivery) | end).rowcount == 1

    def sent(self, community: int, once: str) -> Sent | None:
        row = self._about(community, once)
        return None if row is None else Sent(State(row.state), codec.loads(row.refs))

    def stand(self, community: int, once: str, refs: Sequence[Ref]) -> None:
        which = {"of_community": community, "of_once": once}
        self._connection.execute(STAND, which | {"refs": settling.bare(refs)})

    def cancel(self, community: int, collapse: str) -> int:
        return self._cancel(community, collapse, keep=0)

    def known(self, community: int, prefix: str) -> Sequence[str]:
        return recalling.known(self._connection, community, prefix)

    def recall(self, community: int, once: str, instead: Message) -> bool:
        return recalling.recall(self._connection, community, once, codec.dumps(instead))

    def next_due(self, now: datetime, served: frozenset[str] | None = None) -> datetime | None:
        far = {"far": now + 2 * LEASE}
        times = [
            self._connection.execute(claims.NEXT, _paused(now) | _served(served)).scalar(),
            self._connection.execute(claims.EXPIRY).scalar(),
        ]
        times.append(self._connection.execute(claims.LEASE, far).scalar())
        lost = self._connection.execute(claims.FAR, far).first()
        if lost or self._connection.execute(claims.OWED, {"most": 1}).first():
            times.append(now)
        return min((at for at in times if at is not None), default=None)

    def counts(self) -> Mapping[State, int]:
        found = {State(state): count for state, count in self._connection.execute(COUNTS)}
        return {state: found.get(state, 0) for state in State}

    def _read(self, row: Any, otherwise: Update, end: dict[str, Any]) -> Delivery | None:
        """One that cannot be read, as after a step back to an older version, ends: it must not hold up all others."""
        try:
            return _delivery(row)
        except ValueError:
            log.exception("row %s of the outbox cannot be read", row.id)
            self._connection.execute(otherwise, {"of_id": row.id, "of_community": row.community} | end)
            return None

    def _about(self, community: int, once: str) -> Any:
        which = {"of_community": community, "of_once": once}
        return self._connection.execute(ABOUT, which).first() if once else None

    def _cancel(self, community: int, collapse: str, keep: int) -> int:
        which = {"of_community": community, "of_collapse": collapse, "of_keep": keep}
        return self._connection.execute(CANCEL, which | CANCELLED).rowcount


def _few(rows: Iterable[Any], without: Without) -> Iterator[Any]:
    """Of each community as many as there are places for."""
    places = Counter(without.busy)
    for row in rows:
        places[row.community] += 1
        if without.each is None or places[row.community] <= without.each:
            yield row


def _paused(now: datetime) -> dict[str, datetime]:
    return {"lately": now - PAUSE, "seen": now + CLOCKS}


def _served(platforms: frozenset[str] | None) -> dict[str, Any]:
    return {"some": int(platforms is not None), "served": sorted(platforms or ())}


def _this(delivery: Delivery) -> dict[str, Any]:
    return {"of_id": delivery.id, "of_community": delivery.sending.community}


def _aimed(about: Any) -> dict[str, Any]:
    """For the same people as what it is about, so also after it."""
    return {"target": about.target, "recipient": about.recipient}


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
        "collapse": sending.collapse or (f"edit:{sending.original}" if sending.kind is Kind.EDIT else ""),
        "after": sending.after,
        "followup": None if sending.then is None else codec.dumps(sending.then),
        "state": State.PENDING.value,
        "due": sending.not_before or now,
        "attempt": 0,
        "refs": "[]",
        "why": "",
        "created": now,
        "sort": sending.sort.value,
        "original": sending.original,
        "trace": trace(),
    }


def _delivery(row: Any) -> Delivery:
    id, once, community, target, message, kind, title, not_before, expires, collapse, after, *rest = row
    followup, sort, original, attempt, first_attempt, created, refs, doubt, turn, due, trace = rest
    sending = Sending(
        once=once,
        community=community,
        target=codec.loads(target),
        message=None if message is None else codec.loads(message),
        kind=Kind(kind),
        title=title,
        not_before=not_before,
        expires=expires,
        collapse=collapse,
        after=after,
        then=None if followup is None else codec.loads(followup),
        sort=Sort(sort or Sort.ANSWER),
        original=original or "",
    )
    parts, planned = () if refs == "[]" else codec.loads(refs), not_before or created
    return Delivery(id, sending, attempt, first_attempt, planned, parts, bool(doubt), bool(turn), due, trace or "")
