"""Three hundred commands at once in Slack: how soon each is acknowledged, beside an empty Bolt app's."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.slack.api import Web
from tests.adapters.slack.corte import corte
from tests.adapters.slack.slack_stage import SlackStage, World
from tests.bench.commands import Pace
from tests.bench.figures import Figure, say
from tests.standins.slack.person import Hand

if TYPE_CHECKING:
    from slack_bolt.context.ack.async_ack import AsyncAck

COMMANDS = 300
PEOPLE = 30
CONNECTIONS = 2
LIMIT_MS = 3000
FLOOR = "an empty Bolt app, the same in the same run"

Burst = Callable[[], Awaitable[list[float]]]


async def burst(folder: Path, pace: Pace) -> list[Figure]:
    """Bursts of each in turn, so that the machine's drift meets all of them."""
    took: dict[str, list[float]] = {}
    async with AsyncExitStack() as stack:
        bursts = {
            "bolt": await stack.enter_async_context(_bolt()),
            "adapter": await stack.enter_async_context(_adapter()),
            "bot": await stack.enter_async_context(_bot(folder)),
        }
        for number in range(pace.rounds + 1):
            for name, once in bursts.items():
                seconds = await once()
                took.setdefault(name, []).extend(seconds if number else ())  # the first round only warms up
        say(f"{pace.rounds} bursts of {COMMANDS} commands")
    return [figure for name in ("adapter", "bot") for figure in _figures(name, took[name], took["bolt"])]


def _figures(name: str, took: list[float], bolt: list[float]) -> list[Figure]:
    return [
        Figure(f"slack.burst.{name}.p50", median(took) * 1000, "ms", FLOOR, median(bolt) * 1000),
        Figure(f"slack.burst.{name}.p99", _p99(took) * 1000, "ms", FLOOR, _p99(bolt) * 1000, most=LIMIT_MS),
    ]


def _p99(took: list[float]) -> float:
    return quantiles(took, n=100)[98]


async def _at_once(hands: list[Hand]) -> list[float]:
    async def one(number: int) -> float:
        began = time.perf_counter()
        await hands[number % len(hands)].use("C1", "/mentor status")
        return time.perf_counter() - began

    return await asyncio.gather(*(one(number) for number in range(COMMANDS)))


@asynccontextmanager
async def _bolt() -> AsyncIterator[Burst]:
    """Nothing but slack-bolt on as many connections."""
    stage = SlackStage(await World().start())
    stage.slack.limits = stage.slack.checks = False
    web = Web(stage.world.server.api)

    async def authorize(team_id: str) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=team_id, bot_token="xoxb-1", bot_user_id="UBOT")

    app = AsyncApp(client=web.client(None), authorize=authorize, name="empty")
    app.command("/mentor")(_acknowledged)
    handlers = [AsyncSocketModeHandler(app, "xapp-1", web_client=web.client("xapp-1")) for _ in range(CONNECTIONS)]
    for handler in handlers:
        await handler.client.connect()  # type: ignore[no-untyped-call]
    hands = list(stage.hands.values())
    try:
        yield lambda: _at_once(hands)
    finally:
        for handler in handlers:
            await handler.client.close()  # type: ignore[no-untyped-call]
        await web.close()
        await stage.world.stop()


async def _acknowledged(ack: AsyncAck) -> None:
    await ack()


@asynccontextmanager
async def _adapter() -> AsyncIterator[Burst]:
    """The adapter, with nobody behind it."""
    stage = await SlackStage(await World().start()).start()
    stage.slack.limits = stage.slack.checks = False
    stage.script.on_command = lambda reply: reply.wait()
    hands = list(stage.hands.values())
    try:
        yield lambda: _at_once(hands)
    finally:
        await stage.stop()


@asynccontextmanager
async def _bot(folder: Path) -> AsyncIterator[Burst]:
    """The whole bot on SQLite; the answer is read from the database and sent."""
    async with corte(folder) as scene:
        scene.slack.limits = scene.slack.checks = False
        lena = scene.person("ULENA", "Lena", admin=True)
        await lena.use("/programme setup")
        await lena.press("Start the programme")
        hands = [scene.person(f"U{number:03d}", f"Person {number}").hand for number in range(PEOPLE)]

        async def once() -> list[float]:
            took = await _at_once(hands)
            await scene.quiet()
            scene.slack.messages.clear()
            return took

        yield once
