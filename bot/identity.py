"""Who and where: ids that adapters make, and the core stores, compares and echoes but never reads."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Community:
    """One server or workspace on one platform."""

    platform: str
    id: str
    name: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a platform; the name is only for showing and never compared."""

    platform: str
    id: str
    name: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, a pair's private space or a direct conversation."""

    platform: str
    id: str
    name: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Ref:
    """One posted message."""

    place: Place
    id: str
