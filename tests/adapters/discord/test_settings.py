"""What Discord needs to know, and what is said about a mistake in it."""

from __future__ import annotations

import pytest

from adapters.discord.settings import SETTINGS, missing
from bot.settings import Values


def said(**values: str) -> str:
    return "\n".join(missing(Values(values, SETTINGS)))


def test_a_token_is_enough() -> None:
    assert said(DISCORD_TOKEN="x") == ""
    assert "DISCORD_TOKEN is missing" in said()


def test_a_token_is_never_shown() -> None:
    assert "secret" not in repr(Values({"DISCORD_TOKEN": "secret"}, SETTINGS))


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("DISCORD_API_URL", "http://127.0.0.1:8000/api/v10", "127.0.0.1"),
        ("DISCORD_API_URL", "https://proxy.example/api/v10/", "https://proxy.example"),
        ("DISCORD_MEMBERS", "yes", "maybe"),
        ("DISCORD_DIRECT", "No", "0"),
        ("DISCORD_DM_SECONDS", "60", "a minute"),
    ],
)
def test_a_mistake_is_one_line(name: str, right: str, wrong: str) -> None:
    assert said(DISCORD_TOKEN="x", **{name: right}) == ""
    line = said(DISCORD_TOKEN="x", **{name: wrong})
    assert name in line
    assert "\n" not in line


def test_no_setting_has_a_default() -> None:
    """Else Discord would count as wanted by everybody."""
    assert not any(one.default for one in SETTINGS)
