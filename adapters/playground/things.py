"""What the playground's chat is made of: people, conversations, what was said, and forms that are open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.events import ActionUsed, CommandUsed, FormSent
from bot.post import FormPost, Post

BOT = "bot"  # the author of what the bot says; no person may have this id

Kind = Literal["channel", "direct", "space"]


class NotThere(LookupError):
    """A person asked for something that they cannot see; a real platform would never send it."""


@dataclass(slots=True)
class Somebody:
    """A member, with what other people see of them."""

    id: str
    name: str
    about: str = ""
    locale: str | None = None
    zone: str | None = None
    coordinator: bool = False
    dms_open: bool = True
    left: bool = False
    languages: str = ""


@dataclass(slots=True)
class Tongue:
    """Which language the bot speaks: ``spoken`` with everybody, or with each person theirs (None).

    ``home`` is the community's own. ``unsaid``: nobody has said it yet, and what waits for people keeps waiting.
    """

    home: str | None = None
    spoken: str | None = None
    unsaid: bool = False


@dataclass(slots=True)
class Conversation:
    """A channel (for everybody, or its members), a direct conversation with the bot, or a private space."""

    id: str
    kind: Kind
    name: str
    members: tuple[str, ...] = ()
    once: str = ""
    archived: bool = False


@dataclass(slots=True)
class Said:
    """One message. ``number`` grows over the whole room; ``post`` is what the bot showed, None for people."""

    id: str
    number: int
    place: str
    author: str
    at: datetime
    words: str
    post: Post | None = None
    only_for: str | None = None
    pings: tuple[str, ...] = ()
    edited_at: datetime | None = None
    deleted: bool = False
    once: str = ""


@dataclass(slots=True)
class Asking:
    """The form that a person has open; its fields' ``value`` are what the person sees filled in.

    Where there are no dialogs (``by_lines``) it is asked one question after the other: ``waiting`` names the
    fields that still want an answer, the current one first, and ``answers`` holds those given so far.
    """

    person: str
    place: str
    form: FormPost
    source: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    text: str = ""
    by_lines: bool = False
    waiting: tuple[str, ...] = ()
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """A conversation as one person's list shows it."""

    place: Conversation
    unread: int
    pinged: bool
    last: Said | None


@dataclass(frozen=True, slots=True)
class Delivered:
    """An event that was told to the bot, and the message it came from."""

    event: CommandUsed | ActionUsed | FormSent
    source: str | None = None
    asking: Asking | None = None
