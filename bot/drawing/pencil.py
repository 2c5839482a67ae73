"""Drawing without keeping anybody waiting: a process for each picture, a few at once."""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import suppress
from pathlib import Path

from bot.drawing.chart import Chart, dumps
from bot.i18n import Text, t
from bot.ui import Picture

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 2
LIMIT = 60
"""Seconds after which a picture is given up; the first on a machine lists its fonts, which takes the longest."""
NOT_DRAWN = t("The picture could not be drawn just now; the words say the same.")


class Pencil:
    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def picture(self, chart: Chart, name: str, alt: Text) -> tuple[Picture, ...]:
        """The picture, or none where it could not be drawn: what it shows has to stand in words as well."""
        try:
            return (Picture(await self.draw(chart), name, alt),)
        except (RuntimeError, TimeoutError, OSError):
            log.exception("the picture %s could not be drawn", name)
            return ()

    async def draw(self, chart: Chart) -> bytes:
        """PNG. Raises RuntimeError when the process fails, TimeoutError when it takes too long; it is always ended."""
        async with self._turn:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.drawing.child"),
                cwd=ROOT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            try:
                async with asyncio.timeout(LIMIT):
                    drawn, said = await process.communicate(dumps(chart))
            finally:
                if process.returncode is None:
                    with suppress(ProcessLookupError):
                        process.kill()
                    await process.wait()
        if process.returncode or not drawn:
            # Not what it says: that may hold words that somebody typed.
            raise RuntimeError(f"the drawing process ended with {process.returncode} and {len(said)} bytes of words")
        return drawn
