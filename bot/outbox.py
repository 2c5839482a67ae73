"""Delivery: what was decided is sent once, in the language its reader uses by then."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from base64 import b32encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
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
            return Outcome()
        case _ if waited > LONGEST:
            return Outcome(State.DEAD)
        case Busy(wait=wait):
            return Outcome(wait=wait)
        case _:
            return Outcome(wait=min(2.0**attempt, SLOWEST))


@dataclass(frozen=True, slots=True)
class _Known:
    home: Home
    member: Member | None


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

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Deliver until cancelled; looks every second, and at once when woken."""
        while True:
            self._wake.clear()
            await self.deliver()
            try:
                async with asyncio.timeout(1):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def deliver(self) -> int:
        """Deliver all that is due now; how many were taken."""
        count = 0
        async with self._turn:
            while batch := await self._claim():
                count += len(batch)
                await asyncio.gather(*(self._one(delivery) for delivery in batch))
        return count

    async def _claim(self) -> Sequence[Delivery]:
        now = self._clock.now()
        due = await self._store.read(lambda work: work.outbox.next_due())
        if due is None or due > now:
            return ()
        return await self._store.write(lambda work: work.outbox.claim(now, self._owner, LEASE, BATCH))

    async def _one(self, delivery: Delivery) -> None:
        sending, refs = delivery.sending, list(delivery.refs)
        try:
            known = await self._store.read(lambda work: _look(work, delivery))
            adapter = self._adapters.get(known.home.community.platform) if known else None
            if known is None or adapter is None:
                await self._finish(delivery, State.DEAD, refs, None, "no adapter for this platform")
                return
            if sending.kind is Kind.GATHER:
                await self._gather(delivery, adapter)
                return
            place = await self._place(delivery, adapter, known)
            state = await self._send(delivery, adapter, place, known, refs)
            await self._finish(delivery, state, refs, place, "")
        except PlatformError as error:
            await self._failed(delivery, error, refs)

    async def _gather(self, delivery: Delivery, adapter: Adapter) -> None:
        sending = delivery.sending
        if not adapter.capabilities.spaces:
            await self._finish(delivery, State.SKIPPED, (), None, "this platform has no private spaces")
            return
        key = key_of(sending.community, sending.once, 0)
        place = await adapter.gather(sending.target.people, sending.title, once=key)
        await self._finish(delivery, State.SENT, (), place, "")

    async def _place(self, delivery: Delivery, adapter: Adapter, known: _Known) -> Place:
        target = delivery.sending.target
        if target.place:
            return target.place
        if known.member and known.member.direct:
            return known.member.direct
        person = target.people[0]
        place = await adapter.direct(person)
        community = delivery.sending.community
        await self._store.write(lambda work: work.members.remember_direct(community, person, place))
        return place

    async def _send(self, delivery: Delivery, adapter: Adapter, place: Place, known: _Known, refs: list[Ref]) -> State:
        """Send the parts that are missing; appends their refs."""
        sending = delivery.sending
        posts = self._render(delivery, adapter, known)
        for part in range(len(refs), len(posts)):
            key = key_of(sending.community, sending.once, part)
            found = None
            if delivery.in_doubt and part == len(delivery.refs):
                found = await adapter.find(place, once=key, since=delivery.first_attempt or self._clock.now())
            if isinstance(found, Unknown):
                return State.UNCERTAIN
            refs.append(found if isinstance(found, Ref) else await adapter.send(place, posts[part], once=key))
        return State.SENT

    def _render(self, delivery: Delivery, adapter: Adapter, known: _Known) -> Sequence[Post]:
        sending, home, member = delivery.sending, known.home, known.member
        if sending.message is None:
            raise ValueError(f"{sending.once} has nothing to say")
        language = language_of((member.locale if member else None) or home.locale)
        zone = (member.zone if member else None) or home.zone
        tail = key_of(sending.community, sending.once, 0)[-8:]
        reader = Reader(language, zone, self._clock.now())
        return fit(
            sending.message,
            adapter.capabilities,
            reader,
            lambda action: encode(action, sending.community, tail),
        )

    async def _failed(self, delivery: Delivery, error: PlatformError, refs: Sequence[Ref]) -> None:
        now, why = self._clock.now(), type(error).__name__
        what = outcome(error, delivery.attempt, now - (delivery.first_attempt or now))
        log.warning("delivery %s, attempt %s: %s", delivery.id, delivery.attempt, why)
        if what.state:
            await self._finish(delivery, what.state, refs, None, why)
        elif what.wait is not None:
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
    """The community and, for a direct message, the member it goes to."""
    sending = delivery.sending
    home = work.communities.get(sending.community)
    if home is None:
        return None
    people = sending.target.people
    alone = sending.kind is Kind.SEND and not sending.target.place and people
    return _Known(home, work.members.find(sending.community, people[0]) if alone else None)
