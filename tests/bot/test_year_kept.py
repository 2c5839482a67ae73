"""Seventy days of fifty people who answer late, press twice, move away and leave; `make chaos` lives a whole year."""

from __future__ import annotations

from pathlib import Path

from tests.chaos.year import year


async def test_nobody_is_written_to_too_often_and_nothing_is_forgotten(tmp_path: Path) -> None:
    lived = await year(tmp_path, people=50, days=70, seed=1)
    assert lived.violations == ()
    assert lived.figures["pairs"] > 5
    assert lived.counted["presses"] > 200
    assert lived.counted["left"]
