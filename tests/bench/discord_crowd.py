"""Three hundred commands at once over a real connection: how soon the bot answers, beside an empty one."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import discord
import yarl
from discord import app_commands

from adapters.clock import SystemClock
from adapters.discord.adapter import Discord
from bot.app import Bot
from bot.features.everything import registry
from storage.database import migrate, open_store
from storage.keyring import FolderKeyring
from tests.bench.commands import Pace
from tests.bench.figures import Figure

AT_ONCE, ROUNDS, QUICKLY = 300, 7, 2
WORDS = "/mentor status"
DEADLINE = 3000.0
"""Milliseconds that Discord waits for a first answer: receiving-and-responding.mdx:351."""
MODULE = "tests.standins.discord.crowd"


async def crowd(folder: Path, pace: Pace) -> list[Figure]:
    """The contestants take turns, so that both meet the same machine."""
    rounds = ROUNDS if pace.rounds > QUICKLY else QUICKLY
    times: dict[str, list[float]] = {"bot": [], "empty": []}
    async with _discord() as standin, _whole(folder, standin.token) as whole:
        for round_ in range(rounds + 1):
            for name, connect in (("bot", whole), ("empty", lambda: _empty(standin.token))):
                async with connect():
                    await standin.at_once(5)  # the first ones find their routes' limits
                    times[name] += await standin.at_once(AT_ONCE) if round_ else []
    ours, theirs = times["bot"], times["empty"]
    worst = quantiles(ours, n=100)[98]
    return [
        Figure("discord.300.p50", median(ours), "ms", "empty discord.py", median(theirs)),
        Figure("discord.300.p99", worst, "ms", "empty discord.py", quantiles(theirs, n=100)[98], most=DEADLINE),
        Figure("discord.300.worst", max(ours), "ms", "empty discord.py", max(theirs), most=DEADLINE),
    ]


class Standin:
    """The other process: Discord, and the people."""

    def __init__(self, process: Process, told: dict[str, Any]) -> None:
        self._process = process
        self.token: str = told["token"]

    async def at_once(self, count: int) -> list[float]:
        reader, writer = self._process.stdout, self._process.stdin
        if reader is None or writer is None:
            raise RuntimeError("the process has no lines")
        writer.write((json.dumps({"words": WORDS, "count": count}) + "\n").encode())
        found: list[float] = json.loads(await reader.readline())
        return found


@contextlib.asynccontextmanager
async def _discord() -> AsyncIterator[Standin]:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", MODULE, stdin=PIPE, stdout=PIPE, limit=1 << 20)
    if process.stdout is None or process.stdin is None:
        raise RuntimeError("the process has no lines")
    try:
        told = json.loads(await process.stdout.readline())
        discord.http.Route.BASE = told["rest"]
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(told["gateway"])
        yield Standin(process, told)
    finally:
        process.stdin.close()
        await process.wait()


Connected = Callable[[], contextlib.AbstractAsyncContextManager[None]]


@contextlib.asynccontextmanager
async def _whole(folder: Path, token: str) -> AsyncIterator[Connected]:
    """The whole bot on SQLite; connected anew for each round."""
    url = f"sqlite:///{folder / 'crowd.sqlite3'}"
    await migrate(url)
    store = await open_store(url)

    @contextlib.asynccontextmanager
    async def connected() -> AsyncIterator[None]:
        adapter = Discord(token, settle=0.1)
        bot = Bot(store, SystemClock(), {adapter.platform: adapter}, registry(), FolderKeyring(folder / "keys"))
        await adapter.start(bot, tuple(bot.registry.commands.values()))
        try:
            yield
        finally:
            await adapter.stop()

    try:
        yield connected
    finally:
        await store.close()


@contextlib.asynccontextmanager
async def _empty(token: str) -> AsyncIterator[None]:
    """The library alone, as its documentation shows it: a command that answers with one word."""
    client = discord.AutoShardedClient(
        intents=discord.Intents(guilds=True), chunk_guilds_at_startup=False, guild_ready_timeout=0.1
    )
    tree = app_commands.CommandTree(client)
    mentor = app_commands.Group(name="mentor", description="Mentorship")
    mentor.command(name="status", description="Where I stand")(_noted)
    tree.add_command(mentor)
    await client.login(token)
    task = asyncio.create_task(client.connect())
    try:
        await client.wait_until_ready()
        yield
    finally:
        await client.close()
        await asyncio.gather(task, return_exceptions=True)


async def _noted(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_message("Noted.", ephemeral=True)
