"""Delivery: what was decided is sent once, in the language its reader uses by then."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from base64 import b32encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.errors import Busy, Forbidden, Gone, PlatformError, Revoked, Uncertain
from bot.fit import fit
from bot.i18n import language_of
from bot.identity import Place, Ref
from bot.markup import Reader
from bot.ports import Unknown
from bot.work import Delivery, Kind, State

if TYPE_CHECKING:
    from bot.features.members.model import Member
    from bot.ports import Adapter, Clock, Store
    from bot.post import Post
    from bot.registry import Registry
    from bot.work import Home, Work

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
FRESH = timedelta(seconds=60)
"""How long after the claim something may still be sent: what takes longer must not meet the next worker."""
BATCH = 50
LONGEST = timedelta(hours=72)
"""How long a delivery is tried again before it is given up."""
SLOWEST = 3600.0


def key_of(community: int, once: str, part: int) -> str:
    """The delivery's key on every platform: 24 characters that fit into each of their limits."""
    return b32encode(sha256(f"{community}:{once}#{part}".encode()).digest()).decode()[:24].lower()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from an attempt: a final state, a wait before the next one, or neither (left in doubt)."""

    state: State | None = None
    wait: float | None = None


def outcome(error: PlatformError, attempt: int, waited: timedelta) -> Outcome:
    """Pure; ``waited`` is the time since the first attempt."""
    match error:
        case Forbidden() | Gone() | Revoked():
            return Outcome(State.DEAD)
        case Uncertain():
            return Outcome(State.UNCERTAIN if waited > LONGEST else None)
        case _ if waited > LONGEST:
            return Outcome(State.DEAD)
        case Busy(wait=wait):
            return Outcome(wait=wait)
        case _:
            return Outcome(wait=min(2.0 ** min(attempt, 20), SLOWEST))


@dataclass(frozen=True, slots=True)
class _Known:
    """``channel`` is the programme's, for a space that is to be made beside it."""

    home: Home
    member: Member | None
    channel: Place | None


@dataclass(slots=True)
class _Attempt:
    """A delivery on its way: the parts that are there by now, and whether the next one may be there already.

    ``until`` is when its lease gets too old to begin anything under it.
    """

    delivery: Delivery
    refs: list[Ref]
    in_doubt: bool
    until: datetime


class Worker:
    """Takes what is due and delivers it; several may run beside each other."""

    def __init__(self, store: Store, clock: Clock, adapters: Mapping[str, Adapter], registry: Registry) -> None:
        self._store = store
        self._clock = clock
        self._adapters = adapters
        self._registry = registry
        self._owner = secrets.token_hex(8)
        self._wake = asyncio.Event()
        self._turn = asyncio.Lock()
        self._resting = False

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Deliver until cancelled; looks every second, and at once when woken."""
        while True:
            self._wake.clear()
            try:
                await self.deliver()
            except Exception:
                log.exception("delivery was interrupted; it goes on in a second")
            try:
                async with asyncio.timeout(1):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def rest(self) -> None:
        """Take nothing more; returns when what is under way has its outcome, so that nothing is left in doubt."""
        self._resting = True
        async with self._turn:
            return

    async def deliver(self) -> int:
        """Deliver all that is due now; how many were taken."""
        count = 0
        async with self._turn:
            while not self._resting and (batch := await self._claim(now := self._clock.now())):
                count += len(batch)
                until = now + FRESH
                done = await asyncio.gather(*(self._one(one, until) for one in batch), return_exceptions=True)
                for wrong in filter(None, done):
                    raise wrong
        return count

    async def _claim(self, now: datetime) -> Sequence[Delivery]:
        due = await self._store.read(lambda work: work.outbox.next_due())
        if due is None or due > now:
            return ()
        return await self._store.write(lambda work: work.outbox.claim(now, self._owner, LEASE, BATCH))

    async def _one(self, delivery: Delivery, until: datetime) -> None:
        attempt = _Attempt(delivery, list(delivery.refs), delivery.in_doubt, until)
        try:
            await self._try(attempt)
        except PlatformError as error:
            await self._failed(attempt, error)
        except Exception as wrong:  # one row that cannot be sent must not hold up the others
            log.exception("delivery %s", delivery.id)
            await self._failed(attempt, Uncertain(repr(wrong)))

    async def _try(self, attempt: _Attempt) -> None:
        delivery = attempt.delivery
        known = await self._store.read(lambda work: _look(work, delivery))
        adapter = self._adapters.get(known.home.community.platform) if known else None
        if known is None or adapter is None:
            await self._finish(delivery, State.DEAD, attempt.refs, None, "no adapter for this platform")
            return
        if delivery.sending.kind is Kind.GATHER:
            await self._gather(delivery, adapter, known)
            return
        place = await self._place(delivery, adapter, known)
        state = await self._send(attempt, adapter, place, known)
        await self._finish(delivery, state, attempt.refs, place, "")

    async def _gather(self, delivery: Delivery, adapter: Adapter, known: _Known) -> None:
        sending = delivery.sending
        if not adapter.capabilities.spaces:
            await self._finish(delivery, State.SKIPPED, (), None, "this platform has no private spaces")
            return
        key = key_of(sending.community, sending.once, 0)
        place = await adapter.gather(
            sending.target.people, sending.title, once=key, community=known.home.community, beside=known.channel
        )
        await self._finish(delivery, State.SENT, (), place, "")

    async def _place(self, delivery: Delivery, adapter: Adapter, known: _Known) -> Place:
        target = delivery.sending.target
        if target.place:
            return target.place
        if known.member and known.member.direct:
            return known.member.direct
        person = target.people[0]
        place = await adapter.direct(person, community=known.home.community)
        community = delivery.sending.community
        await self._store.write(lambda work: work.members.remember_direct(community, person, place))
        return place

    async def _send(self, attempt: _Attempt, adapter: Adapter, place: Place, known: _Known) -> State:
        """Send the parts that are missing. In doubt each is looked up, until one is certainly not there."""
        delivery, refs = attempt.delivery, attempt.refs
        posts = self._render(delivery, adapter, known)
        for part in range(len(refs), len(posts)):
            key = key_of(delivery.sending.community, delivery.sending.once, part)
            if attempt.in_doubt:
                found = await adapter.find(place, once=key, since=delivery.first_attempt or self._clock.now())
                if isinstance(found, Unknown):
                    return State.UNCERTAIN
                if isinstance(found, Ref):
                    refs.append(found)
                    continue
                attempt.in_doubt = False
            if self._clock.now() >= attempt.until:  # as after a suspended machine: another one may be at it
                raise Busy(0)
            refs.append(await adapter.send(place, posts[part], once=key))
        return State.SENT

    def _render(self, delivery: Delivery, adapter: Adapter, known: _Known) -> Sequence[Post]:
        sending, home, member = delivery.sending, known.home, known.member
        if sending.message is None:
            raise ValueError(f"{sending.once} has nothing to say")
        language = language_of((member.language if member else None) or home.locale)
        zone = (member.zone if member else None) or home.zone
        tail = key_of(sending.community, sending.once, 0)[-8:]
        reader = Reader(language, zone, self._clock.now())
        return fit(
            sending.message,
            adapter.capabilities,
            reader,
            lambda action: encode(action, sending.community, tail),
        )

    async def _failed(self, attempt: _Attempt, error: PlatformError) -> None:
        """What follows. While it is in doubt, only an answer makes it pending again: its lease runs out first."""
        delivery, refs, now, why = attempt.delivery, attempt.refs, self._clock.now(), type(error).__name__
        what = outcome(error, delivery.attempt, now - (delivery.first_attempt or now))
        log.warning("delivery %s, attempt %s: %s", delivery.id, delivery.attempt, why)
        if what.state:
            await self._finish(delivery, what.state, refs, None, why)
        elif what.wait is not None and not attempt.in_doubt:
            at = now + timedelta(seconds=what.wait * random.uniform(1, 1.25))  # jitter
            await self._store.write(lambda work: work.outbox.again(delivery, at, refs=refs, why=why))

    async def _finish(
        self, delivery: Delivery, state: State, refs: Sequence[Ref], place: Place | None, why: str
    ) -> None:
        """Record the outcome and run what was to follow, in one transaction."""
        now, then = self._clock.now(), delivery.sending.then

        def decide(work: Work) -> None:
            mine = work.outbox.finish(delivery, state, now, refs=refs, why=why)
            if mine and then:
                run = self._registry.steps[then.name].run
                run(work, delivery.sending.community, now, place if state is State.SENT else None, **then.args)

        await self._store.write(decide)


def _look(work: Work, delivery: Delivery) -> _Known | None:
    """The community; for a direct message the member it goes to, for a space the channel it belongs to."""
    sending = delivery.sending
    home = work.communities.get(sending.community)
    if home is None:
        return None
    people = sending.target.people
    alone = sending.kind is Kind.SEND and not sending.target.place and people
    member = work.members.find(sending.community, people[0]) if alone else None
    channel = work.programmes.of(sending.community).channel if sending.kind is Kind.GATHER else None
    return _Known(home, member, channel)
