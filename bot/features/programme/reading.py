"""A template file being read: what it says, and each mistake with its line, in words a coordinator understands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.features.programme.formats import Format
from bot.features.programme.source import Table, Where, line_of, lines_of, parse
from bot.features.programme.templates import (
    NAME_MOST,
    STARTERS,
    TALKS,
    TEXT_MOST,
    TITLE_MOST,
    WEEKS,
    Step,
    Template,
)
from bot.i18n import LANGUAGES, Text, Tongues, t, words

PARTS = ("name", "format", "weeks", "title", "goal", "starters", "week", "between")
ADVICE = ("why", "mentor", "mentee")
TIPS = ("mentor_tip", "mentee_tip")
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """``where`` is the key as it stands in the file, such as "week 3, why.de"; empty for the whole file."""

    line: int
    where: str
    said: Text

    @property
    def text(self) -> Text:
        return t("{where}: {said}", where=self.where, said=self.said) if self.where else self.said


def understand(source: str) -> tuple[Template | None, Sequence[Mistake]]:
    """The template, or what is wrong with its source, in the order of its lines."""
    data, problem = parse(source)
    if problem:
        return None, [Mistake(problem.line, "", problem.said)]
    reading = _Reading()
    template = reading.template(data)
    if not reading.mistakes:
        return template, ()
    lines = lines_of(source)
    found = [Mistake(line_of(lines, where), _said(where), said) for where, said in reading.mistakes]
    return None, sorted(found, key=lambda one: one.line)


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
        self.mistakes: list[tuple[Where, Text]] = []

    def template(self, data: Table) -> Template:
        self._known(data, (), PARTS)
        kind, steps = self._format(data), self._steps(data, "week")
        return Template(
            name=self._name(data),
            title=self._tongues(data, ("title",), TITLE_MOST),
            goal=self._tongues(data, ("goal",)),
            weeks=self._weeks(data, len(steps), TALKS if kind is Format.QUESTION else WEEKS),
            starters=self._starters(data),
            steps=steps,
            between=self._steps(data, "between"),
            format=kind,
        )

    def _wrong(self, where: Where, said: Text) -> None:
        self.mistakes.append((where, said))

    def _known(self, table: Table, where: Where, keys: tuple[str, ...]) -> None:
        for key in table.keys() - set(keys):
            near = get_close_matches(key, keys, 1)
            if near:
                said = t('is not known. Did you mean "{near}"?', near=near[0])
            elif where and key in PARTS:
                said = t("is not known. It belongs further up, above the first line in [brackets].")
            else:
                said = t("is not known. Known here: {keys}.", keys=", ".join(keys))
            self._wrong((*where, key), said)

    def _name(self, data: Table) -> str:
        name = data.get("name")
        if isinstance(name, str) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) and len(name) <= NAME_MOST:
            return name
        self._wrong(("name",), t('needs small letters, digits and hyphens: name = "first-steps"'))
        return ""

    def _format(self, data: Table) -> Format:
        given = data.get("format", Format.COURSE.value)
        if given in tuple(Format):
            return Format(given)
        self._wrong(("format",), t('is "course" or "question"; without it, it is a course.'))
        return Format.COURSE

    def _weeks(self, data: Table, steps: int, possible: range) -> int:
        weeks = data.get("weeks")
        if type(weeks) is not int:
            self._wrong(("weeks",), t("needs a whole number without quotation marks: weeks = 8"))
        elif weeks not in possible:
            least, most = possible[0], possible[-1]
            said = t(
                "{weeks} is not possible. Choose {least} to {most}.", weeks=str(weeks)[:20], least=least, most=most
            )
            self._wrong(("weeks",), said)
        elif steps and steps != weeks:
            said = t("says {weeks}, but there are {steps} [[week]] parts. Make them equal.", weeks=weeks, steps=steps)
            self._wrong(("weeks",), said)
        else:
            return weeks
        return 0

    def _starters(self, data: Table) -> tuple[Tongues, ...]:
        starters = self._tables(data, "starters")
        if starters and len(starters) not in STARTERS:
            least, most = STARTERS[0], STARTERS[-1]
            said = t(
                "there are {n}. Write {least} to {most} [[starters]] parts.", n=len(starters), least=least, most=most
            )
            self._wrong(("starters",), said)
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
        said = t("is missing. Begin each part with a line [[{part}]], in double brackets.", part=part)
        if part in data:
            said = t("must be a list of parts. Begin each part with a line [[{part}]], in double brackets.", part=part)
        self._wrong((part,), said)
        return []

    def _tongues(self, table: Table, where: Where, most: int = TEXT_MOST) -> Tongues:
        texts, key = table.get(str(where[-1])), where[-1]
        if isinstance(texts, dict):
            return self._tongue(texts, where, most)
        each = ", ".join(f'{key}.{language} = "…"' for language in LANGUAGES)
        self._wrong(where, t("needs a text in each language: {each}", each=words(each)))
        return Tongues({})

    def _tongue(self, texts: Table, where: Where, most: int = TEXT_MOST) -> Tongues:
        self._known(texts, where, LANGUAGES)
        return Tongues({language: self._text(texts, (*where, language), most) for language in LANGUAGES})

    def _text(self, texts: Table, where: Where, most: int) -> str:
        text = texts.get(str(where[-1]))
        if text is None:
            self._wrong(where, t("is missing. Write the text in this language too."))
        elif not isinstance(text, str):
            self._wrong(where, t("must be a text between quotation marks."))
        elif not (plain := " ".join(text.split())):
            self._wrong(where, t("is empty. Write a text, or leave the whole tip out."))
        elif len(plain) > most:
            self._wrong(where, t("has {n} characters; at most {most} fit. Shorten it.", n=len(plain), most=most))
        elif hidden := next((sign for sign in plain if _hidden(sign)), ""):
            code = f"U+{ord(hidden):04X}"
            self._wrong(where, t("has an invisible sign ({code}). Type the text anew.", code=code))
        else:
            return plain
        return ""


def _hidden(sign: str) -> bool:
    return unicodedata.category(sign) == "Cc" or unicodedata.bidirectional(sign) in BIDI
