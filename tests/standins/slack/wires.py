"""How Slack brings its deliveries: over WebSockets, or signed over HTTP, with its repetitions."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from adapters.slack.signing import sign

WAIT = 3.0
"""Seconds that Slack waits for an acknowledgement."""
AGAIN = (0.0, 60.0, 300.0)
"""Seconds until an event that was not acknowledged is told again."""

Payload = Mapping[str, Any]


class NotAcknowledged(Exception):
    """The person reads: "/mentor failed because the app did not respond"."""


class Wire(Protocol):
    async def deliver(self, kind: str, payload: Payload, *, attempt: int = 0) -> Mapping[str, Any]:
        """One attempt; what the acknowledgement carried. Raises `NotAcknowledged`."""


async def tell(wire: Wire, payload: Payload, again: Sequence[float] = AGAIN) -> int:
    """An event, repeated until it is acknowledged; how many attempts it took, 0 where none was heard."""
    for attempt, wait in enumerate((None, *again)):
        if wait is not None:
            await asyncio.sleep(wait)
        with suppress(NotAcknowledged):
            await wire.deliver("events_api", payload, attempt=attempt)
            return attempt + 1
    return 0


class Sockets:
    """Socket Mode: each envelope goes to any one of the connections."""

    def __init__(self) -> None:
        self.connections: list[web.WebSocketResponse] = []
        self.total = 0
        self.fewest = 0
        """How many were open at the worst moment since somebody set this."""
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._next = 0
        self._runner: web.AppRunner | None = None
        self._port = 0
        self._changed = asyncio.Event()

    async def start(self) -> None:
        site = web.Application()
        site.add_routes([web.get("/link", self._link)])
        self._runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        for one in list(self.connections):
            await one.close()
        if self._runner:
            await self._runner.cleanup()

    def address(self) -> str:
        return f"ws://127.0.0.1:{self._port}/link?ticket={secrets.token_hex(8)}"

    async def connected(self, number: int, *, total: int = 0) -> None:
        """Until this many are open, and this many were ever made."""
        while len(self.connections) < number or self.total < total:
            self._changed.clear()
            await self._changed.wait()

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        hello = {"type": "hello", "num_connections": len(self.connections) + 1, "connection_info": {"app_id": "A1"}}
        await socket.send_json(hello)
        self.connections.append(socket)
        self.total += 1
        self._changed.set()
        try:
            async for message in socket:
                said = json.loads(message.data)
                waiting = self._waiting.get(said["envelope_id"])
                if waiting and not waiting.done():
                    waiting.set_result(said.get("payload") or {})
        finally:
            self.connections.remove(socket)
            self.fewest = min(self.fewest, len(self.connections))
            self._changed.set()
        return socket

    async def warn(self, socket: web.WebSocketResponse, reason: str = "refresh_requested") -> None:
        """Slack wants this connection to be made anew."""
        await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})

    async def deliver(self, kind: str, payload: Payload, *, attempt: int = 0) -> Mapping[str, Any]:
        if not self.connections:
            raise NotAcknowledged("nobody listens")
        self._next += 1
        socket = self.connections[self._next % len(self.connections)]
        envelope = secrets.token_hex(8)
        body = {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": True}
        if kind == "events_api":
            body |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        waiting = self._waiting[envelope] = asyncio.get_running_loop().create_future()
        try:
            await socket.send_json(body)
            async with asyncio.timeout(WAIT):
                return await waiting  # type: ignore[no-any-return]
        except (TimeoutError, ConnectionError):
            raise NotAcknowledged(kind) from None
        finally:
            del self._waiting[envelope]


class Signed:
    """HTTP: each delivery signed, to the address of the app."""

    def __init__(self, url: str, secret: str, clock: Callable[[], float]) -> None:
        self.url = url
        self._secret = secret
        self._clock = clock
        self._session = aiohttp.ClientSession()

    async def stop(self) -> None:
        await self._session.close()

    def request(self, kind: str, payload: Payload, attempt: int = 0) -> tuple[bytes, dict[str, str]]:
        if kind == "slash_commands":
            body, content = urlencode(payload).encode(), "application/x-www-form-urlencoded"
        elif kind == "interactive":
            body, content = urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded"
        else:
            body, content = json.dumps(payload).encode(), "application/json"
        stamp = str(int(self._clock()))
        headers = {
            "Content-Type": content,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign(self._secret, stamp, body),
        }
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        return body, headers

    async def deliver(self, kind: str, payload: Payload, *, attempt: int = 0) -> Mapping[str, Any]:
        body, headers = self.request(kind, payload, attempt)
        limit = aiohttp.ClientTimeout(total=WAIT)
        try:
            async with self._session.post(self.url, data=body, headers=headers, timeout=limit) as answer:
                text = await answer.text()
        except (TimeoutError, aiohttp.ClientError):
            raise NotAcknowledged(kind) from None
        if answer.status != 200:
            raise NotAcknowledged(f"{answer.status}")
        return json.loads(text) if text.startswith("{") else {"text": text} if text else {}
