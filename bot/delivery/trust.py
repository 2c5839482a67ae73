"""What this worker has just seen of platforms and communities: nothing more is asked where nothing works."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.delivery.lanes import TRIP
from bot.errors import Revoked, Uncertain, Unreachable

if TYPE_CHECKING:
    from bot.delivery.carrying import Attempt
    from bot.delivery.recording import Done


class Trust:
    """Between two records: the claims know what was recorded, this knows what came in since."""

    def __init__(self) -> None:
        self._failures: defaultdict[str | tuple[str, int], int] = defaultdict(int)
        self._revoked: set[int] = set()

    def expect(self, attempt: Attempt) -> None:
        """A row was claimed, so by what is recorded it may be tried."""
        self._revoked.discard(attempt.sending.community)
        for key in _keys(attempt):
            self._failures[key] = min(attempt.shaky, TRIP - 1)

    def holds(self, attempt: Attempt) -> bool:
        if attempt.sending.community in self._revoked:
            return False
        return all(self._failures[key] < TRIP for key in _keys(attempt))

    def learn(self, done: Done) -> None:
        if done.back or done.wrong:
            return
        if isinstance(done.error, Revoked):
            self._revoked.add(done.attempt.sending.community)
        failed = isinstance(done.error, Unreachable | Uncertain)
        for key in _keys(done.attempt):
            self._failures[key] = self._failures[key] + 1 if failed else 0


def _keys(attempt: Attempt) -> tuple[str, tuple[str, int]]:
    return attempt.facts.platform, (attempt.facts.platform, attempt.sending.community)
