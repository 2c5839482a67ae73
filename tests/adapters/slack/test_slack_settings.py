"""What is missing or wrong in the settings is one line each."""

from __future__ import annotations

import pytest

from adapters.slack.settings import SETTINGS, missing
from bot.settings import Values

WELL = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (WELL, []),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}, []),
        ({}, ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]),
        ({**WELL, "SLACK_BOT_TOKEN": "xoxp-1"}, ["SLACK_BOT_TOKEN"]),
        ({**WELL, "SLACK_APP_TOKEN": "xoxb-1"}, ["SLACK_APP_TOKEN"]),
        ({**WELL, "SLACK_API_URL": "http://slack.example.org"}, ["SLACK_API_URL"]),
        ({**WELL, "SLACK_API_URL": "https://slack-gov.com/api/"}, []),
    ],
)
def test_what_is_missing(given: dict[str, str], named: list[str]) -> None:
    lines = missing(Values(given, SETTINGS))
    assert [line.split()[0] for line in lines] == named
    assert not any(secret in line for line in lines for secret in given.values() if secret)
