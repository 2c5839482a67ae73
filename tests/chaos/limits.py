"""A platform that is away, says "not now", or takes the bot's rights away; and its limits for direct conversations.

On a clock that is turned, so that half an hour takes as long as what happens in it.
"""

from __future__ import annotations

import json
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from adapters.discord.lanes import lanes
from bot.delivery.lanes import Call, Lane
from bot.delivery.worker import Worker
from bot.errors import Busy, PlatformError, Revoked, Unreachable
from bot.features.everything import registry
from bot.features.members.model import CONDUCT, Member
from bot.features.pairs.begin import begin
from bot.i18n import words
from bot.identity import Community, Person, Place, Ref
from bot.markup import plain
from bot.post import Post
from bot.ui import Message
from bot.work import By, Home, Sending, State, Target, Work
from storage.database import migrate
from tests.chaos.adapter import PLATFORM
from tests.chaos.clock import BEGIN
from tests.chaos.village import InlineStore, Kept, Process, TurnedClock, Village

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
OUTAGE = 30 * MINUTE
IDLE = timedelta(seconds=2)
"""How far the clock is turned where nothing could be sent."""
MOST = 20
"""Posts in any second."""
ASKED = 100
"""Requests during an outage of half an hour."""
PAUSE = 30.0
"""Seconds between two new direct conversations, after five at once."""
WAITS = ((65, None), (1337, "all"))
"""Seconds, and the lane that is closed for so long: that of the one channel, and everything of the bot."""


class Coast(Process):
    """A platform with Discord's limits that notes when it is asked. ``says``: what it answers, by community."""

    def __init__(self, clock: TurnedClock, store: InlineStore) -> None:
        super().__init__(Village(clock, random.Random(1), faults=0, deaths=0), store)
        self.clock = clock
        self.says: dict[str, PlatformError] = {}
        self.asked: defaultdict[str, list[datetime]] = defaultdict(list)
        self.opened: list[datetime] = []

    def lanes(self, call: Call, community: Community, place: Place | None) -> Sequence[Lane]:  # type: ignore[override]
        return lanes(call, place, PAUSE)

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        where, _, _ = place.id.partition("/")
        self.asked[where].append(self.clock.now())
        if where in self.says:
            raise self.says[where]
        self._village.posts.append(Kept(self.clock.now(), place.id, plain(post.text), once))
        return Ref(place, once)

    async def direct(self, person: Person, *, community: Community | None = None) -> Place:
        self.opened.append(self.clock.now())
        return Place(PLATFORM, f"d-{person.id}/")

    async def gather(self, people: Sequence[Person], title: str, **more: object) -> Place:
        return Place(PLATFORM, f"s-{title}/")

    @property
    def times(self) -> list[datetime]:
        return sorted(at for several in self.asked.values() for at in several)


@dataclass(frozen=True, slots=True)
class Limits:
    """Whatever an experiment found, and whether it is as promised."""

    name: str
    found: dict[str, object]
    kept: bool
    seconds: float

    def line(self) -> str:
        return json.dumps({"experiment": self.name, **self.found, "kept": self.kept, "seconds": round(self.seconds, 1)})


@dataclass(slots=True)
class Scene:
    store: InlineStore
    clock: TurnedClock
    coast: Coast
    worker: Worker

    async def pass_(self, length: timedelta, step: timedelta) -> None:
        end = self.clock.now() + length
        while self.clock.now() < end:
            moved = await self.worker.deliver()
            self.clock.set(self.clock.now() + (step if moved else max(step, IDLE)))

    async def until_sent(self, messages: int, longest: timedelta) -> int:
        """How many were sent within this time at most."""
        end = self.clock.now() + longest
        while (sent := self.sent()) < messages and self.clock.now() < end:
            await self.pass_(10 * SECOND, SECOND / 4)
        return sent

    def sent(self) -> int:
        return self.store.read(lambda work: work.outbox.counts())[State.SENT]

    def put(self, native: str, messages: int, channels: int) -> int:
        def decide(work: Work) -> int:
            home = work.communities.ensure(Community(PLATFORM, native), "en", "Europe/Rome", BEGIN).key
            for number in range(messages):
                place = Place(PLATFORM, f"{native}/{number % channels}")
                said = Message((words(f"{native} {number}"),))
                work.outbox.put(Sending(f"m{number}", home, Target(place=place), said), BEGIN)
            return home

        return self.store.write(decide)


async def scene_in(folder: Path, name: str) -> Scene:
    file = folder / f"{name}.sqlite3"
    await migrate(f"sqlite:///{file}")
    store, clock = InlineStore(file), TurnedClock()
    coast = Coast(clock, store)
    return Scene(store, clock, coast, Worker(coast, clock, {PLATFORM: coast}, registry()))


def most_in(times: Sequence[datetime], length: timedelta) -> int:
    """The most in any such time."""
    most = first = 0
    for last, at in enumerate(times):
        while at - times[first] >= length:
            first += 1
        most = max(most, last - first + 1)
    return most


async def outage(folder: Path, messages: int) -> Limits:
    """Everything is due when the platform goes away for half an hour."""
    began, scene = time.monotonic(), await scene_in(folder, "outage")
    scene.put("here", messages, max(1, messages // 5))
    scene.coast.says["here"] = Unreachable("the network is away")
    await scene.pass_(OUTAGE, SECOND)
    during = len(scene.coast.times)
    del scene.coast.says["here"]
    scene.coast.asked.clear()
    sent = await scene.until_sent(messages, OUTAGE)
    most = most_in(scene.coast.times, SECOND)
    took = (scene.coast.times[-1] - scene.coast.times[0]).total_seconds()
    scene.store.close()
    found: dict[str, object] = {"messages": messages, "asked_during_it": during, "sent": sent}
    found |= {"posts": len(scene.coast.times), "most_in_a_second": most, "delivered_in": round(took)}
    kept = 0 < during <= ASKED and sent == messages == len(scene.coast.times) and most <= MOST
    return Limits("outage", found, kept, time.monotonic() - began)


async def told_to_wait(folder: Path, messages: int) -> Limits:
    """A 429 with Retry-After, in the middle: nothing is asked before, there or (a global one) anywhere."""
    began, kept = time.monotonic(), True
    found: dict[str, object] = {"messages": messages}
    for wait, lane in WAITS:
        scene = await scene_in(folder, f"wait-{wait}")
        scene.put("here", messages, messages if lane else 1)
        await scene.pass_(SECOND, SECOND / 4)
        scene.coast.says["here"], said = Busy(wait, lane=lane), scene.clock.now()
        while not scene.coast.times or scene.coast.times[-1] < said:
            await scene.pass_(SECOND / 4, SECOND / 4)
        said = scene.coast.times[-1]
        del scene.coast.says["here"]
        sent = await scene.until_sent(messages, 2 * timedelta(seconds=wait) + OUTAGE)
        after = min(at for at in scene.coast.times if at > said)
        found[str(wait)] = {"next_asked_after": (after - said).total_seconds(), "sent": sent}
        kept = kept and after - said >= timedelta(seconds=wait) and sent == messages
        scene.store.close()
    return Limits("told to wait", found, kept, time.monotonic() - began)


async def revoked(folder: Path, messages: int) -> Limits:
    """One community takes the bot's rights away; another one goes on."""
    began, scene = time.monotonic(), await scene_in(folder, "revoked")
    homes = [scene.put(native, messages, messages) for native in ("gone", "here")]
    scene.coast.says["gone"] = Revoked("token_revoked")
    sent = await scene.until_sent(messages, OUTAGE)
    paused = [bool(scene.store.read(partial(_home, key)).paused) for key in homes]
    asked = len(scene.coast.asked["gone"])
    scene.store.close()
    kept = 0 < asked <= 3 and paused == [True, False] and sent == messages
    found: dict[str, object] = {"asked_of_it": asked, "paused": paused[0], "others_paused": paused[1]}
    return Limits("revoked", found | {"sent_elsewhere": sent}, kept, time.monotonic() - began)


def _home(key: int, work: Work) -> Home:
    home = work.communities.get(key)
    assert home is not None
    return home


async def new_pairs(folder: Path, pairs: int) -> Limits:
    """A round makes so many pairs at once, all of people to whom the bot has never written."""
    began, scene = time.monotonic(), await scene_in(folder, "pairs")

    def decide(work: Work) -> None:
        home = work.communities.ensure(Community(PLATFORM, "here"), "en", "Europe/Rome", BEGIN).key

        def member(name: str) -> Member:
            who = By(home, Person(PLATFORM, name, name), BEGIN)
            work.members.accept_conduct(work.members.ensure(who), CONDUCT, BEGIN)
            return work.members.ensure(who)

        for number in range(pairs):
            by = By(home, Person(PLATFORM, "round"), BEGIN)
            begin(work, by, member(f"mentor{number}"), member(f"mentee{number}"), goal="")

    scene.store.write(decide)
    while len(scene.coast.opened) < 2 * pairs and scene.clock.now() - BEGIN < 2 * pairs * MINUTE:
        await scene.pass_(10 * MINUTE, 5 * SECOND)
    opened = scene.coast.opened
    # Five at once, then one every 30 s: so many at most in any hour and any minute.
    most = {"minute": most_in(opened, MINUTE), "hour": most_in(opened, 60 * MINUTE)}
    counts = scene.store.read(lambda work: work.outbox.counts())
    scene.store.close()
    kept = len(opened) == 2 * pairs and most["minute"] <= 5 + 2 and most["hour"] <= 5 + 120
    kept = kept and most_in(scene.coast.times, SECOND) <= MOST and not counts[State.PENDING]
    found: dict[str, object] = {"pairs": pairs, "opened": len(opened), "most": most, "sent": counts[State.SENT]}
    found["hours"] = round((opened[-1] - opened[0]).total_seconds() / 3600, 2)
    return Limits("new pairs", found, kept, time.monotonic() - began)
