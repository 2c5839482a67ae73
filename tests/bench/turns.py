"""A year of weekly turns for people who get to know each other: how long, how much memory, and who meets again."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.commands import Pace
from tests.bench.figures import Figure, say

SIZES = (100, 101, 1_000, 5_000, 100_000)
"""The odd one has a three in each turn, somebody else every time."""
YEAR = 52
FULL = 3
"""Rounds of a pace that is not a quick one."""
FLOOR = "shuffling as many people and pairing them off"


async def turns(folder: Path, pace: Pace) -> list[Figure]:
    """Each size in a process of its own, so that its memory is its own."""
    found: list[Figure] = []
    for people in SIZES if pace.rounds >= FULL else SIZES[:3]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.bench.turns", str(people)), stdout=asyncio.subprocess.PIPE
        )
        said, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"turns of {people} ended with {process.returncode}")
        one = json.loads(said)
        say(f"turns of {people}: {json.dumps(one)}")
        found += _figures(f"turns.{people}", one)
    return found


def _figures(name: str, one: dict[str, Any]) -> list[Figure]:
    return [
        Figure(f"{name}.middle", one["middle"] * 1000, "ms", FLOOR, one["floor"] * 1000),
        Figure(f"{name}.slowest", one["slowest"] * 1000, "ms", FLOOR, one["floor"] * 1000),
        Figure(f"{name}.repeats", one["repeats"], "pairs", "pairs", one["pairs"], most=0),
        Figure(f"{name}.left", one["left"], "people over all turns", "people", one["people"], most=0),
        Figure(f"{name}.memory", one["memory"], "MB", "limit", 1500, most=1500),
    ]


def year(people: int, weeks: int = YEAR) -> dict[str, Any]:
    """Weekly turns, each knowing all before. There is always a way without a repeat: that many others are left."""
    import random
    import resource

    from bot.features.peers.grouping import Circle, Two, grouped, two

    everybody = range(1, people + 1)
    met: set[Two] = set()
    threes: Counter[int] = Counter()
    took, floors, pairs, left = [], [], 0, 0
    for week in range(weeks):
        began = time.perf_counter()
        groups = grouped(Circle(everybody, met, threes=threes), seed=week)
        took.append(time.perf_counter() - began)
        began = time.perf_counter()
        order = random.Random(week).sample(everybody, people)
        list(zip(order[::2], order[1::2], strict=False))
        floors.append(time.perf_counter() - began)
        new = [two(*pair) for group in groups for pair in combinations(group, 2)]
        pairs, left = pairs + len(new), left + people - sum(map(len, groups))
        met.update(new)
        threes.update(group[2] for group in groups if len(group) == 3)
    return {
        "people": people,
        "middle": median(took),
        "slowest": max(took),
        "whole": sum(took),
        "floor": median(floors),
        "pairs": pairs,
        "repeats": pairs - len(met),
        "left": left,
        "most_threes": max(threes.values(), default=0),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }


if __name__ == "__main__":
    print(json.dumps(year(int(sys.argv[1]))))
