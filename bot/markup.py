"""From a text to styled spans: its Markdown, with the values of one reader put in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from babel.lists import format_list
from babel.numbers import format_decimal

from bot import euphony, habits, moments
from bot.cleaning import clean
from bot.i18n import Hours, Language, Listing, Moment, Text, Tongues, Value, t, translated
from bot.identity import Person, Place
from bot.markdown import PLAIN, Hole, parts, words_in
from bot.moments import locale_named
from bot.post import Rich, Span

ELLIPSIS = "…"
SEAMS = (r"\n\s*\n", r"\n", r"[.!?…。！？][\"'”»)]*\s", r"\s")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and when: a language of ours, an IANA zone, and the instant of rendering (aware)."""

    language: str
    zone: str
    now: datetime


def render(text: Text, reader: Reader) -> Rich:
    """The text as this reader sees it. Values are never Markdown; a placeholder without one is a KeyError."""
    if not text.values and not text.many:
        return _fixed(text.key, reader.language)
    spans: list[Span] = []
    ours = False  # whether the last of them is a word of ours, and not a value
    for part in parts(translated(text, reader.language)):
        if isinstance(part, Span):
            spans.append(part)
        else:
            value = _value(text.values[part.name], part.style, reader)
            spans += _led_to(spans.pop(), value, reader) if ours else value
        ours = isinstance(part, Span)
    return _merged(spans)


def _led_to(words: Span, value: Rich, reader: Reader) -> Rich:
    """Words of ours and the value after them, as the language says the two together."""
    said = euphony.before(value[0].text, words.text, reader.language) if value else words.text
    return (words_in(words, said), *value)


@cache
def _fixed(key: str, language: str) -> Rich:
    """A text without values is the same for everybody who reads this language: most labels are."""
    apart = parts(translated(Text(key), language))
    if missing := [part.name for part in apart if isinstance(part, Hole)]:
        raise KeyError(*missing)
    return _merged(part for part in apart if isinstance(part, Span))


def plain(rich: Rich) -> str:
    """The bare words."""
    return "".join(span.text for span in rich)


def one_line(rich: Rich) -> Rich:
    """The same without line breaks."""
    if not any("\n" in span.text for span in rich):
        return rich
    return tuple(replace(span, text=re.sub(r"\n\s*", " ", span.text)) for span in rich)


def label(text: Text, reader: Reader, most: int) -> str:
    """Bare words in one line of at most ``most`` characters, cut with "…" where they are longer."""
    return cut(plain(one_line(render(text, reader))), most)


def cut(words: str, most: int) -> str:
    """At most ``most`` characters, with "…" at the end of what was longer."""
    if len(words) <= most:
        return words
    return words[: _whole(words, most - 1)].rstrip() + ELLIPSIS if most > 0 else ""


def split(rich: Rich, width: Callable[[Rich], int], most: int) -> tuple[Rich, ...]:
    """In pieces whose ``width`` is at most ``most``, which must hold at least one character in its style.

    Seams are at paragraphs, else lines, sentences, words; only white space at a seam is lost.
    """
    if width(rich) <= most:
        return (rich,)
    pieces, text = list[Rich](), plain(rich)
    while (end := _fitting(rich, len(text), lambda piece: width(piece) <= most)) < len(text):
        at = _seam(text, end)
        while at > 1 and width(part(rich, 0, at)) > most:
            at = _seam(text, at - 1)
        pieces.append(part(rich, 0, at))
        start = len(text) - len(text[at:].lstrip())
        rich, text = part(rich, start, len(text)), text[start:]
    return tuple(piece for piece in (*pieces, rich) if piece)


def part(rich: Rich, start: int, end: int) -> Rich:
    """The spans between two characters; a value that is cut in two remains as words."""
    spans, at = [], 0
    for span in rich:
        if at >= end:
            break
        words = span.text[max(0, start - at) : max(0, end - at)]
        at += len(span.text)
        if words:
            spans.append(span if words == span.text else replace(span, text=words, value=None))
    return tuple(spans)


def alike(one: Span, two: Span) -> bool:
    """Words in the same style, and no more than words."""
    same = one.bold == two.bold and one.italic == two.italic and one.code == two.code
    return same and one.link == two.link and one.value is None and two.value is None


def _fitting(rich: Rich, length: int, fits: Callable[[Rich], bool]) -> int:
    """The largest number of characters that fit, at least one."""
    low, high = 1, 2
    while high < length and fits(part(rich, 0, high)):
        low, high = high, 2 * high
    high = min(high, length)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(part(rich, 0, middle)) else (low, middle - 1)
    return low


def _seam(text: str, end: int) -> int:
    """How many characters to keep, at most ``end``: a good seam very early is worse than a fair one later."""
    for earliest in (max(1, end // 3), 1):
        for pattern in SEAMS:
            kept = [len(text[: match.end()].rstrip()) for match in re.finditer(pattern, text[: end + 1])]
            if fitting := [at for at in kept if at >= earliest]:
                return fitting[-1]
    return _whole(text, end) or end


def _whole(text: str, end: int) -> int:
    """The last place up to ``end`` that is not inside one visible character; 0 if there is none."""
    while 0 < end < len(text) and _joined_to_next(text, end):
        end -= 1
    return end


def _joined_to_next(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if "\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff":
        flags = re.search("[\U0001f1e6-\U0001f1ff]+$", text[:at])
        return len(flags[0] if flags else "") % 2 == 1
    tone_or_tag = "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f"
    return "\u200d" in (before, after) or tone_or_tag or unicodedata.category(after).startswith("M")


def _value(value: Value, style: Span, reader: Reader) -> Rich:
    """A value as spans in the style of its surroundings."""
    match value:
        case Text():
            return tuple(_laid_over(span, style) for span in render(value, reader))
        case Person() | Place():
            nameless = t("somebody") if isinstance(value, Person) else t("a conversation")
            name = clean(value.name, lines=False) or plain(render(nameless, reader))
            return (words_in(style, name, value),)
        case Moment():  # no platform draws the clocks of somewhere else
            at = plain(render(moments.said(value, reader.language, reader.zone, reader.now), reader))
            return (words_in(style, at, None if value.zone else value),)
        case Hours():
            return _value(habits.said(value, reader.zone, reader.now), style, reader)
        case Listing():
            return _joined([_value(item, style, reader) for item in value.items], style, reader)
        case _:
            return (words_in(style, _words(value, reader)),)


def _words(value: str | int | Tongues | Language, reader: Reader) -> str:
    match value:
        case str():
            return clean(value, lines=True)
        case int():
            return format_decimal(value, locale=locale_named(reader.language))
        case Tongues():
            return clean(value.read(reader.language), lines=True)
        case Language():
            names = locale_named(reader.language).languages
            code = value.code.replace("-", "_")
            return names.get(code) or names.get(code.split("_")[0]) or clean(value.code, lines=False)


def _laid_over(one: Span, style: Span) -> Span:
    if style is PLAIN:
        return one
    bold, italic, code = one.bold or style.bold, one.italic or style.italic, one.code or style.code
    return replace(one, bold=bold, italic=italic, code=code, link=one.link or style.link)


def _joined(items: list[Rich], style: Span, reader: Reader) -> Rich:
    """Items as the language joins them: its pattern is made with marks in place of the items."""
    pattern = format_list([f"\0{at}\0" for at in range(len(items))], locale=locale_named(reader.language))
    spans: list[Span] = []
    for at, words in enumerate(pattern.split("\0")):
        if at % 2:
            spans += _led_to(spans.pop(), items[int(words)], reader)
        else:
            spans.append(replace(style, text=words))
    return tuple(spans)


def _merged(spans: Iterable[Span]) -> Rich:
    """Neighbours in the same style as one span, and none that is empty."""
    merged: list[Span] = []
    for span in spans:
        if merged and alike(merged[-1], span):
            merged.append(words_in(span, merged.pop().text + span.text))
        elif span.text:
            merged.append(span)
    return tuple(merged)
