"""A community's own topics: their other names, who uses them, putting two together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.features.members.model import Topic
from bot.features.topics.catalogue import subject_of


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a topic."""

    name: str
    topic: int


@dataclass(frozen=True, slots=True)
class Used:
    """A topic with its other names, and how many open offers and wishes name it."""

    topic: Topic
    aliases: tuple[str, ...]
    offers: int
    seeks: int

    @property
    def subject(self) -> str:
        """The known subject behind it, by its name or one of its other names; empty for none."""
        return subject_of((self.topic.name, *self.aliases))


class Topics(Protocol):
    def aliases(self, community: int) -> Sequence[Alias]:
        """Every other name there is, by topic and name."""

    def add_alias(self, community: int, topic: int, name: str) -> bool:
        """False where a topic or another name is spelled like it."""

    def drop_alias(self, community: int, topic: int, name: str) -> bool: ...
    def all(self, community: int) -> Sequence[Used]:
        """Every topic, by name."""

    def rename(self, community: int, topic: int, name: str) -> bool:
        """Its old name becomes another name of it; False where something else is spelled like the new one."""

    def merge(self, community: int, topic: int, into: int) -> None:
        """Whoever named the one names the other from now on; its names become other names of it."""

    def drop_unused(self, community: int, topic: int) -> bool:
        """Forget a topic that no offer or wish names and that has no other name."""
