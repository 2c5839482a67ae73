"""A figure as one JSON line, and measuring several things in turn so that the machine's drift cancels."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

Once = Callable[[], Awaitable[float]]
"""Does one thing and returns the seconds it took, as the one who waits for it would measure."""

IN_FLIGHT = 16
CROWD = 4 * IN_FLIGHT
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """``ratio`` is the value divided by the floor's; the target is a bound of the ratio or of the value."""

    name: str
    value: float
    unit: str
    floor: str
    floor_value: float
    ratio: float | None = None
    most: float | None = None
    ratio_most: float | None = None
    ratio_least: float | None = None

    def line(self) -> str:
        ratio = self.ratio if self.ratio is not None else self.value / self.floor_value
        shown: dict[str, object] = {
            "figure": self.name,
            "value": rounded(self.value),
            "unit": self.unit,
            "floor": self.floor,
            "floor_value": rounded(self.floor_value),
            "ratio": rounded(ratio),
        }
        if self.most is not None:
            shown |= {"target": f"value at most {self.most:g}", "met": self.value <= self.most}
        if self.ratio_most is not None:
            shown |= {"target": f"ratio at most {self.ratio_most:g}", "met": ratio <= self.ratio_most}
        if self.ratio_least is not None:
            shown |= {"target": f"ratio at least {self.ratio_least:g}", "met": ratio >= self.ratio_least}
        return json.dumps(shown)


def rounded(value: float) -> float:
    """Three digits that count; more would be noise."""
    return float(f"{value:.3g}")


def show(figures: Sequence[Figure]) -> None:
    for figure in figures:
        sys.stdout.write(figure.line() + "\n")
    sys.stdout.flush()


def say(words: str) -> None:
    """What is going on, for people: the figures alone go to standard output."""
    sys.stderr.write(f"bench: {words}\n")


@dataclass(slots=True)
class Measured:
    """One contestant's rounds: ``rates`` of one after another, ``crowded`` of many at once; times in seconds.

    ``processor`` is what one event costs this process, all its threads together; other programs do not change it.
    """

    rates: list[float]
    crowded: list[float]
    middles: list[float]
    processor: list[float]
    times: list[float]

    @property
    def rate(self) -> float:
        return median(self.rates)

    @property
    def crowded_rate(self) -> float:
        return median(self.crowded)

    @property
    def processor_time(self) -> float:
        return median(self.processor)

    @property
    def p50(self) -> float:
        return median(self.times)

    @property
    def p99(self) -> float:
        return quantiles(self.times, n=100)[98]


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the rounds' own ratios: both sides of each were measured within the same few seconds."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


async def measured(
    contestants: Mapping[str, Once], *, rounds: int, times: int, seconds: float = 45.0, crowd: bool = True
) -> dict[str, Measured]:
    """Every contestant once a round, in a new order each time; the first round only warms up.

    On a busy machine, where the seconds are over before the rounds, at least `FEWEST` are counted.
    """
    results = {name: Measured([], [], [], [], []) for name in contestants}
    end = time.monotonic() + seconds
    for round_ in range(rounds + 1):
        if round_ > FEWEST and time.monotonic() > end:
            break
        for name in random.sample(list(contestants), len(contestants)):
            await _take_turn(contestants[name], results[name], times, crowd, counts=round_ > 0)
    return results


async def _take_turn(once: Once, found: Measured, times: int, crowd: bool, *, counts: bool) -> None:
    busy = time.process_time()
    alone, took = await in_line(once, times)
    busy = time.process_time() - busy
    crowded = await at_once(once, CROWD) if crowd else took
    if counts:
        found.rates.append(times / took)
        found.crowded.append(CROWD / crowded)
        found.middles.append(median(alone))
        found.processor.append(busy / times)
        found.times += alone


async def in_line(once: Once, times: int) -> tuple[list[float], float]:
    began = time.perf_counter()
    alone = [await once() for _ in range(times)]
    return alone, time.perf_counter() - began


async def at_once(once: Once, times: int) -> float:
    """Seconds for this many, with `IN_FLIGHT` of them under way at any time."""
    left = iter(range(times))

    async def some() -> None:
        for _ in left:
            await once()

    began = time.perf_counter()
    async with asyncio.TaskGroup() as crowd:
        for _ in range(IN_FLIGHT):
            crowd.create_task(some())
    return time.perf_counter() - began
