"""A channel that somebody picked in a form."""

from __future__ import annotations

from bot.context import Context
from bot.errors import Refused
from bot.i18n import t
from bot.identity import Place


async def channel_of(ctx: Context, id: str) -> Place | None:
    """None where none was picked; raises `Refused` for one in which the bot cannot post. The field is ``place``."""
    if not id:
        return None
    place = next((one for one in await ctx.channels() if one.id == id), None)
    if place is None:
        wrong = {"place": t("I cannot post there. Please pick another channel.")}
        raise Refused(t("The channel needs another look. Nothing you picked is lost."), wrong)
    return place
