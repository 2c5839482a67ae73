"""A bot at work on its platforms: connections, delivery and ticker, begun and ended together."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from adapters.clock import ticking

if TYPE_CHECKING:
    from bot.app import Bot
    from bot.ports import Adapter

log = logging.getLogger(__name__)

FAREWELL = 8.0
"""Seconds that what is under way may take once somebody asked to stop; supervisors wait for ten."""


async def serve(bot: Bot, adapters: Sequence[Adapter], until: Awaitable[object]) -> None:
    """Work until ``until`` is done; whatever ends it, nothing is left half sent if 8 s suffice."""
    commands = tuple(bot.registry.commands.values())
    started: list[Adapter] = []
    try:
        for adapter in adapters:
            await adapter.start(bot, commands)
            started.append(adapter)
        await bot.resume()
        delivery = asyncio.create_task(bot.worker.run())
        ticker = ticking(bot.tick, bot.tidy)
        ticker.start()
        try:
            await _first(delivery, until)
        finally:
            ticker.shutdown(wait=False)
            await _farewell(bot)
            delivery.cancel()
            await asyncio.gather(delivery, return_exceptions=True)
    finally:
        for adapter in reversed(started):
            await adapter.stop()


async def _first(delivery: asyncio.Task[None], until: Awaitable[object]) -> None:
    """Until the end is asked for, or delivery ends by itself, which is an error to be seen."""
    end = asyncio.ensure_future(until)
    try:
        await asyncio.wait({delivery, end}, return_when=asyncio.FIRST_COMPLETED)
        for task in (end, delivery):
            if task.done():
                task.result()
                return
    finally:
        end.cancel()


async def _farewell(bot: Bot) -> None:
    try:
        async with asyncio.timeout(FAREWELL):
            await bot.worker.rest()
    except TimeoutError:
        log.warning("a delivery is still under way after %s s; it is looked up at the next start", FAREWELL)


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
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stop.set)
    await stop.wait()
