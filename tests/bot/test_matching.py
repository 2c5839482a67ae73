"""Who suits whom: one score in two forms, the best whole assignment, and the hard rules."""

from __future__ import annotations

import random
from dataclasses import replace
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.matching import arrays, child, columns, solver
from bot.features.matching.arrays import Edges
from bot.features.matching.cohort import Cohort, read_cohort, read_result, write_cohort, write_result
from bot.features.matching.columns import Ints
from bot.features.matching.score import SLIDERS, STEPS, TOP, Helper, Seeker, Setting, parts, possible, score
from bot.features.members.model import Meets
from bot.features.programme.formats import Format, Terms
from bot.features.topics.catalogue import subjects
from tests.bench.towns import town

CODES = list(subjects())[:30:3]
TOPICS = dict(enumerate(CODES, 1))
WORDS = ("readers", "prices", "website", "bread", "customers", "grow")

topics = st.lists(st.sampled_from(sorted(TOPICS)), min_size=1, max_size=3, unique=True).map(tuple)
texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
spoken = st.integers(1, 7)
places = st.sampled_from(("", "turin", "milan"))
wanted = st.builds(Terms, st.sampled_from((None, *Format)), st.sampled_from((0, 4, 8, 24)))
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
    *(wishes, st.integers(11, 30), topics, spoken, places, texts, st.integers(0, 3), st.booleans()),
)
sliders = st.fixed_dictionaries({name: st.sampled_from(STEPS) for name in SLIDERS})
two = st.tuples(st.integers(11, 30), st.integers(1, 20))


@st.composite
def cohorts(draw: st.DrawFn, most: int = 6) -> Cohort:
    return Cohort(
        tuple(draw(st.lists(seekers, max_size=most, unique_by=lambda one: one.id))),
        tuple(draw(st.lists(helpers, max_size=most, unique_by=lambda one: one.id))),
        Setting(TOPICS, draw(sliders), draw(st.sampled_from(("2026-03-02", "2026-10-20", "2026-06-01")))),
        frozenset((min(pair), max(pair)) for pair in draw(st.lists(two, max_size=4))),
        frozenset(draw(st.lists(two, max_size=4))),
    )


@settings(deadline=None)
@given(cohorts(5))
def test_the_score_of_many_is_the_score_of_one(cohort: Cohort) -> None:
    table = columns.tables(cohort)
    grid = list(product(range(len(cohort.seekers)), range(len(cohort.helpers))))
    rows, cols = (np.array([pair[side] for pair in grid], np.int64) for side in (0, 1))
    found = arrays.scored(table, rows, cols)
    for (row, col), value in zip(grid, found.tolist(), strict=True):
        seeker, helper = cohort.seekers[row], cohort.helpers[col]
        assert abs(value - score(cohort.setting, parts(cohort.setting, seeker, helper))) <= 1
        assert 0 <= value <= TOP


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


def brute(edges: Edges, seats: Ints, n: int) -> tuple[int, int]:
    """Every assignment there is."""
    options: list[list[tuple[int, int]]] = [[] for _ in range(n)]
    for row, col, price in priced(edges):
        options[row].append((col, price))
    best = (0, 0)

    def go(row: int, left: list[int], count: int, total: int) -> None:
        nonlocal best
        if row == n:
            best = max(best, (count, -total))
            return
        go(row + 1, left, count, total)
        for col, price in options[row]:
            if left[col]:
                left[col] -= 1
                go(row + 1, left, count + 1, total + price)
                left[col] += 1

    go(0, seats.tolist(), 0, 0)
    return best[0], -best[1]


@settings(deadline=None, max_examples=150)
@given(cohorts(5))
def test_nothing_beats_the_solver(cohort: Cohort) -> None:
    """Against every assignment there is, on small cohorts."""
    n = len(cohort.seekers)
    table = columns.tables(cohort)
    edges = arrays.candidates(table)
    seats = np.array([one.seats for one in cohort.helpers], np.int64)
    taken = solver.by_matching(edges, seats, n)
    best = brute(edges, seats, n)
    assert value(edges, taken) == best
    assert value(edges, solver.settle_ties(edges, taken)) == best, "ties change neither number nor sum"


@settings(deadline=None, max_examples=100)
@given(cohorts(), st.randoms())
def test_a_round_keeps_every_rule_and_is_always_the_same(cohort: Cohort, chance: random.Random) -> None:
    result = child.run(cohort)
    people, mentors = {one.id: one for one in cohort.seekers}, {one.id: one for one in cohort.helpers}
    taken = {(one.mentor, one.mentee) for one in result.proposals}
    for one in result.proposals:
        assert allowed(cohort, people[one.mentee], mentors[one.mentor])
        assert (one.mentee, one.mentor) not in taken, "nobody is the mentor of their own mentor"
    for id, mentor in mentors.items():
        assert sum(one.mentor == id for one in result.proposals) <= mentor.seats
    assert {one.mentee for one in result.proposals} | {one.mentee for one in result.left} == set(people)
    assert len(result.proposals) + len(result.left) == len(people)
    shuffled = replace(
        cohort,
        seekers=tuple(chance.sample(cohort.seekers, len(cohort.seekers))),
        helpers=tuple(chance.sample(cohort.helpers, len(cohort.helpers))),
    )
    assert child.run(shuffled) == result


@settings(deadline=None, max_examples=50)
@given(cohorts(), st.randoms())
def test_locked_pairs_are_kept(cohort: Cohort, chance: random.Random) -> None:
    first = child.run(cohort).proposals
    locked = frozenset((one.mentor, one.mentee) for one in first if chance.random() < 0.5)
    again = child.run(replace(cohort, locked=locked)).proposals
    assert locked <= {(one.mentor, one.mentee) for one in again}
    assert len(again) == len(first)


def test_the_most_people_first_then_the_best_sum_then_who_waited() -> None:
    """The mentor of both goes to whom nobody else can help; of two alike, to who waited longer."""
    setting = Setting({1: "taxes", 2: "pricing"})
    broad, narrow = Helper(50, (1, 2), 1), Helper(51, (2,), 1)
    either, only_taxes = Seeker(1, (2,), 1, days=90), Seeker(2, (1,), 1)
    hungarian = Seeker(3, (1,), 4)
    result = child.run(Cohort((either, only_taxes, hungarian), (broad, narrow), setting))
    assert {(one.mentor, one.mentee) for one in result.proposals} == {(51, 1), (50, 2)}
    assert [(one.mentee, one.why) for one in result.left] == [(3, "language")]
    short, long = Seeker(1, (1,), 1, days=60), Seeker(2, (1,), 1, days=80)
    result = child.run(Cohort((short, long), (Helper(50, (1,), 1),), setting))
    assert [one.mentee for one in result.proposals] == [2], "both have waited in full: the score is the same"


def test_why_somebody_is_left() -> None:
    setting = Setting({1: "taxes", 2: "baking"})
    three = tuple(Seeker(id, (1,), 1) for id in (1, 2, 3))
    result = child.run(Cohort((*three, Seeker(4, (2,), 1)), (Helper(50, (1,), 1),), setting))
    full = [one for one in result.left if one.why == "full"]
    assert [(one.topic, one.needed, one.seats) for one in full] == [(1, 3, 1), (1, 3, 1)]
    assert [(one.mentee, one.why, one.topic) for one in result.left if one.why != "full"] == [(4, "nobody", 2)]
    result = child.run(
        Cohort(
            (Seeker(1, (1,), 1, terms=Terms(Format.QUESTION)),),
            (Helper(50, (1,), 1, terms=Terms(Format.COURSE)),),
            setting,
        )
    )
    assert [one.why for one in result.left] == ["format"]
    result = child.run(Cohort((Seeker(1, (1,), 1),), (Helper(50, (1,), 1),), setting, frozenset({(1, 50)})))
    assert [one.why for one in result.left] == ["apart"]


def test_a_squared_discontent_does_not_pay_the_best_off_with_the_worst_off() -> None:
    assert solver.costs(np.array([1000, 900, 500])).tolist() == [0, 10, 250]


def test_files_lose_nothing(tmp_path: Path) -> None:
    cohort = replace(
        town(40, 12), apart=frozenset({(1, 2)}), forbidden=frozenset({(41, 3)}), locked=frozenset({(42, 4)})
    )
    write_cohort(tmp_path / "cohort", cohort)
    assert read_cohort(tmp_path / "cohort") == cohort
    result = child.run(cohort)
    write_result(tmp_path / "result", result)
    assert read_result(tmp_path / "result") == result


@pytest.mark.parametrize("seed", range(3))
def test_fewer_pairs_are_looked_at_and_nothing_is_lost(seed: int) -> None:
    """Candidates by topic and language, forced on a cohort that is small enough to look at every pair."""
    table = columns.tables(town(600, 200, seed))
    every, m = arrays.every_pair(table), 200
    keys = np.unique(np.concatenate([arrays._by_language(table, bit) for bit in arrays._bits(table)]))
    few = arrays.best(arrays._edges(table, keys // m, keys % m), 600, m)
    seats = np.array([one.seats for one in table.cohort.helpers], np.int64)
    best, found = (value(edges, solver.by_matching(edges, seats, 600)) for edges in (every, few))
    assert len(few.rows) < len(every.rows)
    assert found[0] == best[0]
    assert found[1] <= best[1] * 1.02


def test_both_solvers_agree() -> None:
    if not find_spec("ortools"):
        pytest.skip("the extra “large” is not installed: pip install ortools")
    table = columns.tables(town(1000, 300))
    edges = arrays.candidates(table)
    seats = np.array([one.seats for one in table.cohort.helpers], np.int64)
    one, other = (value(edges, solve(edges, seats, 1000)) for solve in (solver.by_matching, solver.by_flow))
    assert one == other


def test_another_librarys_matching_agrees() -> None:
    """rustworkx solves the same by another way: every seat is a node, and the most pairs come first."""
    import rustworkx

    table = columns.tables(town(60, 25, seed=4))
    edges = arrays.candidates(table)
    seats = np.array([one.seats for one in table.cohort.helpers], np.int64)
    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph()
    graph.add_nodes_from(range(60))
    places = {col: list(graph.add_nodes_from([60] * int(seats[col]))) for col in range(25)}
    for row, col, price in priced(edges):
        for place in places[col]:
            graph.add_edge(row, place, TOP - price)
    pairs = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=lambda weight: weight)
    total = sum(TOP - graph.get_edge_data(*pair) for pair in pairs)
    assert (len(pairs), total) == value(edges, solver.by_matching(edges, seats, 60))


def test_a_round_begins_with_those_who_know_nobody() -> None:
    assert child.run(Cohort((), ())).proposals == ()
    alone = child.run(Cohort((Seeker(1, (1,), 1),), ()))
    assert [one.why for one in alone.left] == ["nobody"]
