"""A round's question and answer, as they travel between processes: JSON in a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bot.features.matching.score import Helper, Seeker, Setting
from bot.features.programme.formats import Format, Terms

Two = tuple[int, int]
"""Mentor and mentee, by member."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Who is to be matched. ``apart`` holds two members in any order, the others mentor and mentee."""

    seekers: tuple[Seeker, ...]
    helpers: tuple[Helper, ...]
    setting: Setting = field(default_factory=Setting)
    apart: frozenset[Two] = frozenset()
    forbidden: frozenset[Two] = frozenset()
    locked: frozenset[Two] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two who suit; ``parts`` as in `score`, 0 to 100 each, for the reasons."""

    mentor: int
    mentee: int
    score: int
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Left:
    """A mentee without anybody. ``why``: nobody, language, format, full or apart; the rest is about ``topic``."""

    mentee: int
    why: str
    topic: int = 0
    needed: int = 0
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Fairness:
    """Scores of the matched, and how many were."""

    matched: int = 0
    of: int = 0
    mean: float = 0.0
    tenth: float = 0.0
    worst: float = 0.0


@dataclass(frozen=True, slots=True)
class Result:
    proposals: tuple[Proposal, ...]
    left: tuple[Left, ...]
    fairness: Fairness
    greedy: Fairness
    """The same people, first come, first served."""
    seconds: Mapping[str, float] = field(default_factory=dict, compare=False)
    """The processor's time for ``candidates`` and ``solver``; it differs from time to time."""


def head(setting: Setting, **pairs: Iterable[Two]) -> str:
    """The first line of a cohort's file; the people follow, a line each, so that not all need be in memory."""
    return json.dumps({"setting": asdict(setting), **{name: sorted(two) for name, two in pairs.items()}}) + "\n"


def line(one: Seeker | Helper) -> str:
    return json.dumps({"seeker" if isinstance(one, Seeker) else "helper": asdict(one)}) + "\n"


def write_cohort(path: Path, cohort: Cohort) -> None:
    with path.open("w", encoding="utf-8") as file:
        pairs = {"apart": cohort.apart, "forbidden": cohort.forbidden, "locked": cohort.locked}
        file.write(head(cohort.setting, **pairs))
        file.writelines(map(line, cohort.seekers))
        file.writelines(map(line, cohort.helpers))


def read_cohort(path: Path) -> Cohort:
    seekers: list[Seeker] = []
    helpers: list[Helper] = []
    with path.open(encoding="utf-8") as file:
        head = json.loads(next(file))
        for line in file:
            row = json.loads(line)
            if "seeker" in row:
                seekers.append(Seeker(**_person(row["seeker"])))
            else:
                helpers.append(Helper(**_person(row["helper"])))
    given = head["setting"]
    setting = Setting({int(id): code for id, code in given["subjects"].items()}, given["sliders"], given["day"])
    two = {name: frozenset((one, other) for one, other in head[name]) for name in ("apart", "forbidden", "locked")}
    return Cohort(tuple(seekers), tuple(helpers), setting, **two)


def _person(row: dict[str, Any]) -> dict[str, Any]:
    kind, weeks = row["terms"]["format"], row["terms"]["weeks"]
    return {**row, "topics": tuple(row["topics"]), "terms": Terms(Format(kind) if kind else None, weeks)}


def write_result(path: Path, result: Result) -> None:
    path.write_text(json.dumps(asdict(result)), encoding="utf-8")


def read_result(path: Path) -> Result:
    found = json.loads(path.read_text(encoding="utf-8"))
    return Result(
        tuple(Proposal(**one) for one in found["proposals"]),
        tuple(Left(**one) for one in found["left"]),
        Fairness(**found["fairness"]),
        Fairness(**found["greedy"]),
        found["seconds"],
    )
