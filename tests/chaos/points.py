"""Every point at which a worker can die, before and after each commit and each request, once for every sort."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import time
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from bot.delivery.outcomes import LEASE
from bot.work import State
from storage.database import migrate, open_store
from tests.chaos.clock import BEGIN
from tests.chaos.messages import CHANGES, SORTS, judge, sending, settle, to_change
from tests.chaos.processes import Nursery, Town, nursery, states, town
from tests.chaos.town import Ways
from tests.chaos.worker import Job

LATER = LEASE.total_seconds() + 1
PEOPLE = 2


@dataclass(frozen=True, slots=True)
class Crash:
    """What was going on, and what came out of it in the end; no wrongs is as it must be."""

    sort: str
    point: int
    name: str
    wrongs: str = ""


@dataclass(frozen=True, slots=True)
class Crashes:
    crashes: tuple[Crash, ...]
    seconds: float

    @property
    def kept(self) -> bool:
        return bool(self.crashes) and not any(crash.wrongs for crash in self.crashes)

    def line(self) -> str:
        said = {
            "experiment": "points",
            "sorts": len({crash.sort for crash in self.crashes}),
            "points": sum(crash.point > 0 for crash in self.crashes),
            "violations": [f"{one.sort}, {one.point} {one.name}: {one.wrongs}" for one in self.crashes if one.wrongs],
            "seconds": round(self.seconds, 1),
        }
        return json.dumps(said)


class Stage:
    """Databases with one message each, and workers for them."""

    def __init__(self, folder: Path, there: Town, workers: Nursery, design: str) -> None:
        self._folder = folder
        self._there = there
        self._workers = workers
        self._design = design

    async def crashes(self, sort: str, number: int) -> list[Crash]:
        """All of this sort. A first run that nobody kills shows which points there are."""
        prepared = self._folder / f"{sort}.sqlite3"
        trace = self._folder / f"{sort}.points"
        home = await _prepare(prepared, sort, number)
        names = ["nowhere"]
        found: list[Crash] = []
        for point in count():
            if point == len(names):
                return found
            file = Path(shutil.copy(prepared, self._folder / f"{sort}-{point}.sqlite3"))
            job = Job(f"sqlite:///{file}", self._there.url, design=self._design, die_at=point)
            await self._live(replace(job, trace="" if point else str(trace)), died=bool(point))
            found.append(Crash(sort, point, names[point], await self._wrongs(sort, number, home, job.url)))
            if not point:
                names += trace.read_text().splitlines()
        raise AssertionError("there is an end to the points")

    async def _wrongs(self, sort: str, number: int, home: int, url: str) -> str:
        """What is not as it must be in the end; then the platform forgets it."""
        rows, found = await states(url), await self._there.everything()
        await self._there.forget()
        unsent = {once: state for once, state in rows.items() if state is not State.SENT}
        if sort in CHANGES:
            wanted = to_change(sort, number, home, PEOPLE)[1]
            return "" if sorted(found) == sorted(wanted) and len(rows) == 2 and not unsent else f"{found} {unsent}"
        verdict = judge([sending(sort, number, home, PEOPLE)], rows, found)
        return "" if verdict.kept and not unsent else f"{verdict} {unsent}"

    async def _live(self, job: Job, *, died: bool) -> None:
        """The worker that dies, and one that does not when the lease is over."""
        await self._run(job, -signal.SIGKILL if died else 0)
        if died:
            await self._run(replace(job, die_at=0, ahead=LATER), 0)

    async def _run(self, job: Job, end: int) -> None:
        ended = await asyncio.to_thread(self._workers.run, job)
        if ended != end:
            raise RuntimeError(f"the worker to die at {job.die_at} ended with {ended}")


async def _prepare(path: Path, sort: str, number: int) -> int:
    url = f"sqlite:///{path}"
    await migrate(url)
    store = await open_store(url)
    home = await store.write(lambda work: settle(work, PEOPLE))
    make = to_change(sort, number, home, PEOPLE)[0] if sort in CHANGES else sending(sort, number, home, PEOPLE)
    await store.write(lambda work: work.outbox.put(make, BEGIN))
    await store.close()
    return home


async def every_point(folder: Path, sorts: tuple[str, ...] = (*SORTS, *CHANGES), design: str = "kept") -> Crashes:
    """On a platform that can be asked and knows no nonce."""
    began = time.monotonic()
    crashes: list[Crash] = []
    async with town(Ways(slow=0), folder / "town.log") as there:
        with nursery(folder / "workers.log") as workers:
            for number, sort in enumerate(sorts):
                crashes += await Stage(folder, there, workers, design).crashes(sort, number)
    return Crashes(tuple(crashes), time.monotonic() - began)
