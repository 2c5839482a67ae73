"""One process that keeps reports and delivers the alerts, until it is killed: `python -m tests.chaos.reporter '{…}'`.

One report a line comes in; its number goes out once it is kept.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from dataclasses import dataclass

import aiohttp

from bot.delivery.worker import Worker
from bot.errors import Conflict
from bot.features.everything import registry
from bot.features.safety import filing
from bot.features.safety.reporting import Category
from bot.identity import Person
from bot.meter import Unmetered
from bot.ports import Store
from bot.timetable import Ticker
from bot.work import By, Work
from storage.database import open_store
from tests.chaos.adapter import PLATFORM, TownAdapter
from tests.chaos.clock import BEGIN, FastClock
from tests.chaos.worker import TIME_LIMIT

MARTA = Person(PLATFORM, "marta", "Marta")
LATER = 0.2
"""Seconds after which the design that must fail keeps what it has confirmed."""


@dataclass(frozen=True, slots=True)
class Desk:
    """``careless``: a design that must fail, since it confirms a report before it is kept.

    ``ahead``: seconds that its clock is ahead of the others'. ``looks``: it looks at what is due, as a whole bot does.
    """

    url: str
    town: str
    community: int
    speed: float
    origin: float
    careless: bool = False
    ahead: float = 0.0
    looks: bool = False


def put_down(work: Work, community: int, reporter: str) -> None:
    """What comes again since nobody confirmed it is the same event, as the platforms send it."""
    if work.inbox.once(PLATFORM, f"report-{reporter}", BEGIN):
        by = By(community, Person(PLATFORM, reporter, reporter.title()), BEGIN)
        filing.file(work, by, filing.Told(Category.OTHER, f"words of {reporter}", pause=True, reported=MARTA))


async def keep(store: Store, worker: Worker, desk: Desk, line: str) -> None:
    number, reporter = json.loads(line)
    if desk.careless:
        confirm(number)
        await asyncio.sleep(LATER)
    kept = False
    while not kept:  # who is told that nothing could be saved sends it once more
        with suppress(Conflict):
            await store.write(lambda work: put_down(work, desk.community, reporter))
            kept = True
    worker.wake()
    if not desk.careless:
        confirm(number)


def confirm(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


async def serve(desk: Desk) -> None:
    store = await open_store(desk.url)
    clock = FastClock(desk.speed, desk.origin, desk.ahead)
    async with aiohttp.ClientSession(desk.town, timeout=TIME_LIMIT) as session, asyncio.TaskGroup() as under_way:
        there = TownAdapter(session, clock)
        worker = Worker(store, clock, {PLATFORM: there, filing.OPERATOR.platform: there}, registry())
        tasks = [under_way.create_task(worker.run())]
        if desk.looks:
            ticker = Ticker(store, clock, registry(), worker.wake, Unmetered())
            tasks.append(under_way.create_task(look(ticker)))
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            under_way.create_task(keep(store, worker, desk, line))
        for one in tasks:
            one.cancel()
    await store.close()


async def look(ticker: Ticker) -> None:
    while True:
        with suppress(Conflict):  # what was in the way is looked at again
            await ticker.tick()
        await asyncio.sleep(LATER)


if __name__ == "__main__":
    asyncio.run(serve(Desk(**json.loads(sys.argv[1]))))
