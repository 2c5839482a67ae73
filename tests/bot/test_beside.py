"""People are answered while a round is worked out in its own process; how soon is measured by `make bench`."""

from __future__ import annotations

from pathlib import Path

from bot.features.matching.model import RoundState
from tests.bench.beside import answered


async def test_commands_are_answered_while_a_round_is_worked_out(tmp_path: Path) -> None:
    """Every answer is looked at as it comes: another than the right one raises."""
    found = await answered(tmp_path, 1_000, 300, pause=0.02, commands=20)
    assert found.round.state is RoundState.READY
    assert found.round.fairness.of == 1_000
    assert found.round.fairness.matched >= found.round.greedy.matched > 0
    assert len(found.during) >= 4, "each kind of command at least once"
