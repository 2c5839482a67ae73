"""Slack's deliveries over HTTP: the signature comes before everything else."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiohttp import web
from slack_bolt.async_app import AsyncBoltRequest

from adapters.slack.signing import WINDOW, genuine
from bot.errors import Problem

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.response import BoltResponse

log = logging.getLogger(__name__)

PATH = "/slack/events"
LARGEST = 1_000_000
"""Bytes of a delivery; Slack's largest, a view with all its answers, has 250 kB."""
OK = 200
CLOSING = 5.0
"""Seconds that a stop waits for requests under way."""


class Http:
    """`adapters.slack.adapter.Door`."""

    def __init__(self, secret: str, host: str, port: int, routes: Sequence[web.RouteDef] = ()) -> None:
        self._secret = secret
        self._host = host
        self._port = port
        self._routes = routes
        self._app: AsyncApp | None = None
        self._runner: web.AppRunner | None = None
        self._seen: dict[str, tuple[float, asyncio.Future[web.Response]]] = {}

    async def open(self, app: AsyncApp) -> None:
        self._app = app
        site = web.Application(client_max_size=LARGEST)
        site.add_routes([web.post(PATH, self._take), web.get("/health", _healthy), *self._routes])
        # A body is taken as it is signed, so nothing is unpacked before.
        self._runner = web.AppRunner(site, access_log=None, auto_decompress=False, shutdown_timeout=CLOSING)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise Problem(
                f"Port {self._port} cannot be used ({error.strerror}): set PORT to one that is free."
            ) from None

    async def close(self) -> None:
        runner, self._runner = self._runner, None
        if runner:
            await runner.cleanup()

    def connections(self) -> int:
        return 1 if self._runner else 0

    async def _take(self, request: web.Request) -> web.Response:
        if (request.content_length or 0) > LARGEST:
            raise web.HTTPRequestEntityTooLarge(LARGEST, request.content_length or 0)
        body = await request.read()
        if request.headers.get("Content-Encoding") or not genuine(self._secret, request.headers, body, time.time()):
            log.warning("a delivery was not signed by Slack")
            return web.Response(status=401)
        return await self._once(request, body)

    async def _once(self, request: web.Request, body: bytes) -> web.Response:
        """The very same request again is given the first one's answer, unless that was a failure."""
        now, key = time.time(), request.headers["X-Slack-Signature"]
        self._seen = {one: known for one, known in self._seen.items() if now - known[0] <= 2 * WINDOW}
        if key not in self._seen:
            self._seen[key] = (now, asyncio.ensure_future(self._dispatch(request, body)))
        answer = await asyncio.shield(self._seen[key][1])
        if answer.status != OK:
            self._seen.pop(key, None)  # Slack tells it again, perhaps in the same second
        return web.Response(status=answer.status, body=answer.body, headers=answer.headers)

    async def _dispatch(self, request: web.Request, body: bytes) -> web.Response:
        taken = read(request, body)
        if taken is None:  # signed, and yet nothing that Slack would send
            return web.Response(status=400)
        if self._app is None:
            return web.Response(status=503)
        return answered(await self._app.async_dispatch(taken))


def read(request: web.Request, body: bytes) -> AsyncBoltRequest | None:
    """The delivery as Bolt wants it; None where it cannot be read."""
    try:
        text = body.decode("utf-8")
        return AsyncBoltRequest(body=text, query=request.query_string, headers=dict(request.headers)) if text else None
    except (ValueError, TypeError, AttributeError, KeyError):
        return None


def answered(response: BoltResponse) -> web.Response:
    """Bolt's answer as the web server's."""
    headers = [(name, value) for name, values in response.headers.items() for value in values]
    kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
    answer = web.Response(status=response.status, body=(response.body or "").encode())
    for name, value in kept:
        if name.lower() == "content-type":
            answer.headers["Content-Type"] = value
        else:
            answer.headers.add(name, value)
    return answer


async def _healthy(_: web.Request) -> web.Response:
    return web.Response(text="ok")
