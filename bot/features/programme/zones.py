"""Time zones as people type them: in any letters, by the name of a city, or with a typo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from babel import Locale

from bot.errors import Refused
from bot.i18n import LANGUAGES, t

NEAR = 3


def zone_of(typed: str | None) -> str | None:
    """The zone of this name, whatever its letters' case; None when there is none."""
    return _zones().get((typed or "").strip().casefold())


def read_zone(typed: str, field: str = "zone") -> str:
    """The zone that was typed into this field; raises `Refused` with those that may be meant."""
    zone, similar = zone_of(typed), near(typed)
    if zone is None:
        hint = t("I do not know this time zone. Did you mean {zones}?", zones=", ".join(similar))
        raise Refused(
            t("The time zone needs another look. Nothing you typed is lost."),
            {field: hint if similar else t("I do not know this time zone. For example: Europe/Rome")},
        )
    return zone


def near(typed: str) -> Sequence[str]:
    """Zones that may be meant, the likeliest first."""
    found = get_close_matches(typed.strip().casefold(), list(_spoken()), n=2 * NEAR, cutoff=0.6)
    return list(dict.fromkeys(_spoken()[name] for name in found))[:NEAR]


@cache
def _zones() -> Mapping[str, str]:
    return {zone.casefold(): zone for zone in sorted(available_timezones())}


@cache
def _spoken() -> Mapping[str, str]:
    """Zones by their name, and by their city's as people in each of our languages call it."""
    names = {zone.rpartition("/")[2].replace("_", " ").casefold(): zone for zone in _zones().values()}
    for language in LANGUAGES:
        for zone, said in Locale.parse(language).time_zones.items():
            if "city" in said and zone.casefold() in _zones():
                names[said["city"].casefold()] = zone
    return {**names, **_zones()}
