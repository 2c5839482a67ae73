"""The door through which other features have something posted: a source says what would come next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.i18n import Text
from bot.ui import Message

if TYPE_CHECKING:
    from bot.work import Work


@dataclass(frozen=True, slots=True)
class Ready:
    """What can be posted. ``key`` names it for good among all that is ever posted in the community ("story:12");
    ``about`` is its line in the coordination's preview.
    """

    key: str
    about: Text
    message: Message


Next = Callable[["Work", int, datetime, Mapping[str, datetime]], Ready | None]
Going = Callable[["Work", int, str, str, datetime], None]
Went = Callable[["Work", int, str, bool, datetime], None]


def _nothing(work: Work, community: int, key: str, about: object, now: datetime) -> None:
    """Most sources need not know what becomes of what they say."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a series takes its posts from. ``name`` is permanent.

    ``next(work, community, now, posted)`` is what would be posted then, None where there is nothing. ``posted`` says
    when each key was last posted. It changes nothing: the preview asks it too, with instants that are yet to come.
    ``nothing`` tells the coordination why nothing was posted, as a whole sentence.

    ``going(work, community, key, once, now)`` is called in the transaction that puts it on its way under the outbox's
    ``once``, ``went(work, community, key, arrived, now)`` in the one that records what became of it.
    """

    name: str
    title: Text
    nothing: Text
    next: Next
    going: Going = _nothing
    went: Went = _nothing
