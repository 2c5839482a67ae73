"""What Slack is made of: people, conversations, messages, views and what was handed out once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Body = Mapping[str, Any]


@dataclass
class User:
    id: str
    name: str
    real_name: str
    team: str
    locale: str = "en-US"
    tz: str = "Europe/Rome"
    admin: bool = False
    owner: bool = False
    guest: bool = False
    bot: bool = False
    deleted: bool = False
    home_team: str = ""
    """The person's own workspace, where it is another."""
    teams: tuple[str, ...] = ()
    """The workspaces of an organisation in which the person is."""
    takes_messages: bool = True

    def told(self) -> dict[str, Any]:
        """As Slack tells it."""
        return {
            "id": self.id,
            "team_id": self.home_team or self.team,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deleted,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": 3600,
            "profile": {"real_name": self.real_name, "display_name": self.real_name},
            "is_admin": self.admin,
            "is_owner": self.owner,
            "is_primary_owner": False,
            "is_restricted": self.guest,
            "is_ultra_restricted": False,
            "is_bot": self.bot,
            "is_stranger": bool(self.home_team) and self.team not in self.teams,
            **({"enterprise_user": {"id": self.id, "teams": list(self.teams)}} if self.teams else {}),
        }


@dataclass
class Channel:
    id: str
    name: str
    kind: Literal["public", "private", "im", "mpim"]
    team: str
    members: tuple[str, ...] = ()
    bot: bool = True
    """Whether the bot is in it."""
    archived: bool = False


@dataclass
class Message:
    ts: str
    channel: str
    author: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    metadata: Body | None = None
    only_for: str | None = None
    deleted: bool = False
    edited: bool = False
    response_url: str = ""
    files: list[str] = field(default_factory=list)
    """Ids of what is attached."""

    def told(self, *, metadata: bool = False) -> dict[str, Any]:
        found: dict[str, Any] = {
            "type": "message",
            "ts": self.ts,
            "user": self.author,
            "text": self.text,
            "blocks": self.blocks,
        }
        return {**found, "metadata": self.metadata} if metadata and self.metadata else found


@dataclass
class Stored:
    """A file: the bot's own, or what somebody attached to a form."""

    id: str
    team: str
    by: str
    name: str
    data: bytes = b""
    complete: bool = False

    def told(self, address: str) -> dict[str, Any]:
        url = f"{address}/files/{self.id}"
        return {
            "id": self.id,
            "name": self.name,
            "user": self.by,
            "size": len(self.data),
            "mode": "hosted",
            "url_private": url,
            "url_private_download": url,
        }


@dataclass
class View:
    """A modal that somebody has open, or their App Home; ``state`` is what they have filled in."""

    id: str
    user: str
    team: str
    body: dict[str, Any]
    hash: str
    previous: str | None = None
    root: str = ""
    """The lowest of the stack."""
    state: dict[str, dict[str, Any]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        return {
            **self.body,
            "id": self.id,
            "team_id": self.team,
            "hash": self.hash,
            "previous_view_id": self.previous,
            "root_view_id": self.root or self.id,
            "state": {"values": self.state},
        }


@dataclass
class Trigger:
    user: str
    team: str
    at: float
    used: bool = False
    view: str = ""
    """The modal in which it was made."""


@dataclass
class ResponseUrl:
    user: str
    channel: str
    at: float
    ts: str = ""
    uses: int = 0


@dataclass
class Installed:
    """A workspace's bot: its token and what it was granted."""

    team: str
    name: str
    token: str
    bot_user: str
    scopes: frozenset[str]
    bot_id: str = "B1"
    revoked: str = ""
    """The error that every call meets."""


@dataclass(frozen=True)
class Fault:
    """The next call of this method fails so.

    ``error``: Slack's word, or "500", "lost", "429". ``done``: it was carried out first, and only the answer is bad.
    """

    method: str
    error: str
    done: bool = False
