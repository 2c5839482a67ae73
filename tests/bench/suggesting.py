"""The three mentors who suit best, of 30,000: how soon they are there, and how near to the best of all."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING

from bot.features.mentoring import decide, suiting
from storage.database import migrate, open_store
from tests.bench.beside import fill_town
from tests.bench.commands import Pace
from tests.bench.community import HOME, NOW, person
from tests.bench.driving import Driven, built
from tests.bench.figures import Figure, measured, ratio

if TYPE_CHECKING:
    from bot.work import Work

MENTEES, MENTORS, FEW = 1_000, 30_000, 3_000
FULL = 3
"""Rounds of a pace that is not a quick one."""
SOON = 50
"""Milliseconds."""
ASKED = 40
"""Mentees whose three are compared with the three best of everybody."""


async def suggesting(folder: Path, pace: Pace) -> list[Figure]:
    mentors = MENTORS if pace.rounds >= FULL else FEW
    url = f"sqlite:///{folder / 'bot.sqlite3'}"
    await migrate(url)
    await asyncio.to_thread(fill_town, url, MENTEES, mentors)
    async with AsyncExitStack() as stack:
        store = await open_store(url)
        stack.push_async_callback(store.close)
        driven = Driven(built(store), [], [person(id) for id in range(1, MENTEES, 3)])
        stack.push_async_callback(driven.stop)
        once = {"best": driven.best, "join": driven.take_part}
        found = await measured(once, rounds=pace.rounds, times=pace.times, seconds=20, crowd=False)
        both = [await store.read(lambda work, id=id: _compared(work, id)) for id in range(1, ASKED + 1)]  # type: ignore[misc]
    best, join = found["best"], found["join"]
    name, floor = f"suggesting.{mentors}", "a tap that stores one row"
    busy, unit = ratio(best.processor, join.processor), "ms of processor time"
    few, every = (mean(one[place] for one in both if one[1]) for place in (0, 1))
    return [
        Figure(f"{name}.p50", best.p50 * 1000, "ms", floor, join.p50 * 1000, most=SOON),
        Figure(f"{name}.p99", best.p99 * 1000, "ms", floor, join.p99 * 1000),
        Figure(f"{name}.processor", median(best.processor) * 1000, unit, floor, join.processor_time * 1000, busy,
               most=SOON),
        Figure(f"{name}.score", few, "score", "the three best of everybody", every, ratio_least=0.95),
    ]  # fmt: skip


def _compared(work: Work, id: int) -> tuple[float, float]:
    """The middle score of the three that are suggested, and of the three best of all who offer it."""
    mentee = work.members.find(HOME, person(id))
    seek = work.mentoring.seek(HOME, id)
    if mentee is None or seek is None:
        raise LookupError(id)
    topics = [topic.id for topic in seek.topics]
    cards = work.mentoring.candidates(HOME, mentee.person, topics, mentee.languages, NOW, 1_000_000)
    every = suiting.best(suiting.weighing(work, HOME, NOW), mentee, seek, cards)
    few = decide.best_for(work, mentee, NOW)
    return mean(one.score for one in few) if few else 0.0, mean(one.score for one in every) if every else 0.0
