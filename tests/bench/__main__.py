"""`make bench`: one JSON line per figure on standard output; what is going on is told on standard error."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from tests.bench import (
    beside,
    commands,
    delivery,
    discord_crowd,
    drawing,
    impact,
    pictures,
    processes,
    rounds,
    running,
    slack_burst,
    suggesting,
    turns,
)
from tests.bench.commands import QUICK, Pace
from tests.bench.figures import Figure, say, show

Bench = Callable[[Path, Pace], Awaitable[list[Figure]]]

BENCHES: Mapping[str, Bench] = {
    "sqlite": commands.sqlite,
    "postgres": commands.postgres,
    "start": processes.start,
    "memory": processes.memory,
    "run": running.run,
    "import": processes.imports,
    "fit": drawing.fitting,
    "discord": discord_crowd.crowd,
    "slack": slack_burst.burst,
    "pictures": pictures.pictures,
    "rounds": rounds.rounds,
    "beside": beside.beside,
    "turns": turns.turns,
    "suggesting": suggesting.suggesting,
    "delivery": delivery.delivery,
    "impact": impact.impact,
}


def main(
    only: Annotated[list[str] | None, typer.Option(help=f"One or more of: {', '.join(BENCHES)}.")] = None,
    quick: Annotated[bool, typer.Option(help="A few rounds on small communities: does it run at all?")] = False,
    folder: Annotated[Path | None, typer.Option(help="Where the databases are put for the while.")] = None,
) -> None:
    """Measure. A missed target is said in its line and is no failure."""
    unknown = set(only or ()) - set(BENCHES)
    if unknown:
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: choose from {', '.join(BENCHES)}.")
    asyncio.run(run(only or list(BENCHES), QUICK if quick else Pace(), folder))


async def run(names: list[str], pace: Pace, folder: Path | None) -> None:
    for name in names:
        say(name)
        with tempfile.TemporaryDirectory(prefix="mansarda-bench-", dir=folder) as place:
            show(await BENCHES[name](Path(place), pace))


if __name__ == "__main__":
    bench = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    bench.command()(main)
    bench()
