"""`main.py run` as an operator starts it: one process that serves both platforms, and ends when asked."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from adapters.discord import settings as discord
from adapters.slack import ids
from adapters.slack import settings as slack
from bot.i18n import words
from bot.identity import Community
from bot.ui import Message
from bot.work import Kind, Sending, Target, Work
from storage.database import migrate, open_store
from tests.adapters.discord.stage import DiscordStage
from tests.adapters.slack.slack_stage import World, free_port
from tests.postgres import Server
from tests.standins.discord.server import TOKEN
from tests.standins.discord.town import Town
from tests.standins.slack.things import Channel
from tests.test_main import main

ROOT = Path(__file__).resolve().parents[2]
OURS = {one.name for one in (*discord.SETTINGS, *slack.SETTINGS)}


@asynccontextmanager
async def running(*args: str, **given: str) -> AsyncIterator[asyncio.subprocess.Process]:
    left = {name: value for name, value in os.environ.items() if name not in OURS}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(ROOT / "main.py"), "run", *args),
        env=left | {"HEALTH_PORT": "0"} | given,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110  # what changes is another process's doing
            await asyncio.sleep(0.02)


async def said_line(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(30):
        return (await process.stdout.readline()).decode()


async def ended(process: asyncio.subprocess.Process) -> float:
    """Seconds from SIGTERM to the end, which was a good one."""
    process.send_signal(signal.SIGTERM)
    asked = time.monotonic()
    _, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    assert b"Traceback" not in errors, errors.decode()
    return time.monotonic() - asked


async def asked(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


async def waiting(url: str, *made: tuple[Community, Target]) -> None:
    """Rows that wait for delivery in a new database."""
    await migrate(url)
    store, now = await open_store(url), datetime.now(UTC)

    def put(work: Work) -> None:
        for number, (community, target) in enumerate(made):
            home = work.communities.ensure(community, "en", "UTC", now)
            work.outbox.put(Sending(f"row {number}", home.key, target, Message((words(f"Hello {number}"),))), now)

    await store.write(put)
    await store.close()


def states(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(file)) as database:
        return dict(database.execute("SELECT state, count(*) FROM outbox GROUP BY state"))


async def test_one_process_serves_both_platforms_and_ends_when_asked(tmp_path: Path) -> None:
    stage, world = DiscordStage(Town()), World()
    await stage.start(connect=False)
    await world.start()
    world.slack.channel(Channel("C1", "square", "public", "T1"))
    cora = world.user("UCORA", "Cora", admin=True)
    lena = stage.someone(stage.cora)
    given = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.sqlite3'}",
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": stage.server.url,
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_API_URL": world.server.api,
        "HEALTH_PORT": str(free_port()),
    }
    health = int(given["HEALTH_PORT"])
    try:
        async with running(**given) as process:
            assert "serves discord and slack" in await said_line(process)
            await until(lambda: bool(stage.server.gateway.open) and len(world.sockets.connections) > 1)

            await cora.use("C1", "/programme setup")
            await until(lambda: "Everything is ready." in "".join(cora.reads("C1")))
            await stage.people.use(lena, stage.square, "programme setup")
            await until(lambda: any("Everything is ready." in one.content for one in stage.town.messages.values()))

            assert await asked(health, "/livez") == (200, "alive\n")
            assert await asked(health, "/readyz") == (200, '{"ready": true, "faults": []}')
            status, text = await asked(health, "/metrics")
            assert status == 200
            assert 'mansarda_events_total{handler="programme setup",kind="command",outcome="answered"} 2.0' in text
            assert 'mansarda_platform_up{platform="discord"} 1.0' in text
            assert 'mansarda_platform_up{platform="slack"} 1.0' in text

            second = await asyncio.to_thread(main, "run", **given)
            assert second.returncode != 0
            assert len(second.stderr.strip().splitlines()) == 1
            assert "stop that one first, or let several work together on PostgreSQL" in second.stderr

            assert await ended(process) < 10
    finally:
        await stage.server.stop()
        await world.stop()
    assert stage.server.complaints() == []


async def test_a_worker_sends_to_both_platforms_and_listens_to_none(tmp_path: Path) -> None:
    stage, world = DiscordStage(Town()), World()
    await stage.start(connect=False)
    await world.start()
    world.slack.channel(Channel("C1", "square", "public", "T1"))
    url = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    space = Sending("space", 1, Target((stage.anna, stage.bruno)), kind=Kind.GATHER, title="Anna and Bruno")
    await waiting(
        url,
        (stage.community, Target((stage.anna,))),
        (stage.community, Target(place=stage.channel)),
        (ids.community("T1"), Target(place=ids.place("T1", "C1"))),
    )
    store = await open_store(url)

    def with_channel(work: Work) -> None:
        work.programmes.save(replace(work.programmes.of(1), channel=stage.channel))
        work.outbox.put(space, datetime.now(UTC))

    await store.write(with_channel)
    await store.close()
    given = {
        "DATABASE_URL": url,
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": stage.server.url,
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_API_URL": world.server.api,
        "HEALTH_PORT": str(free_port()),
    }
    try:
        async with running("--only", "worker", **given) as process:
            assert "delivers to discord and slack" in await said_line(process)
            await until(lambda: states(tmp_path / "bot.sqlite3") == {"sent": 4})
            assert (await asked(int(given["HEALTH_PORT"]), "/readyz"))[0] == 200
            assert not stage.server.gateway.open
            assert not world.sockets.connections
            assert await ended(process) < 10
    finally:
        await stage.server.stop()
        await world.stop()
    assert sorted(one.content for one in stage.town.messages.values()) == ["Hello 0", "Hello 1"]
    assert [one.text for one in world.slack.messages] == ["Hello 2"]
    assert stage.server.complaints() == []


async def test_two_processes_share_the_work_on_postgres(postgres: Server) -> None:
    stage = DiscordStage(Town())
    await stage.start(connect=False)
    name = await postgres.create()
    lena = stage.someone(stage.cora)
    given = {
        "DATABASE_URL": postgres.url(name),
        "DISCORD_TOKEN": TOKEN,
        "DISCORD_API_URL": stage.server.url,
    }

    def told(words: str) -> bool:
        return any(words in one.content for one in stage.town.messages.values())

    try:
        async with running("--only", "discord", **given) as listening, running("--only", "worker", **given) as working:
            assert "serves discord; a process with `run --only worker` has to deliver" in await said_line(listening)
            assert "delivers to discord" in await said_line(working)
            await until(lambda: bool(stage.server.gateway.open) and "programme" in stage.server.rest.commands)
            await stage.people.use(lena, stage.square, "programme setup")
            await until(lambda: told("Everything is ready."))
            await stage.people.press(lena, stage.square, "Start the programme")
            await until(lambda: told("Our mentorship programme is open."))
            assert await ended(listening) < 10
            assert await ended(working) < 10
    finally:
        await stage.server.stop()
        await postgres.drop(name)


def on_slack(file: Path, world: World) -> dict[str, str]:
    """The settings of a bot in this Slack alone."""
    return {
        "DATABASE_URL": f"sqlite:///{file}",
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_API_URL": world.server.api,
    }


async def test_asked_to_stop_while_much_is_on_its_way_leaves_nothing_half_sent(tmp_path: Path) -> None:
    """The platform takes each message at once and answers after two seconds; a hundred are due."""
    world = World()
    await world.start()
    world.server.slow["chat.postMessage"] = 2.0
    for number in range(100):
        world.user(f"U{number}", f"Person {number}")
    file = tmp_path / "bot.sqlite3"
    people = [ids.person("T1", f"U{number}", f"Person {number}") for number in range(100)]
    await waiting(f"sqlite:///{file}", *((ids.community("T1"), Target((person,))) for person in people))
    try:
        async with running(**on_slack(file, world)) as process:
            await said_line(process)
            await until(lambda: len(world.slack.messages) > 5)
            assert states(file).get("sending"), "some are on their way"
            assert await ended(process) < 10
        left = states(file)
        assert "sending" not in left
        assert left["sent"] == len(world.slack.messages) < 100
        assert left["sent"] + left["pending"] == 100
    finally:
        await world.stop()


async def test_asked_to_stop_while_the_database_is_locked_it_ends_in_time(tmp_path: Path) -> None:
    """Another process keeps SQLite's write lock for long; what was sent is looked up at the next start."""
    world = World()
    await world.start()
    world.user("U1", "Person 1")
    file = tmp_path / "bot.sqlite3"
    people = [ids.person("T1", "U1", "Person 1")]
    await waiting(f"sqlite:///{file}", *((ids.community("T1"), Target((person,))) for person in people))
    world.server.slow["chat.postMessage"] = 1.0
    try:
        async with running(**on_slack(file, world)) as process:
            await said_line(process)
            await until(lambda: bool(world.slack.messages))
            with closing(sqlite3.connect(file, isolation_level=None)) as outsider:
                outsider.execute("BEGIN IMMEDIATE")
                assert states(file) == {"sending": 1}
                await asyncio.sleep(1.5)
                process.send_signal(signal.SIGTERM)
                asked = time.monotonic()
                _, errors = await process.communicate()
                assert process.returncode == 0, errors.decode()
                took = time.monotonic() - asked
                assert took < 10, took
        assert states(file) == {"sending": 1}
        assert b"looked up at the next start" in errors
    finally:
        await world.stop()
