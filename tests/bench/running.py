"""`main.py run` with both platforms' stand-ins: its start, its memory, and what it does while nobody does anything."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from storage.database import migrate
from tests.adapters.discord.stage import DiscordStage
from tests.adapters.slack.slack_stage import World, free_port
from tests.bench.commands import Pace, fill_file
from tests.bench.figures import Figure
from tests.bench.probe import MEMBERS
from tests.bench.processes import BOTH, IDLE, ROOT, SMALL, SOON, idle_memory, ready, resident
from tests.standins.discord.server import TOKEN
from tests.standins.discord.town import Town

QUIET = 10.0
"""Seconds of which the processor's are counted."""
LITTLE = 0.01
"""Of a core."""
STARTS = 3


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds to the line that says what is served, bytes after some idle seconds, and the part of a core it used."""

    took: float
    memory: int
    busy: float


async def run(folder: Path, pace: Pace) -> list[Figure]:
    url = f"sqlite:///{folder / 'bot.sqlite3'}"
    await migrate(url)
    await asyncio.to_thread(fill_file, url, MEMBERS)
    stage, world = DiscordStage(Town()), World()
    await stage.start(connect=False)
    await world.start()
    given = {
        "DATABASE_URL": url,
        "KEYS_FOLDER": str(folder / "keys"),
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": stage.server.url,
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_API_URL": world.server.api,
    }
    try:
        runs = [await _once(given) for _ in range(min(pace.rounds, STARTS) + 1)][1:]
        floor, took = "the libraries alone, imported", await asyncio.to_thread(ready, "libraries", BOTH, url)
        libraries = await asyncio.to_thread(idle_memory, "libraries", BOTH, url)
    finally:
        await stage.server.stop()
        await world.stop()
    busy = median(one.busy for one in runs)
    return [
        Figure("run.start", median(one.took for one in runs), "s", floor, took, most=SOON),
        Figure("run.memory", median(one.memory for one in runs) / 1e6, "MB", floor, libraries, most=SMALL),
        Figure("run.idle", busy, "of a core", "one core", 1.0, most=LITTLE),
    ]


async def _once(given: dict[str, str]) -> Run:
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(ROOT / "main.py"), "run"),
        env=os.environ | given | {"HEALTH_PORT": str(free_port()), "LOG_LEVEL": "INFO"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        said = await process.stdout.readline() if process.stdout else b""
        took = time.perf_counter() - began
        if not said.startswith(b"Mansarda"):
            raise SystemExit("run did not start as expected")
        await asyncio.sleep(IDLE)
        memory, before = resident(process.pid), _processor(process.pid)
        await asyncio.sleep(QUIET)
        return Run(took, memory, (_processor(process.pid) - before) / QUIET)
    finally:
        process.send_signal(signal.SIGTERM)
        await process.communicate()


def _processor(process: int) -> float:
    """Seconds of processor time so far; 0 where there is no /proc."""
    try:
        user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    except OSError:
        return 0.0
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
