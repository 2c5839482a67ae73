"""One process that delivers, until it is killed: `python -m tests.chaos.worker '{"url": …}'`.

With `--each` it takes such jobs from standard input, one a line, and gives each to a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import aiohttp

from bot.delivery.carrying import Arrived, Attempt
from bot.delivery.recording import Done
from bot.delivery.worker import Worker
from bot.ports import Store
from bot.work import State, Work
from storage.database import open_store
from tests.chaos.adapter import PLATFORM, TownAdapter
from tests.chaos.clock import FastClock
from tests.chaos.messages import REGISTRY
from tests.chaos.orphans import end_with_parent

Result = TypeVar("Result")
TIME_LIMIT = aiohttp.ClientTimeout(total=10)


@dataclass(frozen=True, slots=True)
class Job:
    """``die_at`` numbers the point at which the process kills itself; 0 is never. ``trace`` is told all points."""

    url: str
    platform: str
    speed: float = 0.0
    origin: float = 0.0
    ahead: float = 0.0
    nonce: float = 0.0
    design: str = "kept"
    die_at: int = 0
    trace: str = ""


class MarkedFirst(Worker):
    """A design that must fail: what is marked as sent before it is sent gets lost."""

    async def _tried(self, attempt: Attempt) -> Done:
        marked = Done(attempt, Arrived(State.SENT))
        await self._rounds.record_one(marked, self._clock.now())
        await super()._tried(attempt)
        return marked


class Points:
    """The points at which the process may die, counted as they are passed."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._passed = 0

    def passed(self, name: str) -> None:
        self._passed += 1
        if self._job.trace:
            with Path(self._job.trace).open("a", encoding="utf-8") as trace:
                trace.write(f"{name}\n")
        if self._passed == self._job.die_at:
            os.kill(os.getpid(), signal.SIGKILL)


class PointedStore:
    """A store that passes a point before and after each commit."""

    def __init__(self, store: Store, points: Points) -> None:
        self._store = store
        self._points = points

    async def read(self, decide: Callable[[Work], Result]) -> Result:
        return await self._store.read(decide)

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        def pointed(work: Work) -> Result:
            result = decide(work)
            self._points.passed("before a commit")
            return result

        result = await self._store.write(pointed)
        self._points.passed("after a commit")
        return result

    async def close(self) -> None:
        await self._store.close()


def tracing(points: Points) -> aiohttp.TraceConfig:
    """A point before each request, and one after the platform has answered it."""

    async def begins(session: object, context: object, what: aiohttp.TraceRequestStartParams) -> None:
        points.passed(f"before {what.method} {what.url.raw_path}")

    async def ends(session: object, context: object, what: aiohttp.TraceRequestEndParams) -> None:
        points.passed(f"after {what.method} {what.url.raw_path}")

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(begins)
    trace.on_request_end.append(ends)
    return trace


async def work(job: Job) -> None:
    """Deliver until killed; on a clock that stands still, all that is due now."""
    points = Points(job)
    clock = FastClock(job.speed, job.origin, job.ahead)
    store = await open_store(job.url)
    async with aiohttp.ClientSession(job.platform, timeout=TIME_LIMIT, trace_configs=[tracing(points)]) as session:
        adapter = TownAdapter(session, clock, nonce=job.nonce, blind=job.design == "blind")
        design = MarkedFirst if job.design == "marked first" else Worker
        worker = design(PointedStore(store, points), clock, {PLATFORM: adapter}, REGISTRY)
        await (worker.run() if job.speed else worker.deliver())
    await store.close()


def each() -> None:
    """Forked from here, a process needs no time to start; answers with how it ended, negative for a signal."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            asyncio.run(work(Job(**json.loads(line))))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1] == "--each":
        each()
    else:
        end_with_parent()
        asyncio.run(work(Job(**json.loads(sys.argv[1]))))
