"""Our own small Markdown, taken apart: words in their style, and holes where values belong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.post import Span

if TYPE_CHECKING:
    from bot.i18n import Moment
    from bot.identity import Person, Place

PLAIN = Span("")

# Placeholders come before emphasis, so that an underscore in a name is no emphasis.
MARKS = re.compile(
    r"\\(?P<literal>[\\*_`\[\]{}-])"
    r"|\{(?P<value>[A-Za-z]\w*)\}"
    r"|`(?P<code>[^`\n]+)`"
    r"|\*\*(?P<bold>(?=\S)(?:(?!\n\n).)+?(?<=\S))\*\*(?!\*)"
    r"|\*(?P<star>(?=[^\s*])(?:(?!\n\n).)+?(?<=\S))\*"
    r"|(?<!\w)_(?P<line>(?=\S)(?:(?!\n\n).)+?(?<=\S))_(?!\w)"
    r"|\[(?P<label>[^\]\n]+)\]\((?P<url>https?://[^\s()]+)\)",
    re.DOTALL,
)
PLACEHOLDER = re.compile(r"\{(?P<value>[A-Za-z]\w*)\}")


@dataclass(frozen=True, slots=True)
class Hole:
    """Where a value belongs, and in which style."""

    name: str
    style: Span


@lru_cache(maxsize=2048)
def parts(template: str) -> tuple[Span | Hole, ...]:
    """A template taken apart, which is the same for every reader of its language."""
    return tuple(_marked(re.sub(r"(?m)^- ", "• ", template), PLAIN))


def _marked(template: str, style: Span) -> Iterator[Span | Hole]:
    """The spans of a template and its holes; inside code only placeholders are read."""
    at = 0
    for found in (PLACEHOLDER if style.code else MARKS).finditer(template):
        if at < found.start():
            yield words_in(style, template[at : found.start()])
        at = found.end()
        yield from _mark(found, style)
    if at < len(template):
        yield words_in(style, template[at:])


def _mark(found: re.Match[str], style: Span) -> Iterator[Span | Hole]:
    inner = found[found.lastgroup or 0]
    match found.lastgroup:
        case "literal":
            yield words_in(style, inner)
        case "value":
            yield Hole(inner, style)
        case "code":
            yield from _marked(inner, replace(style, code=True))
        case "bold":
            yield from _marked(inner, replace(style, bold=True))
        case "star" | "line":
            yield from _marked(inner, replace(style, italic=True))
        case _:
            yield from _marked(found["label"], replace(style, link=found["url"]))


def words_in(style: Span, text: str, value: Person | Place | Moment | None = None) -> Span:
    """By hand: `replace` takes four times as long, and every word that is shown comes by here."""
    return Span(text, style.bold, style.italic, style.code, style.link, value)
