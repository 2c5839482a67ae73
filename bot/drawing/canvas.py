"""A sheet as wide as a phone, filled from above; all words on it are taken literally."""

from __future__ import annotations

from bisect import bisect_right
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.patches import Rectangle

from bot.drawing.chart import Chart, Fill, drawable

WIDE, DOTS = 400, 200
"""Units across (a hundred to the inch), and dots to the inch: 800 dots, twice those of a phone."""
EDGE = 16
INNER = WIDE - 2 * EDGE
PAPER, INK, QUIET = "#fcfbf7", "#1d1d1b", "#55534e"
COLOURS = {Fill.SOLID: "#1f5f8b", Fill.STRIPED: "#a8431a", Fill.DOTTED: "#3f6b2a", Fill.HOLLOW: "#55534e"}
HATCHES = {Fill.STRIPED: "/////", Fill.DOTTED: "...."}
TITLE, NAME, SMALL = 13.0, 10.5, 9.0
LINE, BASE = 18, 13
"""Height of a line of words, and of its ground from above."""
ELLIPSIS = "…"
FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
FACE = {False: FONTS / "DejaVuSans.ttf", True: FONTS / "DejaVuSans-Bold.ttf"}


class Canvas:
    """Things are put down at a height ``at`` that grows; the sheet is as long as what is on it."""

    def __init__(self) -> None:
        mpl.rcParams["text.parse_math"] = False
        mpl.rcParams["hatch.linewidth"] = 1.2
        self._figure = Figure(figsize=(WIDE / 100, 10), dpi=DOTS, facecolor=PAPER)
        agg: Any = FigureCanvasAgg(self._figure)
        self._renderer: Any = agg.get_renderer()
        self._axes: Any = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, WIDE)
        self._axes.set_ylim(1000, 0)
        self._glyphs = {bold: frozenset(get_font(str(face)).get_charmap()) for bold, face in FACE.items()}
        self.at = float(EDGE)

    def head(self, chart: Chart) -> None:
        for line in self.folded(chart.title, TITLE, bold=True):
            self.say(EDGE, self.at + BASE, line, TITLE, bold=True)
            self.at += LINE + 3
        self.at += 4
        for fill, words in chart.legend:
            self.bar(EDGE, self.at + 3, 26, 12, fill)
            self.say(EDGE + 33, self.at + BASE, words, SMALL, colour=QUIET, most=INNER - 33)
            self.at += LINE
        self.at += 6

    def foot(self, chart: Chart) -> None:
        for line in self.folded(chart.note, SMALL):
            self.say(EDGE, self.at + BASE, line, SMALL, colour=QUIET)
            self.at += LINE - 2
        self.at += EDGE

    def say(
        self, x: float, y: float, words: str, size: float, *, bold: bool = False, colour: str = INK, most: float = INNER
    ) -> float:
        """Put words down, cut to a width; how wide they are. ``y`` is the ground they stand on."""
        fitting = self.fitting(words, size, most, bold=bold)
        self._axes.text(x, y, fitting, fontproperties=self._font(size, bold), color=colour, va="baseline")
        return self.width(fitting, size, bold=bold)

    def bar(self, x: float, y: float, wide: float, high: float, fill: Fill) -> None:
        colour = COLOURS[fill]
        face = colour if fill is Fill.SOLID else PAPER
        self._axes.add_patch(
            Rectangle((x, y), wide, high, facecolor=face, edgecolor=colour, hatch=HATCHES.get(fill), linewidth=1.2)
        )

    def mark(self, x: float, top: float, bottom: float) -> None:
        """A line that is seen on a bar as beside it."""
        for colour, wide in ((PAPER, 4.5), (INK, 2.0)):
            self._axes.plot((x, x), (top, bottom), color=colour, linewidth=wide, solid_capstyle="butt")

    def width(self, words: str, size: float, *, bold: bool = False) -> float:
        if not words:
            return 0.0
        wide, _, _ = self._renderer.get_text_width_height_descent(words, self._font(size, bold), False)
        return float(wide) * 100 / DOTS

    def fitting(self, typed: str, size: float, most: float, *, bold: bool = False) -> str:
        """What of these words has room, with "…" where they are cut."""
        words = drawable(typed, self._glyphs[bold])
        if self.width(words, size, bold=bold) <= most:
            return words
        kept = bisect_right(
            range(len(words)), most, key=lambda end: self.width(words[:end] + ELLIPSIS, size, bold=bold)
        )
        return words[: max(kept - 1, 0)].rstrip() + ELLIPSIS

    def folded(self, typed: str, size: float, *, bold: bool = False) -> list[str]:
        """The words in lines that fit the sheet."""
        lines: list[str] = []
        for word in drawable(typed, self._glyphs[bold]).split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, size, bold=bold) <= INNER:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def save(self, target: BytesIO) -> None:
        self._figure.set_size_inches(WIDE / 100, self.at / 100)
        self._axes.set_ylim(self.at, 0)
        frame = Rectangle((1, 1), WIDE - 2, self.at - 2, facecolor="none", edgecolor="#b9b5a8", linewidth=1)
        self._axes.add_patch(frame)
        self._figure.savefig(target, format="png", facecolor=PAPER, metadata={"Software": None})

    def _font(self, size: float, bold: bool) -> FontProperties:
        return FontProperties(fname=str(FACE[bold]), size=size)
