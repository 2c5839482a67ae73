"""The playground as a whole: a bot on the room, its clock, and starting it anew."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.playground.tongue import tell_language
from bot.timetable import pass_time

if TYPE_CHECKING:
    from datetime import datetime

    from adapters.playground.room import Room
    from bot.app import Bot
    from bot.commands import Command
    from bot.timetable import MovableClock


class KeptOffset:
    """How much time people have let pass, in a small file beside the database."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> timedelta:
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
            return timedelta(seconds=float(json.loads(self._path.read_text())["seconds"]))
        return timedelta()  # a new playground, or a file that somebody broke: today is a good day to go on from

    def keep(self, offset: timedelta) -> None:
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps({"seconds": offset.total_seconds()}))
        fresh.replace(self._path)


class Play:
    """What the page may ask of whoever runs the bot (`server.Control`)."""

    def __init__(self, room: Room, clock: MovableClock, build: Callable[[], Bot]) -> None:
        self.room = room
        self.clock = clock
        self._build = build
        self._worker: asyncio.Task[None] | None = None
        self._one_at_a_time = asyncio.Lock()
        self.bot = build()

    async def start(self) -> None:
        commands = tuple(self.bot.registry.commands.values())
        await self.room.start(self.bot, commands)
        await self.bot.resume()
        self._deliver()

    def _deliver(self) -> None:
        """Nothing is sent before it is known in which language: the first page to open says it."""
        if not self.room.tongue.unsaid:
            self._worker = asyncio.create_task(self.bot.worker.run())

    async def stop(self) -> None:
        await self.room.stop()
        await self.bot.worker.rest()
        if self._worker:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)
            self._worker = None

    async def restart(self) -> None:
        """Every Python object of the bot goes; the new one knows only what is stored."""
        async with self._one_at_a_time:
            await self.stop()
            self.bot = self._build()
            await self.start()

    async def speak(self, language: str | None) -> None:
        """Speak this language with everybody, or with each person theirs."""
        async with self._one_at_a_time:
            before = self.room.tongue
            if (before.unsaid, before.spoken) != (False, language):
                self.room.speak(replace(before, spoken=language, unsaid=False))
                await tell_language(self.bot.store, self.room, before.spoken)
            if self._worker is None:
                self._deliver()

    async def pass_time(self, delta: timedelta) -> None:
        async with self._one_at_a_time:
            await pass_time(self.bot, self.clock, delta)

    async def tick(self) -> None:
        """Carry out what has come due by itself, unless somebody is moving the clock just now."""
        if not self._one_at_a_time.locked():
            await self.bot.tick()

    async def tidy(self) -> None:
        await self.bot.tidy()

    def now(self) -> datetime:
        return self.clock.now()

    def commands(self) -> Sequence[Command]:
        return tuple(self.bot.registry.commands.values())
