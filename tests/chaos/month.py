"""A month in a village where everything goes wrong, and what must hold all the same."""

from __future__ import annotations

import json
import logging
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.actions import step
from bot.app import Bot
from bot.delivery.guard import UNPROMPTED, WAITED
from bot.delivery.keys import key_of
from bot.features.everything import registry
from bot.features.members.contact import Direct
from bot.features.pairs.weekly import KEPT
from bot.features.programme.model import WEEKLY
from bot.i18n import words
from bot.identity import Person
from bot.late import PERSONAL, last_moment
from bot.planned import Later, Occasion, Weekly
from bot.recurrence import plan
from bot.registry import Registry
from bot.ui import Message
from bot.work import By, Sending, Sort, State, Target, Work
from storage.database import migrate
from storage.keyring import FolderKeyring
from tests.chaos.adapter import PLATFORM
from tests.chaos.clock import BEGIN
from tests.chaos.messages import COMMUNITY, SQUARE
from tests.chaos.village import Died, InlineStore, Process, TurnedClock, Village

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
ZONE = "Europe/Rome"
PEOPLE = {"marta": ZONE, "dora": "America/New_York", "elio": ZONE, "yuki": "Asia/Tokyo", "noa": "Australia/Lord_Howe"}
PAIRS = (("marta", "dora"), ("dora", "elio"), ("dora", "yuki"), ("noa", "marta"))
PARTS = 12
"""More posts than any message here becomes."""


@step("month.tip")
def tip(work: Work, occasion: Occasion, now: datetime) -> None:
    """The weekly post in the channel."""
    said = Message((words(f"tip of {occasion.day}"),))
    row = Sending(f"tip:{occasion.day}", occasion.community, Target(place=SQUARE), said, not_before=occasion.due)
    work.outbox.put(replace(row, sort=Sort.POST), now)


@step("month.close")
def close(work: Work, later: Later, now: datetime, *, poll: int) -> None:
    """A poll closes: two closings would be two messages, since this one has no key to be told by."""
    once = f"closed:{poll}:{sum(work.outbox.counts().values())}"
    said = Message((words(f"closed {poll}"),))
    work.outbox.put(Sending(once, later.community, Target(place=SQUARE), said, sort=Sort.COORDINATION), now)


def everything() -> Registry:
    real = registry()
    return replace(real, steps={**real.steps, tip.name: tip, close.name: close})


def who(name: str) -> Person:
    return Person(PLATFORM, name, name.title())


def settle(work: Work) -> int:
    home = work.communities.ensure(COMMUNITY, "en", ZONE, BEGIN)
    ids = {
        name: work.members.ensure(By(home.key, who(name), BEGIN, locale="en", zone=zone)).id
        for name, zone in PEOPLE.items()
    }
    for mentor, mentee in PAIRS:
        work.pairs.add(home.key, ids[mentor], ids[mentee], template="first-steps", weeks=8, goal="", now=BEGIN)
    work.schedules.set(plan(home.key, WEEKLY, Weekly(2, 18, ZONE), Sort.WEEKLY, BEGIN))
    work.schedules.set(plan(home.key, tip.name, Weekly(4, 10, ZONE, 30), Sort.POST, BEGIN))
    for poll in range(4):
        work.later.at(home.key, f"poll:{poll}", close(poll=poll), BEGIN + (poll + 1) * 6 * DAY)
    return home.key


@dataclass(frozen=True, slots=True)
class Row:
    once: str
    sort: Sort
    state: State
    why: str
    planned: datetime
    recipient: str


@dataclass(frozen=True, slots=True)
class Month:
    seed: int
    posts: tuple[Any, ...]
    counted: dict[str, int]
    violations: tuple[str, ...]


class Life:
    """One seed's month: what happens, in an order that the seed alone decides."""

    def __init__(self, seed: int, file: Path, days: int) -> None:
        self.chance = random.Random(seed)
        self.clock = TurnedClock()
        self.village = Village(self.clock, self.chance, faults=0.03, deaths=0.004)
        self.store = InlineStore(file)
        self.home = self.store.write(settle)
        self.days = days
        self.keys = FolderKeyring(file.parent / "keys")
        self.registry = everything()
        self.bots: list[Bot | None] = [None] * self.chance.randint(1, 4)
        self.rise: list[datetime] = [BEGIN] * len(self.bots)
        self.count = 0
        self.violations: list[str] = []

    async def live(self) -> None:
        end = BEGIN + self.days * DAY
        while self.clock.true < end:
            self._something()
            await self._work()
            self.clock.true += self._pause()
        self.village.faults = self.village.deaths = 0.0
        self.village.away, self.clock.frozen = False, None
        for _ in range(16 * 2):  # until all that waits has come or gone
            await self._work()
            self.clock.true += 12 * HOUR

    def _pause(self) -> timedelta:
        """To the next thing that is due, but no more than some hours: much happens in between."""
        times = self.store.read(lambda work: (work.schedules.next_due(), work.later.next_due()))
        waits = [at - self.clock.now() for at in times if at and at > self.clock.now()]
        return max(timedelta(seconds=15), min([*waits, self.chance.uniform(0.02, 8) * HOUR]))

    def _something(self) -> None:
        chance, clock = self.chance, self.clock
        if self.village.happens("jumps", 0.01):
            clock.turned += chance.choice([-HOUR, HOUR, 3 * DAY])
        if self.village.happens("frozen", 0.01):
            clock.frozen = clock.now()
        elif clock.frozen and chance.random() < 0.3:
            clock.turned, clock.frozen = clock.frozen - clock.true, None
        if self.village.happens("outages", 0.02):
            self.village.away = True
        elif chance.random() < 0.3:
            self.village.away = False
        if self.village.happens("all down", 0.005):
            self.bots = [None] * len(self.bots)
            self.rise = [clock.true + chance.choice([HOUR / 60, 7 * HOUR, 3 * DAY])] * len(self.bots)
        for _ in range(chance.choice([0, 0, 1, 2])):
            self.store.write(self._say)
        if chance.random() < 0.02:
            self.store.write(self._wish)

    def _say(self, work: Work) -> None:
        """Some feature has something to say."""
        self.count += 1
        sort = self.chance.choice([Sort.NUDGE, Sort.NUDGE, Sort.ANSWER, Sort.REQUEST, Sort.SAFETY])
        now, person = self.clock.now(), who(self.chance.choice(list(PEOPLE)))
        expires = now + self.chance.randint(1, 14) * DAY if sort is Sort.NUDGE and self.chance.random() < 0.5 else None
        once = f"m{self.count}"
        said = Message((words(f"{once} {sort}"),))
        work.outbox.put(Sending(once, self.home, Target((person,)), said, expires=expires, sort=sort), now)

    def _wish(self, work: Work) -> None:
        """Somebody snoozes, or has other quiet hours. What held when a message came is kept to be judged by."""
        member = work.members.find(self.home, who(self.chance.choice(list(PEOPLE))))
        assert member
        contact = work.contacts.of(self.home, member.id)
        begin = self.chance.choice([20, 21, 22, 23, 0])
        until = self.chance.choice([None, self.clock.now() + DAY, self.clock.now() + WEEK])
        work.contacts.save(replace(contact, quiet_from=begin, snoozed_until=until))
        work.outbox.reconsider(self.home, member.person)

    async def _work(self) -> None:
        before = len(self.village.posts)
        for number in self.chance.sample(range(len(self.bots)), len(self.bots)):
            bot = self.bots[number]
            if bot is None:
                if self.clock.true < self.rise[number]:
                    continue
                process = Process(self.village, self.store)
                bot = Bot(process, self.clock, {PLATFORM: process}, self.registry, self.keys)
                self.bots[number] = bot
            try:
                await bot.ticker.tick()
                await bot.worker.deliver()
            except Died:
                self.bots[number] = None
                self.rise[number] = self.clock.true + self.chance.choice([timedelta(), 90 * HOUR / 3600, HOUR])
        for post in self.village.posts[before:]:
            self._seen(post)

    def _seen(self, post: Any) -> None:
        """At once, by what its reader wants now: wishes change only between two rounds."""
        name = post.place.removeprefix("d-")
        if name not in PEOPLE or post.key not in self._first_posts():
            return
        found = self.store.read(lambda work: self._wants(work, name, post.at))
        if found:
            self.violations.append(f"{post.at} {post.text[:40]!r} to {name}: {found}")

    def _first_posts(self) -> set[str]:
        """Of what is unprompted; the rest of a long message follows whenever it can."""
        rows = self.store.rows("SELECT once FROM outbox WHERE sort IN ('weekly', 'nudge')")
        return {key_of(self.home, once, 0) for (once,) in rows}

    def _wants(self, work: Work, name: str, at: datetime) -> str:
        member = work.members.find(self.home, who(name))
        assert member
        contact = work.contacts.of(self.home, member.id)
        hour = at.astimezone(ZoneInfo(PEOPLE[name])).hour
        quiet = hour >= contact.quiet_from or hour < contact.quiet_to if contact.quiet_from else hour < contact.quiet_to
        if contact.direct is not Direct.ALL:
            return "nothing is wanted"
        return "quiet hours" if quiet else "snoozed" if contact.snoozed(at) else ""


def judged(life: Life, rows: list[Row]) -> Iterator[str]:
    """What must hold at the end."""
    posts = life.village.posts
    keys = Counter(post.key for post in posts)
    yield from (f"twice: {post.text[:40]!r}" for post in posts if keys[post.key] > 1)
    texts = Counter(post.text for post in posts)
    for poll in range(4):  # its row may say that nobody knows, or that it was given up after 72 hours
        closings = [row for row in rows if row.once.startswith(f"closed:{poll}:")]
        if len(closings) != 1 or texts[f"closed {poll}"] > 1:
            yield f"poll {poll} closed {len(closings)} times, and that was said {texts[f'closed {poll}']} times"
    for row in rows:
        if row.state in (State.PENDING, State.SENDING):
            if row.sort is not Sort.WEEKLY or row.planned < life.clock.now() - KEPT:  # one may just be held back
                yield f"left over: {row}"
            continue
        if row.sort is Sort.SAFETY and row.state is not State.SENT:
            yield f"safety: {row}"
        if row.state is not State.SENT and not row.why:
            yield f"without a reason: {row}"
        if (row.state is State.SENT) != (key_of(life.home, row.once, 0) in keys) and row.state is not State.UNCERTAIN:
            yield f"there or not: {row}"
    by_key = {key_of(life.home, row.once, part): row for row in rows for part in range(PARTS)}
    yield from _late(life, by_key)
    yield from _budget(life, by_key)


def _late(life: Life, by_key: dict[str, Row]) -> Iterator[str]:
    """By the clock of the machine. What a snooze or quiet hours held back is late from then on, three days at most."""
    for post in life.village.posts:
        row = by_key[post.key]
        last = last_moment(row.sort, row.planned, ZONE)
        if row.sort is Sort.WEEKLY and last:
            last += KEPT
        if row.sort is Sort.NUDGE:
            last = row.planned + WAITED + PERSONAL
        if last and post.at > last:
            yield f"late: {post} of {row}"


def _budget(life: Life, by_key: dict[str, Row]) -> Iterator[str]:
    """One weekly message and one nudge a week; the parts of a long one are one."""
    times: dict[tuple[str, Sort], dict[str, datetime]] = {}
    for post in life.village.posts:
        row = by_key[post.key]
        if row.sort in UNPROMPTED:
            times.setdefault((post.place, row.sort), {}).setdefault(row.once, post.at)
    for (place, sort), found in times.items():
        least = WEEK if sort is Sort.NUDGE else 4 * DAY
        for earlier, later in pairwise(found.values()):
            if later - earlier < least:
                yield f"{place} got two of {sort}: {earlier} and {later}"


def rows_of(life: Life) -> list[Row]:
    found = life.store.rows(
        "SELECT once, sort, state, why, coalesce(not_before, created), recipient FROM outbox ORDER BY id"
    )
    epoch = datetime(1970, 1, 1, tzinfo=BEGIN.tzinfo)
    return [
        Row(once, Sort(sort), State(state), why, epoch + timedelta(microseconds=planned), to)
        for once, sort, state, why, planned, to in found
    ]


@contextmanager
def dice(seed: int) -> Iterator[None]:
    """The code's own dice (jitter) are the seed's as well, and are given back."""
    before, level = random.getstate(), logging.root.manager.disable
    random.seed(seed)
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        random.setstate(before)
        logging.disable(level)


async def month(seed: int, prepared: Path, folder: Path, days: int = 30, *, blind: bool = False) -> Month:
    """``prepared`` is a migrated empty database; ``blind`` is a design that must fail."""
    file = Path(shutil.copy(prepared, folder / f"month-{seed}.sqlite3"))
    with dice(seed):
        life = Life(seed, file, days)
        life.village.blind = blind
        try:
            await life.live()
            wrong = (*life.violations, *judged(life, rows_of(life)))
        finally:
            life.store.close()
    for left in folder.glob(f"month-{seed}.sqlite3*"):
        left.unlink()
    return Month(seed, tuple(life.village.posts), life.village.counted, wrong)


async def prepare(folder: Path) -> Path:
    file = folder / "empty.sqlite3"
    await migrate(f"sqlite:///{file}")
    return file


@dataclass(frozen=True, slots=True)
class Months:
    months: int
    days: int
    posts: int
    counted: Mapping[str, int]
    violations: tuple[str, ...]
    seconds: float

    @property
    def kept(self) -> bool:
        return bool(self.posts) and not self.violations

    def line(self) -> str:
        return json.dumps({"experiment": "months", **asdict(self), "seconds": round(self.seconds, 1)})


async def months(folder: Path, seeds: range, days: int = 30) -> Months:
    """A violation names its seed: `month` of it goes the same way again."""
    began, prepared = time.monotonic(), await prepare(folder)
    posts, counted, violations = 0, Counter[str](), list[str]()
    for seed in seeds:
        one = await month(seed, prepared, folder, days)
        posts += len(one.posts)
        counted.update(one.counted)
        violations += [f"seed {seed}: {wrong}" for wrong in one.violations]
    return Months(len(seeds), days, posts, dict(counted), tuple(violations), time.monotonic() - began)
