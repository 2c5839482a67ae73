"""Twos for people who do not know each other yet, and a three when their number is odd. Pure.

Nobody meets the same person again while there is a way without. Small groups follow a round-robin plan, since chance
gets stuck when nearly all pairs are used up; larger ones are shuffled and mended by exchanges; what is left over is
matched exactly. Where shared topics count, they are the weights of a matching.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice

Two = tuple[int, int]
Fits = Callable[[int, int], bool]
Worth = Callable[[int, int], int]

SMALL = 64
"""Up to so many people the whole plan is tried."""
TRIES = 60
PASSES = 12
TOGETHER, WEIGHED = 500, 5_000
"""Shared topics are weighed exactly among so many at a time, a tenth of a second each, and up to so many in all."""
THREES = 200
"""So many groups of three are tried where the first one brings people together again."""
EXACT = 1_000
"""Up to so many people that are left over are matched exactly; it takes the cube of their number."""


def two(one: int, other: int) -> Two:
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True)
class Circle:
    """Who takes part. ``met`` had a turn together before, ``apart`` never get one; the smaller id first in each.

    ``threes``: how often somebody was the third. ``likes``: topics, where shared ones are to bring people together.
    """

    people: Sequence[int]
    met: Collection[Two] = frozenset()
    apart: Collection[Two] = frozenset()
    threes: Mapping[int, int] = field(default_factory=dict)
    likes: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def legal(self, one: int, other: int) -> bool:
        return two(one, other) not in self.apart

    def new(self, one: int, other: int) -> bool:
        return two(one, other) not in self.met and two(one, other) not in self.apart


def grouped(circle: Circle, seed: int) -> list[tuple[int, ...]]:
    """Groups of two and at most one of three; somebody whom nobody may meet is in none."""
    chance = random.Random(seed)
    people = sorted(circle.people)
    if len(people) < 2:
        return []
    third = None
    if len(people) % 2:
        shuffled = chance.sample(people, len(people))
        third = min(shuffled, key=lambda one: circle.threes.get(one, 0))
        people.remove(third)
    pairs = _planned(circle, people, chance) or _mended(circle, people, chance)
    alone = sorted({*people} - {one for pair in pairs for one in pair})
    groups: list[tuple[int, ...]] = [two(*pair) for pair in pairs]
    for one in (*([third] if third is not None else []), *alone):
        _join(circle, groups, one)
    if third is None:
        return groups
    people = [*people, third]
    if sum(map(len, groups)) < len(people):
        groups = _around_a_three(people, circle.legal, circle, chance) or groups
    return groups if _all(circle.new, groups) else _around_a_three(people, circle.new, circle, chance) or groups


def _all(fits: Fits, groups: Iterable[Sequence[int]]) -> bool:
    return all(fits(*pair) for group in groups for pair in combinations(group, 2))


def _around_a_three(people: Sequence[int], fits: Fits, circle: Circle, chance: random.Random) -> list[tuple[int, ...]]:
    """Another three, where with the one whose turn it is somebody would be alone or meet again; empty without a way."""
    if len(people) > SMALL:
        return []
    order = sorted(chance.sample(people, len(people)), key=lambda one: circle.threes.get(one, 0))
    threes = (three for three in combinations(order, 3) if _all(fits, (three,)))
    for three in islice(threes, THREES):
        rest = sorted({*people} - {*three})
        pairs = _matched(rest, fits)
        if 2 * len(pairs) == len(rest):
            third, *both = three
            return [*pairs, (*sorted(both), third)]
    return []


def _join(circle: Circle, groups: list[tuple[int, ...]], one: int) -> None:
    """As the third of a group: best where both are new, else wherever it may be."""
    places = [place for place, group in enumerate(groups) if len(group) == 2]
    may = [place for place in places if all(circle.legal(one, other) for other in groups[place])]
    if may:
        best = max(may, key=lambda place: sum(circle.new(one, other) for other in groups[place]))
        groups[best] = (*groups[best], one)


def _planned(circle: Circle, people: Sequence[int], chance: random.Random) -> list[Two]:
    """A turn of the round-robin plan in which everybody is new to each other; empty when there is none."""
    if len(people) > SMALL or circle.likes:
        return []
    first, rest = people[0], list(people[1:])
    for turn in chance.sample(range(len(rest)), len(rest)):
        ring = rest[turn:] + rest[:turn]
        pairs = [(first, ring[0])] + [(ring[at], ring[-at]) for at in range(1, len(people) // 2)]
        if all(circle.new(*pair) for pair in pairs):
            return pairs
    return []


def _mended(circle: Circle, people: Sequence[int], chance: random.Random) -> list[Two]:
    """By chance or by interest, then exchanges until nobody meets somebody again; exact for what is left."""
    order = chance.sample(people, len(people))
    pairs: list[Two] = []
    if circle.likes:
        order.sort(key=lambda one: min(circle.likes.get(one, ()), default=0))  # stable: by chance within a topic
        pairs = _by_interest(circle, order) if len(order) <= WEIGHED else []
        found = {one for pair in pairs for one in pair}
        order = [one for one in order if one not in found]
    pairs += zip(order[::2], order[1::2], strict=True)
    for _ in range(PASSES):
        bad = [place for place, pair in enumerate(pairs) if not circle.new(*pair)]
        if not bad:
            return pairs
        for place in bad:
            _exchange(circle, pairs, place, chance)
    return _exact(circle, people, pairs)


def _by_interest(circle: Circle, order: Sequence[int]) -> list[Two]:
    """The most new pairs, and of those the ones who share the most topics: exact for so many neighbours at a time."""
    likes = {one: frozenset(circle.likes.get(one, ())) for one in order}
    parts = (order[at : at + TOGETHER] for at in range(0, len(order), TOGETHER))
    return [pair for part in parts for pair in _matched(part, circle.new, lambda a, b: len(likes[a] & likes[b]))]


def _exchange(circle: Circle, pairs: list[Two], place: int, chance: random.Random) -> None:
    one, other = pairs[place]
    for _ in range(TRIES):
        at = chance.randrange(len(pairs))
        third, fourth = pairs[at]
        for new in (((one, third), (other, fourth)), ((one, fourth), (other, third))):
            if at != place and all(circle.new(*pair) for pair in new):
                pairs[place], pairs[at] = new
                return


def _exact(circle: Circle, people: Sequence[int], pairs: list[Two]) -> list[Two]:
    """Somebody for as many as there can be, and of all ways to do so the one with the most new pairs.

    For very many people only those around the repeats are matched anew.
    """
    fine = [pair for pair in pairs if circle.new(*pair)]
    bad = [one for pair in pairs if not circle.new(*pair) for one in pair]
    room = max(0, EXACT - len(bad)) // 2
    keep = fine[room:] if len(people) > EXACT else []
    kept = {one for pair in keep for one in pair}
    anew = [one for one in people if one not in kept]
    return [*keep, *_matched(anew, circle.legal, circle.new)]


def _matched(people: Sequence[int], fits: Fits, worth: Worth = lambda one, other: 1) -> list[Two]:
    """The most pairs that fit, and of those the most worth; the same people give the same pairs."""
    import rustworkx

    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph()
    graph.add_nodes_from(list(people))
    places = combinations(range(len(people)), 2)
    graph.add_edges_from([
        (a, b, worth(people[a], people[b])) for a, b in places if fits(people[a], people[b])
    ])  # fmt: skip
    found = rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return sorted(two(people[a], people[b]) for a, b in found)
