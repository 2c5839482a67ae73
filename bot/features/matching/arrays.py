"""The score of many pairs at once, and which pairs are worth looking at. Runs in a process of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.features.matching import overlap, score
from bot.features.matching.cohort import Two
from bot.features.matching.columns import FORMATS, HOUR_WORDS, Floats, Ints, Tables
from bot.features.programme.formats import Format
from bot.features.topics.catalogue import FAMILY, NEAR, SAME

LEVELS = ((SAME, 32), (NEAR, 16), (FAMILY, 8))
"""How many mentors of each nearness a mentee is compared with, for each topic and language."""
BEST = 20
"""Pairs kept for each mentee and for each mentor."""
BLOCK = 400_000
"""Pairs scored at a time: what fits into the processor's cache passes fastest, and memory stays small."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs by their places in the cohort, sorted by mentee and mentor, each with its score."""

    rows: Ints
    cols: Ints
    scores: Ints


def parts(table: Tables, rows: Ints, cols: Ints) -> npt.NDArray[np.float64]:
    """Part × pair, in the order of the table of weights."""
    wanted = table.wanted[rows]
    near = np.where(wanted >= 0, table.nearness[wanted, cols[:, None]].astype(np.float64), 0.0)
    near = near.round(3).sum(1) / np.maximum((wanted >= 0).sum(1), 1)
    common = np.bitwise_count(table.goals[rows] & table.abouts[cols]).sum(1)
    spoken = np.bitwise_count(table.asks[rows] & table.speaks[cols])
    return np.stack([
        near,
        np.minimum(common, 3) / 3,
        _on_format(table, rows, cols),
        np.minimum(spoken, 2) / 2,
        _on_place(table, rows, cols),
        _on_time(table, rows, cols),
        table.wait[rows],
        table.load[cols],
    ])  # fmt: skip


def _on_format(table: Tables, rows: Ints, cols: Ints) -> Floats:
    wanted, offered = table.asked.format[rows], table.given.format[cols]
    wish, most = table.asked.weeks[rows], table.given.weeks[cols]
    short = np.minimum(1.0, most / np.maximum(wish, 1))
    named = np.where((wanted == FORMATS[Format.COURSE]) & (wish > 0) & (most > 0), short, 1.0)
    found: Floats = np.where((wanted > 0) & (wanted == offered), named, score.UNSAID)
    return found


def _on_place(table: Tables, rows: Ints, cols: Ints) -> Floats:
    close = (table.home[rows] > 0) & (table.home[rows] == table.place[cols])
    one, other = table.asked.meets[rows], table.given.meets[cols]
    online, near = (one == 1) | (other == 1), (one == 2) | (other == 2)
    found: Floats = np.select(
        [(one == 1) & (other == 1), near & (~close | online), close & ~online], [1.0, 0.0, 1.0], score.FAR
    )
    return found


def _on_time(table: Tables, rows: Ints, cols: Ints) -> Floats:
    """By the week in which the two have the fewest hours in common; one word after the other, since it is faster."""
    least = np.full(len(rows), overlap.HOURS, np.int64)
    for asked, given in zip(table.asked.free, table.given.free, strict=True):
        both = np.zeros(len(rows), np.int64)
        for word in range(HOUR_WORDS):
            both += np.bitwise_count(asked[rows, word] & given[cols, word])
        least = np.minimum(least, both)
    said = table.asked.said[rows] & table.given.said[cols]
    found: Floats = np.where(said, np.minimum(least, score.PLENTY) / score.PLENTY, score.UNSAID)
    return found


def together(table: Tables, rows: Ints, cols: Ints) -> npt.NDArray[np.bool_]:
    """Not one question for somebody who gives courses alone, nor the other way round."""
    wanted, offered = table.asked.format[rows], table.given.format[cols]
    found: npt.NDArray[np.bool_] = (wanted == 0) | (offered == 0) | (wanted == offered)
    return found


def scored(table: Tables, rows: Ints, cols: Ints) -> Ints:
    """The scores, 0 to `score.TOP`."""
    whole = table.weights.sum() or 1.0
    found = np.empty(len(rows), np.int64)
    for start in range(0, len(rows), BLOCK):
        part = slice(start, start + BLOCK)
        found[part] = np.rint(score.TOP * (table.weights @ parts(table, rows[part], cols[part])) / whole)
    return found


def legal(table: Tables, rows: Ints, cols: Ints) -> npt.NDArray[np.bool_]:
    """The hard rules: a language, a topic, a seat, a format, not oneself, and nobody who is kept apart."""
    cohort = table.cohort
    mentees, mentors, seats = table.mentees[rows], table.mentors[cols], table.seats[cols]
    wanted = table.wanted[rows]
    topical = (np.where(wanted >= 0, table.nearness[wanted, cols[:, None]], 0) > 0).any(1)
    allowed = (table.asks[rows] & table.speaks[cols] != 0) & topical & (seats > 0) & (mentees != mentors)
    allowed &= together(table, rows, cols)
    apart = _keys((min(two), max(two)) for two in cohort.apart)
    allowed &= ~_within(_key(np.minimum(mentees, mentors), np.maximum(mentees, mentors)), apart)
    allowed &= ~_within(_key(mentors, mentees), _keys(cohort.forbidden))
    kept: npt.NDArray[np.bool_] = allowed
    return kept


def _key(one: Any, other: Any) -> Any:
    return one << 32 | other


def _keys(pairs: Iterable[Two]) -> Ints:
    return np.array(sorted(_key(one, other) for one, other in pairs), np.int64)


def _within(keys: Ints, known: Ints) -> npt.NDArray[np.bool_]:
    if not len(known):
        return np.zeros(len(keys), np.bool_)
    places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found: npt.NDArray[np.bool_] = known[places] == keys
    return found


def every_pair(table: Tables) -> Edges:
    """Every legal pair; for small cohorts, and to measure what looking at fewer costs."""
    n, m = len(table.cohort.seekers), len(table.cohort.helpers)
    rows, cols = np.repeat(np.arange(n), m), np.tile(np.arange(m), n)
    return _edges(table, rows, cols)


def candidates(table: Tables) -> Edges:
    """The pairs worth looking at: by topic and language, and of those the best for each mentee and each mentor."""
    n, m = len(table.cohort.seekers), len(table.cohort.helpers)
    if n == 0 or m == 0:
        return _edges(table, np.empty(0, np.int64), np.empty(0, np.int64))
    if n * m <= BLOCK:
        return best(every_pair(table), n, m)
    found = [_by_language(table, bit) for bit in _bits(table)]
    keys = np.unique(np.concatenate(found))
    return best(_edges(table, keys // m, keys % m), n, m)


def _bits(table: Tables) -> list[int]:
    spoken = int(np.bitwise_or.reduce(table.asks) & np.bitwise_or.reduce(table.speaks))
    return [bit for bit in range(63) if spoken >> bit & 1]


def _by_language(table: Tables, bit: int) -> Ints:
    """Keys (mentee × mentors + mentor) of those who share this language and a format, by topic and how near it is.

    Each mentee of a topic begins a little further along the list of its mentors, so that every mentor is looked at.
    """
    speaking, asking = (table.speaks >> bit & 1).astype(bool), (table.asks >> bit & 1).astype(bool)
    found: list[Ints] = [np.empty(0, np.int64)]
    for wanted in np.unique(table.asked.format):
        offered = table.given.format
        speakers = np.flatnonzero(speaking & ((wanted == 0) | (offered == 0) | (offered == wanted)))
        found += _by_topic(table, speakers, asking & (table.asked.format == wanted))
    return np.concatenate(found)


def _by_topic(table: Tables, speakers: Ints, asking: npt.NDArray[np.bool_]) -> Iterable[Ints]:
    m = len(table.cohort.helpers)
    places, columns = np.nonzero((table.wanted >= 0) & asking[:, None])
    topics = table.wanted[places, columns]
    order = np.argsort(topics, kind="stable")
    places, topics = places[order], topics[order]
    for topic, start, end in _runs(topics):
        near = table.nearness[topic, speakers]
        for level, most in LEVELS:
            mentors = speakers[np.isclose(near, level)]
            if len(mentors):
                yield _windows(places[start:end], mentors, most, m)


def _runs(values: Ints) -> Iterable[tuple[int, int, int]]:
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]]) if len(values) else np.empty(0, np.int64)
    ends = np.r_[starts[1:], len(values)]
    return ((int(values[start]), int(start), int(end)) for start, end in zip(starts, ends, strict=True))


def _windows(mentees: Ints, mentors: Ints, most: int, m: int) -> Ints:
    take = min(most, len(mentors))
    first = (np.arange(len(mentees)) * take) % len(mentors)
    chosen = mentors[(first[:, None] + np.arange(take)) % len(mentors)]
    found: Ints = (mentees[:, None] * m + chosen).ravel()
    return found


def _edges(table: Tables, rows: Ints, cols: Ints) -> Edges:
    keep = np.concatenate([
        legal(table, rows[start : start + BLOCK], cols[start : start + BLOCK])
        for start in range(0, max(len(rows), 1), BLOCK)
    ])  # fmt: skip
    rows, cols = rows[keep], cols[keep]
    return Edges(rows, cols, scored(table, rows, cols))


def best(edges: Edges, n: int, m: int) -> Edges:
    """The best `BEST` of each mentee and of each mentor; equal ones by place."""
    keep = _best_of(edges.rows, edges.cols, edges.scores) | _best_of(edges.cols, edges.rows, edges.scores)
    return Edges(edges.rows[keep], edges.cols[keep], edges.scores[keep])


def _best_of(groups: Ints, others: Ints, scores: Ints) -> npt.NDArray[np.bool_]:
    order = np.lexsort((others, -scores, groups))
    sorted_groups = groups[order]
    starts = np.flatnonzero(np.r_[True, sorted_groups[1:] != sorted_groups[:-1]]) if len(order) else order
    counts = np.diff(np.r_[starts, len(order)])
    rank = np.arange(len(order)) - np.repeat(starts, counts)
    found = np.zeros(len(groups), np.bool_)
    found[order[rank < BEST]] = True
    return found
