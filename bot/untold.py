"""What could not come by direct message is shown, to the person alone, with the next thing they do."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.delivery.untold import too_old
from bot.errors import Conflict, PlatformError, StorageDown
from bot.features.digest import unheard
from bot.i18n import t
from bot.work import State

if TYPE_CHECKING:
    from bot.context import Context
    from bot.patience import Tracked
    from bot.work import Delivery, Work

log = logging.getLogger(__name__)

MOST = 5
"""Messages shown with one act; what is left comes with the next."""
BEFORE = t("While your direct messages were closed, you would have got this:")


async def after(answer: Awaitable[None], reply: Tracked) -> None:
    """After the answer, but not while a form is open."""
    await answer
    if reply.ctx is None or reply.asked:
        return
    if reply.ctx.untold:
        await show(reply.ctx)
    await unheard.tell(reply.ctx)


async def show(ctx: Context) -> int:
    """Show what waits; how many there were.

    Each is marked once it was shown: if the process dies between the two, it is seen twice rather than never, and by
    nobody else. What cannot be shown now waits for the next act; the answer to this one is already there.
    """
    who = (ctx.community, ctx.by.person)
    nowhere = not ctx.adapter.capabilities.private and ctx.event.community is not None
    if nowhere or who in ctx.bot.standings.telling:
        return 0
    ctx.bot.standings.telling.add(who)
    try:
        return await _show(ctx)
    except (PlatformError, StorageDown, Conflict):
        log.warning("what waits to be told in community %s waits on", ctx.community, exc_info=True)
        return 0
    finally:
        ctx.bot.standings.telling.discard(who)


async def _show(ctx: Context) -> int:
    waiting = await ctx.bot.store.write(lambda work: _still_waiting(work, ctx))
    for one in waiting:
        message = one.sending.message
        if message:
            await ctx.reply(replace(message, text=(BEFORE, *message.text), notify=()))
        await ctx.bot.store.write(lambda work, told=one: work.outbox.close(told, State.TOLD, ctx.now))  # type: ignore[misc]
    return len(waiting)


def _still_waiting(work: Work, ctx: Context) -> Sequence[Delivery]:
    """What has lost its sense is left out for good."""
    found: list[Delivery] = []
    while len(found) < MOST and (more := work.outbox.untold(ctx.community, ctx.by.person, MOST + 1)[len(found) :]):
        for one in more:
            if too_old(one, ctx.now, ctx.home.zone):
                work.outbox.close(one, State.SKIPPED, ctx.now)
            else:
                found.append(one)
    return found[:MOST]
