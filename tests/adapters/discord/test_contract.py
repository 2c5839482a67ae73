"""The adapter contract on the real discord.py, against a server on loopback."""

from __future__ import annotations

from tests.contracts.adapter import AdapterContract


class TestDiscord(AdapterContract):
    """All of it; the stage and its platform's rules are in `tests.standins.discord`."""
