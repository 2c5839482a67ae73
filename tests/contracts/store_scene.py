"""A store with two communities in it, for the contract's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryDirectory
from typing import TypeVar

from bot.features.members.model import Member
from bot.features.mentoring.model import Offer
from bot.features.pairs.model import Pair
from bot.i18n import words
from bot.identity import Community, Person
from bot.ports import Store
from bot.ui import Message
from bot.work import By, Sending, Target, Work
from storage.database import open_store

Result = TypeVar("Result")

NOW = datetime(2030, 3, 6, 18, 0, 0, 123456, UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FOREIGN = r"(?i)foreign key"
"""What both databases say of a reference that would leave its community."""
HOSTILE = (
    "🎈👩🏽‍💻",
    "שלום \u202eabc\u202c",
    "Robert'); DROP TABLE member;--",
    '"quoted" \\ %_ `x` {name} $1 :name ?',
    "line\nline\r\n\ttab",
    " spaces around ",
    "e\u0301 is not é",
    "x" * 10_000,
    "",
)
"""What people type, to be given back exactly. The core strips NUL before storage sees a text."""


def person(id: str, platform: str = "room") -> Person:
    return Person(platform, id, id.title())


def by(community: int, who: Person, now: datetime = NOW) -> By:
    return By(community, who, now)


def sending(once: str, community: int, to: str = "carla", **more: object) -> Sending:
    target = Target((person(to),))
    return replace(Sending(once, community, target, Message((words(once),))), **more)  # type: ignore[arg-type]


def add_mentor(work: Work, community: int, id: str, *topics: str, capacity: int = 1, **more: object) -> Member:
    """Somebody who can be found: languages and so on are given as fields of `Member`."""
    member = work.members.ensure(by(community, person(id)))
    member = replace(member, **{"conduct": 1, "languages": ("it",), **more})  # type: ignore[arg-type]
    work.members.save(member)
    named = tuple(work.members.topic(community, name) for name in topics)
    work.mentoring.save_offer(community, Offer(member.id, capacity, named))
    return member


def add_pair(work: Work, community: int, mentor: int, mentee: int, now: datetime = NOW) -> Pair:
    return work.pairs.add(community, mentor, mentee, template="first-steps", weeks=8, goal="a plan", now=now)


@dataclass(frozen=True, slots=True)
class Scene:
    """``store`` and ``other`` are two stores on one database, as two processes have them."""

    store: Store
    other: Store
    home: int
    away: int

    async def read(self, decide: Callable[..., Result], *given: object) -> Result:
        return await self.store.read(lambda work: decide(work, *given))

    async def write(self, decide: Callable[..., Result], *given: object) -> Result:
        return await self.store.write(lambda work: decide(work, *given))

    async def member(self, id: str, community: int | None = None) -> Member:
        home = self.home if community is None else community
        return await self.write(lambda work: work.members.ensure(by(home, person(id))))

    async def pair(self, mentor: str = "marta", mentee: str = "carla") -> Pair:
        one, other = await self.member(mentor), await self.member(mentee)
        return await self.write(lambda work: add_pair(work, self.home, one.id, other.id))


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Scene]:
    """The scene on this migrated and empty database."""
    folder = ExitStack()
    erasures = f"{folder.enter_context(TemporaryDirectory())}/erasures"
    store, other = [await open_store(url, lock=False, erasures=(erasures, "")) for _ in range(2)]

    def settle(work: Work) -> tuple[int, int]:
        home, away = (
            work.communities.ensure(Community("room", name, name.title()), "it", "Europe/Rome", NOW).key
            for name in ("home", "away")
        )
        return home, away

    try:
        yield Scene(store, other, *await store.write(settle))
    finally:
        await store.close()
        await other.close()
        folder.close()
