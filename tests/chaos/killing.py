"""The kill loop: workers that are killed at moments a seed chooses and started again, until all is delivered."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.work import State
from storage.database import open_store
from tests.chaos.clock import BEGIN
from tests.chaos.messages import Verdict, judge, sendings, settle
from tests.chaos.processes import Town, integrity, kill, process, states, town
from tests.chaos.town import Ways
from tests.chaos.worker import Job

OPEN = (State.PENDING, State.SENDING)
UNTIL = 0.9
"""Kills are spread over this share of the messages, so that all of them happen."""
STALLED = 20.0
"""Seconds without a step forward after which an experiment has failed."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """``speed``: seconds of the set clock in one of the machine's. ``nonce`` is the platform's, and relied on.

    ``each``: so many messages for one person, which go one after the other.
    """

    name: str
    messages: int = 10_000
    each: int = 10
    kills: int = 50
    workers: int = 1
    nonce: float = 0.0
    finds: bool = True
    design: str = "kept"
    broken: float = 0.01
    silent: float = 0.005
    speed: float = 20.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    experiment: Experiment
    verdict: Verdict
    kills: int
    open: int
    integrity_check: str
    seconds: float

    @property
    def kept(self) -> bool:
        """Nothing lost, nothing twice, everything in its order and in a final state."""
        return self.verdict.kept and not self.open and self.integrity_check in ("", "ok")

    def line(self) -> str:
        said = {
            "experiment": self.experiment.name,
            "messages": self.experiment.messages,
            "workers": self.experiment.workers,
            "kills": self.kills,
            **asdict(self.verdict),
            "open": self.open,
            "integrity_check": self.integrity_check or None,
            "seed": self.experiment.seed,
            "seconds": round(self.seconds, 1),
        }
        return json.dumps(said)


class Crew:
    """The workers of one experiment; a killed one is replaced."""

    def __init__(self, job: Job, log: Path, stack: ExitStack) -> None:
        self._job = json.dumps(asdict(job))
        self._log = log
        self._stack = stack
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        self._running.append(self._stack.enter_context(process("tests.chaos.worker", self._job, self._log)))

    def check(self) -> None:
        """None of them ends by itself."""
        for one in self._running:
            if one.poll() is not None:
                raise RuntimeError(f"a worker ended with {one.returncode}: {self._log.read_text()[-2000:]}")

    def lose(self, chance: random.Random) -> None:
        self.check()
        kill(self._running.pop(chance.randrange(len(self._running))))
        self.start()


async def run(experiment: Experiment, url: str, folder: Path) -> Report:
    """On a migrated and empty database."""
    began, one = time.monotonic(), experiment
    store, people = await open_store(url), max(2, one.messages // one.each)
    home = await store.write(lambda work: settle(work, people))
    asked = sendings(home, one.messages, people, one.seed)
    await store.write(lambda work: [work.outbox.put(sending, BEGIN) for sending in asked])
    await store.close()
    origin = time.monotonic()
    ways = Ways(one.nonce, one.finds, one.broken, one.silent, seed=one.seed, speed=one.speed, origin=origin)
    async with town(ways, folder / "town.log") as there:
        job = Job(url, there.url, one.speed, origin, nonce=one.nonce, design=one.design)
        with ExitStack() as stack:
            crew = Crew(job, folder / "workers.log", stack)
            for _ in range(one.workers):
                crew.start()
            kills = await _kill(one, crew, there)
            left = await _finished(url, crew)
        verdict = judge(asked, await states(url), await there.everything())
    return Report(one, verdict, kills, left, integrity(url), time.monotonic() - began)


async def _kill(one: Experiment, crew: Crew, there: Town) -> int:
    """A kill for each of a seeded choice of moments in the progress, and up to 0.1 s later; how many."""
    chance = random.Random(f"kills {one.seed}")
    moments = sorted(chance.randint(1, int(one.messages * UNTIL)) for _ in range(one.kills))
    for killed, moment in enumerate(moments):
        if not await _reached(moment, crew, there):
            return killed
        await asyncio.sleep(chance.uniform(0, 0.1))
        crew.lose(chance)
    return len(moments)


async def _reached(moment: int, crew: Crew, there: Town) -> bool:
    """Whether the platform gets that many posts, before it gets none any more."""
    last, since = -1, time.monotonic()
    while (count := await there.count()) < moment:
        crew.check()
        if count != last:
            last, since = count, time.monotonic()
        if time.monotonic() - since > STALLED:
            return False
        await asyncio.sleep(0.01)
    return True


async def _finished(url: str, crew: Crew) -> int:
    """How many rows are left without an outcome when nothing happens any more; 0 in all that works."""
    last, since = -1, time.monotonic()
    while left := sum(state in OPEN for state in (await states(url)).values()):
        crew.check()
        if left != last:
            last, since = left, time.monotonic()
        if time.monotonic() - since > STALLED:
            return left
        await asyncio.sleep(0.3)
    return 0
