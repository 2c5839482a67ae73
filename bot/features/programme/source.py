"""The source of a template file: its text, what it says, and the line that every key stands on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import Problem
from bot.i18n import Text, t

FILE_MOST = 500_000  # bytes; 24 weeks of full-length texts in three languages need about 110,000
CURLED = "“”„«»\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
ENDS = ('"""', "'''", "]")  # of a statement of several lines
SAID_MOST = 200
DEEPEST = 4  # week, its number, why, en

Table = dict[str, Any]
Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file cannot be read at all, and on which line."""

    line: int
    said: Text


def read_source(path: Path) -> str:
    """The text of the file, with plain line ends and without a byte order mark."""
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise Problem(f"{path}:1: cannot be read ({reason}). Check that the file is there.") from error
    if len(content) > FILE_MOST:
        raise Problem(f"{path}:1: is larger than {FILE_MOST // 1000} kB. Is this really a template?")
    source, line = decoded(content)
    if line:
        raise Problem(f"{path}:{line}: has a letter that is not UTF-8. Save the file as UTF-8.")
    return source


def decoded(content: bytes) -> tuple[str, int]:
    """The text, or the line of the first letter that is not UTF-8; 0 where all are."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n"), 0
    except UnicodeDecodeError as error:
        return "", content.count(b"\n", 0, error.start) + 1


def parse(source: str) -> tuple[Table, Fault | None]:
    """What the source says, or the mistake in its TOML."""
    try:
        return tomllib.loads(source), None
    except RecursionError:
        return {}, Fault(1, t("has too many brackets inside brackets. Remove them."))
    except ValueError as error:  # TOMLDecodeError, or a number too long to read
        at = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", str(error))
        said = str(error)[: at.start()] if at else str(error)
        lines = source.rstrip("\n").split("\n")
        line = int(at[1]) if at and at[1] else (len(lines) if at else 1)
        hint = _hint(lines[min(line, len(lines)) - 1])
        return {}, Fault(line, t("{said}. {hint}", said=said[:SAID_MOST], hint=hint))


def _hint(line: str) -> Text:
    start, _, value = (part.strip() for part in line.partition("="))
    if start.startswith("["):
        return t("Parts that come more than once have double brackets: [[week]]")
    if value and value[0] in CURLED:
        return t('Put the text between straight quotation marks: "…"')
    if value.count('"') > len('""'):
        return t("A text that has quotation marks inside needs “…” there.")
    return t('Each line looks like: why.en = "A text."')


def lines_of(source: str) -> dict[Where, int]:
    """The line of every key. tomllib keeps none, so each statement of the (valid) file is read by itself."""
    found: dict[Where, int] = {}
    opened: dict[Where, int] = {}
    inside: Where = ()
    start, statement = 1, ""
    for number, line in enumerate(source.split("\n"), 1):
        inner = bool(statement)
        statement += line + "\n"
        if inner and not any(end in line for end in ENDS):
            continue  # without this a text of many lines would be read once for each of them
        try:
            parsed = tomllib.loads(statement)
        except ValueError:
            continue  # a text or a list that goes on in the next line
        if statement.lstrip().startswith("["):
            inside = _opened(parsed, opened)
            parsed = {}
            for depth in range(1, len(inside) + 1):
                found.setdefault(inside[:depth], start)
        for where in _keys(parsed, inside):
            found.setdefault(where, start)
        start, statement = number + 1, ""
    return found


def _opened(header: Any, opened: dict[Where, int]) -> Where:
    """Where a [header] leads, given how many of each [[header]] came before, which it counts."""
    where: Where = ()
    while header:
        ((key, header),) = header.items()
        where += (key,)
        if isinstance(header, list):
            opened[where] = opened.get(where, 0) + 1
            header = header[0]
        if where in opened:
            where += (opened[where] - 1,)
    return where


def _keys(value: Any, where: Where) -> Iterator[Where]:
    items = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    for key, inner in items if len(where) < DEEPEST else ():
        yield (*where, key)
        yield from _keys(inner, (*where, key))


def line_of(lines: Mapping[Where, int], where: Where) -> int:
    """The line of a key or, where it is missing, of the part that it is missing from."""
    while where and where not in lines:
        where = where[:-1]
    return lines.get(where, 1)
