"""What Discord needs to know."""

from __future__ import annotations

from collections.abc import Sequence

from bot.settings import Setting, Values

SETTINGS = (Setting("DISCORD_TOKEN", "the bot's token from Discord's developer pages", secret=True),)


def missing(values: Values) -> Sequence[str]:
    """What is still needed to serve Discord, a line each; empty when everything is there."""
    if values["DISCORD_TOKEN"]:
        return ()
    return ("DISCORD_TOKEN is missing: copy the bot's token from Discord's developer pages into .env.",)
