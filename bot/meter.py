"""The door for counting. What is counted carries names of handlers, steps and platforms, never people or places."""

from __future__ import annotations

from typing import Protocol


class Meter(Protocol):
    """Called on the event loop, between two awaits, so it must be quick."""

    def answered(self, kind: str, handler: str, outcome: str, seconds: float) -> None:
        """An event was dealt with. ``kind`` is command, action or form."""

    def delivered(self, platform: str, sort: str, state: str, late: float) -> None:
        """A row has its final state, so many seconds after it was due."""

    def left_out(self, sort: str, why: str, rows: int) -> None:
        """So many rows are skipped without having been tried: expired, too late, not wanted any more."""

    def held_up(self, platform: str, error: str) -> None:
        """An attempt failed, by the name of the error."""

    def stepped(self, step: str, outcome: str) -> None:
        """What was planned came due: done, late, skipped or failed."""


class Unmetered:
    """Where nobody looks: the playground, and tests."""

    def answered(self, kind: str, handler: str, outcome: str, seconds: float) -> None: ...
    def delivered(self, platform: str, sort: str, state: str, late: float) -> None: ...
    def left_out(self, sort: str, why: str, rows: int) -> None: ...
    def held_up(self, platform: str, error: str) -> None: ...
    def stepped(self, step: str, outcome: str) -> None: ...
