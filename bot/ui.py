"""What can be shown: meaning without a platform's form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.i18n import Text
from bot.identity import Person

if TYPE_CHECKING:
    from bot.context import Context


class Tone(StrEnum):
    MAIN = "main"
    PLAIN = "plain"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Action:
    """A durable call: a handler's permanent name and its arguments."""

    name: str
    args: Mapping[str, str | int | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    label: Text
    action: Action
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a menu, a field or a completion; ``value`` at most 100 characters."""

    label: Text
    value: str
    about: Text | None = None


Suggest = Callable[["Context", str], Awaitable[Sequence[Choice]]]
"""What is offered for the words that somebody is typing."""


@dataclass(frozen=True, slots=True)
class Menu:
    """Pick one (or up to ``most``) of several; the picked values reach the action's ``picked``."""

    label: Text
    choices: tuple[Choice, ...]
    action: Action
    most: int = 1
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with the text that says what it shows; ``data`` is PNG, JPEG or WebP.

    ``kept`` is the id of one that rests in the database (`bot.pictures.kept`); its data is put in when it is shown.
    """

    data: bytes
    name: str
    alt: Text
    kept: int = 0


@dataclass(frozen=True, slots=True)
class File:
    """A file to keep, such as an invitation or a table; ``about`` says what is in it."""

    data: bytes
    name: str
    about: Text


@dataclass(frozen=True, slots=True)
class Message:
    """Paragraphs, then what one can do. ``notify`` alone makes a ping."""

    text: tuple[Text, ...]
    controls: tuple[Button | Menu, ...] = ()
    pictures: tuple[Picture, ...] = ()
    notify: tuple[Person, ...] = ()
    files: tuple[File, ...] = ()


class FieldKind(StrEnum):
    LINE = "line"
    LONG = "long"
    ONE = "one"
    MANY = "many"
    PLACE = "place"
    PERSON = "person"
    """Somebody of the community; the answer is the person's id on the platform."""
    FILE = "file"
    """A file from the person's machine; the answer is what `Adapter.fetch` wants. Only with ``uploads``."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form. ``most`` limits characters of a text, or picks of MANY.

    ``suggest`` completes a LINE while it is typed, where the platform can; words of one's own are as good.
    ``several``: it holds names with commas between, each completed by itself.
    """

    name: str
    label: Text
    kind: FieldKind = FieldKind.LINE
    hint: Text | None = None
    required: bool = False
    most: int = 200
    choices: tuple[Choice, ...] = ()
    value: tuple[str, ...] = ()
    suggest: Suggest | None = None
    several: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    title: Text
    fields: tuple[Field, ...]
    submit: Text
    intro: Text | None = None
