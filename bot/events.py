"""What can happen, as adapters tell it. ``id`` is the platform's own key of the event, unique per platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.identity import Community, Person, Place, Ref


@dataclass(frozen=True, slots=True)
class CommandUsed:
    """A slash command. ``community`` is None in a direct conversation.

    Platforms with typed options fill ``name`` ("mentor seek") and ``options``; platforms with one line of words
    fill ``words`` ("mentor seek topic: taxes") and the core reads them.
    """

    id: str
    person: Person
    place: Place
    community: Community | None = None
    name: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class ActionUsed:
    """A button pressed or a menu picked; ``action`` is the component's id, a claim and not a fact."""

    id: str
    person: Person
    place: Place
    action: str
    community: Community | None = None
    picked: tuple[str, ...] = ()
    message: Ref | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class FormSent:
    """A form was filled in; every answer is a tuple, of one text or of the picked values."""

    id: str
    person: Person
    place: Place
    action: str
    answers: Mapping[str, tuple[str, ...]]
    community: Community | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class OptionTyped:
    """Somebody is typing an option of a command, or a field of a form (by its id), and would like completions."""

    person: Person
    command: str
    option: str
    typed: str
    community: Community | None = None
    locale: str | None = None
    form: str = ""


@dataclass(frozen=True, slots=True)
class MemberJoined:
    id: str
    person: Person
    community: Community


@dataclass(frozen=True, slots=True)
class MemberLeft:
    id: str
    person: Person
    community: Community


@dataclass(frozen=True, slots=True)
class BotAdded:
    """The bot was invited into a community, for the first time or again."""

    id: str
    community: Community


@dataclass(frozen=True, slots=True)
class BotRemoved:
    """The bot was removed from a community; not told where a community merely cannot be reached."""

    id: str
    community: Community


@dataclass(frozen=True, slots=True)
class BotPresent:
    """All communities of a platform in which the bot is, as known at a start: it is in no other one any more."""

    id: str
    platform: str
    communities: tuple[Community, ...]


@dataclass(frozen=True, slots=True)
class PersonActive:
    """Somebody did something where others could see it; what, where and when is not told. Told twice, it is once."""

    person: Person
    community: Community


Notice = MemberJoined | MemberLeft | BotAdded | BotRemoved | BotPresent | PersonActive
Event = CommandUsed | ActionUsed | FormSent
