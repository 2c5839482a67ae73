"""`main.py run` as an operator starts it: one process that serves both platforms, and ends when asked."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.discord import settings as discord
from adapters.slack import settings as slack
from tests.adapters.discord.stage import DiscordStage
from tests.adapters.slack.slack_stage import World
from tests.standins.discord.server import TOKEN
from tests.standins.discord.town import Town
from tests.standins.slack.things import Channel

ROOT = Path(__file__).resolve().parents[2]
OURS = {one.name for one in (*discord.SETTINGS, *slack.SETTINGS)}


@asynccontextmanager
async def running(**given: str) -> AsyncIterator[asyncio.subprocess.Process]:
    left = {name: value for name, value in os.environ.items() if name not in OURS}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, ROOT / "main.py", "run"),
        env=left | given,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110  # what changes is another process's doing
            await asyncio.sleep(0.02)


async def test_one_process_serves_both_platforms_and_ends_when_asked(tmp_path: Path) -> None:
    stage, world = DiscordStage(Town()), World()
    await stage.start(connect=False)
    await world.start()
    world.slack.channel(Channel("C1", "square", "public", "T1"))
    cora = world.user("UCORA", "Cora", admin=True)
    lena = stage.someone(stage.cora)
    given = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.sqlite3'}",
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": stage.server.url,
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_API_URL": world.server.api,
    }
    try:
        async with running(**given) as process:
            assert process.stdout is not None
            async with asyncio.timeout(30):
                assert b"serves discord and slack" in await process.stdout.readline()
            await until(lambda: bool(stage.server.gateway.open) and len(world.sockets.connections) > 1)

            await cora.use("C1", "/programme setup")
            await until(lambda: "Everything is ready." in "".join(cora.reads("C1")))
            await stage.people.use(lena, stage.square, "programme setup")
            await until(lambda: any("Everything is ready." in one.content for one in stage.town.messages.values()))

            process.send_signal(signal.SIGTERM)
            asked = time.monotonic()
            _, errors = await process.communicate()
            assert process.returncode == 0, errors.decode()
            assert time.monotonic() - asked < 10
            assert b"Traceback" not in errors, errors.decode()
    finally:
        await stage.server.stop()
        await world.stop()
    assert stage.server.complaints() == []
