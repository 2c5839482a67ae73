"""One row on its way: resolved, rendered for its reader as of now, and brought to the platform."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from bot.actions import encode
from bot.delivery.keys import key_of
from bot.delivery.lanes import CLOCKS
from bot.delivery.outcomes import unknown
from bot.errors import Busy, Uncertain
from bot.fit import fit
from bot.i18n import language_of, t
from bot.identity import Place, Ref
from bot.markup import Reader, label
from bot.ports import Unknown
from bot.post import PostButton
from bot.ui import Action
from bot.work import Kind, Sort, State

if TYPE_CHECKING:
    from bot.delivery.facts import Facts
    from bot.delivery.lanes import Lane
    from bot.ports import Adapter, Clock
    from bot.post import Post
    from bot.work import Delivery, Sending

Result = TypeVar("Result")
MORE = Action("members.more")
HELD = (Sort.WEEKLY, Sort.NUDGE, Sort.POST)
"""What may come only at certain times, so not just because somebody began to send it once."""
FRESH = timedelta(seconds=60)
"""How long after the claim something may still be sent: what takes longer must not meet the next worker."""
PATIENCE = 30.0
"""Seconds after which a platform's answer is not waited for any more: the claim must not run out meanwhile."""


class Stale(Exception):
    """The claim is too old to begin anything under it: by now another worker may be at it."""


@dataclass(slots=True)
class Attempt:
    """A row on its way: the posts that are there by now, and whether the next one may be there already.

    ``claimed`` is when it was taken. ``shaky``: failures in a row where it goes.
    ``posted`` counts the posts sent; ``met`` is a direct conversation that was not known before.
    """

    delivery: Delivery
    facts: Facts
    claimed: datetime
    refs: list[Ref] = field(default_factory=list)
    in_doubt: bool = False
    lanes: tuple[Lane, ...] = ()
    shaky: int = 0
    posted: int = 0
    met: Place | None = None

    @property
    def sending(self) -> Sending:
        return self.delivery.sending

    def begin(self, now: datetime) -> None:
        """Before anything is changed there; raises `Stale`, also where the clock went back and nobody can say."""
        if not self.claimed - CLOCKS <= now < self.claimed + FRESH:
            raise Stale

    @property
    def stand(self) -> tuple[Ref, ...]:
        """What stands for the edited or deleted row: what was changed so far, and what is left of before."""
        before = self.facts.before.refs if self.facts.before else ()
        return (*self.refs, *before[len(self.refs) :])


@dataclass(frozen=True, slots=True)
class Arrived:
    """A final state without an error, and where it went."""

    state: State
    place: Place | None = None
    why: str = ""


async def carry(attempt: Attempt, adapter: Adapter, clock: Clock) -> Arrived:
    """Bring it; what is there so far stands in ``attempt``, also when a `PlatformError` or `Stale` comes out."""
    attempt.begin(clock.now())
    match attempt.sending.kind:
        case Kind.GATHER:
            return await _gather(attempt, adapter)
        case Kind.ARCHIVE:
            return await _archive(attempt, adapter)
        case Kind.DELETE:
            return await _delete(attempt, adapter, clock)
        case Kind.EDIT:
            return await _edit(attempt, adapter, clock)
        case Kind.SEND:
            place = await _place(attempt, adapter)
            posts = rendered(attempt, adapter, clock.now())
            return Arrived(await _send(attempt, adapter, clock, place, posts), place)


async def within(answer: Awaitable[Result]) -> Result:
    """The platform's answer; raises `Uncertain` where there is none in time."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await answer
    except TimeoutError as late:
        raise Uncertain(f"no answer within {PATIENCE:.0f} s") from late


async def _gather(attempt: Attempt, adapter: Adapter) -> Arrived:
    sending, facts = attempt.sending, attempt.facts
    if not adapter.capabilities.spaces:
        return Arrived(State.SKIPPED, why="this platform has no private spaces")
    key = key_of(sending.community, sending.once, 0)
    making = adapter.gather(
        sending.target.people, sending.title, once=key, community=facts.home.community, beside=facts.channel
    )
    place = await within(making)
    attempt.refs = [Ref(place, "")]
    return Arrived(State.SENT, place)


async def _archive(attempt: Attempt, adapter: Adapter) -> Arrived:
    before = attempt.facts.before
    place = attempt.sending.target.place or (before.refs[0].place if before else None)
    if place is None:
        return Arrived(State.SKIPPED, why="there is no space to put away")
    await within(adapter.archive(place))
    return Arrived(State.SENT, place)


async def _delete(attempt: Attempt, adapter: Adapter, clock: Clock) -> Arrived:
    """One post after the other, so that what is left is known if one cannot be deleted."""
    place = None
    for ref in attempt.stand:
        attempt.begin(clock.now())
        await within(adapter.delete(ref))
        place = ref.place
        attempt.facts = _without(attempt.facts, ref)
    return Arrived(State.SENT, place)


def _without(facts: Facts, ref: Ref) -> Facts:
    before = facts.before
    left = before and replace(before, refs=tuple(one for one in before.refs if one != ref))
    return replace(facts, before=left)


async def _edit(attempt: Attempt, adapter: Adapter, clock: Clock) -> Arrived:
    """Each post takes the place of the one before; what is more is sent, what was more is deleted. Pings nobody."""
    if not adapter.capabilities.edits:
        return Arrived(State.SKIPPED, why="this platform cannot change what was posted")
    before = attempt.facts.before.refs if attempt.facts.before else ()
    place = before[0].place
    posts = [replace(post, notify=()) for post in rendered(attempt, adapter, clock.now())]
    for ref, post in list(zip(before, posts, strict=False))[len(attempt.refs) :]:
        attempt.begin(clock.now())
        await within(adapter.edit(ref, post))
        attempt.refs.append(ref)
    state = await _send(attempt, adapter, clock, place, posts)
    for ref in before[len(posts) :]:
        attempt.begin(clock.now())
        await within(adapter.delete(ref))
        attempt.facts = _without(attempt.facts, ref)
    return Arrived(state, place)


async def _place(attempt: Attempt, adapter: Adapter) -> Place:
    target, facts = attempt.sending.target, attempt.facts
    if target.place:
        return target.place
    if facts.member and facts.member.direct:
        return facts.member.direct
    person = target.people[0]
    place = await within(adapter.direct(person, community=facts.home.community))
    attempt.met = place
    return place


async def _send(attempt: Attempt, adapter: Adapter, clock: Clock, place: Place, posts: Sequence[Post]) -> State:
    """Send the parts that are missing. In doubt each is looked up, until one is certainly not there."""
    delivery, sending, refs = attempt.delivery, attempt.sending, attempt.refs
    for part in range(len(refs), len(posts)):
        key = key_of(sending.community, sending.once, part)
        if attempt.in_doubt:
            since = min(delivery.first_attempt or clock.now(), clock.now())
            found = await within(adapter.find(place, once=key, since=since))
            if isinstance(found, Ref):
                refs.append(found)
                continue
            lost = unknown(sending.sort) if isinstance(found, Unknown) else None
            if lost:
                return lost
            attempt.in_doubt = False
            if sending.sort in HELD and not refs:  # it never came; whether it still may is asked anew
                raise Busy(0)
        attempt.begin(clock.now())  # as after a suspended machine: another one may be at it
        attempt.posted += 1
        refs.append(await within(adapter.send(place, posts[part], once=key)))
    return State.SENT


def rendered(attempt: Attempt, adapter: Adapter, now: datetime) -> Sequence[Post]:
    sending, home, member = attempt.sending, attempt.facts.home, attempt.facts.member
    if sending.message is None:
        raise ValueError(f"{sending.once} has nothing to say")
    language = language_of((member.language if member else None) or home.locale)
    zone = (member.zone if member else None) or home.zone
    # What takes a message's place carries its mark, by which it is found.
    tail = key_of(sending.community, sending.original or sending.once, 0)[-8:]
    reader = Reader(language, zone, now)
    posts = fit(sending.message, adapter.capabilities, reader, lambda action: encode(action, sending.community, tail))
    if not adapter.capabilities.marked:
        return posts
    more = PostButton(label(t("More…"), reader, adapter.capabilities.label), encode(MORE, sending.community, tail))
    return [post if post.rows else replace(post, rows=((more,),)) for post in posts]
