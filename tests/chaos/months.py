"""Many months, each by its own seed, on all processors of the machine."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from tests.chaos.month import Month, month, prepare


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
    """A violation names its seed: `month` of it goes the same way again, in whichever process."""
    began, prepared = time.monotonic(), await prepare(folder)
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        found = list(pool.map(partial(_one, prepared=prepared, folder=folder, days=days), seeds))
    counted = Counter[str]()
    for one in found:
        counted.update(one.counted)
    wrongs = tuple(f"seed {one.seed}: {wrong}" for one in found for wrong in one.violations)
    posts = sum(len(one.posts) for one in found)
    return Months(len(seeds), days, posts, dict(counted), wrongs, time.monotonic() - began)


def _one(seed: int, prepared: Path, folder: Path, days: int) -> Month:
    return asyncio.run(month(seed, prepared, folder, days))
