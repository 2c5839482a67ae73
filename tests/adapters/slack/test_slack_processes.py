"""Several processes of the bot on one database: restarted one after the other, and killed at the worst moment."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from adapters.slack import ids
from adapters.slack.deliveries import PATH
from bot.ports import Store
from bot.work import By, Work
from storage.database import migrate, open_store
from tests.adapters.slack.slack_stage import SECRET, TEAM, Mode, World, settings
from tests.standins.slack import wires
from tests.standins.slack.person import Hand, envelope, values
from tests.standins.slack.things import Channel
from tests.standins.slack.wires import Payload, Signed, Wire

WAITED = 20.0
"""Seconds for what other processes do."""


class Process:
    """The bot in a process of its own."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.running: asyncio.subprocess.Process

    async def start(self) -> Process:
        self.running = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.adapters.slack.process",
            env={**os.environ, "BOT": json.dumps(dict(self.given))},
            stdout=asyncio.subprocess.PIPE,
        )
        assert self.running.stdout
        async with asyncio.timeout(WAITED):
            assert await self.running.stdout.readline() == b"ready\n"
        return self

    async def stop(self) -> None:
        if self.running.returncode is None:
            self.running.terminate()
        await self.running.wait()

    async def kill(self) -> None:
        self.running.kill()
        await self.running.wait()


class Two:
    """A Slack, a database, and the processes on them."""

    def __init__(self, world: World, url: str) -> None:
        self.world = world
        self.url = url
        self.slack = world.slack
        self.slack.channel(Channel("C1", "mentoring", "public", TEAM))
        self.processes: list[Process] = []

    async def process(self, mode: Mode = "socket", *, works: bool = True) -> Process:
        """One more; over HTTP each has a port of its own. ``works``: it delivers, too."""
        named = settings(self.world.server, mode)
        wanted = ("SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "PORT")
        given = {name: named[name] for name in wanted}
        process = Process({**given, "DATABASE_URL": self.url, "WORKS": "yes" if works else ""})
        self.processes.append(process)
        return await process.start()


@asynccontextmanager
async def two(url: str, mode: Mode) -> AsyncIterator[Two]:
    await migrate(url)
    both = Two(await World(mode).start(), url)
    both.slack.limits = False
    try:
        yield both
    finally:
        for process in both.processes:
            await process.stop()
        await both.world.stop()
    assert both.slack.wrong == []


async def until(seen: Callable[[], object]) -> None:
    async with asyncio.timeout(WAITED):
        while not seen():  # noqa: ASYNC110  # other processes tell nobody
            await asyncio.sleep(0.02)


async def test_a_rolling_restart_loses_none_of_a_hundred_events(postgres_database: str) -> None:
    async with two(postgres_database, "socket") as both:
        people = [ids.person(TEAM, f"U{number:03d}", f"Person {number}") for number in range(100)]
        store = await open_store(both.url)
        now = datetime.now(UTC)
        key = await store.write(lambda work: work.communities.ensure(ids.community(TEAM), "en", "UTC", now).key)
        await store.write(lambda work: [work.members.ensure(By(key, one, now)) for one in people])
        old = await asyncio.gather(both.process(), both.process())
        new = await asyncio.gather(both.process(), both.process())
        await both.world.sockets.connected(8)
        telling = [asyncio.create_task(_leaves(both, ids.own(one.id), at * 0.02)) for at, one in enumerate(people)]
        for at, process in ((30, old[0]), (60, old[1])):
            await telling[at]
            await process.stop()
        attempts = await asyncio.gather(*telling)
        assert all(attempts), "an event was never acknowledged"
        assert all(one.running.returncode is None for one in new)
        left = await store.read(lambda work: [work.members.find(key, one) for one in people])
        await store.close()
        assert sum(bool(one and one.left) for one in left) == 100


async def _leaves(both: Two, user: str, after: float) -> int:
    """Somebody leaves, at a moment of their own."""
    await asyncio.sleep(after)
    hand = both.world.user(user, f"Person {user}", deleted=True)
    event = envelope(both.slack, TEAM, {"type": "user_change", "user": hand.user.told()})
    return await wires.tell(both.world.wire, event, (0.0, 0.2, 0.5, 1.0))


class KilledAfterwards:
    """Slack does not hear the first answer: it delivers four times, and the first process dies after its own."""

    def __init__(self, first: Signed, process: Process, second: Signed) -> None:
        self._first = first
        self._process = process
        self._second = second

    async def deliver(self, kind: str, payload: Payload, *, attempt: int = 0) -> Mapping[str, Any]:
        await self._first.deliver(kind, payload)
        await self._process.kill()
        for number in range(1, 3):
            await self._second.deliver(kind, payload, attempt=number)
        return await self._second.deliver(kind, payload, attempt=3)


async def test_four_deliveries_to_two_processes_have_one_effect(postgres_database: str) -> None:
    async with two(postgres_database, "http") as both:
        # What a killed process was just delivering stays in doubt for a minute and a half; that is another story.
        first, second = await asyncio.gather(both.process("http", works=False), both.process("http"))
        wire, other = (
            Signed(f"http://127.0.0.1:{one.given['PORT']}{PATH}", SECRET, both.slack.clock) for one in (first, second)
        )
        lena, marta, carla = (
            Hand(both.slack, wire, both.world.user(id, name, admin=id == "ULENA").user)
            for id, name in (("ULENA", "Lena"), ("UMARTA", "Marta"), ("UCARLA", "Carla"))
        )
        try:
            await _until_asked(both, lena, marta, carla)
            marta.wire = KilledAfterwards(wire, first, other)
            await marta.press(_dm(both, marta), "Say yes to Carla")
            await until(lambda: any("is your mentor" in text for text in carla.reads(_dm(both, carla))))
            await until(lambda: [one for one in both.slack.channels.values() if one.kind == "mpim"])
            space = next(one.id for one in both.slack.channels.values() if one.kind == "mpim")
            await until(lambda: marta.reads(space))
        finally:
            await wire.stop()
            await other.stop()
        assert sum("is your mentor" in text for text in carla.reads(_dm(both, carla))) == 1
        assert sum("You are the mentor." in text for text in marta.reads(_dm(both, marta))) == 1
        assert len(marta.reads(space)) == 1


class ToBoth:
    """Over Socket Mode Slack hears no answer: it delivers four times, at once, each to the next connection."""

    def __init__(self, sockets: Wire) -> None:
        self._sockets = sockets

    async def deliver(self, kind: str, payload: Payload, *, attempt: int = 0) -> Mapping[str, Any]:
        heard = await asyncio.gather(*(self._sockets.deliver(kind, payload, attempt=number) for number in range(4)))
        return heard[0]


async def test_four_deliveries_over_sockets_of_two_processes_have_one_effect(postgres_database: str) -> None:
    async with two(postgres_database, "socket") as both:
        await asyncio.gather(both.process(), both.process())
        await both.world.sockets.connected(4)
        lena, marta, carla = (
            both.world.user(id, name, admin=id == "ULENA")
            for id, name in (("ULENA", "Lena"), ("UMARTA", "Marta"), ("UCARLA", "Carla"))
        )
        await _until_asked(both, lena, marta, carla)
        marta.wire = ToBoth(both.world.wire)
        await marta.press(_dm(both, marta), "Say yes to Carla")
        await until(lambda: [one for one in both.slack.channels.values() if one.kind == "mpim"])
        space = next(one.id for one in both.slack.channels.values() if one.kind == "mpim")
        await until(
            lambda: marta.reads(space) and any("is your mentor" in text for text in carla.reads(_dm(both, carla)))
        )
        assert sum("is your mentor" in text for text in carla.reads(_dm(both, carla))) == 1
        assert sum("You are the mentor." in text for text in marta.reads(_dm(both, marta))) == 1
        assert len(marta.reads(space)) == 1


async def test_an_event_over_the_sockets_of_two_processes_counts_once(postgres_database: str) -> None:
    """Somebody leaves and comes back; that they left is delivered eight times, four of them afterwards."""
    async with two(postgres_database, "socket") as both:
        store, now = await open_store(both.url), datetime.now(UTC)
        key = await store.write(lambda work: work.communities.ensure(ids.community(TEAM), "en", "UTC", now).key)
        hands = {id: both.world.user(id, id.title()) for id in ("UMARTA", "UCARLA")}
        for id in hands:
            await store.write(lambda work, id=id: work.members.ensure(By(key, ids.person(TEAM, id), now)))  # type: ignore[misc]
        await asyncio.gather(both.process(), both.process())
        await both.world.sockets.connected(4)

        async def told(kind: str, id: str, *, deleted: bool) -> Payload:
            event = envelope(both.slack, TEAM, {"type": kind, "user": hands[id].user.told() | {"deleted": deleted}})
            await ToBoth(both.world.wire).deliver("events_api", event)
            await _until_left(store, key, id, left=deleted)
            return event

        first = await told("user_change", "UMARTA", deleted=True)
        await told("team_join", "UMARTA", deleted=False)
        await ToBoth(both.world.wire).deliver("events_api", first)
        await told("user_change", "UCARLA", deleted=True)
        await _until_left(store, key, "UMARTA", left=False)
        fresh = await store.write(lambda work: work.inbox.once(ids.PLATFORM, f"e:{first['event_id']}", now))
        await store.close()
        assert not fresh, "it is kept as applied"


async def _until_left(store: Store, key: int, id: str, *, left: bool) -> None:
    """Until the database says so."""

    def same(work: Work) -> bool:
        member = work.members.find(key, ids.person(TEAM, id))
        return member is not None and member.left is left

    async with asyncio.timeout(WAITED):
        while not await store.read(same):  # noqa: ASYNC110  # other processes tell nobody
            await asyncio.sleep(0.02)


def _dm(both: Two, hand: Hand) -> str:
    return both.slack.direct(TEAM, (hand.user.id,)).id


async def _until_asked(both: Two, lena: Hand, marta: Hand, carla: Hand) -> None:
    """A programme that runs, and Marta with a request before her."""
    await lena.use("C1", "/programme setup")
    await until(lambda: lena.reads("C1"))
    await lena.press("C1", "Start the programme")
    await until(lambda: _edited(lena))
    await _fill(marta, "/mentor offer", {"topics": "Newsletters", "languages": ("it",), "conduct": ("yes",)})
    await _fill(
        carla, "/mentor seek", {"topics": "newsletters", "goal": "Readers", "languages": ("it",), "conduct": ("yes",)}
    )
    await carla.press("C1", "Ask Marta")
    await until(lambda: carla.view and carla.view.body.get("callback_id"))
    await carla.fill({"need": "A plan"})
    await until(lambda: marta.reads(_dm(both, marta)))


def _edited(hand: Hand) -> bool:
    return any(one.edited for one in hand.messages("C1"))


async def _fill(hand: Hand, command: str, answers: Mapping[str, str | tuple[str, ...]]) -> None:
    before = len(hand.reads("C1"))
    await hand.use("C1", command)
    await until(lambda: hand.view and "topics" in values(hand.view))
    await hand.fill(answers)
    await until(lambda: len(hand.reads("C1")) > before)
