"""What an adapter is given to draw: already rendered for one reader and already within the platform's limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.i18n import Moment
from bot.identity import Person, Place
from bot.ui import FieldKind, File, Picture, Tone


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters in one style. ``text`` is exact and unescaped; adapters escape when they draw.

    ``value`` is what the text stands for where a platform can draw it natively (a person, a place, a moment).
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""
    value: Person | Place | Moment | None = None


Rich = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PostButton:
    label: str
    id: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class PostChoice:
    label: str
    value: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class PostMenu:
    label: str
    id: str
    choices: tuple[PostChoice, ...]
    most: int = 1
    chosen: tuple[str, ...] = ()


Row = tuple[PostButton, ...] | PostMenu


@dataclass(frozen=True, slots=True)
class PostLine:
    """A control that became a numbered line of the text: typing ``number`` uses it."""

    number: int
    id: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class PostPicture:
    picture: Picture
    alt: str


@dataclass(frozen=True, slots=True)
class PostFile:
    file: File
    about: str


@dataclass(frozen=True, slots=True)
class Post:
    text: Rich
    rows: tuple[Row, ...] = ()
    lines: tuple[PostLine, ...] = ()
    pictures: tuple[PostPicture, ...] = ()
    notify: tuple[Person, ...] = ()
    files: tuple[PostFile, ...] = ()
    language: str = field(default="", compare=False)
    """What it is written in, for the words that an adapter adds; empty where nobody chose."""


@dataclass(frozen=True, slots=True)
class PostField:
    name: str
    label: str
    kind: FieldKind
    hint: str = ""
    required: bool = False
    most: int = 200
    choices: tuple[PostChoice, ...] = ()
    value: tuple[str, ...] = ()
    completed: bool = False
    """The bot can complete what is typed into this LINE: `OptionTyped` with the form's id."""
    several: bool = False


@dataclass(frozen=True, slots=True)
class FormPost:
    """One form that fits; ``step`` of ``steps`` where a form had more fields than the platform shows at once."""

    title: str
    id: str
    submit: str
    fields: tuple[PostField, ...]
    intro: str = ""
    step: int = 1
    steps: int = 1
    language: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can show, as numbers; each adapter names the source beside its own.

    Characters count in what ``draw`` gives back, so escaping is paid for. 0 means "has none of these".
    """

    draw: Callable[[Rich], str]
    text: int
    label: int
    buttons: int
    row: int
    rows: int
    options: int
    option_label: int
    placeholder: int
    action_id: int
    fields: int
    field_label: int
    field_hint: int
    field_text: int
    form_title: int
    pictures: int
    alt: int
    menus: bool = True
    edits: bool = True
    private: bool = True
    spaces: bool = True
    inline_errors: bool = True
    dialogs: bool = True
    files: int = 0
    uploads: bool = False
    activity: bool = False
    """Whether it tells that somebody wrote, without the words."""
    marked: bool = False
    """A delivered message is recognised by its controls: one without gets a "More…"."""
