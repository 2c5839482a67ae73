"""What is sent in the experiments, what must be there afterwards, and what follows from the difference."""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions import step
from bot.fit import fit
from bot.i18n import language_of, words
from bot.identity import Community, Person, Place
from bot.markup import Reader, plain
from bot.registry import Registry
from bot.ui import Message
from bot.work import By, Kind, Sending, State, Target, Work
from tests.chaos.adapter import CAPABILITIES, PLATFORM
from tests.chaos.clock import BEGIN
from tests.chaos.town import ARCHIVED, SPACES

COMMUNITY = Community(PLATFORM, "town")
SQUARE = Place(PLATFORM, "square")
SORTS = ("direct", "channel", "long", "gather", "followed")
CHANGES = ("edit", "delete", "archive")
"""What is done to something that was sent; three posts become one, or none, and a space is put away."""
SHARES = (70, 10, 8, 4, 8)

Posts = Sequence[tuple[str, str]]
"""Place and text, in the order in which the platform got them."""


@step("chaos.followed")
def followed(work: Work, community: int, now: datetime, place: Place | None, of: str) -> None:
    """Each call is a message of its own, so that a second one is seen."""
    once = f"after:{of}:{secrets.token_hex(8)}"
    work.outbox.put(Sending(once, community, Target(place=SQUARE), Message((words(f"after {of}"),))), now)


@step("chaos.changed")
def changed(work: Work, community: int, now: datetime, place: Place | None, of: str, kind: str) -> None:
    """Decided once it is there: what is deleted before that is never sent."""
    said = Message((words(f"{of} changed"),)) if kind == Kind.EDIT else None
    work.outbox.put(Sending(f"{kind}:{of}", community, Target(), said, kind=Kind(kind), original=of), now)


REGISTRY = Registry({}, {}, {followed.name: followed, changed.name: changed})


def settle(work: Work, people: int) -> int:
    """A community with members whose direct conversations are not known yet; its key."""
    home = work.communities.ensure(COMMUNITY, "en", "Europe/Rome", BEGIN)
    for number in range(people):
        person = Person(PLATFORM, f"p{number}", f"P{number}")
        work.members.ensure(By(home.key, person, BEGIN, locale="en", zone="Europe/Rome"))
    return home.key


def sending(sort: str, number: int, home: int, people: int) -> Sending:
    once = f"m{number}"
    person, other = (Person(PLATFORM, f"p{(number + more) % people}") for more in (0, 1))
    said = Message((words(f"{once} only"),))
    match sort:
        case "channel":
            return Sending(once, home, Target(place=Place(PLATFORM, f"c{number % 7}")), said)
        case "long":  # three posts
            said = Message(tuple(words(f"{once} {part} " + "la " * 100) for part in "abc"))
        case "gather":
            return Sending(once, home, Target((person, other)), kind=Kind.GATHER, title=once)
        case "followed":
            return Sending(once, home, Target((person,)), said, then=followed(of=once))
    return Sending(once, home, Target((person,)), said)


def to_change(sort: str, number: int, home: int, people: int) -> tuple[Sending, list[tuple[str, str]]]:
    """What is changed as soon as it is there, and what the platform must have in the end."""
    first = sending("gather" if sort == Kind.ARCHIVE else "long", number, home, people)
    first = replace(first, then=changed(of=first.once, kind=sort))
    match sort:
        case Kind.EDIT:
            return first, [(f"d-{first.target.people[0].id}", f"{first.once} changed")]
        case Kind.DELETE:
            return first, []
    return first, [(SPACES, first.title), (ARCHIVED, "s-1")]


def sendings(home: int, messages: int, people: int, seed: int) -> list[Sending]:
    chance = random.Random(seed)
    sorts = chance.choices(SORTS, SHARES, k=messages)
    return [sending(sort, number, home, people) for number, sort in enumerate(sorts)]


def posts_of(one: Sending) -> Iterator[tuple[str, str]]:
    """What the platform must have of it, without what follows."""
    if one.kind is Kind.GATHER:
        yield SPACES, one.title
        return
    place = one.target.place.id if one.target.place else f"d-{one.target.people[0].id}"
    reader = Reader(language_of("en"), "Europe/Rome", BEGIN)
    assert one.message
    for post in fit(one.message, CAPABILITIES, reader, lambda action: action.name):
        yield place, plain(post.text)


def after(one: Sending) -> list[tuple[str, str]]:
    return [(SQUARE.id, f"after {one.once}")] if one.then else []


@dataclass(frozen=True, slots=True)
class Verdict:
    """Posts that are missing though their row does not say so, that are there too often, or in the wrong order."""

    lost: int
    doubled: int
    disordered: int
    strange: int
    uncertain: int
    unsaid: int  # posts of uncertain rows that are not there

    @property
    def kept(self) -> bool:
        return not (self.lost or self.doubled or self.disordered or self.strange)


def judge(asked: Sequence[Sending], states: Mapping[str, State], found: Posts) -> Verdict:
    there = Counter(found)
    unsure = {once for once, state in states.items() if state is State.UNCERTAIN}
    unsure_after = {once.split(":")[1] for once in unsure if once.startswith("after:")}
    sure: list[tuple[str, str]] = []
    doubtful: list[tuple[str, str]] = []
    for one in asked:
        (doubtful if one.once in unsure else sure).extend(posts_of(one))
        (doubtful if one.once in unsure_after else sure).extend(after(one))
    return Verdict(
        lost=sum(post not in there for post in sure),
        doubled=sum(count - 1 for count in there.values()),
        disordered=_disordered(asked, found),
        strange=len(there.keys() - {*sure, *doubtful}),
        uncertain=len(unsure),
        unsaid=sum(post not in there for post in doubtful),
    )


def _disordered(asked: Sequence[Sending], found: Posts) -> int:
    """Neighbours at one place that came the other way round than they were put. Spaces have no order."""
    first = {post: at for at, post in reversed(list(enumerate(found)))}
    last: dict[str, int] = {}
    wrong = 0
    for post in (post for one in asked if one.kind is Kind.SEND for post in posts_of(one)):
        if post in first:
            wrong += first[post] < last.get(post[0], -1)
            last[post[0]] = first[post]
    return wrong
