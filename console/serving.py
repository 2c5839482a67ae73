"""`main.py run`: from the settings to a bot at work on its platforms."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from adapters.discord import settings as discord
from adapters.slack import settings as slack
from bot.errors import Problem
from console.starting import VERSION, begin, begun, make_default_folder, platform_problems

if TYPE_CHECKING:
    from adapters.readiness import Line
    from bot.app import Bot
    from bot.meter import Meter
    from bot.ports import Adapter, Clock, Keyring, Store
    from bot.settings import Values


class Only(StrEnum):
    """What one of several processes does."""

    DISCORD = "discord"
    SLACK = "slack"
    WORKER = "worker"


@dataclass(slots=True)
class Connections:
    """``lines`` are those through which people reach this process, ``endings`` tell that one has ended for good."""

    adapters: list[Adapter] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    endings: list[Coroutine[Any, Any, None]] = field(default_factory=list)


def build(store: Store, clock: Clock, adapters: Sequence[Adapter], keys: Keyring, meter: Meter | None = None) -> Bot:
    """The whole bot, from its parts. Raises `Problem` for a template that cannot be read, before anybody needs it."""
    from bot.app import Bot
    from bot.features.everything import registry
    from bot.features.programme.templates import shipped

    shipped()

    return Bot(store, clock, {one.platform: one for one in adapters}, registry(), keys, meter)


async def served(only: Only | None) -> None:
    """Starts nothing half: what is missing is said before anything is connected."""
    from adapters.clock import SystemClock
    from adapters.health import Health, answering
    from adapters.metrics import Metrics, TimedStore
    from adapters.readiness import Watched
    from adapters.serving import Part, asked_to_stop, first_of, serve
    from adapters.supervision import Loops
    from storage.database import migrate as upgrade
    from storage.database import open_store
    from storage.keyring import FolderKeyring

    values = begin()
    problems = platform_problems(values) or misplaced(values, only)
    if problems:
        raise Problem("\n".join(problems))
    make_default_folder(values)
    await upgrade(values["DATABASE_URL"])
    metrics, clock = Metrics(), SystemClock()
    async with AsyncExitStack() as closing:
        store = TimedStore(await open_store(values["DATABASE_URL"]), metrics)
        closing.push_async_callback(store.close)
        loops = Loops(metrics.restarted)
        found = await connected(values, clock, only)
        health = Health(Watched(store, clock, loops, found.lines), metrics)
        await closing.enter_async_context(answering(health, values["HEALTH_HOST"], int(values["HEALTH_PORT"])))
        part = Part(hears=only is not Only.WORKER, works=only in (None, Only.WORKER))
        bot = build(store, clock, found.adapters, FolderKeyring(Path(values["KEYS_FOLDER"])), metrics)
        typer.echo(f"Mansarda {VERSION} {does(only, found.adapters)} Ctrl+C ends it.")
        await serve(bot, found.adapters, first_of(asked_to_stop(), *found.endings), loops, part)


def misplaced(values: Values, only: Only | None) -> list[str]:
    """A part for which this installation has no settings."""
    wanted = {Only.DISCORD: discord, Only.SLACK: slack}
    if only in wanted and not begun(values, wanted[only].SETTINGS):
        return list(wanted[only].missing(values))
    return []


def does(only: Only | None, adapters: Sequence[Adapter]) -> str:
    names = " and ".join(one.platform for one in adapters)
    match only:
        case None:
            return f"serves {names}."
        case Only.WORKER:
            return f"delivers to {names}; what people do there comes in through other processes."
    return f"serves {names}; a process with `run --only worker` has to deliver."


async def connected(values: Values, clock: Clock, only: Only | None) -> Connections:
    """An adapter for each platform whose settings are there; a worker's adapters only send."""
    found, hears = Connections(), only is not Only.WORKER
    if values["DISCORD_TOKEN"] and only is not Only.SLACK:
        from adapters.discord.connecting import connect as connect_discord

        by_discord = connect_discord(values, hears=hears)
        found.adapters.append(by_discord)
        if hears:
            found.lines.append(by_discord)
            found.endings.append(by_discord.ended())
    if begun(values, slack.SETTINGS) and only is not Only.DISCORD:
        from adapters.slack.connect import connect as connect_slack

        by_slack = await connect_slack(values, clock, hears=hears)
        found.adapters.append(by_slack)
        if hears:
            found.lines.append(by_slack)
    return found
