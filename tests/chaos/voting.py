"""Many people change their answers again and again while processes are killed; what was confirmed is what counts."""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.features.polls import decide, drafting
from bot.features.polls.model import Electorate, Poll, PollState, Secrecy, tally
from bot.identity import Community, Person, Place
from bot.ports import Store
from bot.work import By, Work
from storage.database import open_store
from tests.chaos.clock import BEGIN
from tests.chaos.processes import states
from tests.chaos.voter import PLATFORM, Booth

ROOT = Path(__file__).parents[2]
KEY = bytes(range(32))
OPTIONS = ("Monday", "Tuesday", "Friday", "Never")


@dataclass(frozen=True, slots=True)
class Rush:
    """``kills`` of the ``processes`` while ``voters`` answer ``changes`` times each."""

    voters: int = 200
    changes: int = 50
    processes: int = 2
    kills: int = 10
    seed: int = 1
    secrecy: Secrecy = Secrecy.ANONYMOUS


@dataclass(frozen=True, slots=True)
class Count:
    """What was confirmed last, what was counted, how many results were posted, and how often a process died."""

    confirmed: tuple[int, ...]
    counted: tuple[int, ...]
    ballots: int
    results: int
    kills: int

    @property
    def kept(self) -> bool:
        return self.confirmed == self.counted and self.results == 1

    def line(self) -> str:
        return json.dumps({"experiment": "polls", **asdict(self), "kept": self.kept})


@dataclass
class Box:
    """One process, and the answers given to it that it has not confirmed."""

    process: asyncio.subprocess.Process
    waiting: dict[int, asyncio.Future[bool]] = field(default_factory=dict)


async def opened(booth: Booth) -> Box:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.chaos.voter",
        json.dumps(asdict(booth)),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    return Box(process)


class Hall:
    """The processes; one that is killed is replaced, and what it had not confirmed is given to the next."""

    def __init__(self, booth: Booth, rush: Rush) -> None:
        self._booth = booth
        self._rush = rush
        self._boxes: list[Box] = []
        self._readers: list[asyncio.Task[None]] = []
        self._number = 0
        self.kills = 0

    async def open(self) -> None:
        for at in range(self._rush.processes):
            self._boxes.append(await opened(self._booth))
            self._readers.append(asyncio.create_task(self._read(at)))

    async def _read(self, at: int) -> None:
        """Confirmations of the process at this place, whoever it is by now."""
        while True:
            box = self._boxes[at]
            assert box.process.stdout
            while line := await box.process.stdout.readline():
                box.waiting.pop(int(line)).set_result(True)
            await box.process.wait()
            self._boxes[at] = await opened(self._booth)
            for one in box.waiting.values():
                one.set_result(False)

    async def give(self, at: int, voter: str, option: int) -> None:
        """Until it is confirmed."""
        kept = False
        while not kept:
            self._number += 1
            box, answered = self._boxes[at], asyncio.get_running_loop().create_future()
            box.waiting[self._number] = answered
            assert box.process.stdin
            try:
                box.process.stdin.write(f"{json.dumps([self._number, voter, option])}\n".encode())
                await box.process.stdin.drain()
            except (BrokenPipeError, ConnectionResetError):
                pass  # it was killed: its reader answers for it
            kept = await answered

    def kill(self, at: int) -> None:
        if self._boxes[at].process.returncode is None:
            self._boxes[at].process.kill()
            self.kills += 1

    async def close(self) -> None:
        for reader in self._readers:
            reader.cancel()
        await asyncio.gather(*self._readers, return_exceptions=True)
        for box in self._boxes:
            if box.process.returncode is None:
                box.process.kill()
            await box.process.wait()


def asked(work: Work, secrecy: Secrecy) -> Poll:
    home = work.communities.ensure(Community(PLATFORM, "c", "Town"), "en", "UTC", BEGIN)
    place = Place(PLATFORM, "square", "square")
    poll = Poll(0, home.key, "q1", "Which?", OPTIONS, False, secrecy, Electorate.ALL, timedelta(days=1), place)
    by = By(home.key, Person(PLATFORM, "lena", "Lena"), BEGIN, coordinator=True)
    return decide.open_now(work, drafting.write_down(work, by, poll), BEGIN)


async def rush(url: str, how: Rush) -> Count:
    """On a migrated database."""
    store = await open_store(url)
    poll = await store.write(partial(asked, secrecy=how.secrecy))
    if url.startswith("sqlite"):
        await store.close()  # one process for one file
    hall = Hall(Booth(url, poll.community, poll.id, KEY.hex()), how)
    await hall.open()
    confirmed = await _everybody(hall, how)
    await hall.close()
    if url.startswith("sqlite"):
        store = await open_store(url)
    ballots = await store.read(lambda work: work.polls.ballots(poll))
    counted = tally(len(OPTIONS), list(ballots.values())).counts
    await _close(store, poll)
    await store.close()
    results = sum(once.startswith("poll-result:") for once in await states(url))
    wanted = Counter(confirmed.values())
    return Count(tuple(wanted[at] for at in range(len(OPTIONS))), counted, len(ballots), results, hall.kills)


async def _everybody(hall: Hall, how: Rush) -> dict[str, int]:
    """All voters at once, each one answer after the other; what each was told last."""
    chance, last = random.Random(how.seed), dict[str, int]()
    plans = {f"v{n}": [chance.randrange(len(OPTIONS)) for _ in range(how.changes)] for n in range(how.voters)}
    deaths = sorted(chance.randrange(how.voters * how.changes) for _ in range(how.kills))
    given = 0

    async def vote(voter: str, choices: list[int]) -> None:
        nonlocal given
        for at, option in enumerate(choices):
            await hall.give((hash_of(voter) + at) % how.processes, voter, option)
            last[voter] = option
            given += 1
            while deaths and given >= deaths[0]:
                deaths.pop(0)
                hall.kill(chance.randrange(how.processes))

    await asyncio.gather(*(vote(voter, choices) for voter, choices in plans.items()))
    return last


def hash_of(voter: str) -> int:
    return int(voter[1:])


async def _close(store: Store, poll: Poll) -> None:
    """Two tries at once."""

    def end(work: Work) -> None:
        current = work.polls.get(poll.community, poll.id)
        if current and current.state is PollState.OPEN:
            decide.end(work, replace(current), BEGIN + timedelta(days=1))

    await asyncio.gather(store.write(end), store.write(end))
