"""Which rows are sent now: looked up, asked about, given room in their lanes and taken, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.delivery.carrying import Attempt
from bot.delivery.facts import Facts, Look
from bot.delivery.gate import At, Never, Now, verdict
from bot.delivery.lanes import Call, Holds, Lane, breakers
from bot.delivery.outcomes import LEASE
from bot.delivery.ports import Without
from bot.delivery.telling import worded
from bot.pictures.kept import names_some, with_pictures
from bot.work import Kind

if TYPE_CHECKING:
    from bot.delivery.ledger import Ledger
    from bot.identity import Community, Place
    from bot.work import Delivery, Work

MOMENT = timedelta(seconds=1)
EACH = 24
"""So many rows of one community are under way at most: few are asked at once, and the others would only be in doubt
if the process dies.
"""
PUT_OFF = 200
"""So many rows are put off or dropped in one transaction: meanwhile nobody else can store anything."""
NONE: Mapping[int, int] = {}
CALLS = {kind: Call(kind.value) for kind in Kind}

Lanes = Callable[[Call, "Community", "Place | None"], Sequence[Lane]]
"""What an adapter declares, for any platform; nothing for one that is not served here."""


@dataclass(slots=True)
class Claimed:
    """``owed``: rows that ended unsent, and after which something is to follow.

    ``until``: when there is room again where everything waits for some. ``left_out``: rows skipped, by sort and why.
    ``busy``: how many of each community are under way. ``put_off``: how many rows may not be sent now.
    """

    busy: Counter[int] = field(default_factory=Counter)
    put_off: int = 0
    attempts: list[Attempt] = field(default_factory=list)
    owed: Sequence[Delivery] = ()
    until: datetime | None = None
    left_out: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def unfinished(self) -> bool:
        """Whether more may be due than was looked at."""
        return self.put_off >= PUT_OFF

    @property
    def crowded(self) -> frozenset[int]:
        """Communities that have as many rows under way as they may."""
        return frozenset(community for community, many in self.busy.items() if many >= EACH)

    def wait(self, until: datetime) -> None:
        self.until = min(self.until or until, until)


def claim(
    work: Work,
    ledger: Ledger,
    owner: str,
    limit: int,
    lanes: Lanes,
    served: frozenset[str] | None = None,
    busy: Mapping[int, int] = NONE,
    mine: Collection[int] = (),
) -> Claimed:
    """Take up to ``limit`` rows that may be sent now. Those that may not come due later, or never.

    ``busy``: how many of each community are under way; of one that has plenty nothing is taken, and those of others
    do not wait behind what it has left. ``mine``: which rows these are.
    """
    look, found = Look(work, ledger.now), Claimed(Counter(busy))
    plenty = frozenset(community for community, many in busy.items() if many > EACH // 2)
    without = Without(plenty, served=served, each=EACH, busy=found.busy, mine=mine)
    while not found.unfinished and (due := _due(work, ledger.now, limit - len(found.attempts), without)):
        look.ahead(due)
        ready = [one for delivery in due if (one := _ready(work, look, delivery, ledger.now))]
        found.put_off += len(due) - len(ready)
        without = _enter(work, ledger, ready, lanes, found, without, owner)
        crowded = found.crowded - without.communities
        if found.attempts and not crowded:
            break
        without = replace(without, communities=without.communities | crowded)
    found.owed, found.left_out = work.outbox.owed(limit), work.outbox.left_out
    return found


def _due(work: Work, now: datetime, limit: int, without: Without) -> Sequence[Delivery]:
    return work.outbox.due(now, limit, without) if limit else ()


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that its reader may get now, and whether it comes late."""

    delivery: Delivery
    facts: Facts
    late: bool


def _ready(work: Work, look: Look, delivery: Delivery, now: datetime) -> Ready | None:
    """None where it may not be sent now. What is in doubt may have arrived: nobody asks."""
    facts = look.at(delivery.sending)
    if facts is None:
        work.outbox.drop(delivery, "its community is gone", now)
        return None
    match Now() if delivery.in_doubt or delivery.refs else verdict(delivery, facts, now):
        case Now(late=late):
            return Ready(delivery, facts, late)
        case At(when=when):
            work.outbox.hold([(delivery, max(when, now + MOMENT))])
        case Never(why=why):
            work.outbox.drop(delivery, why, now)
    return None


def _enter(
    work: Work,
    ledger: Ledger,
    ready: Sequence[Ready],
    lanes: Lanes,
    found: Claimed,
    without: Without,
    owner: str,
) -> Without:
    """Let in and take what has room; say which communities and platforms have none."""
    needed = [(one, lanes_of(one.delivery, one.facts, lanes)) for one in ready]
    ledger.read(work, ((one.facts.platform, several) for one, several in needed))
    held: list[tuple[Delivery, datetime]] = []
    attempts: list[Attempt] = []
    for one, several in needed:
        delivery, facts = one.delivery, one.facts
        platform, key = facts.platform, facts.home.key
        if platform in without.platforms or key in without.communities or found.busy[key] >= EACH:
            continue
        wait = ledger.enter(platform, several, waited=delivery.waited)
        if wait is None:
            final = worded(work, delivery, facts, ledger.now, late=one.late)
            attempts.append(_attempt(_illustrated(work, final), facts, several, ledger))
            found.busy[key] += 1
        elif wait.lane.holds is Holds.ROW:
            held.append((delivery, wait.until))
        else:
            found.wait(wait.until)
            without = without.also(platform, key, everything=wait.lane.holds is Holds.PLATFORM)
    work.outbox.hold(held, turn=True)
    found.attempts += _taken(work, attempts, ledger.now, owner)
    return without


def _illustrated(work: Work, delivery: Delivery) -> Delivery:
    """With the pictures it names, as they are kept at this moment."""
    sending = delivery.sending
    if sending.message is None or not names_some(sending.message):
        return delivery
    message = with_pictures(work, sending.community, sending.message)
    return replace(delivery, sending=replace(sending, message=message))


def lanes_of(delivery: Delivery, facts: Facts, lanes: Lanes) -> tuple[Lane, ...]:
    """What the row's call takes, and the opening of a direct conversation where that is still to come."""
    sending, community = delivery.sending, facts.home.community
    place = sending.target.place or (facts.member.direct if facts.member else None)
    if facts.before and facts.before.refs:
        place = facts.before.refs[0].place
    opening = place is None and sending.kind is Kind.SEND
    several = (*breakers(facts.home.key), *lanes(CALLS[sending.kind], community, place))
    if opening:
        several = (*several, *lanes(Call.DIRECT, community, None))
    return tuple({one.key: one for one in several}.values())


def _attempt(delivery: Delivery, facts: Facts, several: tuple[Lane, ...], ledger: Ledger) -> Attempt:
    platform = facts.platform
    shaky = max(ledger.fill(platform, one.key).failures for one in several)
    return Attempt(delivery, facts, ledger.now, list(delivery.refs), delivery.in_doubt, several, shaky)


def _taken(work: Work, attempts: Sequence[Attempt], now: datetime, owner: str) -> list[Attempt]:
    taken = work.outbox.take([one.delivery for one in attempts], now, owner, LEASE)
    for attempt, delivery in zip(attempts, taken, strict=True):
        attempt.delivery = delivery
    return list(attempts)
