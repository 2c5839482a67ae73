"""Templates of a programme: the weekly steps of a course, as files that a coordinator can write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from bot.errors import Problem
from bot.features.programme.source import Table, Where, line_of, lines_of, parse, read_source
from bot.i18n import LANGUAGES, Tongues

DEFAULT = "first-steps"
FOLDER = Path(__file__).parent / "templates"
WEEKS = range(4, 25)
STARTERS = range(3, 11)
NAME_MOST = 30
TITLE_MOST = 60
TEXT_MOST = 299

PARTS = ("name", "weeks", "title", "goal", "starters", "week", "between")
ADVICE = ("why", "mentor", "mentee")
TIPS = ("mentor_tip", "mentee_tip")
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@dataclass(frozen=True, slots=True)
class Step:
    """What one week is for, and the one thing each side does; a tip stands at the week it helps."""

    week: int
    why: Tongues
    mentor: Tongues
    mentee: Tongues
    mentor_tip: Tongues | None = None
    mentee_tip: Tongues | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A course. ``between`` fills the weeks of a programme that is longer than its ``steps``, in turn."""

    name: str
    title: Tongues
    goal: Tongues
    weeks: int
    starters: tuple[Tongues, ...]
    steps: tuple[Step, ...]
    between: tuple[Step, ...]


@cache
def shipped() -> Mapping[str, Template]:
    """The templates that come with the bot, by name, the default first."""
    return collect(FOLDER)


def collect(folder: Path) -> Mapping[str, Template]:
    """Every template of a folder, by name; `Problem` lists the mistakes of all its files."""
    found: dict[str, Template] = {}
    mistakes: list[str] = []
    for path in sorted(folder.glob("*.toml"), key=lambda path: (path.stem != DEFAULT, path.name)):
        try:
            template = load(path)
        except Problem as problem:
            mistakes.append(str(problem))
            continue
        if template.name in found:
            mistakes.append(f'{path}:1: another template is already called "{template.name}". Change name.')
        found[template.name] = template
    if mistakes:
        raise Problem("\n".join(mistakes))
    return found


def load(path: Path) -> Template:
    """One template file; `Problem` has a line ``file:line: what is wrong, what to do`` for each mistake."""
    source = read_source(path)
    reading = _Reading()
    template = reading.template(parse(path, source))
    if reading.mistakes:
        lines = lines_of(source)
        told = sorted((line_of(lines, where), text) for where, text in reading.mistakes)
        raise Problem("\n".join(f"{path}:{line}: {text}" for line, text in told))
    return template


def steps_for(template: Template, weeks: int) -> tuple[Step, ...]:
    """One step for each week: the template's own, spread evenly, first and last always kept.

    A shorter course leaves some out, a longer one has steps of ``between`` in the gaps. At least one week.
    """
    if weeks < 1:
        raise ValueError(f"a course has at least one week, not {weeks}")
    own, last = template.steps, weeks - 1
    if weeks <= len(own):
        chosen = [own[_nearest(week * (len(own) - 1), max(last, 1))] for week in range(weeks)]
    else:
        placed = {_nearest(index * last, len(own) - 1): step for index, step in enumerate(own)}
        free = [week for week in range(weeks) if week not in placed]
        for turn, week in enumerate(free):
            placed[week] = template.between[turn % len(template.between)]
        chosen = [placed[week] for week in range(weeks)]
    return tuple(replace(step, week=week) for week, step in enumerate(chosen, 1))


def _nearest(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)


def _said(where: Where) -> str:
    """ "week 3, why.de", as a person would say it."""
    numbered = len(where) > 1 and isinstance(where[1], int)
    head = f"{where[0]} {int(where[1]) + 1}" if numbered else ""
    keys = [str(key)[:NAME_MOST] for key in where[2 if numbered else 0 :]]
    rest = ".".join(key if key.isprintable() else ascii(key) for key in keys)
    return ", ".join(part for part in (head, rest) if part)


class _Reading:
    """One file being read: gives something back for every part and remembers each mistake with its place."""

    def __init__(self) -> None:
        self.mistakes: list[tuple[Where, str]] = []

    def template(self, data: Table) -> Template:
        self._known(data, (), PARTS)
        steps = self._steps(data, "week")
        return Template(
            name=self._name(data),
            title=self._tongues(data, ("title",), TITLE_MOST),
            goal=self._tongues(data, ("goal",)),
            weeks=self._weeks(data, len(steps)),
            starters=self._starters(data),
            steps=steps,
            between=self._steps(data, "between"),
        )

    def _wrong(self, where: Where, text: str) -> None:
        said = _said(where)
        self.mistakes.append((where, f"{said}: {text}" if said else text))

    def _known(self, table: Table, where: Where, keys: tuple[str, ...]) -> None:
        for key in table.keys() - set(keys):
            near = get_close_matches(key, keys, 1)
            if near:
                help_ = f'Did you mean "{near[0]}"?'
            elif where and key in PARTS:
                help_ = "It belongs further up, above the first line in [brackets]."
            else:
                help_ = f"Known here: {', '.join(keys)}."
            self._wrong((*where, key), f"is not known. {help_}")

    def _name(self, data: Table) -> str:
        name = data.get("name")
        if isinstance(name, str) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) and len(name) <= NAME_MOST:
            return name
        self._wrong(("name",), 'needs small letters, digits and hyphens: name = "first-steps"')
        return ""

    def _weeks(self, data: Table, steps: int) -> int:
        weeks = data.get("weeks")
        if type(weeks) is not int:
            self._wrong(("weeks",), "needs a whole number without quotation marks: weeks = 8")
        elif weeks not in WEEKS:
            self._wrong(("weeks",), f"{weeks} is not possible. Choose {WEEKS[0]} to {WEEKS[-1]}.")
        elif steps and steps != weeks:
            self._wrong(("weeks",), f"says {weeks}, but there are {steps} [[week]] parts. Make them equal.")
        else:
            return weeks
        return 0

    def _starters(self, data: Table) -> tuple[Tongues, ...]:
        starters = self._tables(data, "starters")
        if starters and len(starters) not in STARTERS:
            most = f"{STARTERS[0]} to {STARTERS[-1]}"
            self._wrong(("starters",), f"there are {len(starters)}. Write {most} [[starters]] parts.")
        return tuple(self._tongue(table, ("starters", at)) for at, table in enumerate(starters))

    def _steps(self, data: Table, part: str) -> tuple[Step, ...]:
        return tuple(self._step(table, (part, at)) for at, table in enumerate(self._tables(data, part)))

    def _step(self, table: Table, where: Where) -> Step:
        self._known(table, where, ADVICE + TIPS)
        needed = [self._tongues(table, (*where, key)) for key in ADVICE]
        tips = [self._tongues(table, (*where, key)) if key in table else None for key in TIPS]
        return Step(int(where[-1]) + 1, *needed, *tips)

    def _tables(self, data: Table, part: str) -> list[Table]:
        tables = data.get(part)
        if isinstance(tables, list) and tables and all(isinstance(table, dict) for table in tables):
            return tables
        said = "must be a list of parts" if part in data else "is missing"
        self._wrong((part,), f"{said}. Begin each part with a line [[{part}]], in double brackets.")
        return []

    def _tongues(self, table: Table, where: Where, most: int = TEXT_MOST) -> Tongues:
        texts, key = table.get(str(where[-1])), where[-1]
        if isinstance(texts, dict):
            return self._tongue(texts, where, most)
        each = ", ".join(f'{key}.{language} = "…"' for language in LANGUAGES)
        self._wrong(where, f"needs a text in each language: {each}")
        return Tongues({})

    def _tongue(self, texts: Table, where: Where, most: int = TEXT_MOST) -> Tongues:
        self._known(texts, where, LANGUAGES)
        return Tongues({language: self._text(texts, (*where, language), most) for language in LANGUAGES})

    def _text(self, texts: Table, where: Where, most: int) -> str:
        text = texts.get(str(where[-1]))
        if text is None:
            self._wrong(where, "is missing. Write the text in this language too.")
        elif not isinstance(text, str):
            self._wrong(where, "must be a text between quotation marks.")
        elif not (plain := " ".join(text.split())):
            self._wrong(where, "is empty. Write a text, or leave the whole tip out.")
        elif len(plain) > most:
            self._wrong(where, f"has {len(plain)} characters; at most {most} fit. Shorten it.")
        elif hidden := next((sign for sign in plain if _hidden(sign)), ""):
            self._wrong(where, f"has an invisible sign (U+{ord(hidden):04X}). Type the text anew.")
        else:
            return plain
        return ""


def _hidden(sign: str) -> bool:
    return unicodedata.category(sign) == "Cc" or unicodedata.bidirectional(sign) in BIDI
