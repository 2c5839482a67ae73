"""Wiring and command line: settings → storage → bot → adapters."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.console.logs import start_logging
from adapters.console.running import Connections, Only, misplaced, plainly
from adapters.console.starting import (
    WRONG_SETTINGS,
    begun,
    in_one_line,
    make_default_folder,
    make_folder,
    platform_problems,
    say,
)
from adapters.discord import settings as discord
from adapters.mail import settings as mail
from adapters.slack import settings as slack
from bot.errors import Problem
from bot.features.privacy import settings as privacy
from bot.identity import Community
from bot.settings import CORE, Values, read_settings

if TYPE_CHECKING:
    from adapters.playground.play import Play
    from adapters.playground.sample import Sample
    from bot.app import Bot
    from bot.meter import Meter
    from bot.ports import Adapter, Clock, Keyring, Store

ROOT = Path(__file__).parent
DATA = ROOT / "data" / "playground"
PLATFORMS = {"discord": discord, "slack": slack}
KNOWN = (*CORE, *privacy.SETTINGS, *discord.SETTINGS, *slack.SETTINGS, *mail.SETTINGS)


def settings() -> Values:
    return read_settings(os.environ, ROOT / ".env", KNOWN)


def begin() -> Values:
    """The settings, with the log begun as they say."""
    values = settings()
    start_logging(values["LOG_LEVEL"], values.secrets(), values["LOG_FORMAT"].lower())
    return values


def build(store: Store, clock: Clock, adapters: Sequence[Adapter], keys: Keyring, meter: Meter | None = None) -> Bot:
    """The whole bot, from its parts. Raises `Problem` for a template that cannot be read, before anybody needs it."""
    from bot.app import Bot
    from bot.features.everything import registry
    from bot.features.programme.shelf import shipped

    shipped()
    return Bot(store, clock, {a.platform: a for a in adapters}, registry(), keys, meter, privacy.periods(settings()))


@contextlib.asynccontextmanager
async def beside() -> AsyncIterator[Store]:
    """The store to read from, beside a bot that may be running."""
    from storage.database import check, open_store

    values = begin()
    problem = await check(values["DATABASE_URL"])
    if problem:
        raise Problem(problem)
    store = await open_store(values["DATABASE_URL"], lock=False)
    try:
        yield store
    finally:
        await store.close()


async def playground(host: str, data: Path, exposed: bool, fresh: bool) -> None:
    """Try everything in the browser, with a sample community."""
    from adapters.clock import ticking
    from adapters.playground.inhabit import tour
    from adapters.playground.sample import load
    from adapters.playground.server import serve
    from adapters.serving import asked_to_stop

    values = begin()
    port, sample = int(values["PORT"]), load()
    async with contextlib.AsyncExitStack() as closing:
        player = await open_playground(data, sample, closing, fresh=fresh)
        runner = await serve(player.room, player, host=host, port=port, tour=tour(sample), exposed=exposed)
        closing.push_async_callback(runner.cleanup)
        await player.start()
        closing.push_async_callback(player.stop)
        ticker = ticking(player.tick, player.tidy)
        ticker.start()
        closing.callback(ticker.shutdown, wait=False)
        say(f"Mansarda's playground: http://{host}:{port}  (Ctrl+C ends it; what you do is kept)")
        await asked_to_stop()


async def open_playground(
    folder: Path, sample: Sample, closing: contextlib.AsyncExitStack, *, fresh: bool = False
) -> Play:
    """The room and the database in this folder, with the sample community moved in; not started yet."""
    from adapters.clock import ShiftedClock
    from adapters.discord.capabilities import CAPABILITIES as DISCORD
    from adapters.playground.capabilities import PLAIN, PLAYGROUND
    from adapters.playground.inhabit import furnish, inhabit
    from adapters.playground.play import KeptOffset, Play
    from adapters.playground.room import Room
    from adapters.playground.shelf import Shelf
    from adapters.slack.capabilities import CAPABILITIES as SLACK
    from storage.database import migrate, open_store
    from storage.keyring import FolderKeyring

    make_folder(folder, fresh=fresh)
    database = f"sqlite:///{folder / 'mansarda.sqlite3'}"
    await migrate(database)
    store = await open_store(database)
    closing.push_async_callback(store.close)
    shelf = Shelf(folder / "room.sqlite3")
    closing.callback(shelf.close)
    offset = KeptOffset(folder / "clock.json")
    clock = ShiftedClock(offset.read(), offset.keep)
    shows = {"playground": PLAYGROUND, "discord": DISCORD, "slack": SLACK, "plain": PLAIN}
    room = Room(clock, shelf, shows, community=Community("playground", "sample", sample.name))
    furnish(room, sample)
    await inhabit(store, room, sample)
    keys = FolderKeyring(folder)
    return Play(room, clock, lambda: build(store, clock, [room], keys))


async def migrated() -> None:
    from storage.database import migrate as upgrade

    values = begin()
    make_default_folder(values)
    await upgrade(values["DATABASE_URL"])
    say("The database is at this version.")


async def examined() -> None:
    from bot.features.programme.shelf import shipped
    from storage.database import check

    values = settings()
    problems = [*platform_problems(values, PLATFORMS), *mail.missing(values)]
    try:
        shipped()
    except Problem as broken:
        problems += str(broken).splitlines()
    problem = await check(values["DATABASE_URL"])
    problems += [f"DATABASE_URL: {problem}"] if problem else []
    if problems:
        raise Problem("\n".join(problems))
    say("\n".join([*mail.advice(values), "Everything that is needed is there."]))


async def served(only: Only | None) -> None:
    """Starts nothing half: what is missing is said before anything is connected."""
    from adapters.clock import SystemClock
    from adapters.console.running import work
    from adapters.mail.adapter import mailers
    from storage.database import migrate as upgrade
    from storage.database import open_store
    from storage.keyring import FolderKeyring

    values = begin()
    problems = platform_problems(values, PLATFORMS) or misplaced(values, only, PLATFORMS) or [*mail.missing(values)]
    if problems:
        raise Problem("\n".join(problems))
    make_default_folder(values)
    await upgrade(values["DATABASE_URL"])
    clock, keys = SystemClock(), FolderKeyring(Path(values["KEYS_FOLDER"]))
    store = await open_store(values["DATABASE_URL"], erasures=privacy.place(values))
    try:
        found = await connected(values, clock, only)
        found.post += mailers(values)
        await work(values, only, store, clock, found, keys, build)
    finally:
        await store.close()


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


async def invited() -> None:
    from adapters.discord.connecting import invite as address

    values = settings()
    problems = discord.missing(values)
    if problems:
        raise Problem("\n".join(problems))
    say(await address(values))


async def copied(file: Path) -> None:
    from storage.backup import backup

    await backup(settings()["DATABASE_URL"], file)
    say(f"Copied into {file}.")


def manifest(url: str, history: bool, hosted: bool) -> tuple[str, str]:
    """Slack's manifest of every command, and why it asks for what it asks for."""
    import json

    from adapters.slack.manifest import manifest as written
    from adapters.slack.manifest import reasons
    from bot.features.everything import registry

    every = tuple(registry().commands.values())
    return json.dumps(written(every, url=url, history=history, hosted=hosted), indent=2), reasons(history=history)


def command_line() -> Callable[[], None]:
    """All commands; loaded only where more is asked for than to run."""
    from adapters.console.command_line import Wired
    from adapters.console.command_line import command_line as made

    return made(Wired(DATA, playground, migrated, copied, examined, served, invited, manifest, beside))


if __name__ == "__main__":
    plain = plainly(sys.argv[1:])
    sys.exit(in_one_line(served(plain.only), WRONG_SETTINGS) if plain else command_line()())
