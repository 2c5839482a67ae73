"""What Slack needs to know."""

from __future__ import annotations

from collections.abc import Sequence

from bot.settings import Setting, Values

SETTINGS = (
    Setting("SLACK_BOT_TOKEN", "the app's bot token, it begins with xoxb-", secret=True),
    Setting("SLACK_APP_TOKEN", "the app-level token for Socket Mode, it begins with xapp-", secret=True),
    Setting("SLACK_SIGNING_SECRET", "the signing secret, for deliveries over HTTP", secret=True),
)


def missing(values: Values) -> Sequence[str]:
    """What is still needed to serve Slack, or wrong, a line each; empty when everything is there."""
    found = []
    if not values["SLACK_BOT_TOKEN"]:
        found.append("SLACK_BOT_TOKEN is missing: copy it from your app's page, OAuth & Permissions.")
    elif not values["SLACK_BOT_TOKEN"].startswith("xoxb-"):
        found.append("SLACK_BOT_TOKEN is wrong: a bot token begins with xoxb-.")
    if not values["SLACK_APP_TOKEN"] and not values["SLACK_SIGNING_SECRET"]:
        found.append(
            "SLACK_APP_TOKEN is missing: make one for Socket Mode, or set SLACK_SIGNING_SECRET for HTTP deliveries."
        )
    elif values["SLACK_APP_TOKEN"] and not values["SLACK_APP_TOKEN"].startswith("xapp-"):
        found.append("SLACK_APP_TOKEN is wrong: an app-level token begins with xapp-.")
    return found
