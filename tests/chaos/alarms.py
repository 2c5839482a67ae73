"""Reports are filed while the process is killed again and again: each one that was confirmed is kept and alerted."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bot.features.safety.reporting import SECOND_ROUTE
from bot.identity import Person
from bot.work import By, State, Work
from storage.database import open_store
from tests.chaos.adapter import PLATFORM
from tests.chaos.clock import BEGIN
from tests.chaos.hall import Hall
from tests.chaos.killing import OPEN, STALLED, UNTIL
from tests.chaos.messages import COMMUNITY
from tests.chaos.processes import Town, states, town
from tests.chaos.reporter import MARTA, Desk
from tests.chaos.town import Ways

CONTACT = Person(PLATFORM, "sara", "Sara")
ALERT = re.compile(r"A safety report waits for you: number (\d+)")
STILL = re.compile(r"Report (\d+) still waits\.")
OPERATOR = re.compile(r"A safety report in .* waits, number (\d+)\.")
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Night:
    """``kills`` while ``reports`` are filed, and a few more while they are alerted again after 15 minutes.

    ``careless`` is a design that must fail: what it has lost is lost before that.
    """

    reports: int = 200
    kills: int = 20
    seed: int = 1
    careless: bool = False


@dataclass(frozen=True, slots=True)
class Alarms:
    """Reports that were confirmed and that are kept; alerts that came, and those that came once more; deaths.

    ``again`` and ``operator``: after 15 minutes in which nobody took them up, to the contact and to the operator.
    """

    confirmed: int
    kept_reports: int
    alerts: int
    again: int
    operator: int
    doubled: int
    kills: int
    open: int

    @property
    def kept(self) -> bool:
        told = self.alerts == self.again == self.operator
        return told and self.confirmed == self.kept_reports == self.alerts and not self.doubled and not self.open

    def line(self) -> str:
        return json.dumps({"experiment": "reports", **asdict(self), "kept": self.kept})


def settled(work: Work) -> int:
    """A community with somebody to report and one who reads reports; its key."""
    home = work.communities.ensure(COMMUNITY, "en", "Europe/Rome", BEGIN).key
    for one in (MARTA, CONTACT):
        work.members.ensure(By(home, one, BEGIN))
    work.reports.add_contact(home, CONTACT, BEGIN)
    return home


async def alarms(url: str, folder: Path, how: Night) -> Alarms:
    """On a migrated database."""
    store = await open_store(url)
    home = await store.write(settled)
    await store.close()  # one process for one file
    ways = Ways(broken=0.01, silent=0.005, seed=how.seed, speed=20.0, origin=time.monotonic())
    async with town(ways, folder / "town.log") as there:
        desk = Desk(url, there.url, home, ways.speed, ways.origin, how.careless)
        async with hall(desk) as first:
            confirmed = await _everybody(first, how)
            left = await _delivered(url, there)
        kills = first.kills
        if not how.careless:
            later = replace(desk, ahead=SECOND_ROUTE.total_seconds(), looks=True)
            async with hall(later) as second:
                await _in_between(second, how)
                left += await _delivered(url, there, 3 * confirmed)
            kills += second.kills
        posts = [text for _, text in await there.everything()]
    store = await open_store(url)
    kept = len(await store.read(lambda work: work.reports.unclosed(home)))
    await store.close()
    came = [Counter(found[1] for text in posts if (found := one.search(text))) for one in (ALERT, STILL, OPERATOR)]
    doubled = sum(one.total() - len(one) for one in came)
    at_once, again, operator = map(len, came)
    return Alarms(confirmed, kept, at_once, again, operator, doubled, kills, left)


@asynccontextmanager
async def hall(desk: Desk) -> AsyncIterator[Hall]:
    opened = Hall("tests.chaos.reporter", desk)
    await opened.open()
    try:
        yield opened
    finally:
        await opened.close()


async def _in_between(second: Hall, how: Night) -> None:
    """The new process is killed as well while it alerts again."""
    chance, left = random.Random(how.seed), max(1, how.kills // 5)
    while left:
        await asyncio.sleep(chance.uniform(0.2, 1.5))
        left -= second.kill(0)


async def _everybody(first: Hall, how: Night) -> int:
    """Some at once, each until it is confirmed; how many were."""
    chance, waiting = random.Random(how.seed), [f"r{number}" for number in range(how.reports, 0, -1)]
    deaths = sorted(chance.sample(range(1, int(how.reports * UNTIL)), how.kills))
    confirmed = 0

    async def reporting() -> None:
        nonlocal confirmed
        while waiting:
            await first.give(0, waiting.pop())
            confirmed += 1
            if deaths and confirmed >= deaths[0] and first.kill(0):
                deaths.pop(0)

    await asyncio.gather(*(reporting() for _ in range(AT_ONCE)))
    return confirmed


async def _delivered(url: str, there: Town, rows: int = 0) -> int:
    """How many messages, of so many at least, have no outcome when nothing happens any more."""
    last, since = -1, time.monotonic()
    while left := _open(await states(url), rows):
        count = await there.count()
        if count != last:
            last, since = count, time.monotonic()
        if time.monotonic() - since > STALLED:
            return left
        await asyncio.sleep(0.2)
    return 0


def _open(found: Mapping[str, State], rows: int) -> int:
    return max(sum(state in OPEN for state in found.values()), rows - len(found))
