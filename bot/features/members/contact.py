"""How a member wants to be reached: direct messages, quiet hours, snooze, and what they had lately."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Direct(StrEnum):
    """What may come by direct message. Safety always may."""

    ALL = "all"
    NEEDED = "needed"
    """What concerns them: requests, introductions, meetings, answers. Nothing unprompted."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Contact:
    """``asked`` is when they chose ``direct`` themselves. Quiet hours are local; equal hours mean none.

    ``nudge`` is the ``once`` of the last unprompted message besides the weekly ones, ``nudged`` when it went out;
    ``wrote`` and ``written`` the same of the last unprompted one of any sort.
    """

    community: int
    member: int
    direct: Direct = Direct.ALL
    asked: datetime | None = None
    quiet_from: int = 21
    quiet_to: int = 8
    snoozed_until: datetime | None = None
    nudge: str = ""
    nudged: datetime | None = None
    wrote: str | None = None
    written: datetime | None = None

    def snoozed(self, now: datetime) -> bool:
        return self.snoozed_until is not None and self.snoozed_until > now


class Contacts(Protocol):
    def of(self, community: int, member: int) -> Contact:
        """What they chose; the defaults where they chose nothing."""

    def several(self, community: int, members: Collection[int]) -> Mapping[int, Contact]:
        """The same for many."""

    def save(self, contact: Contact) -> None: ...
    def came(self, contact: Contact) -> None:
        """Save what came to them lately, and leave what they chose: they may be choosing at this moment."""
