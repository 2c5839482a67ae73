"""From settings to an adapter, and to the address that invites the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import discord

from adapters.discord.adapter import Discord
from adapters.discord.calls import invitation
from bot.errors import Problem

if TYPE_CHECKING:
    from bot.settings import Values


def connect(values: Values, *, hears: bool = True) -> Discord:
    """The adapter that these settings describe; `Discord.start` connects it. With ``hears`` False it only sends."""
    _address(values)
    return Discord(
        values["DISCORD_TOKEN"],
        members=values["DISCORD_MEMBERS"].lower() == "yes",
        activity=values["DISCORD_ACTIVITY"].lower() == "yes",
        pause=float(values["DISCORD_DM_SECONDS"] or 30),
        directs=values["DISCORD_DIRECT"].lower() != "no",
        hears=hears,
    )


async def invite(values: Values) -> str:
    """The address that an operator opens to let the bot into a server; asks Discord whose token this is."""
    _address(values)
    client = discord.Client(intents=discord.Intents.none())
    try:
        await client.login(values["DISCORD_TOKEN"])
        return invitation(str(client.application_id))
    except discord.LoginFailure:
        raise Problem("DISCORD_TOKEN is not accepted by Discord: copy it once more.") from None
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise Problem(f"Discord cannot be reached ({error}): check the network and DISCORD_API_URL.") from error
    finally:
        await client.close()


def _address(values: Values) -> None:
    if values["DISCORD_API_URL"]:
        discord.http.Route.BASE = values["DISCORD_API_URL"].rstrip("/")
