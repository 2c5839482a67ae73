"""The drawing process: a chart as JSON comes in, a picture as PNG goes out.

The drawing library needs a second to be loaded and 60 MB to stay; here it takes neither from anybody.
"""

from __future__ import annotations

import sys
from io import BytesIO

from bot.drawing.canvas import Canvas
from bot.drawing.chart import Chart, loads
from bot.drawing.rows import rows


def png(chart: Chart) -> bytes:
    canvas = Canvas()
    canvas.head(chart)
    rows(canvas, chart)
    canvas.foot(chart)
    target = BytesIO()
    canvas.save(target)
    return target.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(png(loads(sys.stdin.buffer.read())))
