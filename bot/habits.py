"""Weekly hours in words: "Mondays and Thursdays in the evening", and the gist of many. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from bot.hours import MIDNIGHT, PARTS, Window, Windows, moved, read, written
from bot.i18n import Hours, Text, listing, t
from bot.moments import zone_named

DAYS = (
    t("Mondays"),
    t("Tuesdays"),
    t("Wednesdays"),
    t("Thursdays"),
    t("Fridays"),
    t("Saturdays"),
    t("Sundays"),
)
EVERY_DAY, WORKDAYS, WEEKEND = t("every day"), t("Monday to Friday"), t("at the weekend")
WHEN = {
    "morning": t("in the morning"),
    "noon": t("around noon"),
    "afternoon": t("in the afternoon"),
    "evening": t("in the evening"),
}
WIDE = {"morning": (5 * 60, 720), "noon": PARTS["noon"], "afternoon": PARTS["afternoon"], "evening": (1080, MIDNIGHT)}
"""Parts of a day as they are spoken of, with the early and the late hours; the night is not spoken of."""
LEAST = 30
"""Minutes that are worth a word."""
FEW = 3
"""Days that the gist names one by one."""


def said(hours: Hours, zone: str, at: datetime) -> Text:
    """In the words of a reader in this zone."""
    windows = moved(read(hours.windows), zone_named(hours.zone), zone_named(zone), at)
    return _gist(windows) if hours.style == "gist" else _all(windows)


def _all(windows: Windows) -> Text:
    """Days with the same hours together, in the order of the week."""
    of_day: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one in windows:
        of_day[one.day].append((one.start, one.end))
    days: dict[tuple[tuple[int, int], ...], list[int]] = defaultdict(list)
    for day, spans in sorted(of_day.items()):
        days[tuple(spans)].append(day)
    parts = [t("{days} {times}", days=_days(some), times=_times(spans)) for spans, some in days.items()]
    text, *more = parts or [t("no time given")]
    for further in more:
        text = t("{times}; {more}", times=text, more=further)
    return text


def _days(days: Sequence[int]) -> Text:
    if len(days) == len(DAYS):
        return EVERY_DAY
    if list(days) in ([0, 1, 2, 3, 4], [5, 6]):
        return WORKDAYS if days[0] == 0 else WEEKEND
    return t("{days}", days=listing([DAYS[day] for day in days]))


def _times(spans: Sequence[tuple[int, int]]) -> Text:
    return t("{times}", times=listing([words for start, end in spans for words in _time(start, end)]))


def _time(start: int, end: int) -> list[Text]:
    """The parts of the day that this is exactly, or from hour to hour."""
    within = [name for name, (begin, over) in PARTS.items() if start <= begin and over <= end]
    if within and PARTS[within[0]][0] == start and PARTS[within[-1]][1] == end and len(within) < len(PARTS):
        return [WHEN[name] for name in within]
    return [t("{begin} to {end}", begin=_clock(start), end=_clock(end))]


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _gist(windows: Windows) -> Text:
    """The part of the day in which most of it is, and the days that have it."""
    best, part = max(((_minutes(windows, *span), name) for name, span in WIDE.items()), key=lambda one: sum(one[0]))
    days = [day for day, minutes in enumerate(best) if minutes >= LEAST]
    if not days:
        return _all(windows)
    if len(days) > FEW and len(days) < len(DAYS) and days != [0, 1, 2, 3, 4]:
        days = sorted(sorted(days, key=lambda day: (-best[day], day))[:FEW])
    return t("{days} {times}", days=_days(days), times=WHEN[part])


def _minutes(windows: Windows, begin: int, over: int) -> list[int]:
    """For each day, how much of it is in this part."""
    found = [0] * len(DAYS)
    for one in windows:
        found[one.day] += max(0, min(one.end, over) - max(one.start, begin))
    return found


def hours(windows: Windows, zone: str, style: str = "all") -> Hours:
    """The value to put into a text."""
    return Hours(written(windows), zone, style)


def window(day: int, part: str) -> Window:
    """A whole part of a day."""
    return Window(day, *PARTS[part])
