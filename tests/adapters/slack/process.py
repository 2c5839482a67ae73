"""One process of the bot on Slack, for tests that stop and kill it: `python -m tests.adapters.slack.process`."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

from adapters.slack.connect import connect
from adapters.slack.settings import SETTINGS
from bot.app import Bot
from bot.features.everything import registry
from bot.settings import Values
from storage.database import open_store
from storage.keyring import FolderKeyring
from tests.adapters.slack.slack_stage import RealClock


async def main() -> None:
    given = json.loads(os.environ["BOT"])
    store, works = await open_store(given.pop("DATABASE_URL")), given.pop("WORKS")
    clock = RealClock()
    adapter = await connect(Values(given, SETTINGS), clock, host="127.0.0.1")
    bot = Bot(store, clock, {"slack": adapter}, registry(), FolderKeyring(Path("keys")))
    await adapter.start(bot, tuple(bot.registry.commands.values()))
    worker = asyncio.create_task(bot.worker.run()) if works else None
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await stop.wait()
    await adapter.stop()
    if worker:
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main())
