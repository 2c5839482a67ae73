"""The stand-in as a whole: two addresses on loopback, and what a test can order."""

from __future__ import annotations

import asyncio
import contextlib

from aiohttp import web

from tests.standins.discord.gateway import Gateway
from tests.standins.discord.rest import PREFIX, Rest
from tests.standins.discord.town import Town

LOOPBACK = "127.0.0.1"
TOKEN = "MTIz.stand-in.token"


class Standin:
    def __init__(self, town: Town, *, shards: int = 1) -> None:
        self.town = town
        self.rest = Rest(town, TOKEN, shards)
        self.gateway = Gateway(town, TOKEN, shards)
        self._runners: dict[str, web.AppRunner] = {}
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self._port}{PREFIX}"

    @property
    def cdn(self) -> str:
        return f"http://{LOOPBACK}:{self._port}/cdn/"

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/", self.gateway.handle)
        port = await self._serve("gateway", app, 0)
        self.gateway.url = self.rest.gateway_url = f"ws://{LOOPBACK}:{port}"
        await self.listen()

    async def listen(self) -> None:
        """REST answers, from now on or again."""
        if "rest" not in self._runners:
            app = web.Application(client_max_size=1 << 24)
            app.router.add_get("/cdn/ephemeral-attachments/{id}/{name}", self.rest.file)
            app.router.add_route("*", "/{path:.*}", self.rest.handle)
            self._port = await self._serve("rest", app, self._port)

    async def go_deaf(self) -> None:
        """REST takes no connection any more, until it listens again."""
        await self._runners.pop("rest").cleanup()
        with contextlib.suppress(ConnectionRefusedError):
            await asyncio.open_connection(LOOPBACK, self._port)
            raise AssertionError("somebody still listens")

    async def stop(self) -> None:
        for one in list(self.gateway.open):
            await one.ws.close()
        for runner in self._runners.values():
            await runner.cleanup()

    async def _serve(self, name: str, app: web.Application, port: int) -> int:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, LOOPBACK, port).start()
        self._runners[name] = runner
        return int(runner.addresses[0][1])

    def complaints(self) -> list[str]:
        """What the vendor's schemas have to say about requests, replies and events."""
        return [*self.rest.complaints, *self.gateway.complaints]
