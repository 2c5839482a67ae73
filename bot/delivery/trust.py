"""What this worker has just seen of platforms and communities: nothing more is asked where nothing works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.delivery.lanes import TRIP
from bot.errors import Revoked, Uncertain, Unreachable

if TYPE_CHECKING:
    from bot.delivery.carrying import Attempt
    from bot.delivery.recording import Done

Key = str | tuple[str, int]
"""A platform, or a community on one."""


class Trust:
    """Between two records: the claims know what was recorded, this knows what came in since."""

    def __init__(self) -> None:
        self.failures: Counter[Key] = Counter()
        self._revoked: set[int] = set()

    def expect(self, claimed: Sequence[Attempt], unrecorded: Sequence[Done]) -> None:
        """Rows were claimed, so by what is recorded they may be tried; what the record lacks is not forgotten."""
        communities = {attempt.sending.community for attempt in claimed}
        recorded = {key: min(attempt.shaky, TRIP - 1) for attempt in claimed for key in _keys(attempt)}
        self._revoked -= communities
        for key, failures in recorded.items():
            self._set(key, failures)
        for done in unrecorded:
            self._learn(done, [key for key in _keys(done.attempt) if key in recorded])

    def holds(self, attempt: Attempt) -> bool:
        if attempt.sending.community in self._revoked:
            return False
        return all(self.failures[key] < TRIP for key in _keys(attempt))

    def learn(self, done: Done) -> None:
        self._learn(done, _keys(done.attempt))

    def _learn(self, done: Done, keys: Sequence[Key]) -> None:
        if done.back or done.wrong:
            return
        if isinstance(done.error, Revoked):
            self._revoked.add(done.attempt.sending.community)
        failed = isinstance(done.error, Unreachable | Uncertain)
        for key in keys:
            self._set(key, self.failures[key] + 1 if failed else 0)

    def _set(self, key: Key, failures: int) -> None:
        """Nothing is kept of what works."""
        if failures:
            self.failures[key] = failures
        else:
            del self.failures[key]


def _keys(attempt: Attempt) -> tuple[Key, Key]:
    return attempt.facts.platform, (attempt.facts.platform, attempt.sending.community)
