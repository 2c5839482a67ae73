"""A sample of `make chaos`: outages, waits and revoked rights; many new pairs; one who cannot be written to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.chaos.closed import closed
from tests.chaos.limits import Limits, new_pairs, outage, revoked, told_to_wait

SAMPLES = ((outage, 200), (told_to_wait, 60), (revoked, 40), (new_pairs, 10), (closed, 40))


@pytest.mark.parametrize(("experiment", "size"), SAMPLES)
async def test_as_promised(experiment: Callable[[Path, int], Awaitable[Limits]], size: int, tmp_path: Path) -> None:
    found = await experiment(tmp_path, size)
    assert found.kept, found.line()
