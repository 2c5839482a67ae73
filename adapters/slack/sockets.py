"""Socket Mode: two connections, so that one always listens while the other is renewed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

from bot.errors import PlatformError, Problem, Revoked

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from adapters.slack.api import Web

CONNECTIONS = 2  # Slack allows 10: api.slack.com/apis/connections/socket-implement
PING = 10.0
"""Seconds between signs of life; after four without one a connection is made anew."""


class Sockets:
    """`adapters.slack.adapter.Door`."""

    def __init__(self, web: Web, token: str) -> None:
        self._web = web
        self._token = token
        self._handlers: list[AsyncSocketModeHandler] = []

    async def open(self, app: AsyncApp) -> None:
        await self._allowed()
        turn = asyncio.Lock()  # one for all: they are never renewed at the same time
        for _ in range(CONNECTIONS):
            client = self._web.client(self._token)
            handler = AsyncSocketModeHandler(app, self._token, web_client=client, ping_interval=PING)
            handler.client.connect_operation_lock = turn
            self._handlers.append(handler)
            await handler.client.connect()  # type: ignore[no-untyped-call]

    async def _allowed(self) -> None:
        """The SDK would try for ever, whatever is wrong with the token."""
        try:
            await self._web.call(self._web.client(self._token), "apps.connections.open")
        except Revoked:
            raise Problem("SLACK_APP_TOKEN is not accepted by Slack: copy it anew from Basic Information.") from None
        except PlatformError as error:
            raise Problem(f"Slack gives no Socket Mode connection ({error}): is it switched on for your app?") from None

    async def close(self) -> None:
        handlers, self._handlers = self._handlers, []
        for handler in handlers:
            await handler.client.close()  # type: ignore[no-untyped-call]

    def connections(self) -> int:
        clients = [handler.client for handler in self._handlers]
        return sum(one.current_session is not None and not one.current_session.closed for one in clients)
