"""Events that have come in: each is applied once, and what is still being worked on is not lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Inbox(Protocol):
    def once(self, platform: str, event: str, now: datetime) -> bool:
        """Record in this transaction that the event is applied; False when it was before."""

    def receive(self, platform: str, event: str, body: str, now: datetime) -> bool:
        """Keep an event that is still being worked on, as JSON; False when it was known before."""

    def received(self, limit: int) -> Sequence[tuple[str, str, str]]:
        """Events kept but not applied: (platform, event id, body)."""

    def forget(self, before: datetime) -> int:
        """Drop applied events older than this."""
