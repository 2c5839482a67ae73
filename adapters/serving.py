"""A bot at work on its platforms: connections, delivery and ticker, begun and ended together."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import Awaitable, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from adapters.clock import ticking

if TYPE_CHECKING:
    from adapters.supervision import Loops
    from bot.app import Bot
    from bot.ports import Adapter

log = logging.getLogger(__name__)

GOODBYE = 9.5
"""Seconds after being asked to stop when connections are left to close by themselves: the worker has had its seven,
and supervisors wait for ten.
"""
LONG = 15 * 60.0
"""Seconds that one round of delivery or of the ticker may take: ten thousand messages do."""
DAY = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Part:
    """What this process does: take in what people do, send and tick, or both."""

    hears: bool = True
    works: bool = True


async def serve(
    bot: Bot, adapters: Sequence[Adapter], until: Awaitable[object], loops: Loops, part: Part | None = None
) -> None:
    """Work until ``until`` is done; whatever ends it, nothing is left half sent if seven seconds suffice."""
    part = part or Part()
    commands = tuple(bot.registry.commands.values())
    started: list[Adapter] = []
    asked = time.monotonic()
    try:
        for adapter in adapters:
            await adapter.start(bot, commands)
            started.append(adapter)
        if part.hears:
            await bot.resume()
        async with _working(bot, loops) if part.works else contextlib.nullcontext():
            await until
            asked = time.monotonic()
    finally:
        await _closed(started, GOODBYE - (time.monotonic() - asked))


@contextlib.asynccontextmanager
async def _working(bot: Bot, loops: Loops) -> Any:
    """Deliver, tick and tidy up meanwhile."""
    tick = partial(loops.insist, loops.add("ticker", LONG), bot.tick)
    tidy = partial(loops.insist, loops.add("housekeeping", DAY + LONG), bot.tidy)
    delivery = asyncio.create_task(loops.keep(loops.add("delivery", LONG), bot.worker.turn))
    ticker = ticking(tick, tidy)
    ticker.start()
    try:
        yield
    finally:
        ticker.shutdown(wait=False)
        await bot.worker.rest()
        delivery.cancel()
        await asyncio.gather(delivery, return_exceptions=True)


async def _closed(started: Sequence[Adapter], seconds: float) -> None:
    """All at once: one that hangs keeps no other waiting, and not the process."""
    try:
        async with asyncio.timeout(max(seconds, 1.0)):
            done = await asyncio.gather(*(one.stop() for one in started), return_exceptions=True)
    except TimeoutError:
        log.warning("a connection did not close in time")
        return
    for wrong in done:
        if isinstance(wrong, BaseException):
            raise wrong


async def first_of(*ends: Coroutine[Any, Any, None]) -> None:
    """Until the first of these ends; its error is passed on."""
    tasks = [asyncio.ensure_future(one) for one in ends]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()


async def asked_to_stop() -> None:
    """Until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    await stop.wait()
