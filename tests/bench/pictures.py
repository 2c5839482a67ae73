"""`pictures`: a bomb refused, and a photograph made harmless, beside Pillow doing the latter in this process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

from bot.errors import Refused
from bot.pictures.child import written_anew
from bot.pictures.developing import developed
from tests.bench.commands import Pace
from tests.bench.figures import Figure
from tests.bot.test_pictures import bomb, drawn, saved

TIMES = 5


async def pictures(folder: Path, pace: Pace) -> list[Figure]:
    """A bomb of 13,000 × 13,000 dots must be refused in 50 ms; a photograph has 25 million dots."""
    huge, photo = bomb(), saved(drawn((5000, 5000)), "JPEG")

    async def bare() -> None:
        written_anew(photo)

    times = {name: [] for name in ("bomb", "photo", "bare")}  # type: dict[str, list[float]]
    for _ in range(TIMES + 1):
        for name, once in (("bomb", _tried(huge)), ("photo", _tried(photo)), ("bare", bare)):
            began = time.perf_counter()
            await once()
            times[name].append(1000 * (time.perf_counter() - began))
    floor, of = "the photograph decoded and drawn anew in this process", median(times["bare"][1:])
    return [
        Figure("pictures.bomb", median(times["bomb"][1:]), "ms", floor, of, most=50),
        Figure("pictures.photo", median(times["photo"][1:]), "ms", floor, of),
    ]


def _tried(data: bytes) -> Callable[[], Awaitable[None]]:
    async def once() -> None:
        try:
            await developed(data, asyncio.Semaphore(1), "picture")
        except Refused:
            return

    return once
