"""From the gateway to the bot: each act told once, and what it says about people kept for a while."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from adapters.discord import inbound
from adapters.discord.inbound import PLATFORM, Used
from adapters.discord.replies import InteractionReply, Normally, complete
from bot.events import BotAdded, BotPresent, BotRemoved, MemberJoined, MemberLeft, PersonActive
from bot.identity import Community, Person, Place
from bot.ports import Standing

if TYPE_CHECKING:
    import discord

    from adapters.discord.rest import Rest
    from bot.ports import Listener

log = logging.getLogger(__name__)

REMEMBERED = 10_000
FRESH = 60.0
"""Seconds for which an interaction's word about somebody's standing holds."""


class Telling:
    """`adapters.discord.gateway.Events`. ``rest`` and ``normally`` are asked when an answer is due."""

    def __init__(self, rest: Callable[[], Rest], normally: Normally, met: Callable[[Person, Place], None]) -> None:
        self._rest = rest
        self._normally = normally
        self._met = met
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._standings: OrderedDict[tuple[Person, Community], tuple[float, Standing]] = OrderedDict()
        self.listener: Listener | None = None

    def standing(self, person: Person, community: Community) -> Standing | None:
        """What the person's own acts said within the last minute."""
        at, known = self._standings.get((person, community), (0.0, None))
        return known if time.monotonic() - at < FRESH else None

    async def interaction(self, given: discord.Interaction[Any]) -> None:
        """The same one told again, as after a lost connection, has no second effect."""
        listener, used = self.listener, inbound.used(given)
        if listener is None or used.id in self._seen:
            return
        kept(self._seen, used.id, None)
        if used.community:
            kept(self._standings, (used.person, used.community), (time.monotonic(), used.standing))
        else:
            self._met(used.person, used.place)
        await self._told(listener, used)

    def _told(self, listener: Listener, used: Used) -> Awaitable[None]:
        reply = InteractionReply(self._rest(), used, self._normally)
        match used.kind:
            case inbound.COMMAND:
                return listener.command(inbound.command(used), reply)
            case inbound.COMPONENT:
                return listener.action(inbound.action(used), reply)
            case inbound.FORM:
                return listener.form(inbound.form(used), reply)
        return self._completed(listener, used)

    async def _completed(self, listener: Listener, used: Used) -> None:
        if used.kind == inbound.TYPING:
            await complete(self._rest(), used, list(await listener.suggest(inbound.typed(used))))

    async def joined(self, guild: int, user: int, name: str, at: str) -> None:
        person, community = Person(PLATFORM, str(user), name), Community(PLATFORM, str(guild))
        await self._notice(MemberJoined(f"join:{guild}:{user}:{at}", person, community))

    async def left(self, guild: int, user: int) -> None:
        person, community = Person(PLATFORM, str(user)), Community(PLATFORM, str(guild))
        await self._notice(MemberLeft(f"left:{guild}:{user}:{time.time_ns()}", person, community))

    async def wrote(self, guild: int, user: int) -> None:
        if self.listener:
            await self.listener.notice(PersonActive(Person(PLATFORM, str(user)), Community(PLATFORM, str(guild))))

    async def _notice(self, notice: MemberJoined | MemberLeft) -> None:
        self._standings.pop((notice.person, notice.community), None)
        if self.listener:
            await self.listener.notice(notice)

    async def added(self, guild: int, name: str) -> None:
        await self._told_of_us(BotAdded(f"added:{guild}:{time.time_ns()}", Community(PLATFORM, str(guild), name)))

    async def removed(self, guild: int) -> None:
        await self._told_of_us(BotRemoved(f"removed:{guild}:{time.time_ns()}", Community(PLATFORM, str(guild))))

    async def present(self, guilds: Sequence[discord.Guild]) -> None:
        """Once all servers are known, also those that cannot be reached at the moment."""
        there = tuple(Community(PLATFORM, str(one.id), one.name or "") for one in guilds)
        await self._told_of_us(BotPresent(f"present:{time.time_ns()}", PLATFORM, there))

    async def _told_of_us(self, notice: BotAdded | BotRemoved | BotPresent) -> None:
        if self.listener:
            await self.listener.notice(notice)


def kept(shelf: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    """Remember this, and forget the oldest where it becomes too much."""
    shelf[key] = value
    if len(shelf) > REMEMBERED:
        shelf.popitem(last=False)
