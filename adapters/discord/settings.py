"""What Discord needs to know."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.settings import Setting, Values

# None has a default here: Discord counts as wanted as soon as one of these is given.
SETTINGS = (
    Setting("DISCORD_TOKEN", "the bot's token from Discord's developer pages", secret=True),
    Setting("DISCORD_API_URL", "a proxy for Discord's REST requests, up to and with /api/v10"),
    Setting("DISCORD_MEMBERS", "yes, when the members intent is switched on in the developer pages; else no"),
    Setting("DISCORD_ACTIVITY", "yes, when communities may count on which days somebody wrote; else no"),
    Setting("DISCORD_DIRECT", "no, when nobody is to get direct messages: private threads instead"),
    Setting("DISCORD_DM_SECONDS", "seconds between two new direct conversations; else 30"),
)


def missing(values: Values) -> Sequence[str]:
    """What is still needed to serve Discord, or wrong, a line each; empty when everything is there."""
    lines = []
    if not values["DISCORD_TOKEN"]:
        lines.append("DISCORD_TOKEN is missing: copy the bot's token from Discord's developer pages into .env.")
    url, pause = values["DISCORD_API_URL"], values["DISCORD_DM_SECONDS"]
    if url and not re.fullmatch(r"https?://[^\s?#]+/api/v10/?", url):
        lines.append("DISCORD_API_URL is no address of the API: it starts with http:// and ends in /api/v10.")
    wrong = [
        name
        for name in ("DISCORD_MEMBERS", "DISCORD_ACTIVITY", "DISCORD_DIRECT")
        if values[name].lower() not in ("", "yes", "no")
    ]
    lines += [f"{name} is yes or no." for name in wrong]
    if pause and not re.fullmatch(r"\d{1,4}", pause):
        lines.append("DISCORD_DM_SECONDS is a number of seconds, for example 30.")
    return lines
