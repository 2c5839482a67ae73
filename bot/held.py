"""What was typed or picked and waits for its person to go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.identity import Person


@dataclass(frozen=True, slots=True)
class Draft:
    """Something typed or picked that does not fit into a component's id; kept for 24 hours."""

    id: int
    community: int
    person: Person
    body: Mapping[str, object] = field(default_factory=dict)


class Drafts(Protocol):
    def keep(self, community: int, person: Person, body: Mapping[str, object], expires: datetime) -> int: ...
    def get(self, community: int, person: Person, id: int, now: datetime) -> Draft | None: ...
    def save(self, draft: Draft) -> None: ...
    def forget(self, before: datetime) -> int: ...
