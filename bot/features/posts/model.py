"""The rules of weekly posts: series, the pieces they say in turn, and what became of each turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Protocol

from bot.identity import Place

TURN = "posts.turn"
"""The schedule of a series; its key is the id of the series."""
HOUR = 10
"""Where nobody picks another one: people are awake, and there is a day left to answer."""
TITLE_MOST, WORDS_MOST, LINK_MOST = 80, 800, 300
PIECES_MOST = 200
"""Of one community; nearly four years of weekly posts."""
NEVER = datetime.min.replace(tzinfo=UTC)


class Kind(StrEnum):
    """What a piece is: how the programme works, a tip, or something to read elsewhere."""

    HOW = "how"
    TIP = "tip"
    ARTICLE = "article"


class Why(StrEnum):
    """Why nothing was posted, as it is kept; NONE: it was."""

    NONE = ""
    NOTHING = "nothing"
    """Its source has nothing to say."""
    TODAY = "today"
    """All it has was posted on this day already."""
    PLACE = "place"
    """There is no channel to post in."""
    LOST = "lost"
    """It was on its way and did not arrive: too late, or not allowed there."""


@dataclass(frozen=True, slots=True)
class Series:
    """Posts of one source, at one time of the week, which its schedule knows. ``place``: None is the programme's."""

    id: int
    community: int
    source: str
    place: Place | None
    created: datetime
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A text to post. ``starter``: the ready-made one it came from, which it still is while ``title`` is empty."""

    id: int
    community: int
    kind: Kind
    title: str
    words: str
    link: str = ""
    starter: str = ""

    @property
    def key(self) -> str:
        """What names it among all that can be posted."""
        return f"post:{self.id}"


@dataclass(frozen=True, slots=True)
class Turn:
    """What a series did on a local date: posted ``key``, or not, and why."""

    community: int
    series: int
    day: date
    key: str
    at: datetime
    why: Why = Why.NONE


def longest_unsaid(keys: Iterable[str], posted: Mapping[str, datetime]) -> str | None:
    """Which one's turn it is: nothing comes again until all others were said; new ones come first, in their order."""
    return min(keys, key=lambda key: posted.get(key, NEVER), default=None)


class Posts(Protocol):
    def add_series(self, series: Series) -> Series:
        """Keep a new one; its id is given here."""

    def series(self, community: int, id: int) -> Series | None: ...
    def running(self, community: int) -> Sequence[Series]:
        """Those that have not ended, paused ones among them, by id."""

    def save_series(self, series: Series) -> None: ...
    def add(self, piece: Piece) -> Piece:
        """At the end of the others; its id is given here."""

    def piece(self, community: int, id: int) -> Piece | None: ...
    def pieces(self, community: int) -> Sequence[Piece]:
        """In their order, without those that were taken away."""

    def known(self, community: int) -> frozenset[str]:
        """Which ready-made ones were ever there, taken away or not."""

    def save(self, piece: Piece) -> None: ...
    def remove(self, community: int, ids: Sequence[int]) -> None:
        """Taken away; what was posted of them stays known."""

    def restore(self, community: int) -> int:
        """The ready-made ones that were taken away are there again; how many."""

    def record(self, turn: Turn) -> None: ...
    def turn(self, community: int, series: int, day: date) -> Turn | None: ...
    def turns(self, community: int, since: datetime) -> Sequence[Turn]:
        """By time."""

    def posted(self, community: int) -> Mapping[str, datetime]:
        """When each thing was last posted, by its key; what did not arrive was not."""
