"""A seeded sample of what `make chaos` shows at full size about time: zones, outages, and a month with faults."""

from __future__ import annotations

import json

from bot.planned import Weekly
from tests.chaos.zones import by_hours, every_zone, wrongs


def test_a_week_is_a_week_wherever_the_clocks_change() -> None:
    zones = every_zone(seed=7, most=6)
    assert zones.violations == ()
    said = json.loads(zones.line())
    assert said["kinds"] == 6
    assert said["rules"] > 100


def test_a_design_that_counts_hours_is_found_out() -> None:
    assert len(wrongs(Weekly(6, 2, "Europe/Rome", 30), by_hours)) > 100
