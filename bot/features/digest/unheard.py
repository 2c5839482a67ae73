"""What waits for the coordination, told with a command of theirs where no channel of the coordination is chosen."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.errors import Conflict, PlatformError, StorageDown
from bot.events import CommandUsed
from bot.features.digest import texts
from bot.features.digest.waiting import TOLD_AT_ONCE, waiting
from bot.ui import Message
from bot.work import By, Work

if TYPE_CHECKING:
    from bot.context import Context

log = logging.getLogger(__name__)


async def tell(ctx: Context) -> None:
    """After the answer to a coordinator's command, at most once a day; what cannot be shown now is told tomorrow."""
    if not (ctx.coordinates and isinstance(ctx.event, CommandUsed)):
        return
    try:
        if await ctx.read(_waits) is None:
            return
        message = await ctx.bot.store.write(lambda work: _once_a_day(work, ctx.by))
        if message:
            await ctx.reply(message)
    except (PlatformError, StorageDown, Conflict):
        log.warning("what waits in community %s is told another day", ctx.community, exc_info=True)


def _waits(work: Work, by: By) -> Message | None:
    """None where a channel tells it, where nothing waits, and for who wants to hear nothing of the kind."""
    programme = work.programmes.of(by.community)
    reader = work.digests.reader(by.community, by.person)
    if programme.opened is None or programme.moderators or reader is None or reader.off:
        return None
    found = waiting(work, by, TOLD_AT_ONCE)
    return texts.unheard(found) if found else None


def _once_a_day(work: Work, by: By) -> Message | None:
    message = _waits(work, by)
    reader, home = work.digests.reader(by.community, by.person), work.communities.get(by.community)
    if message is None or reader is None or home is None:
        return None
    day = by.now.astimezone(ZoneInfo(by.zone or home.zone)).date()
    return message if work.inbox.once(by.person.platform, f"waits:{reader.id}:{day}", by.now) else None
