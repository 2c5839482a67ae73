"""What Slack needs to know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.settings import Setting, Values

SETTINGS = (
    Setting("SLACK_BOT_TOKEN", "the app's bot token, it begins with xoxb-", secret=True),
    Setting("SLACK_APP_TOKEN", "the app-level token for Socket Mode, it begins with xapp-", secret=True),
    Setting("SLACK_SIGNING_SECRET", "the signing secret, for deliveries over HTTP", secret=True),
    Setting("SLACK_COORDINATORS", "a channel whose members coordinate, beside the workspace's administrators"),
    Setting("SLACK_API_URL", "another address of the Web API, for GovSlack or a proxy"),
    Setting("SLACK_CLIENT_ID", "the client id, to serve many workspaces through OAuth"),
    Setting("SLACK_CLIENT_SECRET", "the client secret, to serve many workspaces through OAuth", secret=True),
    Setting("SLACK_TOKEN_KEYS", "keys that the stored tokens are encrypted with, the newest first", secret=True),
    Setting("SLACK_PUBLIC_URL", "where people's browsers reach this bot, to install it through OAuth"),
)


def missing(values: Values) -> Sequence[str]:
    """What is still needed to serve Slack, or wrong, a line each; empty when everything is there."""
    found = [*(_hosting(values) if values["SLACK_CLIENT_ID"] else _one_workspace(values))]
    url = values["SLACK_API_URL"]
    if url and not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        found.append("SLACK_API_URL is wrong: it begins with https://.")
    return found


def _one_workspace(values: Values) -> Iterator[str]:
    if not values["SLACK_BOT_TOKEN"]:
        yield "SLACK_BOT_TOKEN is missing: copy it from your app's page, OAuth & Permissions."
    elif not values["SLACK_BOT_TOKEN"].startswith("xoxb-"):
        yield "SLACK_BOT_TOKEN is wrong: a bot token begins with xoxb-."
    if not values["SLACK_APP_TOKEN"] and not values["SLACK_SIGNING_SECRET"]:
        yield "SLACK_APP_TOKEN is missing: make one for Socket Mode, or set SLACK_SIGNING_SECRET for HTTP deliveries."
    elif values["SLACK_APP_TOKEN"] and not values["SLACK_APP_TOKEN"].startswith("xapp-"):
        yield "SLACK_APP_TOKEN is wrong: an app-level token begins with xapp-."


def _hosting(values: Values) -> Iterator[str]:
    """Many workspaces: people's browsers come here, so Socket Mode alone is not enough."""
    needed = {
        "SLACK_CLIENT_SECRET": "copy it from your app's page, Basic Information.",
        "SLACK_SIGNING_SECRET": "copy it from your app's page, Basic Information.",
        "SLACK_TOKEN_KEYS": "make one with `python -c 'from cryptography.fernet import Fernet; "
        "print(Fernet.generate_key().decode())'`.",
        "SLACK_PUBLIC_URL": "the https address under which this bot is reached.",
    }
    for name, how in needed.items():
        if not values[name]:
            yield f"{name} is missing: {how}"
    if values["SLACK_APP_TOKEN"]:
        yield "SLACK_APP_TOKEN is for one workspace: remove it, or remove SLACK_CLIENT_ID."
