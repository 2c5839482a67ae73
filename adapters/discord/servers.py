"""What the library knows of a server: where the bot can post, what it lacks there, and who coordinates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import discord

from adapters.discord.calls import Permission, needed
from adapters.discord.inbound import COORDINATES, PLATFORM
from bot.identity import Person, Place

POSTING = int(Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES)
OURS = ("mentor", "mansarda")


@dataclass(frozen=True, slots=True)
class Lack:
    """A channel, and the permissions that the bot misses there, as Discord's settings name them."""

    place: Place
    permissions: tuple[str, ...]


def usable(guild: discord.Guild | None) -> tuple[Place, ...]:
    """The channels in which the bot can post, in Discord's order."""
    held = _held(guild) if guild else ()
    return tuple(_place(one) for one, bits in held if bits & POSTING == POSTING)


def lacking(guild: discord.Guild) -> tuple[Lack, ...]:
    """Every channel where the bot may not do something that it needs; channels it cannot see are meant to be so."""
    seen = ((one, bits) for one, bits in _held(guild) if bits & Permission.VIEW_CHANNEL)
    missed = ((one, needed() & ~Permission(bits & int(needed()))) for one, bits in seen)
    return tuple(Lack(_place(one), _names(bits)) for one, bits in missed if bits)


def parent_of(guild: discord.Guild, beside: Place | None = None) -> discord.TextChannel | None:
    """Where private threads belong: the programme's channel, one named after it, else the first one."""
    places = usable(guild)
    ours = (one for one in places if one == beside or (beside not in places and any(name in one.name for name in OURS)))
    chosen = next(ours, places[0] if places else None)
    channel = guild.get_channel(int(chosen.id)) if chosen else None
    return channel if isinstance(channel, discord.TextChannel) else None


def coordinates(guild: discord.Guild | None, person: Person, roles: Sequence[str]) -> bool:
    """Who may manage the server coordinates the programme."""
    if guild is None:
        return False
    held = [guild.default_role.id, *map(int, roles)]
    allowed = (role.permissions.value for id in held if (role := guild.get_role(id)))
    return guild.owner_id == int(person.id) or any(bits & int(COORDINATES) for bits in allowed)


def _held(guild: discord.Guild) -> Iterator[tuple[discord.TextChannel, int]]:
    return ((one, one.permissions_for(guild.me).value) for one in guild.text_channels if guild.me is not None)


def _place(one: discord.TextChannel) -> Place:
    return Place(PLATFORM, str(one.id), one.name)


def _names(bits: Permission) -> tuple[str, ...]:
    return tuple((one.name or "").replace("_", " ").title() for one in Permission if one & bits)
