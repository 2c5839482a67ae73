"""Thousands of small random cohorts, each solved and compared with every assignment there is."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bot.features.matching import arrays, child, columns, solver
from bot.features.matching.arrays import Edges
from bot.features.matching.cohort import Cohort
from bot.features.matching.columns import Ints
from bot.features.matching.score import SLIDERS, STEPS, Helper, Seeker, Setting, possible
from bot.features.members.model import Meets
from bot.features.programme.formats import Format, Terms
from bot.features.topics.catalogue import subjects

CODES = list(subjects())[:10:2]
TOPICS = dict(enumerate(CODES, 1))
WORDS = ("readers", "prices", "website", "bread", "customers", "grow")

topics = st.lists(st.sampled_from(sorted(TOPICS)), min_size=1, max_size=3, unique=True).map(tuple)
texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
spoken = st.sampled_from((1, 1, 3, 3, 7, 4))
places = st.sampled_from(("", "turin", "milan"))
wanted = st.builds(Terms, st.sampled_from((None, None, None, *Format)), st.sampled_from((0, 4, 8, 24)))
hours = st.sampled_from(
    ("", "Mon 18:00-22:00", "Mon 20:30-23:15, Thu 00:00-24:00", "Sun 22:00-24:00, Mon 00:00-02:00", "Sat 08:00-12:00")
)
zones = st.sampled_from(("Europe/Rome", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Auckland", ""))
wishes = st.tuples(wanted, hours, zones, st.sampled_from([one.value for one in Meets]))
seekers = st.builds(
    lambda wishes, *rest: Seeker(*rest, *wishes),
    *(wishes, st.integers(1, 20), topics, spoken, places, texts, st.integers(0, 90), st.booleans()),
)
helpers = st.builds(
    lambda wishes, id, named, speaks, place, about, seats, cooling: Helper(
        id, named, speaks, place, about, seats, 3, cooling, *wishes
    ),
    *(wishes, st.integers(11, 30), topics, spoken, places, texts, st.sampled_from((0, 1, 1, 1, 2, 3)), st.booleans()),
)
sliders = st.fixed_dictionaries({name: st.sampled_from(STEPS) for name in SLIDERS})
two = st.tuples(st.integers(11, 30), st.integers(1, 20))


@st.composite
def cohorts(draw: st.DrawFn, most: int = 6, least: int = 0) -> Cohort:
    return Cohort(
        tuple(draw(st.lists(seekers, min_size=least, max_size=most, unique_by=lambda one: one.id))),
        tuple(draw(st.lists(helpers, min_size=least, max_size=most, unique_by=lambda one: one.id))),
        Setting(TOPICS, draw(sliders), draw(st.sampled_from(("2026-03-02", "2026-10-20", "2026-06-01")))),
        frozenset((min(pair), max(pair)) for pair in draw(st.lists(two, max_size=4))),
        frozenset(draw(st.lists(two, max_size=4))),
    )


def allowed(cohort: Cohort, seeker: Seeker, helper: Helper) -> bool:
    apart = (min(seeker.id, helper.id), max(seeker.id, helper.id)) in cohort.apart
    return possible(cohort.setting, seeker, helper) and not apart and (helper.id, seeker.id) not in cohort.forbidden


def priced(edges: Edges) -> list[tuple[int, int, int]]:
    columns = (edges.rows, edges.cols, solver.costs(edges.scores))
    return [(row, col, cost) for row, col, cost in zip(*(one.tolist() for one in columns), strict=True)]


def value(edges: Edges, taken: Ints) -> tuple[int, int]:
    """How many are matched, and the sum of their discontent."""
    price = {(row, col): cost for row, col, cost in priced(edges)}
    chosen = [price[row, col] for row, col in enumerate(taken.tolist()) if col != solver.NOBODY]
    return len(chosen), sum(chosen)


def brute(
    edges: Edges, seats: Ints, n: int, fine: Callable[[Sequence[tuple[int, int]]], bool] = lambda pairs: True
) -> tuple[int, int]:
    """Every assignment there is; only those that are ``fine`` count."""
    options: list[list[tuple[int, int]]] = [[] for _ in range(n)]
    for row, col, price in priced(edges):
        options[row].append((col, price))
    best = (0, 0)

    def go(row: int, left: list[int], pairs: list[tuple[int, int]], total: int) -> None:
        nonlocal best
        if row == n:
            if (len(pairs), -total) > best and fine(pairs):
                best = (len(pairs), -total)
            return
        go(row + 1, left, pairs, total)
        for col, price in options[row]:
            if left[col]:
                left[col] -= 1
                go(row + 1, left, [*pairs, (row, col)], total + price)
                left[col] += 1

    go(0, seats.tolist(), [], 0)
    return best[0], -best[1]


def faults(cohort: Cohort, chance: random.Random) -> list[str]:
    """What is wrong with the round of this cohort, and with the next around some of its pairs."""
    cohort = replace(cohort, seekers=tuple(sorted(cohort.seekers, key=lambda one: (-one.days, one.id))))
    first = child.run(cohort)
    pairs = [(one.mentor, one.mentee) for one in first.proposals]
    locked = frozenset(pair for pair in pairs if chance.random() < 0.5)
    again = [(one.mentor, one.mentee) for one in child.run(replace(cohort, locked=locked)).proposals]
    found = [*_beaten(cohort), *_broken(cohort, pairs), *_broken(cohort, again)]
    if {mentee for _, mentee in pairs} | {one.mentee for one in first.left} != {one.id for one in cohort.seekers}:
        found.append("somebody is neither matched nor left")
    if not locked <= {*again} or len(again) != len(pairs):
        found.append("a locked pair was let go, or cost somebody theirs")
    return found


def _beaten(cohort: Cohort) -> list[str]:
    n, table = len(cohort.seekers), columns.tables(cohort)
    edges = arrays.candidates(table)
    seats = np.array([one.seats for one in cohort.helpers], np.int64)
    taken = solver.by_matching(edges, seats, n)
    best, found = brute(edges, seats, n), []
    if value(edges, taken) != best:
        found.append("there is a better assignment")
    if value(edges, solver.settle_ties(edges, taken)) != best:
        found.append("settling ties changed the number or the sum")
    if find_spec("ortools") and value(edges, solver.by_flow(edges, seats, n)) != best:
        found.append("the other solver found something else")
    whole = child.assigned(table, edges, solver.by_matching)
    if value(edges, whole) != brute(edges, seats, n, partial(_straight, cohort)):
        found.append("there is a better assignment without two who are each other's mentor")
    return found


def _straight(cohort: Cohort, pairs: Sequence[tuple[int, int]]) -> bool:
    """Nobody is the mentor of their own mentor."""
    named = {(cohort.seekers[row].id, cohort.helpers[col].id) for row, col in pairs}
    return not any((mentor, mentee) in named for mentee, mentor in named)


def _broken(cohort: Cohort, pairs: list[tuple[int, int]]) -> list[str]:
    seekers, helpers = {one.id: one for one in cohort.seekers}, {one.id: one for one in cohort.helpers}
    found = ["a rule was broken" for mentor, mentee in pairs if not allowed(cohort, seekers[mentee], helpers[mentor])]
    found += ["two are each other's mentor" for mentor, mentee in pairs if (mentee, mentor) in pairs]
    held = Counter(mentor for mentor, _ in pairs)
    found += ["more mentees than places" for mentor, count in held.items() if count > helpers[mentor].seats]
    if len({mentee for _, mentee in pairs}) != len(pairs):
        found.append("somebody has two mentors")
    return found


@dataclass(frozen=True, slots=True)
class Best:
    cohorts: int
    pairs: int
    worse: int
    """Cohorts in which first come, first served matches fewer people, or these less well."""
    faults: dict[str, int]
    seconds: float

    @property
    def kept(self) -> bool:
        return not self.faults and self.worse > 0

    def line(self) -> str:
        said = {"experiment": "best", "cohorts": self.cohorts, "pairs": self.pairs, "first_come_worse": self.worse}
        said |= {"faults": self.faults, "other_solver": bool(find_spec("ortools")), "seconds": round(self.seconds, 1)}
        return json.dumps(said)


def best(many: int, number: int) -> Best:
    """So many cohorts; all faults are counted."""
    wrong: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    began = time.perf_counter()

    @seed(number)
    @settings(
        deadline=None,
        max_examples=many,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(cohorts(6, 3), st.integers(0, 1 << 32))
    def look(cohort: Cohort, chance: int) -> None:
        round = child.run(cohort)
        ours, greedy = round.fairness, round.greedy
        seen.update(cohorts=1, pairs=ours.matched, worse=(ours.matched, ours.mean) > (greedy.matched, greedy.mean))
        wrong.update(faults(cohort, random.Random(chance)))

    look()
    return Best(seen["cohorts"], seen["pairs"], seen["worse"], dict(wrong), time.perf_counter() - began)
