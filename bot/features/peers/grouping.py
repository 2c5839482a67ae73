"""Twos for people who do not know each other yet, and a three when their number is odd. Pure.

Nobody meets the same person again while there is a way without. Small groups follow a round-robin plan, since chance
gets stuck when nearly all pairs are used up; larger ones are shuffled and mended by exchanges; what is left over is
matched exactly.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

Two = tuple[int, int]

SMALL = 64
"""Up to so many people the whole plan is tried."""
TRIES = 60
PASSES = 12
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
    return groups


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
    if circle.likes:
        order.sort(key=lambda one: min(circle.likes.get(one, ()), default=0))  # stable: by chance within a topic
    pairs = list(zip(order[::2], order[1::2], strict=True))
    for _ in range(PASSES):
        bad = [place for place, pair in enumerate(pairs) if not circle.new(*pair)]
        if not bad:
            return pairs
        for place in bad:
            _exchange(circle, pairs, place, chance)
    return _exact(circle, people, pairs)


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
    """As many new pairs as there can be, and the rest again with somebody they may meet.

    For very many people only those around the repeats are matched anew.
    """
    fine = [pair for pair in pairs if circle.new(*pair)]
    bad = [one for pair in pairs if not circle.new(*pair) for one in pair]
    room = max(0, EXACT - len(bad)) // 2
    keep = fine[room:] if len(people) > EXACT else []
    anew = [one for one in people if one not in {one for pair in keep for one in pair}]
    found = _matched(anew, circle.new)
    left = [one for one in anew if one not in {one for pair in found for one in pair}]
    return [*keep, *found, *_matched(left, circle.legal)]


def _matched(people: Sequence[int], fits: Callable[[int, int], bool]) -> list[Two]:
    """The most pairs that fit; the same people give the same pairs."""
    import rustworkx

    graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph()
    graph.add_nodes_from(list(people))
    places = combinations(range(len(people)), 2)
    graph.add_edges_from([(a, b, 1) for a, b in places if fits(people[a], people[b])])
    found = rustworkx.max_weight_matching(graph, max_cardinality=True)
    return sorted(two(people[a], people[b]) for a, b in found)
