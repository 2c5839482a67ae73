"""The bot in a process of its own, for its start and its memory: `python -m tests.bench.probe bot discord,slack 3`.

Words on the command line: "bot", or "libraries" for what it imports and nothing else; the platforms' SDKs to load;
the seconds to sit idle before the memory is read. Prints "ready", then the resident bytes.
"""

from __future__ import annotations

import asyncio
import os
import resource
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

MEMBERS = 1_000


def resident() -> int:
    """Bytes of this process in memory; where there is no /proc, the most it ever had."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


@asynccontextmanager
async def loaded(platforms: Sequence[str]) -> AsyncIterator[None]:
    """The SDKs as an adapter has them when it starts, not connected."""
    async with AsyncExitStack() as closing:
        if "discord" in platforms:
            import discord
            from discord import app_commands

            client = discord.Client(intents=discord.Intents(guilds=True))
            closing.push_async_callback(client.close)
            app_commands.CommandTree(client)
        if "slack" in platforms:
            from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
            from slack_bolt.async_app import AsyncApp
            from slack_sdk.web.async_client import AsyncWebClient

            app = AsyncApp(client=AsyncWebClient(token="xoxb-bench"))
            handler = AsyncSocketModeHandler(app, "xapp-bench")
            closing.push_async_callback(handler.close_async)
        yield


async def libraries(platforms: Sequence[str], idle: float) -> None:
    import sqlalchemy.dialects.sqlite
    import sqlalchemy.ext.asyncio
    import typer
    from aiohttp import web

    async with loaded(platforms):
        await waited(idle)
    del sqlalchemy, typer, web


async def bot(platforms: Sequence[str], idle: float) -> None:
    """What `main.py` does on a migrated database, to the first answer of a command."""
    from adapters.clock import SystemClock, ticking
    from main import begin, build
    from storage.database import check, open_store
    from storage.keyring import FolderKeyring
    from tests.bench.community import people_in_pairs
    from tests.bench.driving import Driven, Platform

    values = begin()
    async with AsyncExitStack() as closing:
        if problem := await check(values["DATABASE_URL"]):
            raise SystemExit(problem)
        store = await open_store(values["DATABASE_URL"])
        closing.push_async_callback(store.close)
        await closing.enter_async_context(loaded(platforms))
        built = build(store, SystemClock(), [Platform()], FolderKeyring(Path("keys")))
        await built.resume()
        driven = Driven(built, people_in_pairs(MEMBERS))
        closing.push_async_callback(driven.stop)
        ticker = ticking(built.tick, built.tidy)
        ticker.start()
        closing.callback(ticker.shutdown, wait=False)
        await driven.status()
        await waited(idle)


async def waited(idle: float) -> None:
    """Tell that everything is there; then do nothing for a while, and tell the memory."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    if idle:
        await asyncio.sleep(idle)
        sys.stdout.write(f"{resident()}\n")


if __name__ == "__main__":
    what, names, seconds = sys.argv[1:]
    asyncio.run({"bot": bot, "libraries": libraries}[what](names.split(","), float(seconds)))
