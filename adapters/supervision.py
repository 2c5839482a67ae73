"""The loops behind the scenes: each is started anew when it fails, counted, and seen when it stays dead."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[object]]

FIRST, LONGEST = 1.0, 30.0
"""Seconds before a new start: doubled with each failure in a row."""


@dataclass(slots=True)
class Loop:
    """``silence``: seconds without a round that went well after which it counts as dead."""

    name: str
    silence: float
    alive: float
    restarts: int = 0
    failures: int = 0
    error: str = ""

    def dead(self, now: float) -> bool:
        return bool(self.failures) or now - self.alive > self.silence


@dataclass(slots=True)
class Loops:
    """All of them; ``restarted`` is told the name of each that failed."""

    restarted: Callable[[str], None]
    first: float = FIRST
    now: Callable[[], float] = time.monotonic
    all: list[Loop] = field(default_factory=list)

    def add(self, name: str, silence: float) -> Loop:
        loop = Loop(name, silence, self.now())
        self.all.append(loop)
        return loop

    async def keep(self, loop: Loop, round_: Job) -> None:
        """One round after the other, until cancelled."""
        while True:
            await self.insist(loop, round_)

    async def insist(self, loop: Loop, round_: Job) -> None:
        """One round, begun anew until it goes well."""
        while True:
            try:
                await round_()
            except Exception as error:
                loop.restarts += 1
                loop.failures += 1
                loop.error = type(error).__name__
                pause = min(self.first * 2.0 ** min(loop.failures - 1, 10), LONGEST)
                log.exception("%s failed, for the %s. time in a row; again in %s s", loop.name, loop.failures, pause)
                self.restarted(loop.name)
                await asyncio.sleep(pause)
            else:
                loop.alive, loop.failures, loop.error = self.now(), 0, ""
                return
