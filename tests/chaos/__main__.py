"""`make chaos`: one JSON line per experiment; the exit code is 1 if one went otherwise than promised."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from storage.database import migrate
from tests.chaos.alarms import Alarms, Night, alarms
from tests.chaos.best import Best, best
from tests.chaos.closed import closed
from tests.chaos.damage import full, locked, restarted
from tests.chaos.down import Down, down
from tests.chaos.experiments import ON_FILE, SEVERAL, as_promised
from tests.chaos.killing import Experiment, Report, run
from tests.chaos.limits import Limits, new_pairs, outage, revoked, told_to_wait
from tests.chaos.month import Months, months, prepare
from tests.chaos.points import every_point
from tests.chaos.voting import Count, Rush, rush
from tests.chaos.year import Year, year
from tests.chaos.zones import Zones, every_zone
from tests.postgres import NoPostgres, running

POINTS = "points"
POLLS = "polls"
LIMITS = (
    ("outage", outage, 10_000),
    ("told to wait", told_to_wait, 400),
    ("revoked", revoked, 400),
    ("new pairs", new_pairs, 200),
    ("closed", closed, 400),
)
"""Name, experiment, and how many messages, pairs or people at full size."""
DAMAGE = (("locked for 4 s", locked, 4.0), ("locked for 10 s", locked, 10.0), ("disk full", full, 5.0))
RESTARTED = "restarted"
REPORTS = "reports"
BEST = "best"


def main(
    only: Annotated[list[str] | None, typer.Option(help="Names of experiments, or a part of them.")] = None,
    share: Annotated[float, typer.Option(help="Of the messages and kills; 1 is full size.")] = 1.0,
    seed: int = 1,
    folder: Annotated[Path | None, typer.Option(help="Where the databases are put for the while.")] = None,
) -> None:
    """Kill the bot again and again, and count what is lost and what is there twice."""
    wanted = [
        replace(one, messages=int(one.messages * share), kills=max(1, int(one.kills * share)), seed=seed)
        for one in (*ON_FILE, SEVERAL)
        if _chosen(one.name, only)
    ]
    passed = [_one(one, folder) for one in wanted]
    if _chosen(POINTS, only):
        passed.append(_points(folder))
    if _chosen(POLLS, only):
        passed.append(_polls(Rush(voters=int(200 * share) or 1, kills=max(1, int(10 * share)), seed=seed)))
    if _chosen(REPORTS, only):
        passed.append(_reports(Night(int(200 * share) or 2, max(1, int(20 * share)), seed), folder))
        passed.append(_reports_on_postgres(Night(int(200 * share) or 2, max(1, int(20 * share)), seed), folder))
    passed += _times(only, share, seed, folder)
    if _chosen(BEST, only):
        passed.append(_matched(best(max(10, int(10_000 * share)), seed)))
    passed += _limits(only, share, folder)
    passed += _damage(only, share, folder)
    raise typer.Exit(0 if all(passed) else 1)


def _times(only: list[str] | None, share: float, seed: int, folder: Path | None) -> list[bool]:
    """What concerns time: zones, months in which everything goes wrong, and being down for a while."""
    found: list[Zones | Months | Down | Year] = []
    with tempfile.TemporaryDirectory(prefix="mansarda-chaos-", dir=folder) as place:
        if _chosen("zones", only):
            found.append(every_zone(seed, 10_000 if share >= 1 else max(1, int(34 * share))))
        if _chosen("months", only):
            found.append(asyncio.run(months(Path(place), range(seed, seed + max(1, int(500 * share))))))
        if _chosen("year", only):
            found.append(asyncio.run(year(Path(place), max(20, int(500 * share)), 364 if share >= 1 else 70, seed)))
        if _chosen("down", only):
            found.append(asyncio.run(_down(Path(place) / "down")))
    for one in found:
        typer.echo(one.line())
    return [one.kept for one in found]


def _limits(only: list[str] | None, share: float, folder: Path | None) -> list[bool]:
    """What platforms let through, and whom they do not."""
    kept: list[bool] = []
    for name, experiment, size in LIMITS:
        if _chosen(name, only):
            with tempfile.TemporaryDirectory(prefix="mansarda-chaos-", dir=folder) as place:
                found = asyncio.run(experiment(Path(place), max(5, int(size * share))))
            typer.echo(found.line())
            kept.append(found.kept)
    return kept


def _damage(only: list[str] | None, share: float, folder: Path | None) -> list[bool]:
    """What happens to the database. Its clock goes with the machine's, since people wait for an answer."""
    found: list[Limits] = []
    for name, experiment, seconds in DAMAGE:
        if _chosen(name, only):
            with tempfile.TemporaryDirectory(prefix="mansarda-chaos-", dir=folder) as place:
                found.append(asyncio.run(experiment(Path(place), max(1.0, seconds * share))))
    if _chosen(RESTARTED, only):
        with tempfile.TemporaryDirectory(prefix="mansarda-chaos-", dir=folder) as place, running() as server:
            found.append(asyncio.run(restarted(Path(place), server, 3, max(2.0, 20 * share))))
    for one in found:
        typer.echo(one.line())
    return [one.kept for one in found]


async def _down(folder: Path) -> Down:
    folder.mkdir()
    return await down(await prepare(folder), folder)


def _matched(found: Best) -> bool:
    typer.echo(found.line())
    return found.kept


def _chosen(name: str, only: list[str] | None) -> bool:
    return not only or any(part in name for part in only)


def _one(experiment: Experiment, folder: Path | None) -> bool:
    with tempfile.TemporaryDirectory(prefix="mansarda-chaos-", dir=folder) as place:
        if experiment.workers == 1:
            report = asyncio.run(_run(experiment, f"sqlite:///{place}/mansarda.sqlite3", Path(place)))
        else:
            try:
                with running() as server:
                    report = asyncio.run(_run(experiment, server.url(), Path(place)))
            except NoPostgres as why:
                typer.echo(f"{experiment.name}: no PostgreSQL: {why}", err=True)
                return False
    typer.echo(report.line())
    return as_promised(report)


async def _run(experiment: Experiment, url: str, folder: Path) -> Report:
    await migrate(url)
    return await run(experiment, url, folder)


def _points(folder: Path | None) -> bool:
    with tempfile.TemporaryDirectory(prefix="mansarda-chaos-", dir=folder) as place:
        report = asyncio.run(every_point(Path(place)))
    typer.echo(report.line())
    return report.kept


def _reports(how: Night, folder: Path | None) -> bool:
    with tempfile.TemporaryDirectory(prefix="mansarda-chaos-", dir=folder) as place:
        count = asyncio.run(_night(f"sqlite:///{place}/mansarda.sqlite3", Path(place), how))
    typer.echo(count.line())
    return count.kept and count.kills > how.kills


def _reports_on_postgres(how: Night, folder: Path | None) -> bool:
    try:
        with running() as server, tempfile.TemporaryDirectory(prefix="mansarda-chaos-", dir=folder) as place:
            count = asyncio.run(_night(server.url(), Path(place), how))
    except NoPostgres as why:
        typer.echo(f"{REPORTS}: no PostgreSQL: {why}", err=True)
        return False
    typer.echo(count.line())
    return count.kept and count.kills > how.kills


async def _night(url: str, folder: Path, how: Night) -> Alarms:
    await migrate(url)
    return await alarms(url, folder, how)


def _polls(how: Rush) -> bool:
    try:
        with running() as server:
            count = asyncio.run(_rush(server.url(), how))
    except NoPostgres as why:
        typer.echo(f"{POLLS}: no PostgreSQL: {why}", err=True)
        return False
    typer.echo(count.line())
    return count.kept


async def _rush(url: str, how: Rush) -> Count:
    await migrate(url)
    return await rush(url, how)


if __name__ == "__main__":
    chaos = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    chaos.command()(main)
    chaos()
