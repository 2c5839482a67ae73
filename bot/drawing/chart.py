"""What is to be drawn, as plain data that travels to the drawing process as JSON."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.cleaning import clean

LONGEST = 400
"""Characters of any words in a picture; what is wider than its place is cut there."""
ROWS = 24
"""Groups of one picture at most."""
BOX = "□"
"""What stands for letters that the font does not have."""


class Fill(StrEnum):
    """How a bar is filled. Each differs by its pattern, so that colour says nothing alone."""

    SOLID = "solid"
    STRIPED = "striped"
    DOTTED = "dotted"
    HOLLOW = "hollow"


@dataclass(frozen=True, slots=True)
class Bar:
    """``words`` stand at its end and say the number; ``goal`` is a line across where it ought to reach."""

    value: float
    words: str
    fill: Fill = Fill.SOLID
    goal: float = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Bars that belong to one name; the number before it is the same as in the table beside the picture.

    ``alone``: its bars have a scale of their own.
    """

    name: str
    bars: tuple[Bar, ...]
    number: int = 0
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """``legend`` says what each fill means; ``note`` stands small at the end."""

    title: str
    groups: tuple[Group, ...]
    legend: tuple[tuple[Fill, str], ...] = ()
    note: str = ""


def dumps(chart: Chart) -> bytes:
    """Raises ValueError for more groups than a picture holds."""
    if len(chart.groups) > ROWS:
        raise ValueError(f"{len(chart.groups)} groups in one picture, at most {ROWS} fit")
    return json.dumps(asdict(chart), allow_nan=False).encode()


def loads(data: bytes) -> Chart:
    found: Any = json.loads(data)
    groups = tuple(map(_group, found["groups"]))
    legend = tuple((Fill(fill), words) for fill, words in found["legend"])
    return Chart(found["title"], groups, legend, found["note"])


def _group(found: Mapping[str, Any]) -> Group:
    return Group(found["name"], tuple(map(_bar, found["bars"])), found["number"], found["alone"])


def _bar(found: Mapping[str, Any]) -> Bar:
    return Bar(found["value"], found["words"], Fill(found["fill"]), found["goal"])


def drawable(typed: str, glyphs: Collection[int]) -> str:
    """One line of words that this font can draw; a run of what it cannot is one box.

    Nothing that steers the direction of writing, joins or hides anything is left.
    """
    kept: list[str] = []
    for char in clean(typed, lines=False)[:LONGEST]:
        if unicodedata.category(char).startswith("C") or "\ufe00" <= char <= "\ufe0f":
            continue
        if ord(char) in glyphs:
            kept.append(char)
        elif kept[-1:] != [BOX]:
            kept.append(BOX)
    return "".join(kept).strip()
