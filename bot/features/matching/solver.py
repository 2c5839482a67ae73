"""The best whole assignment: first the most people matched, then the least discontent. Exact and deterministic."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

import numpy as np

from bot.features.matching.arrays import Edges
from bot.features.matching.columns import Ints
from bot.features.matching.score import TOP

NOBODY = -1
Solver = Callable[[Edges, Ints, int], Ints]


def costs(scores: Ints) -> Ints:
    """Discontent, from 0 to `TOP`: it grows with the square, so nobody pays with a bad match for another's best."""
    short = TOP - scores
    found: Ints = (short * short + TOP // 2) // TOP
    return found


def without(n: int) -> int:
    """What it costs to leave somebody out: more than any exchange along the whole round could save."""
    return (n + 1) * TOP


def chosen() -> Solver:
    """The extra's solver where it is installed."""
    return by_flow if find_spec("ortools") else by_matching


def by_matching(edges: Edges, seats: Ints, n: int) -> Ints:
    """Each seat is a column, and "nobody" is one more for each mentee. The place of each mentee's mentor, or -1."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    m = len(seats)
    if not n:
        return np.empty(0, np.int64)
    degrees = np.bincount(edges.cols, minlength=m)
    useful = np.minimum(seats, degrees)
    first = np.concatenate([[0], np.cumsum(useful)])
    times = useful[edges.cols]
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    rows = np.concatenate([np.repeat(edges.rows, times), np.arange(n)])
    cols = np.concatenate([np.repeat(first[edges.cols], times) + within, first[-1] + np.arange(n)])
    cost = np.concatenate([np.repeat(costs(edges.scores), times), np.full(n, without(n))])
    graph = csr_array((cost + 1.0, (rows, cols)), shape=(n, int(first[-1]) + n))  # a weight of 0 would be no pair
    _, taken = min_weight_full_bipartite_matching(graph)
    mentor = np.searchsorted(first, taken, side="right") - 1
    found: Ints = np.where(taken < first[-1], mentor, NOBODY)
    return found


def by_flow(edges: Edges, seats: Ints, n: int) -> Ints:
    """The same as a flow of least cost: mentees → mentors with their seats → a sink, or past them all."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    m = len(seats)
    sink, flow = n + m, SimpleMinCostFlow()
    mentees, mentors = np.arange(n), n + np.arange(m)
    ones = np.ones(len(edges.rows), np.int64)
    pairs = flow.add_arcs_with_capacity_and_unit_cost(edges.rows, n + edges.cols, ones, costs(edges.scores))
    nothing = np.zeros(m, np.int64)
    flow.add_arcs_with_capacity_and_unit_cost(mentors, np.full(m, sink), seats, nothing)
    flow.add_arcs_with_capacity_and_unit_cost(mentees, np.full(n, sink), np.ones(n, np.int64), np.full(n, without(n)))
    flow.set_nodes_supplies(np.arange(n + m + 1), np.concatenate([np.ones(n, np.int64), nothing, [-n]]))
    if n and flow.solve() != flow.OPTIMAL:
        raise ArithmeticError("the flow has no solution, though everybody may stay unmatched")
    found = np.full(n, NOBODY, np.int64)
    used = flow.flows(pairs) > 0 if len(edges.rows) else np.zeros(0, np.bool_)
    found[edges.rows[used]] = edges.cols[used]
    return found


def settle_ties(edges: Edges, taken: Ints) -> Ints:
    """Of two who could have the same seat at the same cost, the one who comes first (who waited longest) gets it.

    The cohort is in that order, so an earlier place is a longer wait; count and sum stay as they are.
    """
    taken = taken.copy()
    cost = costs(edges.scores)
    holders: dict[tuple[int, int], list[int]] = {}
    own: dict[int, int] = {}
    for row, col, price in zip(edges.rows.tolist(), edges.cols.tolist(), cost.tolist(), strict=True):
        if taken[row] == col:
            own[row] = price
            holders.setdefault((col, price), []).append(row)
    starts = np.searchsorted(edges.rows, np.arange(len(taken) + 1))
    for row in np.flatnonzero(taken == NOBODY).tolist():
        for place in range(starts[row], starts[row + 1]):
            col, price = int(edges.cols[place]), int(cost[place])
            later = [one for one in holders.get((col, price), ()) if one > row]
            if later:
                last = max(later)
                holders[col, price].remove(last)
                holders[col, price].append(row)
                taken[row], taken[last] = col, NOBODY
                break
    return taken


def first_come(edges: Edges, seats: Ints, n: int) -> Ints:
    """What first come, first served gives: each in turn takes the best that is left."""
    left = seats.copy()
    found = np.full(n, NOBODY, np.int64)
    order = np.lexsort((edges.cols, -edges.scores, edges.rows))
    for place in order.tolist():
        row, col = edges.rows[place], edges.cols[place]
        if found[row] == NOBODY and left[col] > 0:
            found[row] = col
            left[col] -= 1
    return found
