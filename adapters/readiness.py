"""Whether this process can do its work, and if not, what to do about it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from bot.errors import StorageDown

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.supervision import Loops
    from bot.ports import Clock, Store
    from bot.work import Work

PATIENCE = 2.0
"""Seconds for the database's answer; a probe waits hardly longer."""
LATE = timedelta(minutes=5)
"""How long something may be due and not taken by any worker."""


class Line(Protocol):
    """A platform's connection, as it is looked at."""

    @property
    def platform(self) -> str: ...
    def connected(self) -> bool:
        """Whether what people do reaches this process now."""

    def connections(self) -> int:
        """How many lines are open now."""


@dataclass(frozen=True, slots=True)
class Fault:
    """``part`` is what does not work, ``what`` in plain words, ``do`` what to do about it."""

    part: str
    what: str
    do: str


@dataclass(frozen=True, slots=True)
class Watched:
    """Everything that can be looked at. ``lines`` are the platforms that this process listens to."""

    store: Store
    clock: Clock
    loops: Loops
    lines: Sequence[Line] = field(default_factory=tuple)

    async def faults(self) -> Sequence[Fault]:
        """What is not ready; empty when everything is."""
        return [*await self._stored(), *self._lines(), *self._loops()]

    async def _stored(self) -> Sequence[Fault]:
        now = self.clock.now()
        try:
            async with asyncio.timeout(PATIENCE):
                due = await self.store.read(lambda work: _neglected(work, now))
        except (StorageDown, TimeoutError) as error:
            said = f"The database does not answer ({type(error).__name__})."
            return [Fault("database", said, "Look at the disk or the server, and at DATABASE_URL; it is tried again.")]
        if due is None:
            return []
        said = f"Something has been due for {(now - due) // timedelta(minutes=1)} minutes, and nobody has taken it."
        return [Fault("delivery", said, "Look whether a process with delivery runs: `run` or `run --only worker`.")]

    def _lines(self) -> Sequence[Fault]:
        do = "Look at the network and the platform's status page; the connection is tried again by itself."
        return [
            Fault(one.platform, f"There is no connection to {one.platform}.", do)
            for one in self.lines
            if not one.connected()
        ]

    def _loops(self) -> Sequence[Fault]:
        now = time.monotonic()
        do = "It is begun anew by itself; if it stays so, look into the log for why, and restart this process."
        return [Fault(one.name, _said(one.failures, one.error), do) for one in self.loops.all if one.dead(now)]


def _neglected(work: Work, now: datetime) -> datetime | None:
    """Since when something is due of which no worker takes care. One that only has much to do, or whose platform
    lets nothing through for the moment, is at work.
    """
    due = work.outbox.next_due(now)
    if due is None or now - due < LATE:
        return None
    due = work.outbox.next_due(now, work.backlog.platforms() - work.lanes.asked(now - LATE))
    return due if due and now - due >= LATE else None


def _said(failures: int, error: str) -> str:
    if failures:
        return f"This loop has failed {failures} times in a row ({error})."
    return "This loop has shown no sign of life for too long."
