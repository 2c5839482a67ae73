"""What platforms tell without being asked: who came or left, and where the bot itself is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot import presence
from bot.events import BotAdded, BotPresent, BotRemoved, MemberJoined, MemberLeft, Notice, PersonActive
from bot.ui import Action

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.work import Work

LEFT = timedelta(hours=12)
"""How long after somebody left their partners hear of it."""


async def noticed(bot: Bot, event: Notice) -> None:
    match event:
        case PersonActive(person=person, community=community):
            await bot.activity.told(person, community)
        case MemberJoined() | MemberLeft():
            bot.standings.forget(event.person, event.community)
            await _came_or_left(bot, event, left=isinstance(event, MemberLeft))
        case BotAdded(community=community):
            await presence.came_back(bot, community)
        case BotRemoved(community=community):
            await presence.was_removed(bot, community)
        case BotPresent(platform=platform, communities=there):
            await presence.settled(bot, platform, there)


async def _came_or_left(bot: Bot, event: MemberJoined | MemberLeft, *, left: bool) -> None:
    """Keep whether a member is there: who left is shown to nobody, and pairs wait.

    Each event counts once: one that is told again after the next must not undo it.
    """
    now = bot.clock.now()

    def decide(work: Work) -> None:
        home = work.communities.find(event.community)
        member = work.members.find(home.key, event.person) if home else None
        if home is None or member is None or not work.inbox.once(event.person.platform, event.id, now):
            return
        if member.left != left:
            work.members.save(replace(member, left=left))
            if left:  # who comes back within half a day finds everything as it was
                work.later.at(home.key, f"left:{member.id}", Action("pairs.left", {"member": member.id}), now + LEFT)

    await bot.store.write(decide)
