"""The page of figures of a very large community: read whole, and its pictures drawn."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import create_engine

from adapters.discord.capabilities import CAPABILITIES as DISCORD
from bot.drawing.pencil import Pencil
from bot.features.impact import picture, reading, texts
from bot.features.impact.model import Period
from bot.features.needs.model import Side
from bot.fit import fit
from bot.identity import Person
from bot.markup import Reader
from bot.ports import Store
from bot.work import By, Work
from storage.database import migrate, open_store
from tests.bench.commands import Pace
from tests.bench.figures import Figure, say
from tests.years import HOME, NOW, fill

MEMBERS, PAIRS = 100_000, 20_000
SMALL = 50
"""How many times smaller a quick run's community is."""
WEEK = timedelta(days=7)
PAGE_MOST = 2.0
"""Seconds for the whole page."""
FLOOR = "counting every row of the tables it reads"
TABLES = ("member", "offer", "seek", "request", "pair", "tally", "connection", "lesson")


async def impact(folder: Path, pace: Pace) -> list[Figure]:
    quick = pace.rounds < FULL
    path = folder / "impact.sqlite3"
    url = f"sqlite:///{path}"
    await migrate(url)
    await asyncio.to_thread(_fill, url, SMALL if quick else 1)
    store = await open_store(url)
    await store.write(_tally)
    by = By(HOME, Person("room", "p1"), NOW, coordinator=True)
    rounds = 3 if quick else 7
    floor = await _seconds(rounds, lambda: asyncio.to_thread(_rows, path))
    page = await _seconds(rounds, lambda: _words(store, by))
    drawn = await _seconds(3, lambda: _pictures(store, by))
    needs = await _seconds(rounds, lambda: store.read(lambda work: work.needs.by(HOME, Side.TOPIC, NOW)))
    await store.close()
    return [
        Figure("impact.page", page, "s", FLOOR, floor, most=PAGE_MOST),
        Figure("impact.page.drawn", drawn, "s", FLOOR, floor, most=PAGE_MOST),
        Figure("needs.topics", needs, "s", FLOOR, floor),
    ]


FULL = 3
"""Rounds of a pace that is not a quick one."""


def _fill(url: str, smaller: int) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        fill(connection, HOME, MEMBERS // smaller, PAIRS // smaller, topics=300)
    engine.dispose()
    say(f"{MEMBERS // smaller} members and {PAIRS // smaller} pairs")


def _tally(work: Work) -> None:
    work.impact.tally(HOME)
    for back in range(12):
        work.impact.connect(HOME, NOW - (back + 1) * WEEK, NOW - back * WEEK)


def _rows(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return sum(database.execute(f"SELECT count(*), sum(community) FROM {one}").fetchone()[0] for one in TABLES)


async def _words(store: Store, by: By) -> reading.Page:
    """All that the command reads, and its words as they are sent."""
    page = await store.read(lambda work: reading.page(work, by, Period.ALL))
    fit(texts.shown(page), DISCORD, Reader("de", "Europe/Rome", NOW), lambda action: action.name)
    return page


async def _pictures(store: Store, by: By) -> None:
    """The same with both pictures, each drawn by a process of its own, at the same time."""
    page, reader, pencil = await _words(store, by), Reader("de", "Europe/Rome", NOW), Pencil()
    await asyncio.gather(
        pencil.draw(picture.months(page, reader)),
        pencil.draw(picture.weeks(page.weeks, reader)),
    )


async def _seconds(rounds: int, run: Callable[[], Awaitable[object]]) -> float:
    taken: list[float] = []
    for _ in range(rounds + 1):  # a first one only warms up
        began = time.perf_counter()
        await run()
        taken.append(time.perf_counter() - began)
    return median(taken[1:])
