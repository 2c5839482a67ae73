"""Where the bot is: removed from a community it keeps everything for a while, and a new invitation undoes it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.identity import Community
    from bot.work import Work

log = logging.getLogger(__name__)

KEPT = timedelta(days=30)
"""How long everything is kept after the bot was removed."""


async def was_removed(bot: Bot, community: Community) -> None:
    """Everything is kept, and nothing that was planned happens meanwhile."""
    now = bot.clock.now()

    def decide(work: Work) -> None:
        home = work.communities.find(community)
        if home:
            work.communities.leave(home.key, now)

    await bot.store.write(decide)
    log.warning("the bot was removed from %s %s; everything is kept for %s days", *_name(community), KEPT.days)


async def came_back(bot: Bot, community: Community) -> None:
    """All goes on where it stood; where the bot never was, nothing is known and nothing happens."""

    def decide(work: Work) -> bool:
        home = work.communities.find(community)
        if home is None or (home.removed is None and home.paused is None):
            return False
        work.communities.back(home.key)
        work.communities.pause(home.key, None)
        return True

    if await bot.store.write(decide):
        bot.worker.wake()
        log.info("the bot is in %s %s again", *_name(community))


async def settled(bot: Bot, platform: str, there: Sequence[Community]) -> None:
    """What was missed while the bot was not running: removals and invitations."""
    homes = await bot.store.read(lambda work: work.communities.of_platform(platform))
    present = {one.id for one in there}
    for home in homes:
        if home.community.id in present and (home.removed or home.paused):
            await came_back(bot, home.community)
        elif home.community.id not in present and not home.removed:
            await was_removed(bot, home.community)


async def erase_left(bot: Bot) -> int:
    """Communities whose time is over, each in a transaction of its own; how many there were."""
    before = bot.clock.now() - KEPT
    over = await bot.store.read(lambda work: work.communities.left(before))
    for home in over:
        key = home.key

        def decide(work: Work, key: int = key) -> bool:
            still = work.communities.get(key)
            if still is None or still.removed is None:
                return False  # invited again meanwhile
            work.communities.erase(key)
            return True

        if await bot.store.write(decide):
            log.info("everything of %s %s was erased", *_name(home.community))
    return len(over)


def _name(community: Community) -> tuple[str, str]:
    return community.platform, community.id
