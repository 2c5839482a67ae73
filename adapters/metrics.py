"""Prometheus: what is counted, under which names. No label carries a person, a place or a community."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from bot.errors import Conflict, StorageDown

if TYPE_CHECKING:
    from adapters.supervision import Loop
    from bot.backlog import Waiting
    from bot.ports import Store
    from bot.work import Work

Result = TypeVar("Result")
Run = Callable[[Callable[["Work"], Result]], Awaitable[Result]]

ANSWERS = (0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 3.0, 10.0)
"""Platforms wait for 3 s."""
LAGS = (0.1, 1.0, 5.0, 30.0, 120.0, 600.0, 3600.0, 6 * 3600.0)
DATABASE = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 5.0, 15.0)


class Metrics:
    """`bot.meter.Meter`, and what is looked up when somebody asks."""

    def __init__(self) -> None:
        self._kept = kept = CollectorRegistry()
        ProcessCollector(registry=kept)
        PlatformCollector(registry=kept)
        self._events = Counter(
            "mansarda_events", "Commands, actions and forms", ("kind", "handler", "outcome"), registry=kept
        )
        self._answers = Histogram(
            "mansarda_answer_seconds", "From event to answer", ("kind", "handler"), registry=kept, buckets=ANSWERS
        )
        self._deliveries = Counter(
            "mansarda_deliveries", "Rows with a final state", ("platform", "sort", "state"), registry=kept
        )
        self._left_out = Counter("mansarda_left_out", "Rows skipped untried", ("sort", "why"), registry=kept)
        self._lag = Histogram(
            "mansarda_delivery_lag_seconds", "From due to sent", ("sort",), registry=kept, buckets=LAGS
        )
        self._failures = Counter(
            "mansarda_delivery_failures", "Attempts that failed, by error", ("platform", "error"), registry=kept
        )
        self._steps = Counter("mansarda_steps", "What was planned and came due", ("step", "outcome"), registry=kept)
        self._restarts = Counter("mansarda_loop_restarts", "Loops that failed and began anew", ("loop",), registry=kept)
        self._alive = Gauge("mansarda_loop_up", "Whether the loop works", ("loop",), registry=kept)
        self._connected = Gauge("mansarda_platform_up", "Whether events can come in", ("platform",), registry=kept)
        self._lines = Gauge("mansarda_platform_lines", "Connections that are open", ("platform",), registry=kept)
        self._depth = Gauge("mansarda_outbox_rows", "What waits", ("platform", "sort", "state"), registry=kept)
        self._oldest = Gauge(
            "mansarda_outbox_oldest_seconds", "How long the first has been due", ("platform", "sort"), registry=kept
        )
        self._database = Histogram(
            "mansarda_database_seconds", "Transactions", ("kind", "outcome"), registry=kept, buckets=DATABASE
        )

    # -- told as it happens

    def answered(self, kind: str, handler: str, outcome: str, seconds: float) -> None:
        self._events.labels(kind, handler, outcome).inc()
        self._answers.labels(kind, handler).observe(seconds)

    def delivered(self, platform: str, sort: str, state: str, late: float) -> None:
        self._deliveries.labels(platform, sort, state).inc()
        if state == "sent":
            self._lag.labels(sort).observe(late)

    def left_out(self, sort: str, why: str, rows: int) -> None:
        self._left_out.labels(sort, why).inc(rows)

    def held_up(self, platform: str, error: str) -> None:
        self._failures.labels(platform, error).inc()

    def stepped(self, step: str, outcome: str) -> None:
        self._steps.labels(step, outcome).inc()

    def restarted(self, loop: str) -> None:
        self._restarts.labels(loop).inc()

    def stored(self, kind: str, outcome: str, seconds: float) -> None:
        self._database.labels(kind, outcome).observe(seconds)

    # -- looked up when somebody asks

    def see_backlog(self, found: Sequence[Waiting], now: datetime) -> None:
        self._depth.clear()
        self._oldest.clear()
        for one in found:
            self._depth.labels(one.platform, one.sort, one.state).set(one.rows)
            if one.state == "pending":
                self._oldest.labels(one.platform, one.sort).set(max(0.0, (now - one.oldest).total_seconds()))

    def see_loops(self, loops: Sequence[Loop], now: float) -> None:
        for loop in loops:
            self._alive.labels(loop.name).set(not loop.dead(now))
            self._restarts.labels(loop.name)  # shown as 0 from the start

    def see_platform(self, platform: str, *, connected: bool, lines: int) -> None:
        self._connected.labels(platform).set(connected)
        self._lines.labels(platform).set(lines)

    def written(self) -> bytes:
        return generate_latest(self._kept)


class TimedStore:
    """`bot.ports.Store`: another one, with each transaction's time counted."""

    def __init__(self, store: Store, metrics: Metrics) -> None:
        self._store = store
        self._metrics = metrics

    async def read(self, decide: Callable[[Work], Result]) -> Result:
        return await self._timed("read", self._store.read, decide)

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        return await self._timed("write", self._store.write, decide)

    async def close(self) -> None:
        await self._store.close()

    async def _timed(self, kind: str, run: Run[Result], decide: Callable[[Work], Result]) -> Result:
        began, outcome = time.perf_counter(), "undone"
        try:
            result = await run(decide)
            outcome = "done"
            return result
        except (StorageDown, Conflict) as error:
            outcome = type(error).__name__.lower()
            raise
        finally:
            self._metrics.stored(kind, outcome, time.perf_counter() - began)
