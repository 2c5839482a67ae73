"""How Discord writes down what there is: the JSON of users, members, servers, channels, messages."""

from __future__ import annotations

from typing import Any

from tests.standins.discord.town import (
    DIRECT,
    PRIVATE_THREAD,
    Channel,
    Guild,
    Message,
    Someone,
    Town,
    born,
)

JOINED = "2026-01-05T10:00:00+00:00"


def user(one: Someone) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": one.id,
        "username": one.name.lower(),
        "avatar": None,
        "discriminator": "0",
        "public_flags": 0,
        "flags": 0,
        "global_name": one.name,
        "primary_guild": None,
    }
    return shown | ({"bot": True} if one.bot else {})


def _plain_user(one: Someone) -> dict[str, Any]:
    """A user inside a gateway event, which knows fewer keys."""
    return {key: value for key, value in user(one).items() if key != "primary_guild"}


def told_user(one: Someone) -> dict[str, Any]:
    return _plain_user(one)


def attachment(id: str, name: str, data: bytes, cdn: str) -> dict[str, Any]:
    """A file of a form, under an address that is Discord's own."""
    url = f"{cdn}ephemeral-attachments/{id}/{name}"
    return {"id": id, "filename": name, "size": len(data), "url": url, "proxy_url": url, "ephemeral": True}


def member(town: Town, guild: Guild, id: str) -> dict[str, Any]:
    return {
        "user": user(town.people[id]),
        "nick": None,
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "flags": 0,
        "joined_at": JOINED,
        "pending": False,
        "premium_since": None,
        "roles": guild.members[id],
        "mute": False,
        "deaf": False,
    }


def told_member(town: Town, guild: Guild, id: str) -> dict[str, Any]:
    """A member inside a gateway event."""
    shown = member(town, guild, id)
    return {**shown, "user": _plain_user(town.people[id])}


def ready(town: Town, session: str, url: str, shard: tuple[int, int], guilds: list[Guild]) -> dict[str, Any]:
    return {
        "v": 10,
        "user": {**_plain_user(town.bot), "mfa_enabled": True, "verified": True, "email": None},
        "guilds": [{"id": one.id, "unavailable": True} for one in guilds],
        "session_id": session,
        "resume_gateway_url": url,
        "shard": list(shard),
        "application": {"id": town.application, "flags": 0, "flags_new": "0"},
    }


def guild(town: Town, one: Guild) -> dict[str, Any]:
    """As after a connection: without the members intent, only the bot stands among the members."""
    empty = dict.fromkeys(
        [
            "afk_channel_id",
            "application_id",
            "banner",
            "description",
            "discovery_splash",
            "hub_type",
            "icon",
            "incidents_data",
            "public_updates_channel_id",
            "rules_channel_id",
            "safety_alerts_channel_id",
            "splash",
            "system_channel_id",
            "vanity_url_code",
        ]
    )
    lists = dict.fromkeys(
        [
            "emojis",
            "features",
            "guild_scheduled_events",
            "presences",
            "soundboard_sounds",
            "stage_instances",
            "stickers",
            "voice_states",
        ]
    )
    numbers = dict.fromkeys(
        [
            "default_message_notifications",
            "explicit_content_filter",
            "mfa_level",
            "nsfw_level",
            "premium_tier",
            "system_channel_flags",
            "verification_level",
        ],
        0,
    )
    mine = [channel(town, place) for place in town.channels.values() if place.guild == one.id and not place.parent]
    return {
        **empty,
        **{name: [] for name in lists},
        **numbers,
        "afk_timeout": 300,
        "id": one.id,
        "name": one.name,
        "owner_id": one.owner,
        "joined_at": JOINED,
        "large": False,
        "unavailable": False,
        "member_count": len(one.members),
        "preferred_locale": "en-US",
        "premium_progress_bar_enabled": False,
        "roles": [role(one, id, at) for at, id in enumerate(one.roles)],
        "channels": mine,
        "threads": [],
        "members": [told_member(town, one, town.bot.id)] if town.bot.id in one.members else [],
    }


def role(one: Guild, id: str, position: int) -> dict[str, Any]:
    return {
        "id": id,
        "name": "@everyone" if id == one.id else f"role-{position}",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": position,
        "permissions": str(one.roles[id]),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def channel(town: Town, one: Channel) -> dict[str, Any]:
    if one.kind == DIRECT:
        person = next(town.people[id] for id in one.members if id != town.bot.id)
        return {"id": one.id, "type": DIRECT, "flags": 0, "last_message_id": None, "recipients": [user(person)]}
    if one.kind == PRIVATE_THREAD:
        return thread(town, one)
    return {
        "id": one.id,
        "type": one.kind,
        "flags": 0,
        "guild_id": one.guild,
        "name": one.name,
        "nsfw": False,
        "parent_id": None,
        "permission_overwrites": [
            {"id": id, "type": int(id in town.people), "allow": "0", "deny": str(denied)}
            for id, denied in one.denied.items()
        ],
        "position": 0,
        "topic": None,
    }


def thread(town: Town, one: Channel) -> dict[str, Any]:
    messages = len([said for said in town.messages.values() if said.channel == one.id])
    return {
        "id": one.id,
        "type": PRIVATE_THREAD,
        "flags": 0,
        "guild_id": one.guild,
        "parent_id": one.parent,
        "owner_id": one.owner,
        "name": one.name,
        "last_message_id": None,
        "rate_limit_per_user": 0,
        "message_count": messages,
        "member_count": len(one.members),
        "total_message_sent": messages,
        "thread_metadata": {
            "archived": one.archived,
            "archive_timestamp": born(one.id),
            "auto_archive_duration": 10080,
            "locked": False,
            "create_timestamp": born(one.id),
            "invitable": False,
        },
    }


def components(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every component gets a number where it brought none; the numbers given are left out of the counting."""
    taken = {row["id"] for row in given if row.get("id")}
    numbers = (number for number in range(1, 200) if number not in taken)
    shown = []
    for row in given:
        id = row.get("id") or next(numbers)
        shown.append({**row, "id": id, "components": [{**one, "id": next(numbers)} for one in row["components"]]})
    return shown


def message(town: Town, one: Message, *, nonce: bool = False) -> dict[str, Any]:
    """As REST gives it; the nonce stands only in the answer to the sending itself."""
    shown: dict[str, Any] = {
        "type": 0,
        "id": one.id,
        "channel_id": one.channel,
        "author": user(town.people[one.author]),
        "content": one.content,
        "mentions": [user(town.people[id]) for id in sorted(one.pings) if id in town.people],
        "mention_roles": [],
        "mention_everyone": "everyone" in one.pings,
        "attachments": one.attachments,
        "embeds": [],
        "timestamp": born(one.id),
        "edited_timestamp": born(town.id()) if one.edited else None,
        "flags": one.flags,
        "components": one.components,
        "pinned": False,
        "tts": False,
    }
    if one.answer:
        asker = user(town.people[one.asked_by])
        owners: dict[str, str] = {}
        shown["interaction_metadata"] = {
            "id": one.id,
            "type": 2,
            "user": asker,
            "authorizing_integration_owners": owners,
        }
    return shown | ({"nonce": one.nonce} if nonce and one.nonce else {})


def told_message(town: Town, one: Message) -> dict[str, Any]:
    """A message inside an interaction."""
    shown = message(town, one)
    mentions = [{key: value for key, value in person.items() if key != "primary_guild"} for person in shown["mentions"]]
    shown.pop("interaction_metadata", None)
    return {**shown, "author": _plain_user(town.people[one.author]), "mentions": mentions}


def _where(town: Town, place: Channel) -> dict[str, Any]:
    """The place inside an interaction, where a direct conversation does not say with whom."""
    return {key: value for key, value in channel(town, place).items() if key != "recipients"}


def interaction(town: Town, who: Someone, place: Channel, kind: int, data: dict[str, Any]) -> dict[str, Any]:
    id = town.id()
    shown: dict[str, Any] = {
        "id": id,
        "application_id": town.application,
        "type": kind,
        "token": f"token-{id}",
        "version": 1,
        "channel_id": place.id,
        "channel": _where(town, place),
        "locale": who.locale,
        "app_permissions": str(town.permissions(town.bot.id, place)),
        "entitlements": [],
        "attachment_size_limit": 10485760,
        "data": data,
    }
    if place.kind == DIRECT:
        return {**shown, "user": _plain_user(who), "context": 1, "authorizing_integration_owners": {"0": "0"}}
    home = town.guilds[place.guild]
    here = told_member(town, home, who.id) | {"permissions": str(town.permissions(who.id, place))}
    return {
        **shown,
        "guild_id": home.id,
        "guild": {"id": home.id, "locale": "en-US", "features": []},
        "guild_locale": "en-US",
        "member": here,
        "context": 0,
        "authorizing_integration_owners": {"0": home.id},
    }
