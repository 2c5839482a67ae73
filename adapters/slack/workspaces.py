"""The workspaces that the bot is in: which token speaks for each, asked of Slack once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.api import Uninstalled, Web
from bot.errors import Revoked


class Tokens(Protocol):
    """Where tokens are kept."""

    async def token(self, team: str, enterprise: str = "") -> str | None: ...
    async def teams(self) -> Sequence[str]:
        """The workspaces of which there is a token, as far as that can be said without asking Slack."""

    async def forget(self, team: str, enterprise: str = "") -> None:
        """The workspace uninstalled the bot."""

    async def close(self) -> None: ...


class OneToken:
    """The token of .env, for the one workspace that it belongs to."""

    def __init__(self, token: str) -> None:
        self._token: str | None = token

    async def token(self, team: str, enterprise: str = "") -> str | None:
        return self._token

    async def teams(self) -> Sequence[str]:
        return ()

    async def forget(self, team: str, enterprise: str = "") -> None:
        self._token = None

    async def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True)
class Workspace:
    """One workspace, and the bot's own ids in it."""

    web: Web
    client: AsyncWebClient
    team: str
    name: str
    bot_user: str
    bot_id: str
    scopes: frozenset[str]
    drop: Callable[[str], None]

    async def call(self, method: str, /, **args: Any) -> Mapping[str, Any]:
        try:
            return await self.web.call(self.client, method, **args)
        except Revoked:
            self.drop(self.team)
            raise


class Workspaces:
    def __init__(self, web: Web, tokens: Tokens) -> None:
        self.web = web
        self._tokens = tokens
        self._known: dict[str, Workspace] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def of(self, team: str, enterprise: str = "") -> Workspace:
        """Raises `Revoked` where the bot is not (any more)."""
        async with self._asking.setdefault(team, asyncio.Lock()):
            if team not in self._known:
                token = await self._tokens.token(team, enterprise) if team else None
                if token is None:
                    raise Uninstalled(f"not installed in {team}")
                found = await self._ask(token)
                if found.team != team:
                    raise Revoked(f"not installed in {team}")
                self._known[team] = found
            return self._known[team]

    async def only(self) -> Workspace:
        """The workspace of the one token there is; asked at the start, so that a wrong token is said at once."""
        token = await self._tokens.token("")
        if token is None:
            raise Revoked("no token")
        found = await self._ask(token)
        return self._known.setdefault(found.team, found)

    def drop(self, team: str) -> None:
        """Ask anew at the next use."""
        self._known.pop(team, None)

    async def all(self) -> list[str]:
        """The workspaces that the bot is in."""
        return sorted({*self._known, *await self._tokens.teams()})

    async def lost(self, team: str, enterprise: str = "") -> bool:
        """Whether the bot is not there any more; asked of Slack anew, since what it tells may be old."""
        self.drop(team)
        try:
            await self.of(team, enterprise)
        except Uninstalled:
            return True
        return False

    async def forget(self, team: str, enterprise: str = "") -> None:
        self.drop(team)
        await self._tokens.forget(team, enterprise)

    async def close(self) -> None:
        await self._tokens.close()

    async def _ask(self, token: str) -> Workspace:
        client = self.web.client(token)
        said = await self.web.call(client, "auth.test")
        scopes = frozenset(filter(None, map(str.strip, str(said["scopes"]).split(","))))
        return Workspace(
            self.web,
            client,
            said["team_id"],
            said.get("team", ""),
            said["user_id"],
            said.get("bot_id", ""),
            scopes,
            self.drop,
        )
