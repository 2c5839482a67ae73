"""Members, their profiles and topics."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.hours import Windows
from bot.identity import Person, Place
from bot.work import By

CONDUCT = 1
"""The version of the code of conduct that holds until a community writes its own."""

SPOKEN = (
    *("en", "de", "it", "fr", "es", "pt", "nl", "pl", "cs", "hu", "ro", "hr", "sr"),
    *("sq", "tr", "el", "ru", "uk", "ar", "fa", "hi", "zh", "ja", "sv", "da"),
)
"""Languages that members can say they speak. New ones come last: their places are bits in sums."""


@dataclass(frozen=True, slots=True)
class Topic:
    id: int
    name: str


class Meets(StrEnum):
    """How somebody would like to meet."""

    ANY = "any"
    ONLINE = "online"
    NEAR = "near"
    """In person, so with somebody near."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person with a profile in one community. ``locale`` and ``zone`` are None where the community's hold.

    ``tongue`` is the language that they picked themselves; ``locale`` follows the platform, and so does ``zone``,
    unless it is their own.
    """

    id: int
    community: int
    person: Person
    locale: str | None = None
    zone: str | None = None
    direct: Place | None = None
    conduct: int = 0
    about: str = ""
    languages: tuple[str, ...] = ()
    district: str = ""
    link: str = ""
    paused_until: datetime | None = None
    left: bool = False
    tongue: str | None = None
    own_zone: bool = False
    meets: Meets = Meets.ANY
    hours: Windows = ()
    """When they have time, in their own zone; nothing where they did not say."""
    nameless: bool = False
    """They do not want to be named in what everybody reads."""

    @property
    def language(self) -> str | None:
        """What they read: the language that they picked, else the platform's."""
        return self.tongue or self.locale

    def zone_now(self, platforms: str | None) -> str | None:
        """Their zone, given what the platform says at this moment."""
        return self.zone if self.own_zone else platforms or self.zone

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def may_be_named(self) -> bool:
        """In a channel. Who is not here any more is never named."""
        return not self.left and not self.nameless

    def paused(self, now: datetime) -> bool:
        return self.paused_until is not None and self.paused_until > now


def topic_key(name: str) -> str:
    """What makes two spellings one topic: case, accents, spaces and punctuation do not count."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if c.isalnum() or _belongs_to_a_letter(c))


def _belongs_to_a_letter(c: str) -> bool:
    """A mark that is no accent: without the vowel signs of India's scripts or Japan's voicing, words fall together."""
    mark = unicodedata.category(c) in ("Mn", "Mc") and not unicodedata.name(c).startswith("VARIATION")
    return mark and unicodedata.combining(c) in (0, 7, 8, 9)


class Members(Protocol):
    def ensure(self, by: By) -> Member:
        """The member behind a person, made at the first step; name, locale and zone follow the platform's, a zone of
        their own does not."""

    def find(self, community: int, person: Person) -> Member | None: ...
    def found(self, community: int, platform: str, people: Collection[str]) -> Mapping[str, Member]:
        """The same for many people of one platform, by their ids; without those who are not known."""

    def named(self, community: int, typed: str, limit: int = 25) -> Sequence[Member]:
        """Members who accepted the code of conduct and are still here, whose name contains what was typed.

        Those whose name begins with it come first, then by name.
        """

    def get(self, community: int, id: int) -> Member | None: ...
    def several(self, community: int, ids: Sequence[int]) -> Mapping[int, Member]: ...
    def save(self, member: Member) -> None: ...
    def accept_conduct(self, member: Member, version: int, now: datetime) -> None: ...
    def remember_direct(self, community: int, person: Person, place: Place) -> None: ...
    def topic(self, community: int, name: str) -> Topic:
        """The community's topic of this name (see `topic_key`), made when it is new."""

    def topics(self, community: int, typed: str = "", limit: int = 25) -> Sequence[Topic]:
        """Known topics whose key contains the key of ``typed``, those that begin with it first, then by name."""

    def topic_by_id(self, community: int, id: int) -> Topic | None: ...
    def districts(self, community: int, typed: str = "", limit: int = 25) -> Sequence[str]:
        """Districts of members with an open offer, by name."""
