"""A log of one's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.logs import Log, listening


@pytest.fixture
def log() -> Iterator[Log]:
    with listening() as log:
        yield log
