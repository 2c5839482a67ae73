"""A seeded sample of what `make chaos` shows at full size about time: zones, outages, and a month with faults."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.delivery import gate
from bot.planned import Weekly
from tests.chaos.down import TABLE, down
from tests.chaos.month import month, months, prepare
from tests.chaos.zones import by_hours, every_zone, wrongs


def test_a_week_is_a_week_wherever_the_clocks_change() -> None:
    zones = every_zone(seed=7, most=6)
    assert zones.violations == ()
    said = json.loads(zones.line())
    assert said["kinds"] == 6
    assert said["rules"] > 100


def test_a_design_that_counts_hours_is_found_out() -> None:
    assert len(wrongs(Weekly(6, 2, "Europe/Rome", 30), by_hours)) > 100


async def test_months_in_which_everything_goes_wrong(tmp_path: Path) -> None:
    """Crashes, lost replies, refusals, outages, and a clock that jumps or stands still, for 50 seeds."""
    found = await months(tmp_path, range(1, 51))
    assert found.violations == ()
    assert found.posts > 50 * 100
    faults = {"deaths", "all down", "5xx", "lost replies", "429", "outages", "frozen", "jumps"}
    assert found.counted.keys() == faults, "all of it happened"
    assert json.loads(found.line())["months"] == 50


async def test_a_month_goes_the_same_way_again(tmp_path: Path) -> None:
    prepared = await prepare(tmp_path)
    first, again, other = [await month(seed, prepared, tmp_path, days=10) for seed in (77, 77, 78)]
    assert first == again
    assert first.posts != other.posts


async def found_out(folder: Path, wrong: str, *, blind: bool = False) -> bool:
    """Whether one of six months shows it; most do, so nearly always the first."""
    prepared = await prepare(folder)
    for seed in range(1, 7):
        if any(wrong in one for one in (await month(seed, prepared, folder, blind=blind)).violations):
            return True
    return False


async def test_a_worker_that_does_not_look_is_found_out(tmp_path: Path) -> None:
    assert await found_out(tmp_path, "twice", blind=True)


@pytest.mark.parametrize(("rule", "wrong"), [("_reached", "quiet hours"), ("_reached", "got two"), ("_posted", "late")])
async def test_a_gate_without_a_rule_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str, wrong: str
) -> None:
    monkeypatch.setattr(gate, rule, lambda *_: gate.Now() if rule == "_reached" else None)
    assert await found_out(tmp_path, wrong)


async def test_after_an_outage_exactly_the_late_table(tmp_path: Path) -> None:
    found = await down(await prepare(tmp_path), tmp_path)
    assert found.found == TABLE
    assert found.most == 1, "no more than one message of a kind for anybody"
