"""The rules of a story: its words, who agreed to which version, and its place in the queue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.features.stories.lift import Events

STORIES = "stories"
"""The source of weekly posts that takes the first story of the queue."""
WORDS = 400
"""Characters of each of the three parts; together they fit into one post everywhere."""
ALT = 300


class StoryState(StrEnum):
    AGREEING = "agreeing"
    """At least one of the two has not agreed to this version."""
    WAITING = "waiting"
    """Both agreed; the coordination has a look."""
    QUEUED = "queued"
    DECLINED = "declined"
    """Not posted by the coordination; its two may change it and try again."""
    POSTING = "posting"
    POSTED = "posted"
    WITHDRAWN = "withdrawn"


LIVE = (StoryState.AGREEING, StoryState.WAITING, StoryState.QUEUED, StoryState.DECLINED)
"""Can still be changed."""
STANDING = (StoryState.POSTING, StoryState.POSTED)
"""Stands in the channel, or is about to."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told. ``alt`` says what the picture shows, and is there exactly when there is a picture."""

    need: str
    did: str
    changed: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """``version`` counts the changes; a consent holds for one version. ``picture`` is the id of what is kept of it.

    ``place``: its place in the queue. ``row``: the key of its post in the outbox. ``idle``: since when it lies
    where nothing happens by itself; None while it waits for a slot or stands in the channel.
    """

    id: int
    community: int
    pair: int
    mentor: int
    mentee: int
    author: int
    told: Told
    state: StoryState = StoryState.AGREEING
    version: int = 1
    picture: int | None = None
    created: datetime | None = None
    idle: datetime | None = None
    place: int | None = None
    reason: str = ""
    row: str = ""
    posted: datetime | None = None
    ended: datetime | None = None

    @property
    def both(self) -> tuple[int, int]:
        return self.mentor, self.mentee

    def partner(self, member: int) -> int:
        return self.mentee if member == self.mentor else self.mentor


@dataclass(frozen=True, slots=True)
class Consent:
    """``named``: by name, or else as "a mentor" or "a mentee"."""

    member: int
    version: int
    at: datetime
    named: bool


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who agreed to a story's current version."""

    consents: Mapping[int, Consent] = field(default_factory=dict)

    def of(self, story: Story) -> bool:
        return all(one in self.consents for one in story.both)

    def named(self, member: int) -> bool:
        consent = self.consents.get(member)
        return consent is not None and consent.named


def moved(queue: Sequence[Story], id: int, by: int) -> tuple[Story, Story] | None:
    """The story and the one with which it changes places, ``by`` one earlier (-1) or later (1); None at the end."""
    at = next((at for at, one in enumerate(queue) if one.id == id), None)
    if at is None or not 0 <= at + by < len(queue):
        return None
    return queue[at], queue[at + by]


class Stories(Protocol):
    def add(self, story: Story) -> Story:
        """Keep a new one; its id is given here."""

    def get(self, community: int, id: int) -> Story | None: ...
    def save(self, story: Story) -> None: ...
    def of_pair(self, community: int, pair: int) -> Story | None:
        """The pair's one that was not withdrawn, else its last one."""

    def of_member(self, community: int, member: int) -> Sequence[Story]:
        """Newest first; those that were withdrawn are left out."""

    def in_state(self, community: int, *states: StoryState) -> Sequence[Story]:
        """In the order of the queue, and of their ids where they have no place in it."""

    def posted(self, community: int, limit: int) -> Sequence[Story]:
        """What was ever posted, the newest first; those that were withdrawn since as well."""

    def agree(self, story: Story, consent: Consent) -> None: ...
    def agreed(self, story: Story) -> Agreed:
        """The consents to its current version."""

    def ask(self, community: int, pair: int, member: int, now: datetime) -> datetime:
        """Since when this one has been asked for their story of this pair: from now on, or from before."""

    def events(self, community: int, since: datetime, until: datetime) -> Events:
        """What is counted of a story's lift, with the posts in channels; from since on, before until."""
