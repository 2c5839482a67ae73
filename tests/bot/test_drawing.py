"""Pictures: the words on them are harmless, the bars differ without colour, and nobody waits for a process."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.drawing.canvas import Canvas
from bot.drawing.chart import BOX, ROWS, Bar, Chart, Fill, Group, drawable, dumps, loads
from bot.drawing.child import png
from bot.drawing.pencil import Pencil
from bot.i18n import t

ROOT = Path(__file__).resolve().parents[2]
LATIN = frozenset(range(32, 0x250))
NASTY = (
    "$x^2$ and $\\frac{1}{0}$",
    "$$$",
    "_hidden",
    "%s {name} \\n",
    "\u202eevil\u202c",
    "a\x00\x1b[31mb",
    "税务",
    "👩🏽‍💻🇮🇹",
    "שלום",
    "Größe, Äpfel, perché",
    "W" * 400,
    "",
    "\n\n",
)


def chart(*names: str, fill: Fill = Fill.SOLID, note: str = "") -> Chart:
    return Chart(
        "A title", tuple(Group(name, (Bar(3, "three", fill),), at) for at, name in enumerate(names, 1)), note=note
    )


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image.convert("L")


@settings(max_examples=300)
@given(st.text(max_size=500))
def test_what_is_drawn_neither_steers_nor_hides_anything(typed: str) -> None:
    shown = drawable(typed, LATIN)
    assert all(char == BOX or ord(char) in LATIN for char in shown)
    assert not any(unicodedata.category(char).startswith("C") for char in shown)
    assert BOX * 2 not in shown
    assert shown == shown.strip()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("typed", NASTY)
def test_any_words_can_be_on_a_picture(typed: str) -> None:
    """What is missing in the font, or would be a formula, makes the drawing library warn, or fail."""
    image = opened(png(chart(typed, note=typed)))
    assert image.width == 800


def test_a_formula_is_drawn_as_it_was_typed() -> None:
    canvas = Canvas()
    assert canvas.fitting("$x^2$", 10, 400) == "$x^2$"
    assert opened(png(chart("$x$"))) != opened(png(chart("x")))
    assert canvas.width("$x^2$", 10) > canvas.width("x2", 10) + canvas.width("$", 10)


def test_long_words_end_inside_the_sheet() -> None:
    canvas = Canvas()
    assert canvas.width(canvas.fitting("W" * 400, 10, 300), 10) <= 300
    assert canvas.fitting("W" * 400, 10, 300).endswith("…")
    for line in canvas.folded("a sentence of some words " * 9, 10):
        assert canvas.width(line, 10) <= 400
    edge = np.asarray(opened(png(chart("W" * 400))))[6:-6, -20:-6]
    assert edge.min() > 240, "nothing is drawn on the margin"


def test_the_fills_differ_without_colour() -> None:
    pictures = [np.asarray(opened(png(chart("Bar", fill=fill))), dtype=float) for fill in Fill]
    assert len({one.shape for one in pictures}) == 1
    for at, one in enumerate(pictures):
        for other in pictures[at + 1 :]:
            assert (abs(one - other) > 60).sum() > 300, "grey dots that are clearly another grey"


def test_a_chart_travels_as_it_is_and_only_so_large() -> None:
    every = tuple(Group(fill.value, (Bar(1.5, "x", fill, 2),), 3) for fill in Fill)
    whole = Chart("t", every, ((Fill.DOTTED, "what"),), "note")
    assert loads(dumps(whole)) == whole
    with pytest.raises(ValueError, match="at most"):
        dumps(chart(*map(str, range(ROWS + 1))))
    with pytest.raises(ValueError, match="not JSON compliant"):
        dumps(Chart("t", (Group("a", (Bar(float("nan"), "x"),)),)))


async def test_a_process_draws() -> None:
    (picture,) = await Pencil().picture(chart("Taxes"), "needs.png", t("A chart"))
    assert opened(picture.data).width == 800


def test_the_bot_does_not_load_the_drawing_library() -> None:
    code = "import sys; from bot.features.everything import registry; registry(); sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


async def test_without_a_picture_the_words_remain(caplog: pytest.LogCaptureFixture) -> None:
    """A number that is none stands for any failure of the process."""
    broken = Chart("A secret", (Group("A secret", (Bar("many", "x"),)),))  # type: ignore[arg-type]
    assert await Pencil().picture(broken, "needs.png", t("A chart")) == ()
    assert "needs.png could not be drawn" in caplog.text
    assert "A secret" not in caplog.text
