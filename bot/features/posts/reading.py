"""Texts of weekly posts as a file: what a coordinator wrote in an editor or a spreadsheet, and back. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO

from bot.cleaning import clean
from bot.features.posts.model import LINK_MOST, PIECES_MOST, TITLE_MOST, WORDS_MOST, Kind
from bot.i18n import Text, stacked, t
from bot.sheets import FORMULA, table

FILE_MOST = 1_000_000
"""Bytes; two hundred texts of full length need about 250,000."""
TOLD = 8
"""How many mistakes are told at once."""
ADDRESS = re.compile(r"https?://[^\s<>()]+")
SETTING = re.compile(r"(\w+)\s*:\s*(.*)")
TITLE = re.compile(r"#\s+(.*)|#\s*$")

ESCAPE = "\\"
"""Before a line of a text that would be taken for a heading or a setting."""

NAMES: Mapping[str, str] = {
    **dict.fromkeys(("title", "titel", "titolo"), "title"),
    **dict.fromkeys(("text", "words", "testo"), "words"),
    **dict.fromkeys(("kind", "art", "tipo"), "kind"),
    **dict.fromkeys(("link", "url", "adresse", "indirizzo"), "link"),
}
"""What columns and lines may be called, in each of our languages."""
KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("how", "how it works", "wie es geht", "come funziona"), Kind.HOW),
    **dict.fromkeys(("", "tip", "tipp", "consiglio"), Kind.TIP),
    **dict.fromkeys(("article", "artikel", "articolo"), Kind.ARTICLE),
}


@dataclass(frozen=True, slots=True)
class Written:
    """One text of a file; ``line`` is where it begins, from 1."""

    line: int
    kind: Kind
    title: str
    words: str
    link: str = ""


class Mistakes(Exception):
    """What is wrong, by line."""

    def __init__(self, found: Sequence[tuple[int, Text]]) -> None:
        super().__init__(f"{len(found)} mistakes")
        self.found = tuple(sorted(found, key=lambda one: one[0]))

    @property
    def text(self) -> Text:
        """The first few, a line each."""
        lines = [t("Line {line}: {what}", line=str(line), what=what) for line, what in self.found[:TOLD]]
        if len(self.found) > TOLD:
            lines.append(t("And {n} more.", n=len(self.found) - TOLD))
        return stacked(lines)


@dataclass(slots=True)
class _Raw:
    """A text as it stands there, each part with the line it begins on."""

    line: int
    parts: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def put(self, name: str, value: str, line: int) -> None:
        self.parts[name] = value
        self.lines[name] = line


def read(data: bytes) -> tuple[Written, ...]:
    """A file with a heading for each text, or a table; raises `Mistakes`, and then nothing of it is to be used."""
    try:
        source = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        raise Mistakes([(line, t("There is a letter that is not UTF-8. Save the file as UTF-8."))]) from None
    if not source.strip():
        raise Mistakes([(1, t("The file is empty."))])
    mistakes: list[tuple[int, Text]] = []
    delimiter = _delimiter(source)
    raw = list(_table(source, delimiter, mistakes) if delimiter else _headed(source, mistakes))
    found = [_checked(one, mistakes) for one in raw]
    _all_different(found, mistakes)
    if len(found) > PIECES_MOST:
        mistakes.append((found[PIECES_MOST].line, t("At most {n} texts are possible.", n=PIECES_MOST)))
    if mistakes:
        raise Mistakes(mistakes)
    return tuple(found)


def _delimiter(source: str) -> str:
    """What separates the columns, if the first line names them; else it is no table."""
    first = source.lstrip("\n").split("\n", 1)[0]
    for one in ",;\t":
        names = [NAMES.get(cell.strip(' "').casefold()) for cell in first.split(one)]
        if len(names) > 1 and "title" in names and "words" in names:
            return one
    return ""


def _headed(source: str, mistakes: list[tuple[int, Text]]) -> Iterator[_Raw]:
    """Texts under lines such as "# Title"; right after it there may be "kind: tip" and "link: https://…"."""
    raw: _Raw | None = None
    body: list[str] = []
    for number, line in enumerate(source.split("\n"), 1):
        heading, setting = TITLE.fullmatch(line.rstrip()), SETTING.fullmatch(line.strip())
        name = NAMES.get(setting[1].casefold()) if setting else None
        if heading:
            if raw:
                yield _with_body(raw, body)
            raw, body = _Raw(number), []
            raw.put("title", (heading[1] or "").strip(), number)
        elif raw is None:
            if line.strip() and not mistakes:
                mistakes.append((number, t("Each text begins with a line such as “# My title”.")))
        elif setting and name in ("kind", "link") and not any(body):
            raw.put(name, setting[2].strip(), number)
        else:
            body.append(line.removeprefix(ESCAPE))
    if raw:
        yield _with_body(raw, body)


def _with_body(raw: _Raw, body: list[str]) -> _Raw:
    raw.put("words", "\n".join(body), raw.line)
    return raw


def _table(source: str, delimiter: str, mistakes: list[tuple[int, Text]]) -> Iterator[_Raw]:
    """Rows under a line that names the columns."""
    rows = csv.reader(StringIO(source, newline=""), delimiter=delimiter, strict=True)
    names: list[str] = []
    before = 0
    try:
        for row in rows:
            line, before = before + 1, rows.line_num
            if not any(cell.strip() for cell in row):
                continue
            if not names:
                names = [NAMES.get(cell.strip().casefold(), "") for cell in row]
            elif len(row) > len(names):
                said = t("There are more cells than columns. Put texts with commas into quotation marks.")
                mistakes.append((line, said))
            else:
                raw = _Raw(line)
                for name, cell in zip(names, row, strict=False):
                    raw.put(name, _unguarded(cell), line)
                yield raw
    except csv.Error:
        mistakes.append((before + 1, t("A quotation mark is not closed here, or stands where none may be.")))


def _unguarded(cell: str) -> str:
    """Without the mark that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip(" ").startswith(FORMULA) else cell


def _checked(raw: _Raw, mistakes: list[tuple[int, Text]]) -> Written:
    """Cleaned, and every part held against its rule."""

    def part(name: str, most: int, *, lines: bool = False) -> str:
        text = clean(raw.parts.get(name, ""), lines=lines)
        if len(text) > most:
            said = t("{length} characters are too many; {most} are possible.", length=len(text), most=most)
            mistakes.append((raw.lines[name], said))
        return text

    def wrong(name: str, said: Text) -> None:
        mistakes.append((raw.lines.get(name, raw.line), said))

    title, said = part("title", TITLE_MOST), part("words", WORDS_MOST, lines=True)
    link, kind = part("link", LINK_MOST), KINDS.get(raw.parts.get("kind", "").strip().casefold())
    if not title:
        wrong("title", t("The title is missing."))
    if not said:
        wrong("words", t("There is a title without a text."))
    if link and not ADDRESS.fullmatch(link):
        wrong("link", t("An address begins with https:// and has no spaces."))
    if kind is None:
        wrong("kind", t("The kind is how, tip or article."))
    return Written(raw.line, kind or Kind.TIP, title, said, link)


def _all_different(found: Sequence[Written], mistakes: list[tuple[int, Text]]) -> None:
    parts: tuple[Callable[[Written], str], ...] = (lambda one: one.title.casefold(), lambda one: one.words)
    for part in parts:
        first: dict[str, int] = {}
        for one in found:
            if part(one) and part(one) in first:
                said = t("This is the same as in line {line}.", line=str(first[part(one)]))
                mistakes.append((one.line, said))
            first.setdefault(part(one), one.line)


def as_text(found: Sequence[Written]) -> bytes:
    """The same as a file for any editor."""
    return ("\n\n".join(map(_text, found)) + "\n").encode()


def _text(one: Written) -> str:
    link = [f"link: {one.link}"] if one.link else []
    body = [ESCAPE + line if _means_something(line) else line for line in one.words.split("\n")]
    return "\n".join([f"# {one.title}", f"kind: {one.kind}", *link, "", *body])


def _means_something(line: str) -> bool:
    setting = SETTING.fullmatch(line.strip())
    return line.startswith(("#", ESCAPE)) or (setting is not None and setting[1].casefold() in NAMES)


def as_table(found: Sequence[Written]) -> bytes:
    """The same for a spreadsheet."""
    return table([("title", "kind", "text", "link"), *((one.title, one.kind, one.words, one.link) for one in found)])
