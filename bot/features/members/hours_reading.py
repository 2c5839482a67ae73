"""When somebody has time, as people type it: "Mon and Thu after 18:00", "Di abends", "lunedì mattina".

What was understood is shown before it is kept; a word that was not understood is named, never passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.features.members import hours_words as words
from bot.features.members.hours_tokens import AFTERNOON, EVERY, Token, tokens_of
from bot.hours import DAY, MIDNIGHT, PARTS, Window, Windows, spanning, tidy


@dataclass(frozen=True, slots=True)
class Reading:
    """``unknown``: the words that nobody could make sense of; then nothing was understood."""

    windows: Windows = ()
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class _Clause:
    """Some days and the hours that belong to them; ``but`` takes them away."""

    days: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    but: bool = False
    hours_first: bool = False

    def windows(self) -> Iterator[Window]:
        spans = self.spans or [(0, MIDNIGHT) if self.but else DAY]
        for day in self.days or EVERY:
            for start, end in spans:
                yield from spanning(day, start, end)


def read_hours(typed: str, language: str) -> Reading:
    """The weekly windows that are meant; ``language`` decides what only a language can ("di", "so")."""
    tokens, unknown = tokens_of(typed, language)
    if unknown:
        return Reading(unknown=tuple(dict.fromkeys(unknown)))
    clauses = [one for one in _clauses(tokens) if one.days or one.spans]
    given = [window for one in clauses if not one.but for window in one.windows()]
    if clauses and not given:
        given = [window for day in EVERY for window in spanning(day, *DAY)]
    taken = [window for one in clauses if one.but for window in one.windows()]
    return Reading(tidy(_less(tidy(given), taken)))


def _less(windows: Sequence[Window], taken: Sequence[Window]) -> Iterator[Window]:
    for one in windows:
        left = [(one.start, one.end)]
        for away in (away for away in taken if away.day == one.day):
            parts = [((start, min(end, away.start)), (max(start, away.end), end)) for start, end in left]
            left = [(start, end) for both in parts for start, end in both if start < end]
        yield from (Window(one.day, start, end) for start, end in left)


def _clauses(tokens: Sequence[Token]) -> list[_Clause]:
    clauses = [_Clause()]
    at = 0
    while at < len(tokens):
        token, now = tokens[at], clauses[-1]
        match token.kind:
            case "end":
                clauses.append(_Clause())
            case "but":
                clauses.append(_Clause(but=True))
            case "day":
                if now.spans and (now.but or (now.days and not now.hours_first)):
                    now = _Clause()
                    clauses.append(now)
                now.hours_first = bool(now.spans)
                found, at = _days(tokens, at)
                now.days += found
            case "part" | "time" | "link":
                span, at = _span(tokens, at, now)
                if span:
                    if now.hours_first and now.days:
                        now = _Clause()
                        clauses.append(now)
                    now.spans.append(span)
        at += 1
    return clauses


def _days(tokens: Sequence[Token], at: int) -> tuple[list[int], int]:
    """One day, or from one to another."""
    first = tokens[at].value
    if len(first) == 1 and at + 2 < len(tokens) and _is_to(tokens[at + 1]) and tokens[at + 2].kind == "day":
        last = tokens[at + 2].value[0]
        return [(first[0] + step) % 7 for step in range((last - first[0]) % 7 + 1)], at + 2
    return list(first), at


def _is_to(token: Token) -> bool:
    return token.kind == "to" or (token.kind == "link" and token.text in words.TO)


def _span(tokens: Sequence[Token], at: int, now: _Clause) -> tuple[tuple[int, int] | None, int]:
    """The hours that begin here, and where they end; a time inside a part of the day makes that part shorter."""
    token = tokens[at]
    if token.kind == "part":
        return token.value[:2], at  # type: ignore[return-value]
    if token.kind == "link":
        if at + 1 >= len(tokens) or tokens[at + 1].kind != "time":
            return None, at
        following, last = _range(tokens, at + 1, now)
        if following:
            return following, last
        minute = _within(tokens[at + 1], now)
        return (_until(minute, now) if token.text in words.UNTIL else _from(minute, now)
                if token.text in words.FROM else (minute, minute + 60)), at + 1  # fmt: skip
    following, last = _range(tokens, at, now)
    if following:
        return following, last
    minute = _within(token, now)
    return (minute, min(minute + 60, MIDNIGHT)), at


def _range(tokens: Sequence[Token], at: int, now: _Clause) -> tuple[tuple[int, int] | None, int]:
    """ "18 to 20", "18-20", "6 and 8 pm" after "between"."""
    joins = at + 1 < len(tokens) and _is_to(tokens[at + 1])
    between = at > 0 and tokens[at - 1].text in words.BETWEEN
    last = at + 2 if joins else at + 1
    if not (joins or between) or last >= len(tokens) or tokens[last].kind != "time":
        return None, at
    first, second = tokens[at].value, tokens[last].value
    start, end = first[0], second[0]
    if len(first) == 2 and len(second) == 1 and second[0] > 720 and first[1] < second[0]:
        start = first[1]  # "6-8pm"
    elif len(first) == 2 and first[0] // 60 in AFTERNOON:
        start = _within(tokens[at], now)
        end = second[1] if len(second) == 2 and second[0] < start else second[0]
    if end <= start and len(second) == 2:
        end = second[1]  # "9 to 5"
    _drop_part(now, start)
    return (start, end), last


def _within(token: Token, now: _Clause) -> int:
    """The half of the day that is meant, where it was left open."""
    early, *late = token.value
    if not late:
        return early
    part = now.spans[-1] if now.spans else None
    if part in PARTS.values():
        return late[0] if part and part[0] <= late[0] <= part[1] else early
    return late[0] if early // 60 in AFTERNOON else early


def _part_of(now: _Clause, minute: int) -> tuple[int, int] | None:
    """The part of the day just named, where this time lies in it: "evenings after 19"."""
    part = now.spans[-1] if now.spans else None
    return part if part in PARTS.values() and part and part[0] <= minute <= part[1] else None


def _drop_part(now: _Clause, minute: int) -> None:
    if _part_of(now, minute):
        now.spans.pop()


def _from(minute: int, now: _Clause) -> tuple[int, int]:
    part = _part_of(now, minute)
    _drop_part(now, minute)
    if part and minute < part[1]:
        return minute, part[1]
    return minute, DAY[1] if minute < DAY[1] else MIDNIGHT


def _until(minute: int, now: _Clause) -> tuple[int, int]:
    part = _part_of(now, minute)
    _drop_part(now, minute)
    if part and minute > part[0]:
        return part[0], minute
    return DAY[0] if minute > DAY[0] else 0, minute
