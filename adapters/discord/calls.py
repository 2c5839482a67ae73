"""Every request the adapter can make, each with the permissions it needs; the invitation is their sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntFlag
from functools import reduce
from operator import or_
from urllib.parse import urlencode

SCOPES = ("bot", "applications.commands")
INVITATION = "https://discord.com/oauth2/authorize"


class Permission(IntFlag):
    """topics/permissions.mdx, the bits that are used here or that say who coordinates."""

    ADMINISTRATOR = 1 << 3
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38


NONE = Permission(0)
HERE = Permission.VIEW_CHANNEL
WRITE = HERE | Permission.SEND_MESSAGES | Permission.SEND_MESSAGES_IN_THREADS


@dataclass(frozen=True, slots=True)
class Call:
    """One of Discord's requests. ``ids`` in the path are named as the library's rate limits know them."""

    method: str
    path: str
    needs: Permission = NONE


SEND = Call("POST", "/channels/{channel_id}/messages", WRITE)
SEND_FILES = Call("POST", "/channels/{channel_id}/messages", WRITE | Permission.ATTACH_FILES)
HISTORY = Call("GET", "/channels/{channel_id}/messages", HERE | Permission.READ_MESSAGE_HISTORY)
EDIT = Call("PATCH", "/channels/{channel_id}/messages/{message_id}", HERE)
DELETE = Call("DELETE", "/channels/{channel_id}/messages/{message_id}", HERE)
DIRECT = Call("POST", "/users/@me/channels")
MEMBER = Call("GET", "/guilds/{guild_id}/members/{user_id}")
THREAD = Call(
    "POST",
    "/channels/{channel_id}/threads",
    HERE | Permission.CREATE_PRIVATE_THREADS | Permission.SEND_MESSAGES_IN_THREADS,
)
THREAD_MEMBER = Call(
    "PUT", "/channels/{channel_id}/thread-members/{user_id}", HERE | Permission.SEND_MESSAGES_IN_THREADS
)
WAKE = Call("PATCH", "/channels/{channel_id}", HERE | Permission.SEND_MESSAGES_IN_THREADS)
ACTIVE_THREADS = Call("GET", "/guilds/{guild_id}/threads/active", HERE)
OLD_THREADS = Call(
    "GET", "/channels/{channel_id}/users/@me/threads/archived/private", HERE | Permission.READ_MESSAGE_HISTORY
)
COMMANDS = Call("GET", "/applications/{application_id}/commands")
PUT_COMMAND = Call("POST", "/applications/{application_id}/commands")
DROP_COMMAND = Call("DELETE", "/applications/{application_id}/commands/{command_id}")
CALLBACK = Call("POST", "/interactions/{webhook_id}/{webhook_token}/callback")
FOLLOW_UP = Call("POST", "/webhooks/{webhook_id}/{webhook_token}")
EDIT_ANSWER = Call("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}")
DROP_ANSWER = Call("DELETE", "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}")


def calls() -> Iterator[Call]:
    """All of them."""
    return (one for one in globals().values() if isinstance(one, Call))


def needed() -> Permission:
    """What the code uses, and nothing else."""
    return reduce(or_, (one.needs for one in calls()), NONE)


def invitation(application: str) -> str:
    """The address that lets an operator invite the bot into their server."""
    query = {"client_id": application, "scope": " ".join(SCOPES), "permissions": int(needed()), "integration_type": 0}
    return f"{INVITATION}?{urlencode(query)}"
