"""The audit log: who changed what, in a chain that shows every later change of itself.

Each entry carries the hash of the one before it in its community, so an entry that is changed, removed or moved no
longer fits. The number and hash of the last one are kept apart, so that a missing end is noticed as well.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.identity import Person
    from bot.work import By

Fact = str | int | bool | None

NAME = re.compile(r"[a-z_]+(\.[a-z_]+)+")
ABOUT = re.compile(r"([a-z_]+:\d+)?")
TOKEN = re.compile(r"[\w.:/+-]{0,100}")
"""A setting's value or a platform's id. Nothing that a person writes: words have spaces between them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """``number`` counts from 1 in each community. ``actor`` is a number too, so that a name can be forgotten;
    ``name`` is what is known of it now, empty after it was erased, and no part of the chain.
    """

    community: int
    number: int
    at: datetime
    actor: int
    what: str
    about: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    previous: str = ""
    hash: str = ""
    name: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a community's chain, as it is kept apart; 0 where the chain has lost it."""

    community: int
    number: int
    hash: str


class Audit(Protocol):
    def add(self, by: By, what: str, about: str = "", **facts: Fact) -> Entry:
        """Append in this transaction. ``what`` is a permanent name like ``programme.changed``, ``about`` one thing of
        ours like ``pair:12``, ``facts`` are settings and ids. Raises ValueError for anything that could be words.
        """

    def last(self, community: int, limit: int, before: int | None = None) -> Sequence[Entry]:
        """The newest first, of those numbered below ``before``."""

    def chain(self, community: int, after: int, limit: int) -> Sequence[Entry]:
        """In their order, of those numbered above ``after``."""

    def heads(self) -> Sequence[Head]:
        """Of every community that has entries or had some, by community."""

    def forget(self, community: int, person: Person) -> None:
        """Whose entries these are is not known any more; the chain stays whole."""


def check(what: str, about: str, facts: Mapping[str, Fact]) -> None:
    """Raises ValueError for what does not belong into the log."""
    written = [value for value in facts.values() if isinstance(value, str)]
    if not (NAME.fullmatch(what) and ABOUT.fullmatch(about) and all(map(TOKEN.fullmatch, written))):
        raise ValueError(f"{what} about {about or 'nothing'} carries something that is no name, id or setting")


def digest(entry: Entry) -> str:
    """SHA-256 of the entry as canonical JSON, the hash before it included."""
    content = {
        "community": entry.community,
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "what": entry.what,
        "about": entry.about,
        "facts": dict(entry.facts),
        "previous": entry.previous,
    }
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return sha256(written.encode()).hexdigest()


@dataclass(slots=True)
class Checking:
    """Goes along a chain. ``anchors`` are hashes by number that were written down elsewhere."""

    head: Head
    anchors: Mapping[int, str] = field(default_factory=dict)
    number: int = 0
    hash: str = ""

    def along(self, entries: Iterable[Entry]) -> Iterator[str]:
        """What is wrong with these, a line each; they follow those that were checked before."""
        for entry in entries:
            yield from self._one(entry)
            self.number, self.hash = entry.number, entry.hash

    def end(self) -> Iterator[str]:
        """Whether the chain ends where it should."""
        if (self.number, self.hash) != (self.head.number, self.head.hash):
            yield f"ends with entry {self.number}, and should end with entry {self.head.number}"
        if beyond := [number for number in self.anchors if number > self.number]:
            yield f"entry {max(beyond)} was written down, and the chain ends with {self.number}"

    def _one(self, entry: Entry) -> Iterator[str]:
        if entry.number != self.number + 1:
            yield f"after entry {self.number} comes entry {entry.number}"
        if entry.previous != self.hash:
            yield f"entry {entry.number} does not follow the one before it"
        if digest(entry) != entry.hash:
            yield f"entry {entry.number} was changed"
        if self.anchors.get(entry.number, entry.hash) != entry.hash:
            yield f"entry {entry.number} is not the one that was written down"
