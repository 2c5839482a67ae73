"""What there is: servers, people, channels, threads, messages. No network."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

EPOCH = 1_420_070_400_000
ADMINISTRATOR = 1 << 3
VIEW, SEND, SEND_THREADS = 1 << 10, 1 << 11, 1 << 38
MANAGE_THREADS = 1 << 34
ATTACH, HISTORY, PRIVATE_THREADS = 1 << 15, 1 << 16, 1 << 36
EVERYTHING = (1 << 50) - 1
PEOPLE = VIEW | SEND | HISTORY | SEND_THREADS
COORDINATION = 1 << 5
TEXT, DIRECT, PRIVATE_THREAD = 0, 1, 12
EPHEMERAL = 1 << 6


@dataclass
class Someone:
    id: str
    name: str
    bot: bool = False
    dms_open: bool = True
    locale: str = "en-US"


@dataclass
class Guild:
    id: str
    name: str
    owner: str
    roles: dict[str, int] = field(default_factory=dict)  # id → permissions
    members: dict[str, list[str]] = field(default_factory=dict)  # user → roles
    unavailable: bool = False


@dataclass
class Channel:
    id: str
    kind: int
    name: str = ""
    guild: str = ""
    parent: str = ""
    members: set[str] = field(default_factory=set)
    denied: dict[str, int] = field(default_factory=dict)  # role or user → permissions taken away here
    archived: bool = False
    owner: str = ""


@dataclass
class Message:
    id: str
    channel: str
    author: str
    content: str
    components: list[dict[str, Any]] = field(default_factory=list)
    flags: int = 0
    attachments: list[dict[str, Any]] = field(default_factory=list)
    pings: set[str] = field(default_factory=set)
    nonce: str = ""
    only_for: str = ""
    answer: bool = False
    asked_by: str = ""
    edited: bool = False
    deleted: bool = False


class Refusal(Exception):
    """What Discord answers instead: status, code (opcodes-and-status-codes.mdx), words."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
UNKNOWN_MEMBER = (404, 10007, "Unknown Member")
MISSING_ACCESS = (403, 50001, "Missing Access")
MISSING_PERMISSIONS = (403, 50013, "Missing Permissions")


class Town:
    """Everything by its id. ``now`` says the time that ids carry, in seconds."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self._last = 0
        self.people: dict[str, Someone] = {}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, Message] = {}
        self.bot = self.person("Mansarda", bot=True)
        self.application = self.id()

    def id(self) -> str:
        """A snowflake of this instant, larger than every one before."""
        self._last = max(self._last + 1, (int(self.now() * 1000) - EPOCH) << 22)
        return str(self._last)

    def person(self, name: str, *, bot: bool = False, locale: str = "en-US") -> Someone:
        one = Someone(self.id(), name, bot, locale=locale)
        self.people[one.id] = one
        return one

    def guild(self, name: str, bot_permissions: int, *, shard: int = 0, shards: int = 1) -> Guild:
        """A server with the bot in it; people get their permissions by a role, and everyone alone has none."""
        owner, id = self.person("Owner"), self.id()
        while (int(id) >> 22) % shards != shard:
            id = str(int(id) + (1 << 22))
        self._last = max(self._last, int(id))
        guild = Guild(id, name, owner.id, {id: 0})
        self.guilds[id] = guild
        guild.members[owner.id] = []
        guild.members[self.bot.id] = [self.role(guild, bot_permissions)]
        return guild

    def role(self, guild: Guild, permissions: int) -> str:
        id = self.id()
        guild.roles[id] = permissions
        return id

    def join(self, guild: Guild, person: Someone, *, coordinator: bool = False) -> None:
        permissions = PEOPLE | (COORDINATION if coordinator else 0)
        role = next((id for id, held in guild.roles.items() if held == permissions), None)
        guild.members[person.id] = [role or self.role(guild, permissions)]

    def channel(self, guild: Guild, name: str) -> Channel:
        one = Channel(self.id(), TEXT, name, guild.id)
        self.channels[one.id] = one
        return one

    def direct(self, person: str) -> Channel:
        for one in self.channels.values():
            if one.kind == DIRECT and person in one.members:
                return one
        one = Channel(self.id(), DIRECT, members={person, self.bot.id})
        self.channels[one.id] = one
        return one

    def post(self, channel: Channel, author: str, content: str) -> Message:
        """A message without any check; reaching a thread wakes it."""
        said = Message(self.id(), channel.id, author, content)
        self.messages[said.id] = said
        channel.archived = False
        return said

    # who may what

    def permissions(self, user: str, channel: Channel) -> int:
        if channel.kind == DIRECT:
            return EVERYTHING if user in channel.members else 0
        guild = self.guilds[channel.guild]
        if user not in guild.members:
            return 0
        roles = [guild.id, *guild.members[user]]
        held = EVERYTHING if user == guild.owner else 0
        for role in roles:
            held |= guild.roles[role]
        if held & ADMINISTRATOR:
            return EVERYTHING
        above = self.channels[channel.parent] if channel.parent else channel
        for id in (*roles, user):
            held &= ~above.denied.get(id, 0)
        inside = channel.kind != PRIVATE_THREAD or user in channel.members or held & MANAGE_THREADS
        return held if inside else 0

    def sees(self, user: str, channel: Channel) -> bool:
        return bool(self.permissions(user, channel) & VIEW)

    def reachable(self, id: str, needs: int) -> Channel:
        """The channel, when the bot has these permissions there; raises what Discord answers otherwise."""
        channel = self.channels.get(id)
        if channel is None:
            raise Refusal(*UNKNOWN_CHANNEL)
        held = self.permissions(self.bot.id, channel)
        if not held & VIEW:
            raise Refusal(*MISSING_ACCESS)
        if held & needs != needs:
            raise Refusal(*MISSING_PERMISSIONS)
        return channel

    def read(self, user: str, channel: Channel) -> list[Message]:
        """What this person sees there, in order."""
        if not self.sees(user, channel):
            return []
        here = [one for one in self.messages.values() if one.channel == channel.id and not one.deleted]
        return sorted((one for one in here if one.only_for in ("", user)), key=lambda one: int(one.id))


def stamp(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def born(id: str) -> str:
    return stamp(((int(id) >> 22) + EPOCH) / 1000)


def attachment(one: Mapping[str, Any], id: str, size: int) -> dict[str, Any]:
    url = f"https://cdn.discordapp.com/attachments/1/{id}/{one['filename']}"
    shown = {"id": id, "filename": one["filename"], "size": size, "url": url, "proxy_url": url}
    return shown | ({"description": one["description"]} if one.get("description") else {})
