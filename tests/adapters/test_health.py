"""Health and metrics, asked over HTTP as a supervisor and Prometheus do."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, TypeVar

import aiohttp
import pytest

from adapters.health import Health, answering
from adapters.metrics import Metrics, TimedStore
from adapters.readiness import Watched
from adapters.supervision import Loops
from bot.delivery.lanes import Fill
from bot.delivery.worker import Worker
from bot.errors import Problem, StorageDown
from bot.features.everything import registry
from bot.work import Work
from tests.adapters.slack.slack_stage import free_port
from tests.contracts.store_scene import sending
from tests.features.conftest import offer
from tests.features.scene import MONDAY, Actor, Scene, open_scene

Result = TypeVar("Result")


@dataclass
class Wire:
    platform: str = "playground"
    up: bool = True

    def connected(self) -> bool:
        return self.up

    def connections(self) -> int:
        return 2 if self.up else 0


class Breakable:
    """A store that can be taken away."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.down = False

    async def read(self, decide: Callable[[Work], Result]) -> Result:
        if self.down:
            raise StorageDown("gone")
        return await self.scene.store.read(decide)

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        return await self.scene.store.write(decide)

    async def close(self) -> None: ...


@dataclass
class Watch:
    scene: Scene
    address: str
    store: Breakable
    metrics: Metrics
    loops: Loops
    wire: Wire = field(default_factory=Wire)

    async def asked(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(f"{self.address}{path}") as answer:
            return answer.status, await answer.text()

    async def ready(self) -> tuple[int, Any]:
        async with aiohttp.ClientSession() as session, session.get(f"{self.address}/readyz") as answer:
            return answer.status, await answer.json()


@pytest.fixture
async def watch(tmp_path: Any) -> AsyncIterator[Watch]:
    scene = await open_scene(tmp_path)
    metrics, port = Metrics(), free_port()
    watch = Watch(scene, f"http://127.0.0.1:{port}", Breakable(scene), metrics, Loops(metrics.restarted, first=0.001))
    scene.play.bot.meter = metrics
    watched = Watched(TimedStore(watch.store, metrics), scene.clock, watch.loops, (watch.wire,))
    async with answering(Health(watched, metrics), "127.0.0.1", port):
        yield watch
    await scene.close()


@pytest.fixture
async def lena(watch: Watch) -> Actor:
    lena = watch.scene.person("lena", "Lena Koord", coordinator=True)
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    return lena


async def test_all_is_well(watch: Watch) -> None:
    watch.loops.add("delivery", 60)
    assert await watch.asked("/livez") == (200, "alive\n")
    assert await watch.ready() == (200, {"ready": True, "faults": []})
    assert (await watch.asked("/"))[0] == 404


async def test_what_is_not_ready_is_named_with_what_to_do(watch: Watch, lena: Actor) -> None:
    watch.wire.up = False
    loop = watch.loops.add("ticker", 60)
    loop.failures, loop.error = 3, "StorageDown"
    silent = watch.loops.add("delivery", 60)
    silent.alive = time.monotonic() - 61
    status, said = await watch.ready()
    assert (status, said["ready"]) == (503, False)
    assert {one["part"]: one["what"] for one in said["faults"]} == {
        "playground": "There is no connection to playground.",
        "ticker": "This loop has failed 3 times in a row (StorageDown).",
        "delivery": "This loop has shown no sign of life for too long.",
    }
    assert all(one["do"] for one in said["faults"])
    assert (await watch.asked("/livez"))[0] == 200, "a restart would not help"


async def test_a_database_that_is_gone(watch: Watch) -> None:
    watch.store.down = True
    status, said = await watch.ready()
    assert status == 503
    assert [one["part"] for one in said["faults"]] == ["database"]
    status, text = await watch.asked("/metrics")
    assert status == 200
    assert 'mansarda_database_seconds_count{kind="read",outcome="storagedown"}' in text
    watch.store.down = False
    assert (await watch.ready())[0] == 200


async def test_what_nobody_takes_is_told(watch: Watch, lena: Actor) -> None:
    now = watch.scene.clock.now()
    await watch.scene.store.write(lambda work: work.outbox.put(sending("late", 1), now))
    assert (await watch.ready())[0] == 200
    watch.scene.clock.set(now + timedelta(minutes=12))
    status, said = await watch.ready()
    assert status == 503
    assert said["faults"][0]["part"] == "delivery"
    assert "due for 12 minutes" in said["faults"][0]["what"]
    _, text = await watch.asked("/metrics")
    assert 'mansarda_outbox_rows{platform="playground",sort="answer",state="pending"} 1.0' in text
    assert 'mansarda_outbox_oldest_seconds{platform="playground",sort="answer"} 720.0' in text


@pytest.mark.parametrize(
    "lane", [Fill(full=MONDAY + timedelta(minutes=9)), Fill(closed=MONDAY + timedelta(hours=1))], ids=["much", "closed"]
)
async def test_what_a_worker_looks_after_is_nobodys_fault(watch: Watch, lena: Actor, lane: Fill) -> None:
    """Much is due, or the platform lets nothing through; people's clicks must still be let in here."""
    watch.scene.clock.set(MONDAY)
    await watch.scene.store.write(lambda work: work.outbox.put(sending("late", 1), MONDAY))
    await watch.scene.store.write(lambda work: work.lanes.save("playground", {"all": lane}))
    watch.scene.clock.set(MONDAY + timedelta(minutes=12))
    assert (await watch.ready())[0] == 200
    watch.scene.clock.set(MONDAY + timedelta(hours=2))
    assert (await watch.ready())[0] == 503, "nothing was asked of it any more"


async def test_what_happens_is_counted_by_handler_and_no_label_is_a_person(watch: Watch, lena: Actor) -> None:
    marta = watch.scene.person("marta-id", "Marta Canary")
    await offer(marta, topics="Canarytopic")
    await marta.use("/programme setup")
    await marta.use("/nothing of this name")
    watch.loops.add("delivery", 60)
    _, text = await watch.asked("/metrics")
    assert 'mansarda_events_total{handler="programme setup",kind="command",outcome="answered"} 1.0' in text
    assert 'mansarda_events_total{handler="programme setup",kind="command",outcome="refused"} 1.0' in text
    assert 'mansarda_events_total{handler="mentoring.offered",kind="form",outcome="answered"} 1.0' in text
    assert 'mansarda_events_total{handler="unknown",kind="command",outcome="refused"} 1.0' in text
    assert 'mansarda_answer_seconds_count{handler="programme.start",kind="action"} 1.0' in text
    assert 'mansarda_loop_up{loop="delivery"} 1.0' in text
    assert 'mansarda_platform_lines{platform="playground"} 2.0' in text
    assert 'mansarda_loop_restarts_total{loop="delivery"} 0.0' in text
    assert 'mansarda_platform_up{platform="playground"} 1.0' in text
    for private in ("marta-id", "Marta", "lena", "corte", "Canarytopic", "nothing of this name"):
        assert private not in text


async def test_a_port_that_is_taken_is_one_sentence(watch: Watch) -> None:
    host, port = watch.address.removeprefix("http://").split(":")
    health = Health(Watched(watch.store, watch.scene.clock, watch.loops), watch.metrics)
    with pytest.raises(Problem, match="HEALTH_PORT"):
        async with answering(health, host, int(port)):
            pass
    async with answering(health, host, 0):
        assert (await watch.asked("/livez"))[0] == 200, "the other one still answers"


async def test_what_is_left_out_is_counted_as_well(watch: Watch, lena: Actor) -> None:
    scene = watch.scene
    now = scene.clock.now()
    for once in ("one", "two"):
        row = replace(sending(once, 1), expires=now)
        await scene.store.write(lambda work, row=row: work.outbox.put(row, now))  # type: ignore[misc]
    await Worker(scene.store, scene.clock, {"playground": scene.room}, registry(), watch.metrics).deliver()
    _, text = await watch.asked("/metrics")
    assert 'mansarda_left_out_total{sort="answer",why="expired"} 2.0' in text
