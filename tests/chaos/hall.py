"""Processes that are given one thing after another and confirm each; one that is killed is replaced."""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ROOT = Path(__file__).parents[2]


@dataclass
class Box:
    """One process, and what was given to it that it has not confirmed."""

    process: asyncio.subprocess.Process
    waiting: dict[int, asyncio.Future[bool]] = field(default_factory=dict)
    killed: bool = False


class Hall:
    """``module`` reads lines of JSON, a number first, and writes the number of each that it has kept."""

    def __init__(self, module: str, argument: DataclassInstance, processes: int = 1) -> None:
        self._module = module
        self._argument = json.dumps(asdict(argument))
        self._processes = processes
        self._boxes: list[Box] = []
        self._readers: list[asyncio.Task[None]] = []
        self._number = 0
        self.kills = 0

    async def open(self) -> None:
        for at in range(self._processes):
            self._boxes.append(await self._opened())
            self._readers.append(asyncio.create_task(self._read(at)))

    async def _opened(self) -> Box:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            self._module,
            self._argument,
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        return Box(process)

    async def _read(self, at: int) -> None:
        """Confirmations of the process at this place, whoever it is by now."""
        while True:
            box = self._boxes[at]
            assert box.process.stdout
            while line := await box.process.stdout.readline():
                box.waiting.pop(int(line)).set_result(True)
            await box.process.wait()
            self._boxes[at] = await self._opened()
            for one in box.waiting.values():
                one.set_result(False)

    async def give(self, at: int, *what: Any) -> None:
        """Until it is confirmed."""
        kept = False
        while not kept:
            self._number += 1
            box, answered = self._boxes[at], asyncio.get_running_loop().create_future()
            box.waiting[self._number] = answered
            assert box.process.stdin
            try:
                box.process.stdin.write(f"{json.dumps([self._number, *what])}\n".encode())
                await box.process.stdin.drain()
            except (BrokenPipeError, ConnectionResetError):
                pass  # it was killed: its reader answers for it
            kept = await answered

    def kill(self, at: int) -> bool:
        """False where the one before has not been replaced yet."""
        box = self._boxes[at]
        if box.killed:
            return False
        box.killed = True
        box.process.kill()
        self.kills += 1
        return True

    async def close(self) -> None:
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)
        for box in self._boxes:
            if box.process.returncode is None:
                box.process.kill()
            await box.process.wait()
