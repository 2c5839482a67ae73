"""The templates that come with the bot, each a file that a coordinator could have written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.errors import Problem
from bot.features.programme.reading import Mistake, understand
from bot.features.programme.source import read_source
from bot.features.programme.templates import DEFAULT, Template
from bot.markup import Reader, plain, render

FOLDER = Path(__file__).parent / "templates"
ENGLISH = Reader("en", "UTC", datetime(2000, 1, 1, tzinfo=UTC))


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
    template, mistakes = understand(read_source(path))
    if template is None:
        raise Problem("\n".join(f"{path}:{one.line}: {_english(one)}" for one in mistakes))
    return template


def _english(one: Mistake) -> str:
    return plain(render(one.text, ENGLISH))
