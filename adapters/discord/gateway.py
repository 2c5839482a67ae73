"""The connection to Discord's gateway: started once, watched, and started anew when the library gives up."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import aiohttp
import discord

from adapters.discord.rest import watching
from bot.errors import Problem

log = logging.getLogger(__name__)

STARTS, SPAN = 5, 600.0
"""So many new starts in so many seconds; each costs one IDENTIFY of 1,000 a day (gateway.mdx:505)."""
PAUSE = 5.0
"""Seconds before a new start: IDENTIFY is limited per 5 s (gateway.mdx:505)."""


class Events(Protocol):
    """What the connection tells."""

    async def interaction(self, given: discord.Interaction[Any]) -> None: ...
    async def joined(self, guild: int, user: int, name: str, at: str) -> None: ...
    async def left(self, guild: int, user: int) -> None: ...
    async def added(self, guild: int, name: str) -> None: ...
    async def removed(self, guild: int) -> None: ...
    async def wrote(self, guild: int, user: int) -> None: ...


class Client(discord.AutoShardedClient):
    """The library's client, which keeps servers, channels and roles in memory, and no members."""

    def __init__(self, events: Events, *, members: bool, activity: bool = False, settle: float) -> None:
        intents = discord.Intents.none()
        intents.guilds = True
        intents.members = members
        # That somebody wrote, without the words: those would need the intent of message content.
        intents.guild_messages = activity
        super().__init__(
            intents=intents,
            http_trace=watching(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=settle,
        )
        self._events = events

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        await self._events.interaction(interaction)

    async def on_member_join(self, member: discord.Member) -> None:
        await self._events.joined(member.guild.id, member.id, member.display_name, str(member.joined_at or ""))

    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        await self._events.left(payload.guild_id, payload.user.id)

    async def on_message(self, message: discord.Message) -> None:
        """Only that a person wrote in a server; nothing of the message is looked at."""
        if message.guild and not message.author.bot and message.webhook_id is None:
            await self._events.wrote(message.guild.id, message.author.id)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """An invitation; a server that was merely unavailable comes back as another event."""
        await self._events.added(guild.id, guild.name)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Only a real removal: a server that is merely unavailable comes back, and nothing is told."""
        await self._events.removed(guild.id)


class Gateway:
    """Keeps one `Client` connected. ``ended`` is done when that is not possible any more."""

    def __init__(self, build: Callable[[], Client], token: str) -> None:
        self._build = build
        self._token = token
        self._task: asyncio.Task[None] | None = None
        self._starts: deque[float] = deque(maxlen=STARTS)
        self.client = build()

    async def login(self) -> None:
        """Enough to send; raises `Problem` for what an operator must mend."""
        await self._login()

    def connected(self) -> bool:
        """Whether events come in now, over every shard."""
        shards = self.client.shards.values()
        return self.client.is_ready() and bool(shards) and not any(one.is_closed() for one in shards)

    def connections(self) -> int:
        """How many shards are open."""
        return sum(not one.is_closed() for one in self.client.shards.values())

    async def start(self, ready: Callable[[], Awaitable[None]]) -> None:
        """Log in, connect and wait until all servers are known; raises `Problem` for what an operator must mend."""
        await self._login()
        self._task = asyncio.create_task(self._watch())
        waiting = asyncio.ensure_future(self.client.wait_until_ready())
        try:
            await asyncio.wait({waiting, self._task}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        try:
            if self._task.done():
                await self._task
            await ready()
        except BaseException:
            await self.stop()
            raise

    async def ended(self) -> None:
        """Returns after `stop`; raises `Problem` when the connection is lost for good, so that the process ends."""
        if self._task:
            await asyncio.wait({self._task})  # whoever stops waiting does not end the connection
            if not self._task.cancelled():
                self._task.result()

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.client.close()

    async def _login(self) -> None:
        try:
            await self.client.login(self._token)
        except discord.LoginFailure:
            await self.client.close()
            said = "DISCORD_TOKEN is not accepted by Discord: copy it once more from the developer pages, Bot."
            raise Problem(said) from None
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            await self.client.close()
            raise Problem(f"Discord cannot be reached ({error}): check the network and DISCORD_API_URL.") from error

    async def _watch(self) -> None:
        """Connected for as long as it is possible. An event that the library cannot read ends only a connection."""
        while True:
            try:
                await self.client.connect()
                return
            except discord.PrivilegedIntentsRequired:
                said = "DISCORD_MEMBERS is yes, but the Server Members Intent is off in the developer pages, Bot."
                raise Problem(said) from None
            except Exception as error:
                log.exception("the connection to Discord ended")
                self._count(error)
            await self.client.close()
            await asyncio.sleep(PAUSE)
            self.client = self._build()
            await self._login()

    def _count(self, error: Exception) -> None:
        self._starts.append(time.monotonic())
        if len(self._starts) == STARTS and self._starts[-1] - self._starts[0] < SPAN:
            raise Problem(f"The connection to Discord ended {STARTS} times in a few minutes ({error}).") from error
