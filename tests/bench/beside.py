"""Commands while a round is worked out: how soon each is answered, beside the same commands with no round."""

from __future__ import annotations

import asyncio
import logging
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import create_engine, make_url, text

from bot.features.matching import rhythm, solving
from bot.features.matching.model import Round, RoundState
from bot.work import Work
from storage.database import migrate, open_store
from tests.bench.commands import Pace
from tests.bench.community import HOME, NOW, Paired, locale_of, person
from tests.bench.driving import Driven, built
from tests.bench.figures import Figure, Once, say
from tests.bench.settling import settle
from tests.bench.towns import town

LARGE, SMALL = (100_000, 30_000), (1_000, 300)
FULL = 3
"""Rounds of a pace that is not a quick one."""
COMMANDS = 200
SOON = 1000
"""Milliseconds in which each command is to be answered meanwhile."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Seconds to each answer while the round was worked out and without it, and the round as it was kept."""

    during: list[float]
    alone: list[float]
    round: Round
    took: float
    memory: float


async def beside(folder: Path, pace: Pace) -> list[Figure]:
    large = pace.rounds >= FULL
    logging.basicConfig(format="bench: %(message)s")
    logging.getLogger(solving.__name__).setLevel(logging.INFO)
    found = await answered(folder, *(LARGE if large else SMALL), pause=0.3 if large else 0.02)
    fair = found.round.fairness
    said = f"{len(found.during)} commands in {found.took:.0f} s, {fair.matched} of {fair.of} matched"
    say(f"{said}, {found.memory:.0f} MB, middle score {fair.mean}")
    floor = "the same commands with no round"

    def figure(name: str, of: Callable[[list[float]], float], most: float | None = None) -> Figure:
        return Figure(f"beside.{name}", of(found.during) * 1000, "ms", floor, of(found.alone) * 1000, most=most)

    return [
        figure("p50", median),
        figure("p99", lambda times: quantiles(times, n=100, method="inclusive")[98]),
        figure("slowest", max, SOON),
        Figure("beside.round", found.took, "s", "limit", 900, most=900),
        Figure("beside.memory", found.memory, "MB", "limit", 1500, most=1500),
    ]


async def answered(folder: Path, mentees: int, mentors: int, pause: float, commands: int = COMMANDS) -> Beside:
    """One command every ``pause`` until the round is kept; then so many with no round."""
    url = f"sqlite:///{folder / 'bot.sqlite3'}"
    await migrate(url)
    await asyncio.to_thread(fill_town, url, mentees, mentors)
    async with AsyncExitStack() as stack:
        store = await open_store(url)
        stack.push_async_callback(store.close)
        people = [Paired(person(id), 0, 0, id, locale_of(id)) for id in range(1, mentees, max(1, mentees // commands))]
        driven = Driven(built(store), people, [one.person for one in people])
        stack.push_async_callback(driven.stop)
        turns = cycle((driven.searching, driven.find, driven.best, driven.take_part))
        await _some(turns, 4)  # warm
        began = time.perf_counter()
        id = await store.write(_wanted)
        task = asyncio.create_task(_worked_out(driven, began))
        during: list[float] = []
        while not task.done():
            during.append(await next(turns)())
            await asyncio.wait((task,), timeout=pause)
        took = await task
        alone = await _some(turns, commands)
        kept = await store.read(lambda work: work.rounds.get(HOME, id))
    assert kept
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    return Beside(during, alone, kept, took, memory)


async def _some(turns: Iterator[Once], commands: int) -> list[float]:
    return [await next(turns)() for _ in range(commands)]


def fill_town(url: str, mentees: int, mentors: int) -> None:
    engine = create_engine(make_url(url))
    with engine.begin() as connection:
        connection.execute(text("PRAGMA synchronous = OFF"))
        settle(connection, town(mentees, mentors))
    engine.dispose()


def _wanted(work: Work) -> int:
    found = work.rounds.begin(HOME, NOW)
    work.rounds.save(replace(found, state=RoundState.WANTED))
    return found.id


async def _worked_out(driven: Driven, began: float) -> float:
    """As the ticker has it done, which goes on with other things after a while; the seconds it took."""
    await rhythm.work_out.run(driven.bot)
    await asyncio.gather(*rhythm.UNDER_WAY)
    return time.perf_counter() - began
