"""When somebody has time: weekly windows of their own zone, and how a row holds them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""As a row names them; what people read is a text of its own."""
PARTS: Mapping[str, tuple[int, int]] = {
    "morning": (8 * 60, 12 * 60),
    "noon": (12 * 60, 14 * 60),
    "afternoon": (14 * 60, 18 * 60),
    "evening": (18 * 60, 22 * 60),
}
"""Parts of a day, in minutes since midnight."""
DAY = (8 * 60, 22 * 60)
"""What somebody means who names a day and no hour."""
MIDNIGHT = 24 * 60
WRITTEN = re.compile(r"(\w{3}) (\d\d):(\d\d)-(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """From ``start`` to ``end`` (minutes since midnight, 24:00 the latest) of a day; 0 is Monday."""

    day: int
    start: int
    end: int


Windows = tuple[Window, ...]


def tidy(windows: Iterable[Window]) -> Windows:
    """In order, with those that touch each other put together."""
    found: list[Window] = []
    for one in sorted(windows):
        last = found[-1] if found else None
        if last and last.day == one.day and one.start <= last.end:
            found[-1] = Window(one.day, last.start, max(last.end, one.end))
        else:
            found.append(one)
    return tuple(found)


def spanning(day: int, start: int, end: int) -> Windows:
    """From an hour to an hour; one that is not later is meant on the next day."""
    if end > start:
        return (Window(day, start, end),)
    late = (Window(day, start, MIDNIGHT),)
    return (*late, Window((day + 1) % 7, 0, end)) if end else late


def moved(windows: Windows, origin: tzinfo, zone: tzinfo, at: datetime) -> Windows:
    """The same hours as somebody in another zone has them, as the clocks stand at this instant."""
    ahead, here = at.astimezone(zone).utcoffset(), at.astimezone(origin).utcoffset()
    shift = ((ahead or timedelta()) - (here or timedelta())) // timedelta(minutes=1)
    return tidy(part for one in windows for part in _shifted(one, shift)) if shift else windows


def _shifted(one: Window, shift: int) -> Windows:
    start, end = one.start + shift, one.end + shift
    day, start, end = (one.day + start // MIDNIGHT) % 7, start % MIDNIGHT, end - start // MIDNIGHT * MIDNIGHT
    if end <= MIDNIGHT:
        return (Window(day, start, end),)
    return Window(day, start, MIDNIGHT), Window((day + 1) % 7, 0, end - MIDNIGHT)


def written(windows: Windows) -> str:
    return ", ".join(f"{DAYS[one.day]} {_clock(one.start)}-{_clock(one.end)}" for one in windows)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def read(row: str | None) -> Windows:
    """What `written` wrote; nothing for nothing."""
    found = [WRITTEN.fullmatch(part) for part in (row or "").split(", ") if part]
    return tuple(
        Window(DAYS.index(one[1]), int(one[2]) * 60 + int(one[3]), int(one[4]) * 60 + int(one[5]))
        for one in found
        if one
    )
