"""What became of a batch: recorded together, with what it means for the lanes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.delivery import lanes, trouble, untold
from bot.delivery.lanes import Call, Lane, breakers
from bot.delivery.outcomes import LONGEST, outcome
from bot.delivery.ports import End
from bot.errors import Busy, Forbidden, Full, Gone, PlatformError, Revoked, Uncertain, Unreachable
from bot.logs import traced
from bot.work import Kind, State

if TYPE_CHECKING:
    from bot.delivery.carrying import Arrived, Attempt
    from bot.delivery.claiming import Lanes
    from bot.delivery.ledger import Ledger
    from bot.identity import Place
    from bot.registry import Registry
    from bot.work import Delivery, Work

ASIDE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Done:
    """An attempt that is over. ``error`` is the platform's; ``wrong`` is a mistake of ours."""

    attempt: Attempt
    arrived: Arrived | None = None
    error: PlatformError | None = None
    wrong: Exception | None = None
    back: bool = False
    """Put back without having been tried."""

    @property
    def alone(self) -> bool:
        """It changes more than its own row, so it is recorded in a transaction of its own kind."""
        sending = self.attempt.sending
        told = isinstance(self.error, Forbidden | Gone | Full)
        return told or sending.then is not None or sending.kind in (Kind.EDIT, Kind.DELETE)


def end_of(done: Done, now: datetime) -> End:
    attempt, delivery = done.attempt, done.attempt.delivery
    refs = tuple(attempt.refs)
    if done.arrived:
        return End(delivery, done.arrived.state, refs=refs, why=done.arrived.why)
    if done.back:
        return End(delivery, at=delivery.due, refs=refs, in_doubt=attempt.in_doubt)
    error = done.error or Uncertain(repr(done.wrong))
    waited = now - (delivery.first_attempt or now)
    what = outcome(error, delivery.attempt, waited, attempt.sending.sort, in_doubt=attempt.in_doubt)
    why = type(error).__name__
    if what.state:
        state = State.UNTOLD if untold.can_wait(attempt, error) else what.state
        return End(delivery, state, refs=refs, why=why)
    jitter = random.uniform(1, 1.25) if isinstance(error, Unreachable) and not what.in_doubt else 1.0
    at = now + timedelta(seconds=(what.wait or 0) * jitter)
    return End(delivery, at=at, refs=refs, why=why, in_doubt=what.in_doubt)


def record(work: Work, several: Sequence[Done], now: datetime) -> None:
    """Those of which nothing but their own row changes; many at the price of one."""
    work.outbox.settle([end_of(one, now) for one in several], now)
    for one in several:
        _remember(work, one.attempt)


def record_alone(work: Work, done: Done, now: datetime, registry: Registry) -> None:
    """With what follows, and with what stands for the row that was changed: once, under the fencing token."""
    attempt, end = done.attempt, end_of(done, now)
    if end.state is State.PENDING:
        mine = work.outbox.again(end.delivery, end.at or now, refs=end.refs, why=end.why, in_doubt=end.in_doubt)
    else:
        mine = work.outbox.finish(end.delivery, end.state, now, refs=end.refs, why=end.why)
    if not mine:
        return
    _remember(work, attempt)
    if done.error:
        trouble.tell(work, attempt, done.error, now)
    if end.state is State.UNTOLD:
        untold.hint(work, attempt, now)
    if attempt.sending.kind in (Kind.EDIT, Kind.DELETE):
        work.outbox.stand(attempt.sending.community, attempt.sending.original, attempt.stand)
    if end.state is not State.PENDING:
        place = done.arrived.place if done.arrived and end.state is State.SENT else None
        follow(work, end.delivery, now, place, registry)


def put_aside(work: Work, done: Done, now: datetime) -> None:
    """A step that cannot be run is tried again every hour for as long as a delivery is, and nobody waits for it."""
    end, delivery = end_of(done, now), done.attempt.delivery
    if now - (delivery.first_attempt or now) > LONGEST:
        record(work, [done], now)
    elif work.outbox.again(delivery, now + ASIDE, refs=end.refs, why="what follows cannot be run", in_doubt=True):
        work.outbox.hold([(delivery, now + ASIDE)])


def follow(work: Work, delivery: Delivery, now: datetime, place: Place | None, registry: Registry) -> None:
    then = delivery.sending.then
    if then:
        with traced(delivery.trace):
            registry.steps[then.name].run(work, delivery.sending.community, now, place, **then.args)


def _remember(work: Work, attempt: Attempt) -> None:
    if attempt.met:
        work.members.remember_direct(attempt.sending.community, attempt.sending.target.people[0], attempt.met)


def tell_lanes(work: Work, ledger: Ledger, several: Sequence[Done], of: Lanes) -> None:
    """What the platforms' answers say about what they let through. Most say nothing, and cost nothing."""
    telling = [one for one in several if not one.back and not one.wrong and _tells(one)]
    if not telling:
        return
    ledger.read(work, ((_platform(one), (*one.attempt.lanes, *_refusal(one, of))) for one in telling))
    for one in telling:
        _tell(work, ledger, one, of)


def _tells(done: Done) -> bool:
    return done.error is not None or done.attempt.shaky > 0 or done.attempt.posted > 1


def _tell(work: Work, ledger: Ledger, done: Done, of: Lanes) -> None:
    attempt, platform, now = done.attempt, _platform(done), ledger.now
    if attempt.posted > 1:
        ledger.spend(platform, [one for one in attempt.lanes if one.every], attempt.posted - 1)
    why = type(done.error).__name__ if done.error else ""
    if isinstance(done.error, Unreachable | Uncertain):
        _each(ledger, done, lambda fill: lanes.failed(fill, now, why))
        return
    _each(ledger, done, lanes.worked)
    ledger.spend(platform, _refusal(done, of))
    match done.error:
        case Full():  # of spaces: everything else goes on
            return
        case Busy(wait=wait, lane=key) if limited := [one.key for one in attempt.lanes if one.every]:
            key = limited[-1] if key is None else key
            until = now + timedelta(seconds=wait)
            ledger.put(platform, key, lanes.closed(ledger.fill(platform, key), until, now, why))
        case Revoked():
            work.communities.pause(attempt.sending.community, now)


def _each(ledger: Ledger, done: Done, change: Callable[[lanes.Fill], lanes.Fill]) -> None:
    platform = _platform(done)
    for one in breakers(done.attempt.sending.community):
        ledger.put(platform, one.key, change(ledger.fill(platform, one.key)))


def _refusal(done: Done, of: Lanes) -> Sequence[Lane]:
    """What a refusal uses up: platforms shut out those who collect too many."""
    if not isinstance(done.error, Forbidden | Gone | Revoked | Busy):
        return ()
    return of(Call.REFUSED, done.attempt.facts.home.community, None)


def _platform(done: Done) -> str:
    return done.attempt.facts.platform
