"""Whether the vendor's schemas are there, against which everything that is sent to Slack is checked."""

from __future__ import annotations

import os

import pytest

from tests.standins.slack import schema

MISSING = f"{schema.SPECS} is missing: what is sent to Slack is checked in part only"


@pytest.fixture(scope="session", autouse=True)
def _schemas() -> None:
    if os.environ.get("CI") and not schema.there():
        pytest.fail(MISSING)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not schema.there():
        terminalreporter.write_line(MISSING)
