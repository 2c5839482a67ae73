"""Rounds of three sizes: how long, how fair beside first come, first served, and how much memory."""

from __future__ import annotations

import asyncio
import json
import math
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.commands import Pace
from tests.bench.figures import Figure, say

if TYPE_CHECKING:
    from bot.features.matching.columns import Ints, Tables

SIZES = ((1_000, 300), (10_000, 3_000), (100_000, 30_000))
FLOOR = "sorting as many pairs by their scores"


async def rounds(folder: Path, pace: Pace) -> list[Figure]:
    """Each size in a process of its own, as the bot runs it, so that its memory is its own."""
    found: list[Figure] = []
    before: dict[str, dict[str, Any]] = {}
    solvers = ["by_matching", *(["by_flow"] if find_spec("ortools") else [])]
    for mentees, mentors in SIZES[:1] if pace.rounds < FULL else SIZES:
        for solver in solvers:
            one = await _measured(mentees, mentors, solver)
            say(f"round {mentees}×{mentors} {solver}: {json.dumps(one)}")
            found += _figures(f"round.{mentees}.{solver}", one)
            if solver in before:
                found += _growth(f"round.{mentees}.{solver}", one, before[solver])
            before[solver] = one
    return found


FULL = 3
"""Rounds of a pace that is not a quick one."""


def _figures(name: str, one: dict[str, Any]) -> list[Figure]:
    floor = one["floor"]
    fair, greedy = one["fairness"], one["greedy"]
    return [
        Figure(f"{name}.candidates", one["candidates"], "s", FLOOR, floor),
        Figure(f"{name}.solver", one["solver"], "s", FLOOR, floor),
        *_gap(name, one),
        Figure(f"{name}.memory", one["memory"], "MB", "limit", 1500, most=1500),
        Figure(f"{name}.matched", fair["matched"], "people", "first come", greedy["matched"], ratio_least=1),
        Figure(f"{name}.mean", fair["mean"], "score", "first come", greedy["mean"], ratio_least=1),
        Figure(f"{name}.tenth", fair["tenth"], "score", "first come", greedy["tenth"], ratio_least=1),
        Figure(f"{name}.worst", fair["worst"], "score", "first come", greedy["worst"], ratio_least=1),
    ]


def _gap(name: str, one: dict[str, Any]) -> list[Figure]:
    """Beside every legal pair, where those are few enough: as many matched, and how much more discontent."""
    if not one["every"]:
        return []
    count, total = one["every"]["matched"], one["every"]["sum"]
    return [
        Figure(f"{name}.gap.matched", one["fairness"]["matched"], "people", "every legal pair", count, ratio_least=1),
        Figure(f"{name}.gap.sum", one["sum"], "discontent", "every legal pair", total, ratio_most=1.01),
    ]


def _growth(name: str, large: dict[str, Any], small: dict[str, Any]) -> list[Figure]:
    """Time per pair, beside the smaller size: for n log n it grows as the logarithm does."""
    most = math.log(large["edges"]) / math.log(small["edges"])
    return [
        Figure(f"{name}.{what}.growth", each(large, what), "µs per pair", "the smaller size", each(small, what),
               ratio_most=round(most, 2))
        for what in ("candidates", "solver")
    ]  # fmt: skip


def each(one: dict[str, Any], what: str) -> float:
    return float(1e6 * one[what] / one["edges"])


async def _measured(mentees: int, mentors: int, solver: str) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.rounds", str(mentees), str(mentors), solver),
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"a round of {mentees} ended with {process.returncode}")
    found: dict[str, Any] = json.loads(said)
    return found


def _alone(mentees: int, mentors: int, name: str) -> dict[str, Any]:
    import resource
    from dataclasses import asdict

    import numpy as np

    from bot.features.matching import arrays, child, columns, solver
    from tests.bench.towns import town

    cohort = town(mentees, mentors)
    table = columns.tables(cohort)
    began = time.perf_counter()
    edges = arrays.candidates(table)
    candidates = time.perf_counter() - began
    seats = np.array([one.seats for one in cohort.helpers], np.int64)
    began = time.perf_counter()
    taken = getattr(solver, name)(edges, seats, mentees)
    took = time.perf_counter() - began
    began = time.perf_counter()
    np.argsort(edges.scores, kind="stable")
    floor = time.perf_counter() - began
    return {
        "edges": len(edges.rows),
        "candidates": candidates,
        "solver": took,
        "sum": _sum(table, taken),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
        "every": _every(table, seats, name) if mentees * mentors <= arrays.BLOCK else None,
        "floor": floor,
        "fairness": asdict(child.fairness(table, taken)),
        "greedy": asdict(child.fairness(table, solver.first_come(edges, seats, mentees))),
    }


def _sum(table: Tables, taken: Ints) -> int:
    import numpy as np

    from bot.features.matching import arrays, solver

    rows = np.flatnonzero(taken >= 0)
    return int(solver.costs(arrays.scored(table, rows, taken[rows])).sum())


def _every(table: Tables, seats: Ints, name: str) -> dict[str, int]:
    """The same round with every legal pair."""
    from bot.features.matching import arrays, solver

    edges = arrays.every_pair(table)
    taken = getattr(solver, name)(edges, seats, len(table.cohort.seekers))
    return {"edges": len(edges.rows), "matched": int((taken >= 0).sum()), "sum": _sum(table, taken)}


if __name__ == "__main__":
    print(json.dumps(_alone(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
