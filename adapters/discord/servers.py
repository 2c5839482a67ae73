"""What the library knows of a server: where the bot can post, what it lacks there, and who coordinates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import discord

from adapters.discord.calls import Permission
from adapters.discord.inbound import COORDINATES, PLATFORM
from bot.identity import Person, Place
from bot.ports import Ability

POSTING = int(Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES)
OURS = ("mentor", "mansarda")


ABILITIES: Mapping[Ability, Permission] = {
    Ability.SEE: Permission.VIEW_CHANNEL,
    Ability.WRITE: Permission.SEND_MESSAGES,
    Ability.FILES: Permission.ATTACH_FILES,
    Ability.HISTORY: Permission.READ_MESSAGE_HISTORY,
    Ability.SPACES: Permission.CREATE_PRIVATE_THREADS,
    Ability.WRITE_IN_SPACES: Permission.SEND_MESSAGES_IN_THREADS,
}


def usable(guild: discord.Guild | None) -> tuple[Place, ...]:
    """The channels in which the bot can post, in Discord's order."""
    held = _held(guild) if guild else ()
    return tuple(_place(one) for one, bits in held if bits & POSTING == POSTING)


def lacking(guild: discord.Guild | None, place: Place) -> frozenset[Ability] | None:
    """What the bot may not do in this channel; None where there is no such channel."""
    held = next((bits for one, bits in _held(guild) if str(one.id) == place.id), None) if guild else None
    if held is None:
        return None
    return frozenset(ability for ability, bit in ABILITIES.items() if not held & bit)


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
