"""Who suits whom: one score in two forms, the best whole assignment, and the hard rules."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.matching import arrays, child, columns, solver
from bot.features.matching.cohort import Cohort, read_cohort, read_result, write_cohort, write_result
from bot.features.matching.score import TOP, Helper, Seeker, Setting, parts, score
from bot.features.programme.formats import Format, Terms
from tests.bench.towns import town
from tests.chaos.best import cohorts, faults, priced, value


@settings(deadline=None)
@given(cohorts(5))
def test_the_score_of_many_is_the_score_of_one(cohort: Cohort) -> None:
    table = columns.tables(cohort)
    grid = list(product(range(len(cohort.seekers)), range(len(cohort.helpers))))
    rows, cols = (np.array([pair[side] for pair in grid], np.int64) for side in (0, 1))
    found = arrays.scored(table, rows, cols)
    for (row, col), said in zip(grid, found.tolist(), strict=True):
        seeker, helper = cohort.seekers[row], cohort.helpers[col]
        assert abs(said - score(cohort.setting, parts(cohort.setting, seeker, helper))) <= 1
        assert 0 <= said <= TOP


@settings(deadline=None, max_examples=150)
@given(cohorts(5, 2), st.randoms())
def test_nothing_beats_the_solver_and_every_rule_holds(cohort: Cohort, chance: random.Random) -> None:
    """Against every assignment there is, on small cohorts; `make chaos ARGS="--only best"` looks at many more."""
    assert faults(cohort, chance) == []


@settings(deadline=None, max_examples=50)
@given(cohorts(), st.randoms())
def test_a_round_is_always_the_same(cohort: Cohort, chance: random.Random) -> None:
    shuffled = replace(
        cohort,
        seekers=tuple(chance.sample(cohort.seekers, len(cohort.seekers))),
        helpers=tuple(chance.sample(cohort.helpers, len(cohort.helpers))),
    )
    assert child.run(shuffled) == child.run(cohort)


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


def test_of_two_alike_the_one_who_waited_longer_has_the_place_then_the_earlier_profile() -> None:
    """All have waited so long that it counts in full, so their scores are the same."""
    setting = Setting({1: "taxes"})
    three = (Seeker(1, (1,), 1, days=60), Seeker(2, (1,), 1, days=90), Seeker(3, (1,), 1, days=80))
    for seats, had in ((1, [2]), (2, [2, 3]), (3, [1, 2, 3])):
        found = child.run(Cohort(three, (Helper(50, (1,), 1, seats=seats, capacity=3),), setting))
        assert sorted(one.mentee for one in found.proposals) == had
        assert len({one.score for one in found.proposals}) == 1
    alike = tuple(replace(one, days=90) for one in three)
    found = child.run(Cohort(alike[::-1], (Helper(50, (1,), 1, seats=2, capacity=2),), setting))
    assert sorted(one.mentee for one in found.proposals) == [1, 2]


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


@settings(deadline=None, max_examples=60)
@given(cohorts(6, 3))
def test_the_reason_of_each_is_their_own(cohort: Cohort) -> None:
    """Reasons are looked up together for many: each is the one that this person has alone."""
    table, nobody = columns.tables(cohort), np.full(len(cohort.seekers), solver.NOBODY)
    needed = Counter(topic for one in cohort.seekers for topic in one.topics)
    assert child._left(table, nobody) == tuple(child._why(table, row, needed) for row in range(len(cohort.seekers)))


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


@pytest.mark.parametrize(("mentees", "mentors"), [(1_000, 300), (10_000, 3_000)])
def test_both_solvers_agree(mentees: int, mentors: int) -> None:
    """On how many are matched, and on the whole sum."""
    if not find_spec("ortools"):
        pytest.skip("the extra “large” is not installed: pip install ortools")
    table = columns.tables(town(mentees, mentors))
    edges = arrays.candidates(table)
    seats = np.array([one.seats for one in table.cohort.helpers], np.int64)
    one, other = (value(edges, solve(edges, seats, mentees)) for solve in (solver.by_matching, solver.by_flow))
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
