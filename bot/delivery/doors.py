"""Rows on their way, community by community: a few are brought at once, and the others wait in line."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.delivery.carrying import Attempt

DOORS = 3
"""Requests at once for one community: so many are made at most until the first answer says that it is closed."""


@dataclass(slots=True)
class _Line:
    """Of one community: who waits, and how many are brought."""

    waiting: deque[Attempt] = field(default_factory=deque)
    brought: int = 0
    carriers: set[asyncio.Task[None]] = field(default_factory=set)


class Doors:
    """``bring`` has an attempt brought and keeps what came of it; ``through`` is called after each."""

    def __init__(self, bring: Callable[[Attempt], Awaitable[None]], through: Callable[[], None]) -> None:
        self._bring = bring
        self._through = through
        self._lines: dict[int, _Line] = {}
        self._rows: Counter[int] = Counter()
        self.moving = 0

    @property
    def inside(self) -> Mapping[int, int]:
        """How many rows of each community are under way, those in line included."""
        return {community: len(line.waiting) + line.brought for community, line in self._lines.items()}

    @property
    def rows(self) -> Collection[int]:
        """Which rows these are."""
        return self._rows.keys()

    def enter(self, attempt: Attempt) -> None:
        line = self._lines.setdefault(attempt.sending.community, _Line())
        line.waiting.append(attempt)
        self._rows[attempt.delivery.id] += 1
        self.moving += 1
        if len(line.carriers) < DOORS:
            self._open(attempt.sending.community, line)

    def interrupt(self) -> None:
        """End the requests that are being made; what comes of that is for ``bring`` to say."""
        for line in self._lines.values():
            for carrier in line.carriers:
                carrier.cancel()

    async def close(self) -> None:
        """Bring nothing more, and leave what is under way as it is."""
        for line in self._lines.values():
            while line.waiting:
                self._leave(line.waiting.popleft())
        self.interrupt()
        carriers = [carrier for line in self._lines.values() for carrier in line.carriers]
        await asyncio.gather(*carriers, return_exceptions=True)

    def _open(self, community: int, line: _Line) -> None:
        carrier = asyncio.create_task(self._carry(line))
        line.carriers.add(carrier)
        carrier.add_done_callback(lambda done: self._ended(community, line, done))

    async def _carry(self, line: _Line) -> None:
        while line.waiting:
            attempt = line.waiting.popleft()
            line.brought += 1
            try:
                await self._bring(attempt)
            finally:
                line.brought -= 1
                self._leave(attempt)
                self._through()

    def _leave(self, attempt: Attempt) -> None:
        self.moving -= 1
        self._rows[attempt.delivery.id] -= 1
        if not self._rows[attempt.delivery.id]:
            del self._rows[attempt.delivery.id]

    def _ended(self, community: int, line: _Line, carrier: asyncio.Task[None]) -> None:
        """Who came while it ended, or is left because it was ended, is brought by another."""
        line.carriers.discard(carrier)
        if line.waiting:
            self._open(community, line)
        elif not line.carriers:
            del self._lines[community]
