"""From what was measured to the figures: each beside its floor, with its target where there is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.bench.figures import IN_FLIGHT, Figure, Measured, ratio

GROWTH = 1.3
"""A command in the large community may take this many times as long as in the small one."""
HALF = 0.5
"""A stored check-in is to reach this part of the rate of bare SQLAlchemy Core."""
SDKS = {
    "discord.py": ("discord.py", "discord.py, a handler that only answers"),
    "discord.py, nothing sent,": ("discord.py.silent", "discord.py, an empty handler"),
    "slack-bolt": ("slack-bolt", "slack-bolt, a handler that only acknowledges"),
}
"""Contestant → how it is called in a figure's name, and in its floor."""
ANSWERING = SDKS["discord.py"][1]
BARE = {
    "stored": ("write", "SQLAlchemy Core storing the same two rows"),
    "read and stored": ("write.read_too", "SQLAlchemy Core reading and storing the same rows"),
}


def compared(database: str, results: Mapping[str, Measured], sizes: tuple[int, int]) -> Iterator[Figure]:
    small, large = sizes
    for size in sizes:
        ours = results[f"write {size}"]
        for key, (name, floor) in BARE.items():
            yield from _rates(f"{database}.{size}.{name}", ours, results[f"{key} {size}"], floor, least=HALF)
        yield from _times(f"{database}.{size}.write", ours, results[f"stored {size}"], BARE["stored"][1])
        ours, theirs = results[f"read {size}"], results["discord.py read"]
        yield from _rates(f"{database}.{size}.read", ours, theirs, ANSWERING)
        yield from _times(f"{database}.{size}.read", ours, theirs, ANSWERING)
    for kind in ("read", "write", "find", "best"):
        yield _growth(f"{database}.{kind}.growth", results[f"{kind} {large}"], results[f"{kind} {small}"], small)
    for kind in ("read", "write"):
        ours = results[f"{kind} {small}"]
        for key, (name, floor) in SDKS.items():
            yield from _overhead(f"{database}.{kind}.beside.{name}", ours, results[f"{key} {kind}"], floor)


def _rates(name: str, ours: Measured, theirs: Measured, floor: str, least: float | None = None) -> Iterator[Figure]:
    one, many = ratio(ours.rates, theirs.rates), ratio(ours.crowded, theirs.crowded)
    yield Figure(f"{name}.rate", ours.rate, "per second", floor, theirs.rate, one, ratio_least=least)
    name, unit = f"{name}.rate_{IN_FLIGHT}_at_once", "per second"
    yield Figure(name, ours.crowded_rate, unit, floor, theirs.crowded_rate, many, ratio_least=least)


def _times(name: str, ours: Measured, theirs: Measured, floor: str) -> Iterator[Figure]:
    busy, unit = ratio(ours.processor, theirs.processor), "ms of processor time"
    yield Figure(f"{name}.p50", ours.p50 * 1000, "ms", floor, theirs.p50 * 1000)
    yield Figure(f"{name}.p99", ours.p99 * 1000, "ms", floor, theirs.p99 * 1000)
    yield Figure(f"{name}.processor", ours.processor_time * 1000, unit, floor, theirs.processor_time * 1000, busy)


def _growth(name: str, large: Measured, small: Measured, members: int) -> Figure:
    floor, grown = f"with {members} members", ratio(large.middles, small.middles)
    return Figure(name, large.p50 * 1000, "ms, p50", floor, small.p50 * 1000, grown, ratio_most=GROWTH)


def _overhead(name: str, ours: Measured, theirs: Measured, floor: str) -> Iterator[Figure]:
    middle = ratio(ours.middles, theirs.middles)
    yield Figure(f"{name}.rate", ours.rate, "per second", floor, theirs.rate, ratio(ours.rates, theirs.rates))
    yield Figure(f"{name}.p50", ours.p50 * 1000, "ms", floor, theirs.p50 * 1000, middle)
    yield Figure(f"{name}.p99", ours.p99 * 1000, "ms", floor, theirs.p99 * 1000)
