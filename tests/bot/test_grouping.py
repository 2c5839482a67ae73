"""Twos and threes for people who do not know each other: nobody twice while there is a way without."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.peers.grouping import Circle, Fits, Two, grouped, two
from tests.bench.turns import year

pairs_of_eight = st.tuples(st.integers(1, 8), st.integers(1, 8))


def turns(people: range, many: int) -> tuple[list[list[tuple[int, ...]]], set[Two]]:
    """So many turns one after another, each knowing all before."""
    met: set[Two] = set()
    threes: Counter[int] = Counter()
    found = []
    for turn in range(many):
        groups = grouped(Circle(people, met, threes=threes), seed=turn)
        found.append(groups)
        met |= {two(*pair) for group in groups for pair in combinations(group, 2)}
        threes.update(group[2] for group in groups if len(group) == 3)
    return found, met


@pytest.mark.parametrize("many", [2, 4, 6, 8, 10, 16, 30])
def test_everybody_meets_everybody_once(many: int) -> None:
    found, met = turns(range(1, many + 1), many - 1)
    assert len(met) == many * (many - 1) // 2
    assert all(len(group) == 2 for groups in found for group in groups)


@pytest.mark.parametrize("people", [100, 101, 1_000])
def test_a_year_of_weeks(people: int) -> None:
    """Larger circles are measured by `make bench ARGS="--only turns"`."""
    found = year(people)
    assert (found["repeats"], found["left"]) == (0, 0)
    assert found["most_threes"] == people % 2, "somebody else is the third every time"


def test_the_third_takes_turns() -> None:
    found, _ = turns(range(1, 8), 7)
    thirds = [group[2] for groups in found for group in groups if len(group) == 3]
    assert sorted(thirds) == list(range(1, 8))
    assert all({one for group in groups for one in group} == set(range(1, 8)) for groups in found)


def test_shared_interests_come_first() -> None:
    likes = {id: (id % 4,) for id in range(1, 81)}
    groups = grouped(Circle(range(1, 81), likes=likes), seed=1)
    assert sum(likes[one] == likes[other] for one, other in groups) == 40


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sets(st.integers(1, 4), max_size=3), min_size=8, max_size=8), st.sets(pairs_of_eight, max_size=6))
def test_nobody_could_share_more_topics(topics: list[set[int]], met: set[Two]) -> None:
    """Against every way there is to pair eight people who are new to each other."""
    likes = {id: tuple(some) for id, some in enumerate(topics, 1)}
    circle = Circle(range(1, 9), {two(*pair) for pair in met}, likes=likes)

    def shared(pairs: Iterable[Sequence[int]]) -> int:
        return sum(len({*likes[one]} & {*likes[other]}) for one, other in pairs)

    best = max(shared(way) for way in every_way(set(circle.people)) if all(circle.new(*pair) for pair in way))
    assert shared(grouped(circle, seed=1)) == best


def every_way(people: set[int]) -> Iterator[list[Two]]:
    if not people:
        yield []
        return
    first = min(people)
    for one in people - {first}:
        for rest in every_way(people - {first, one}):
            yield [(first, one), *rest]


def test_a_large_circle_shares_topics_too() -> None:
    """Weighed part by part: neither somebody left over nor somebody twice, and nearly all have something in common."""
    likes = {id: (id % 40, id % 7) for id in range(1, 1_203)}
    groups = grouped(Circle(range(1, 1_203), likes=likes), seed=1)
    assert sorted(one for group in groups for one in group) == [*range(1, 1_203)]
    assert sum(bool({*likes[one]} & {*likes[other]}) for one, other in groups) > 590


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 9), st.sets(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=30),
       st.sets(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=8), st.integers(0, 99))  # fmt: skip
def test_no_repeat_that_could_be_avoided(many: int, met: set[Two], apart: set[Two], seed: int) -> None:
    circle = Circle(range(1, many + 1), {two(*pair) for pair in met}, {two(*pair) for pair in apart})
    groups = grouped(circle, seed)
    placed = [one for group in groups for one in group]
    assert len(placed) == len(set(placed))
    assert all(circle.legal(*pair) for group in groups for pair in combinations(group, 2))
    repeats = sum(not circle.new(*pair) for group in groups for pair in combinations(group, 2))
    assert (repeats == 0 and len(placed) == many) or not ways(circle, circle.new), "there was a way without"
    assert len(placed) == many or many < 2 or not ways(circle, circle.legal), "somebody is left over"


def ways(circle: Circle, fits: Fits) -> bool:
    """Whether everybody can be with somebody who fits, in twos and at most one three."""
    people = set(circle.people)
    if len(people) % 2 == 0:
        return whole(people, fits)
    threes = (three for three in combinations(people, 3) if all(fits(*pair) for pair in combinations(three, 2)))
    return any(whole(people - {*three}, fits) for three in threes)


def whole(people: set[int], fits: Fits) -> bool:
    """Whether everybody can be paired with somebody who fits, by trying all."""
    if not people:
        return True
    first = min(people)
    return any(fits(first, one) and whole(people - {first, one}, fits) for one in people - {first})
