"""Confidential answers, counted only in groups of five different people that are never split again. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.features.polls.model import SHOWN_FROM

SIZE = SHOWN_FROM
"""Answers are shown from so many people on, and so many at a time, as in anonymous polls."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Answer:
    """One confidential answer: which it is, whose it may be, and its number."""

    pair: int
    side: str
    people: frozenset[int]
    number: int


def full(answers: Iterable[Answer], size: int = SIZE) -> tuple[Sequence[Answer], ...]:
    """The groups that are full, in the order in which they became so; in none of them anybody is twice.

    An answer goes into the first group that does not have its people. Whoever answers often waits for others.
    """
    done: list[Sequence[Answer]] = []
    waiting: list[tuple[list[Answer], set[int]]] = []
    for answer in answers:
        found = next((group for group in waiting if not group[1] & answer.people), None)
        if found is None:
            waiting.append(found := ([], set()))
        found[0].append(answer)
        found[1].update(answer.people)
        if len(found[0]) == size:
            done.append(found[0])
            waiting.remove(found)
    return tuple(done)
