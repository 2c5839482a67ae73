"""Forgetting in time: once a day, and what a restored backup has brought back at every start."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from bot.features.privacy.decide import forget

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.features.members.model import Member

log = logging.getLogger(__name__)


async def recall(bot: Bot) -> None:
    """Erase once more, and quietly, who is here again by the restore of an older backup."""
    now = bot.clock.now()
    for member in await bot.store.read(lambda work: work.privacy.undone()):
        await _forget(bot, member, now, told=False)
        log.info("member %s of community %s was erased once more", member.id, member.community)


async def fade(bot: Bot) -> None:
    """What was kept for its period goes, and so does everything about those who left long ago."""
    now = bot.clock.now()
    await bot.store.write(lambda work: work.privacy.note_who_left(now))
    before = now - bot.keep["left"]
    for member in await bot.store.read(lambda work: work.privacy.left_since(before)):
        await _forget(bot, member, now, told=True)
    await bot.store.write(lambda work: work.privacy.fade(now, bot.keep))


async def _forget(bot: Bot, member: Member, now: datetime, *, told: bool) -> None:
    await bot.store.write(lambda work: forget(work, member.community, member.person, now, told=told))
