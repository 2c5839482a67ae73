"""Bars that lie, each group under its name."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drawing.canvas import BASE, EDGE, INNER, LINE, NAME, SMALL, Canvas
from bot.drawing.chart import Bar, Chart, Group

HIGH = 13
GAP = 4


def rows(canvas: Canvas, chart: Chart) -> None:
    together = _scale(canvas, [bar for group in chart.groups if not group.alone for bar in group.bars])
    for group in chart.groups:
        _group(canvas, group, _scale(canvas, group.bars) if group.alone else together)


def _scale(canvas: Canvas, bars: Sequence[Bar]) -> float:
    """Units for each one of the value, so that the longest bar and the words after it have room."""
    most = max((max(bar.value, bar.goal) for bar in bars), default=0) or 1
    words = max((canvas.width(bar.words, SMALL) for bar in bars), default=0)
    return max(INNER - min(words, INNER / 2) - 8, 40) / most


def _group(canvas: Canvas, group: Group, unit: float) -> None:
    number = f"{group.number}." if group.number else ""
    # By itself, since a name that is written from the right would take it along to its other end.
    wide = canvas.say(EDGE, canvas.at + BASE, number, NAME, bold=True) + 5 if number else 0
    canvas.say(EDGE + wide, canvas.at + BASE, group.name, NAME, bold=True, most=INNER - wide)
    canvas.at += LINE
    for bar in group.bars:
        _bar(canvas, bar, unit)
    canvas.at += 8


def _bar(canvas: Canvas, bar: Bar, unit: float) -> None:
    """A value of nothing is a line, not a gap."""
    wide = max(bar.value * unit, 1.0)
    canvas.bar(EDGE, canvas.at, wide, HIGH, bar.fill)
    end = EDGE + max(wide, bar.goal * unit if bar.goal else 0)
    if bar.goal:
        at = EDGE + bar.goal * unit
        canvas.mark(at, canvas.at - 3, canvas.at + HIGH + 3)
    canvas.say(end + 6, canvas.at + HIGH - 3, bar.words, SMALL, most=INNER + EDGE - end - 6)
    canvas.at += HIGH + GAP
