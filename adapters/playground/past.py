"""What the sample community has lived through before somebody opens it, as its file tells it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "past.toml"


@dataclass(frozen=True, slots=True)
class Pair:
    """``days`` is how long ago they found each other; one of ``finished`` and ``stopped`` says when it was over."""

    mentee: str
    mentor: str
    topics: tuple[str, ...]
    goal: str
    days: int
    ratings: tuple[int, ...]
    finished: int = 0
    stopped: int = 0
    why: str = ""
    feedback: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """``state``: "posted", "queued" or "waiting"."""

    teller: str
    state: str
    need: str
    did: str
    changed: str


@dataclass(frozen=True, slots=True)
class Kudos:
    giver: str
    taker: str
    days: int
    words: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Nomination:
    by: str
    person: str
    words: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``standing``: "new", or where ``by`` said that it stands."""

    person: str
    days: int
    words: str
    behind: tuple[str, ...]
    standing: str = "new"
    by: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Poll:
    """``answers``: who chose which option, by its place."""

    by: str
    days: int
    length: int
    secrecy: str
    question: str
    options: tuple[str, ...]
    answers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Goal:
    figure: str
    number: int
    months: int


@dataclass(frozen=True, slots=True)
class Past:
    opened: int
    goal: Goal
    lesson: str
    pairs: Sequence[Pair]
    stories: Sequence[Story]
    kudos: Sequence[Kudos]
    nominations: Sequence[Nomination]
    suggestions: Sequence[Suggestion]
    polls: Sequence[Poll]


@cache
def load() -> Past:
    """Our own file: it stands beside this one, and a test reads it, so a mistake in it is told as it comes."""
    data = tomllib.loads(FILE.read_text("utf-8"))
    return Past(
        opened=data["opened"],
        goal=Goal(**data["goal"]),
        lesson=data["lesson"],
        pairs=[Pair(**_fixed(one)) for one in data["pairs"]],
        stories=[Story(**one) for one in data["stories"]],
        kudos=[Kudos(**one) for one in data["kudos"]],
        nominations=[Nomination(**one) for one in data["nominations"]],
        suggestions=[Suggestion(**_fixed(one)) for one in data["suggestions"]],
        polls=[Poll(**_fixed(one)) for one in data["polls"]],
    )


def _fixed(table: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
