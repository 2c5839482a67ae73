"""A round in a process of its own: reads a cohort from a file, writes the result into another.

The numeric libraries hold the interpreter's lock while they work; here that stops nobody's answer.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.features.matching import arrays, columns, solver
from bot.features.matching.arrays import Edges
from bot.features.matching.cohort import (
    Cohort,
    Fairness,
    Left,
    Proposal,
    Result,
    Two,
    read_cohort,
    write_result,
)
from bot.features.matching.columns import Ints, Tables
from bot.features.matching.score import WEIGHTS

THOROUGH = 400_000
"""Pairs looked at in all before the first way out is good enough: a few seconds."""


def run(cohort: Cohort, solve: solver.Solver | None = None) -> Result:
    """The round's answer. Mentees are taken by how long they waited, then by id; mentors by id."""
    cohort = replace(
        cohort,
        seekers=tuple(sorted(cohort.seekers, key=lambda one: (-one.days, one.id))),
        helpers=tuple(sorted(cohort.helpers, key=lambda one: one.id)),
    )
    table = columns.tables(cohort)
    began = time.process_time()
    edges = arrays.candidates(table)
    middle = time.process_time()
    taken = assigned(table, edges, solve or solver.chosen())
    seconds = {"candidates": middle - began, "solver": time.process_time() - middle}
    seats = np.array([one.seats for one in cohort.helpers], np.int64)
    greedy = solver.first_come(edges, seats, len(cohort.seekers))
    found, left = _proposals(table, taken), _left(table, taken)
    return Result(found, left, fairness(table, taken), fairness(table, greedy), seconds)


def assigned(table: Tables, edges: Edges, solve: solver.Solver) -> Ints:
    """The mentor's place for each mentee, with locked pairs kept and nobody paired with one person both ways.

    Where two would be each other's mentor, it is solved without the one pair and without the other; in a large round
    without that of who waited less alone.
    """
    cohort, n = table.cohort, len(table.cohort.seekers)
    seats = np.array([one.seats for one in cohort.helpers], np.int64)
    mentee = {one.id: place for place, one in enumerate(cohort.seekers)}
    mentor = {one.id: place for place, one in enumerate(cohort.helpers)}
    locked = {mentee[b]: mentor[a] for a, b in sorted(cohort.locked) if a in mentor and b in mentee}
    for col in locked.values():
        seats[col] = max(seats[col] - 1, 0)
    kept = np.isin(edges.rows, list(locked), invert=True) if locked else np.ones(len(edges.rows), np.bool_)
    edges = Edges(edges.rows[kept], edges.cols[kept], edges.scores[kept])
    best: tuple[tuple[int, int], Ints] | None = None
    branches, solves = [edges], 0
    while branches and (best is None or solves * len(edges.rows) < THOROUGH):
        some, solves = branches.pop(), solves + 1
        taken = solver.settle_ties(some, solve(some, seats, n))
        value = _value(some, taken)
        if best and value <= best[0]:
            continue  # leaving out more makes nothing better
        for row, col in locked.items():
            taken[row] = col
        crossed = [pair for pair in _crossed(cohort, taken, mentor) if pair[0] not in locked]
        if crossed:
            branches += [_without(some, *pair) for pair in crossed]
        else:
            best = value, taken
    return best[1] if best else np.full(n, solver.NOBODY)


def _value(edges: Edges, taken: Ints) -> tuple[int, int]:
    """How many are matched, and how content they are; the larger the better."""
    used = taken[edges.rows] == edges.cols
    return int(used.sum()), -int(solver.costs(edges.scores[used]).sum())


def _without(edges: Edges, row: int, col: int) -> Edges:
    keep = (edges.rows != row) | (edges.cols != col)
    return Edges(edges.rows[keep], edges.cols[keep], edges.scores[keep])


def _crossed(cohort: Cohort, taken: Ints, mentor: dict[int, int]) -> list[Two]:
    """The two pairs (by places) of two who would be each other's mentor, of who waited less last; empty without any."""
    both = {(cohort.helpers[col].id, cohort.seekers[row].id): (row, int(col))
            for row, col in enumerate(taken.tolist()) if col >= 0 and cohort.seekers[row].id in mentor}  # fmt: skip
    found = [sorted((both[a, b], both[b, a])) for a, b in both if (b, a) in both]
    return max(found, default=[])


def _proposals(table: Tables, taken: Ints) -> tuple[Proposal, ...]:
    rows = np.flatnonzero(taken != solver.NOBODY)
    cols = taken[rows]
    scores = arrays.scored(table, rows, cols)
    parts = np.rint(100 * arrays.parts(table, rows, cols)).astype(int)
    helpers, seekers = table.cohort.helpers, table.cohort.seekers
    return tuple(
        Proposal(helpers[col].id, seekers[row].id, score, dict(zip(WEIGHTS, part, strict=True)))
        for row, col, score, part in zip(rows.tolist(), cols.tolist(), scores.tolist(), parts.T.tolist(), strict=True)
    )


def _left(table: Tables, taken: Ints) -> tuple[Left, ...]:
    """Why each of those left over is: nobody offers it, nobody in their language, or too few seats.

    Who looks for the same in the same languages is left for the same reason, unless something is about them alone.
    """
    cohort = table.cohort
    needed = Counter(topic for one in cohort.seekers for topic in one.topics)
    alone = {one.id for one in cohort.helpers} | {id for two in (*cohort.apart, *cohort.forbidden) for id in two}
    known: dict[Hashable, Left] = {}
    found: list[Left] = []
    for row in np.flatnonzero(taken == solver.NOBODY).tolist():
        one = cohort.seekers[row]
        key = (one.topics, one.languages, one.terms.format, one.id if one.id in alone else 0)
        if key not in known:
            known[key] = _why(table, row, needed)
        found.append(replace(known[key], mentee=one.id))
    return tuple(found)


def _why(table: Tables, row: int, needed: Counter[int]) -> Left:
    seeker = table.cohort.seekers[row]
    wanted = table.wanted[row]
    wanted = wanted[wanted >= 0]
    near = table.nearness[wanted] > 0
    teaches = near.any(0) & (table.mentors != seeker.id) & (table.seats > 0)
    if not teaches.any():
        return Left(seeker.id, "nobody", seeker.topics[0] if seeker.topics else 0)
    speaks = teaches & (table.asks[row] & table.speaks != 0)
    if not speaks.any():
        return Left(seeker.id, "language", seeker.topics[0])
    suits = speaks & arrays.together(table, np.full(len(speaks), row), np.arange(len(speaks)))
    if not suits.any():
        return Left(seeker.id, "format", seeker.topics[0])
    cols = np.flatnonzero(suits)
    if not arrays.legal(table, np.full(len(cols), row), cols).any():
        return Left(seeker.id, "apart", seeker.topics[0])
    close = table.nearness[wanted] > 0.5
    close = np.where(close.any(1)[:, None], close, near)  # what is far away is no seat for this, unless it is all
    free = [int(table.seats[line & suits].sum()) for line in close]
    scarce = max(range(len(free)), key=lambda place: (needed[seeker.topics[place]] - free[place], -place))
    return Left(seeker.id, "full", seeker.topics[scarce], needed[seeker.topics[scarce]], free[scarce])


def fairness(table: Tables, taken: Ints) -> Fairness:
    """The scores of the matched: mean, tenth percentile and worst."""
    rows = np.flatnonzero(taken != solver.NOBODY)
    if not len(rows):
        return Fairness(0, len(taken))
    scores = np.sort(arrays.scored(table, rows, taken[rows]))
    tenth = float(scores[(len(scores) - 1) // 10])
    return Fairness(len(rows), len(taken), round(float(scores.mean()), 1), tenth, float(scores[0]))


NICE = 10
"""How far the round gives way where processors are few: people who wait for an answer come first."""


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(NICE)
    source, target = map(Path, sys.argv[1:3])
    write_result(target, run(read_cohort(source)))
