"""`main.py safety`: what reaches whoever runs the bot when no safety contact can take a report up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from adapters.console.starting import in_one_line
from bot.errors import Problem
from bot.features.safety.reporting import Report
from bot.identity import Person
from bot.work import By, Home, Work

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from bot.ports import Store

PLATFORMS = ("discord", "slack", "playground")
Opened = Callable[[], "AbstractAsyncContextManager[Store]"]
"""The store, beside a bot that may be running."""
Number = Annotated[int, typer.Argument(help="A community's number, as `list` shows it.")]


def commands(opened: Opened) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help="Reports that nobody in the community can take up.")

    @group.command("list")
    def list_() -> None:
        """Every report that is not closed, a line each, without what was told."""
        raise typer.Exit(in_one_line(_list(opened)))

    @group.command()
    def show(community: Number, report: Annotated[int, typer.Argument(help="The report's number.")]) -> None:
        """Read one report. That you did is noted in the audit log."""
        raise typer.Exit(in_one_line(_show(opened, community, report)))

    @group.command()
    def contact(
        community: Number,
        person: Annotated[str, typer.Argument(help="The person's id on the platform.")],
        name: Annotated[str, typer.Argument(help="What they are called.")],
    ) -> None:
        """Name a safety contact. They find what is open with `/safety reports`."""
        raise typer.Exit(in_one_line(_contact(opened, community, person, name)))

    return group


async def _list(opened: Opened) -> None:
    async with opened() as store:
        for home, report, readers in await store.read(_unclosed):
            typer.echo(
                f"{home.key} {report.id} {home.name}: {report.state.value} since "
                f"{report.filed:%Y-%m-%d %H:%M} UTC, {report.category.value}, may be read by {readers} contact(s)"
            )


def _unclosed(work: Work) -> list[tuple[Home, Report, int]]:
    from bot.features.safety.filing import readers_of

    homes = [home for platform in PLATFORMS for home in work.communities.of_platform(platform)]
    return [(home, one, len(readers_of(work, one))) for home in homes for one in work.reports.unclosed(home.key)]


async def _show(opened: Opened, community: int, id: int) -> None:
    async with opened() as store:
        found = await store.write(lambda work: _read(work, community, id))
    about = found.name or "nobody in particular"
    typer.echo(f"Report {found.id}: {found.category.value}, {found.state.value}, {found.filed:%Y-%m-%d %H:%M} UTC")
    typer.echo(f"From {found.reporter.name} ({found.reporter.id}), about {about}")
    typer.echo(found.words)


def _read(work: Work, community: int, id: int) -> Report:
    by, found = _operator(work, community), work.reports.get(community, id)
    if found is None:
        raise Problem(f"There is no report {id} in community {community}: `safety list` shows those that are open.")
    work.audit.add(by, "safety.report_read", f"report:{id}")
    return found


async def _contact(opened: Opened, community: int, person: str, name: str) -> None:
    async with opened() as store:
        await store.write(lambda work: _name(work, community, person, name))
    typer.echo(f"{name} reads reports of community {community} now, and is told.")


def _name(work: Work, community: int, person: str, name: str) -> None:
    from bot.features.safety.contacts import add

    by, home = _operator(work, community), work.communities.get(community)
    add(work, by, Person(by.person.platform, person, name), home.name if home else "")


def _operator(work: Work, community: int) -> By:
    home = work.communities.get(community)
    if home is None:
        raise Problem(f"There is no community {community}: `safety list` shows their numbers.")
    return By(community, Person(home.community.platform, "operator", "the operator"), datetime.now(UTC))
