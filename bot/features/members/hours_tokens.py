"""The pieces of what people type about their time: days, parts of a day, hours, and what links them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from bot.features.members import hours_words as words
from bot.hours import DAY, MIDNIGHT, PARTS

TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(a\.?m\.?\b|p\.?m\.?\b|uhr\b|h\b)?"
TOKENS = re.compile(rf"(?P<time>(?<![\w]){TIME}(?!\w))|(?P<word>@?[^\W\d_]+)|(?P<dash>[-–—])|(?P<end>[;\n])")
EVERY = tuple(range(7))
GROUPS = {"@always": EVERY, "@workdays": (0, 1, 2, 3, 4), "@weekend": (5, 6)}
WHOLE = {"@whole": DAY, "@late": (20 * 60, DAY[1])}
AFTERNOON = range(1, 7)
"""Hours that mean the afternoon where nobody says which half of the day."""


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    value: tuple[int, ...] = ()


def tokens_of(typed: str, language: str) -> tuple[list[Token], list[str]]:
    text = typed.casefold()
    for pattern, meant in words.PHRASES:
        text = re.sub(pattern, meant, text)
    plain = set(re.findall(r"[^\W\d_]+", text))
    german = bool(plain & words.GERMAN) > bool(plain & words.ITALIAN) or (
        language == "de" and not plain & words.ITALIAN - words.GERMAN
    )
    found: list[Token] = []
    unknown: list[str] = []
    for mark in TOKENS.finditer(text):
        match mark.lastgroup:
            case "time":
                hour = _hour(mark[2], mark[3], mark[4] or "")
                if hour is None:
                    unknown.append(mark["time"].strip())
                else:
                    found.append(Token("time", mark["time"], hour))
            case "word":
                made = _word(mark["word"], german)
                found += made or []
                unknown += [] if made is not None else [mark["word"]]
            case "dash":
                found.append(Token("to", "-"))
            case _:
                found.append(Token("end", ";"))
    return found, unknown


def _word(word: str, german: bool) -> list[Token] | None:
    """What a word means: nothing where it changes nothing, None where nobody knows."""
    if word in GROUPS:
        return [Token("day", word, GROUPS[word])]
    if word in WHOLE:
        return [Token("part", word, WHOLE[word])]
    known, parts = words.days(), words.parts()
    if german and word in words.GERMAN_SHORT:
        return [Token("day", word, (words.GERMAN_SHORT[word],))]
    if word in known:
        return [Token("day", word, (known[word],))]
    if word in parts:
        return [Token("part", word, PARTS[parts[word]])]
    if both := words.joined().fullmatch(word):
        part = "vormittag" if both[2] == "morgen" else both[2]
        return [Token("day", word, (known[both[1]],)), Token("part", word, PARTS[parts[part]])]
    if word in words.FROM | words.UNTIL | words.TO | words.BETWEEN:
        return [Token("link", word)]
    if word in words.BUT:
        return [Token("but", word)]
    if word in words.FILLERS:
        return []
    near = get_close_matches(word, [*known, *parts], n=1, cutoff=0.8) if len(word) > 4 else []
    return _word(near[0], german) if near else None


def _hour(hour: str, minute: str | None, mark: str) -> tuple[int, ...] | None:
    """Minutes since midnight; with a second number where the half of the day was left open."""
    clock, past, half = int(hour), int(minute or 0), mark.replace(".", "")
    if half in ("am", "pm"):
        if not 1 <= clock <= 12 or past > 59:
            return None
        return ((clock % 12 + 12 * (half == "pm")) * 60 + past,)
    minutes = clock * 60 + past
    if past > 59 or minutes > MIDNIGHT:
        return None
    is_open = not minute and not half and hour[0] != "0" and clock in range(1, 12)
    return (minutes, minutes + 720) if is_open else (minutes,)
