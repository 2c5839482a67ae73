"""People who get to know each other by turns: who takes part, and the groups of each turn, as they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.features.peers.grouping import Two


@dataclass(frozen=True, slots=True)
class Team:
    id: int
    members: tuple[int, ...]


class Circles(Protocol):
    def joined(self, community: int, member: int) -> bool: ...
    def join(self, community: int, member: int, now: datetime) -> None: ...
    def leave(self, community: int, member: int) -> None: ...
    def people(self, community: int, now: datetime) -> Sequence[int]:
        """Who takes part and is neither gone nor on a break, and has agreed to the code of conduct."""

    def topics(self, community: int) -> Mapping[int, Sequence[int]]:
        """Topics that those who take part offer or look for."""

    def met(self, community: int) -> frozenset[Two]:
        """Every two who had a turn together, or were introduced or a pair; the smaller id first."""

    def together_before(self, community: int, team: Team) -> frozenset[Two]:
        """Those two of this group who had an earlier turn together."""

    def threes(self, community: int) -> Mapping[int, int]:
        """How often somebody was the third of a group."""

    def add(self, community: int, groups: Sequence[Sequence[int]], now: datetime) -> None: ...
    def untold(self, community: int, limit: int) -> Sequence[Team]: ...
    def tell(self, community: int, team: int) -> None: ...
    def team(self, community: int, team: int) -> Team | None: ...
    def say_met(self, community: int, team: int, member: int, *, met: bool) -> bool:
        """False for somebody who is not in this group."""
