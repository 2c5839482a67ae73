"""A machine in one thread: a clock that somebody turns, a platform in memory, processes that die. All by a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from bot.commands import Command
from bot.errors import Busy, Gone, Uncertain, Unreachable
from bot.identity import Community, Person, Place, Ref
from bot.markup import plain
from bot.ports import SET_BACK, Ability, Absent, Listener, Standing, Unknown
from bot.post import Capabilities, Post
from bot.work import Work
from storage.address import read_url
from storage.erasures import Erasures
from storage.sqlite import connect, engine_for, raw_of
from storage.work import work
from tests.chaos.adapter import CAPABILITIES, PLATFORM
from tests.chaos.clock import BEGIN

Result = TypeVar("Result")


class Died(BaseException):
    """The process was killed; nothing that it does from now on has any effect."""


@dataclass(slots=True)
class TurnedClock:
    """``true`` goes on; what processes are told is turned, or stands still for a while."""

    true: datetime = BEGIN
    turned: timedelta = timedelta()
    frozen: datetime | None = None

    def now(self) -> datetime:
        return self.frozen or self.true + self.turned

    def set(self, at: datetime) -> None:
        self.true += at - self.now()


@dataclass(frozen=True, slots=True)
class Kept:
    at: datetime
    place: str
    text: str
    key: str


@dataclass(slots=True)
class Village:
    """What all processes share. ``faults`` is the share of calls that go wrong; ``away`` while nobody is reached."""

    clock: TurnedClock
    chance: random.Random
    faults: float
    deaths: float
    away: bool = False
    blind: bool = False
    """A design that must fail: it says that nothing is there without looking."""
    posts: list[Kept] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)

    def happens(self, what: str, share: float) -> bool:
        found = self.chance.random() < share
        if found:
            self.counted[what] = self.counted.get(what, 0) + 1
        return found


class InlineStore:
    """The real repositories on a real file, without threads, so that everything happens in one order."""

    def __init__(self, file: Path) -> None:
        self._engine = engine_for(read_url(f"sqlite:///{file}"))
        self._connection = connect(self._engine, synchronous="OFF")
        self._raw = raw_of(self._connection)
        self._erasures = Erasures(file.with_suffix(".erasures"))

    def read(self, decide: Callable[[Work], Result]) -> Result:
        return self._run("BEGIN", "ROLLBACK", decide)

    def write(self, decide: Callable[[Work], Result]) -> Result:
        return self._run("BEGIN IMMEDIATE", "COMMIT", decide)

    def _run(self, begin: str, end: str, decide: Callable[[Work], Result]) -> Result:
        self._raw.execute(begin)
        try:
            result = decide(work(self._connection, self._erasures))
            self._raw.execute(end)
        finally:
            if self._raw.in_transaction:
                self._raw.execute("ROLLBACK")
        return result

    def rows(self, query: str) -> list[Any]:
        return self._raw.execute(query).fetchall()

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()


class Process:
    """The store and the platform as one process has them; it may die before and after each commit and request."""

    platform = PLATFORM
    capabilities: Capabilities = CAPABILITIES

    def __init__(self, village: Village, store: InlineStore) -> None:
        self._village = village
        self._store = store
        self._dead = False

    @contextmanager
    def _mortal(self) -> Any:
        self._live()
        yield
        self._live()

    def _live(self) -> None:
        if self._dead or self._village.happens("deaths", self._village.deaths):
            self._dead = True
            raise Died

    # -- the store

    async def read(self, decide: Callable[[Work], Result]) -> Result:
        if self._dead:
            raise Died
        return self._store.read(decide)

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        with self._mortal():
            return self._store.write(decide)

    async def close(self) -> None:
        """The file is the village's."""

    # -- the platform

    async def start(self, listener: Listener, commands: Sequence[Command]) -> None:
        """Nothing to connect."""

    async def stop(self) -> None:
        """Nothing to end."""

    def lanes(self, call: object, community: Community, place: Place | None) -> tuple[()]:
        return ()

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        village = self._village
        with self._mortal():
            self._reach()
            village.posts.append(Kept(village.clock.now(), place.id, plain(post.text), once))
        if village.happens("lost replies", village.faults):
            raise Uncertain("the reply was lost")
        return Ref(place, once)

    async def find(self, place: Place, *, once: str, since: datetime) -> Ref | Absent | Unknown:
        with self._mortal():
            self._reach()
            kept = [one for one in self._village.posts if one.key == once and one.at >= since - SET_BACK]
            found = not self._village.blind and bool(kept)
        return Ref(place, once) if found else Absent()

    async def direct(self, person: Person, *, community: Community | None = None) -> Place:
        return Place(PLATFORM, f"d-{person.id}")

    def _reach(self) -> None:
        if self._village.away:
            raise Unreachable("the platform is away")
        if self._village.happens("429", self._village.faults):
            raise Busy(self._village.chance.choice([1, 65, 1337]))
        if self._village.happens("5xx", self._village.faults):
            raise Uncertain("answered 502")

    async def edit(self, ref: Ref, post: Post) -> None:
        raise Gone

    async def delete(self, ref: Ref) -> None:
        raise Gone

    async def archive(self, place: Place) -> None:
        raise Gone

    async def gather(self, people: Sequence[Person], title: str, **more: object) -> Place:
        raise Gone

    async def fetch(self, file: str, *, community: Community, most: int) -> bytes:
        raise Gone

    async def channels(self, community: Community) -> Sequence[Place]:
        return ()

    async def lacking(self, place: Place, *, community: Community) -> frozenset[Ability]:
        return frozenset()

    async def standing(self, person: Person, community: Community) -> Standing:
        return Standing(member=True)
