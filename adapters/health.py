"""/livez, /readyz and /metrics, on a port of their own."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from aiohttp import web

from adapters.readiness import PATIENCE
from bot.errors import Problem, StorageDown

if TYPE_CHECKING:
    from adapters.metrics import Metrics
    from adapters.readiness import Watched

WRITTEN = "text/plain; version=0.0.4; charset=utf-8"


class Health:
    """Answers those who watch: a supervisor, a load balancer, Prometheus."""

    def __init__(self, watched: Watched, metrics: Metrics) -> None:
        self._watched = watched
        self._metrics = metrics

    async def live(self, _: web.Request) -> web.Response:
        """This process answers; whether it can work is another question, and a restart would not help there."""
        return web.Response(text="alive\n")

    async def ready(self, _: web.Request) -> web.Response:
        faults = await self._watched.faults()
        said = {"ready": not faults, "faults": [asdict(one) for one in faults]}
        return web.json_response(said, status=503 if faults else 200)

    async def metrics(self, _: web.Request) -> web.Response:
        watched = self._watched
        try:
            async with asyncio.timeout(PATIENCE):
                found = await watched.store.read(lambda work: work.backlog.waiting())
            self._metrics.see_backlog(found, watched.clock.now())
        except (StorageDown, TimeoutError):
            self._metrics.see_backlog((), watched.clock.now())  # no numbers rather than old ones
        self._metrics.see_loops(watched.loops.all, time.monotonic())
        for line in watched.lines:
            self._metrics.see_platform(line.platform, connected=line.connected(), lines=line.connections())
        return web.Response(body=self._metrics.written(), headers={"Content-Type": WRITTEN})


@asynccontextmanager
async def answering(health: Health, host: str, port: int) -> AsyncIterator[None]:
    """Answers meanwhile; not at all with port 0."""
    if not port:
        yield
        return
    site = web.Application()
    site.add_routes(
        [web.get("/livez", health.live), web.get("/readyz", health.ready), web.get("/metrics", health.metrics)]
    )
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise Problem(
                f"Health cannot be told on {host}:{port} ({why}): set HEALTH_PORT to a free port, or to 0 for none."
            ) from None
        yield
    finally:
        await runner.cleanup()
