"""`main.py run`: one part of the work or all of it, watched from outside."""

from __future__ import annotations

import gc
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from adapters.console.starting import VERSION, Platforms, begun, say

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


@dataclass(frozen=True, slots=True)
class Plain:
    """`run`, written as it nearly always is."""

    only: Only | None


def plainly(words: Sequence[str]) -> Plain | None:
    """None where the command line's library has to look: checking options loads megabytes that a bot would keep."""
    match words:
        case ["run"]:
            return Plain(None)
        case ["run", "--only", part] if part in set(Only):
            return Plain(Only(part))
    return None


@dataclass(slots=True)
class Connections:
    """``post`` only sends: nobody acts there. ``lines`` are those through which people reach this process, and
    ``endings`` tell that one has ended for good.
    """

    adapters: list[Adapter] = field(default_factory=list)
    post: list[Adapter] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    endings: list[Coroutine[Any, Any, None]] = field(default_factory=list)


Build = Callable[["Store", "Clock", Sequence["Adapter"], "Keyring", "Meter"], "Bot"]


async def work(
    values: Values, only: Only | None, store: Store, clock: Clock, found: Connections, keys: Keyring, build: Build
) -> None:
    """Until asked to stop; health and metrics are told meanwhile."""
    from adapters.health import Health, answering
    from adapters.metrics import Metrics, TimedStore
    from adapters.readiness import Watched
    from adapters.serving import Part, asked_to_stop, first_of, serve
    from adapters.supervision import Loops

    metrics = Metrics()
    timed, loops = TimedStore(store, metrics), Loops(metrics.restarted)
    async with AsyncExitStack() as closing:
        health = Health(Watched(timed, clock, loops, found.lines), metrics)
        await closing.enter_async_context(answering(health, values["HEALTH_HOST"], int(values["HEALTH_PORT"])))
        part = Part(hears=only is not Only.WORKER, works=only in (None, Only.WORKER))
        bot = build(timed, clock, [*found.adapters, *found.post], keys, metrics)
        set_aside()
        say(f"Mansarda {VERSION} {does(only, found.adapters)} Ctrl+C ends it.")
        await serve(bot, found.adapters, first_of(asked_to_stop(), *found.endings), loops, part)


def set_aside() -> None:
    """What is there by now stays: the collector need not look through it again with every batch of messages."""
    gc.collect()
    gc.freeze()


def misplaced(values: Values, only: Only | None, platforms: Platforms) -> list[str]:
    """A part for which this installation has no settings."""
    wanted = platforms.get(only or "")
    return list(wanted.missing(values)) if wanted and not begun(values, wanted.SETTINGS) else []


def does(only: Only | None, adapters: Sequence[Adapter]) -> str:
    names = " and ".join(one.platform for one in adapters)
    match only:
        case None:
            return f"serves {names}."
        case Only.WORKER:
            return f"delivers to {names}; what people do there comes in through other processes."
    return f"serves {names}; a process with `run --only worker` has to deliver."
