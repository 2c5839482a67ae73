"""An instant in a reader's words: "tomorrow at 18:00" in their own zone and language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton

from bot.i18n import Moment, Text, t

# English is read all over Europe here: 21 November, and lists without a comma before "and".
LOCALES = {"en": "en_GB"}
WHOLE = {"de"}
"""Where a short month ends with a full stop, which would stand twice at the end of a sentence."""


def said(moment: Moment, language: str, zone: str, at: datetime) -> Text:
    """A weekday within six days, else the date; in a zone of its own always the date."""
    there = zone_named(moment.zone or zone)
    local, now = moment.at.astimezone(there), at.astimezone(there)
    time = f"{local:%H:%M}"
    if moment.style == "time":
        return _as_it_is(time)
    near = {-1: (t("yesterday"), t("yesterday at {time}", time=time))}
    near |= {0: (t("today"), t("today at {time}", time=time))}
    near |= {1: (t("tomorrow"), t("tomorrow at {time}", time=time))}
    away = 7 if moment.zone else (local.date() - now.date()) // timedelta(days=1)
    day = _as_it_is(_date(local, now, away, language))
    only, both = near.get(away, (day, t("{day} at {time}", day=day, time=time)))
    return only if moment.style == "day" else both


def _as_it_is(words: str) -> Text:
    return Text("{words}", {"words": words}, verbatim=True)


def _date(local: datetime, now: datetime, away: int, language: str) -> str:
    locale = locale_named(language)
    if 1 < away <= 6:
        return format_date(local.date(), "EEEE", locale=locale)
    month = "MMMM" if language in WHOLE else "MMM"
    year = "" if local.year == now.year else "y"
    return format_skeleton(f"{year}{month}Ed", local.replace(tzinfo=None), locale=locale)


@cache
def locale_named(language: str) -> Locale:
    return Locale.parse(LOCALES.get(language, language))


@cache
def zone_named(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # what a platform says of a person's zone is not always a zone
        return UTC
