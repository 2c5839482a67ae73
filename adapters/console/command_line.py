"""The command line: each command's name, words and options. What they do is wired in `main.py`."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from adapters.console import audit, safety
from adapters.console.running import Only
from adapters.console.starting import VERSION, WRONG_SETTINGS, in_one_line, say

if TYPE_CHECKING:
    from bot.ports import Store

LOOPBACK = "127.0.0.1"
ABOUT = "Mansarda: mentorship inside a community's chat."
Job = Coroutine[Any, Any, None]


@dataclass(frozen=True, slots=True)
class Wired:
    """``beside``: the store to read from while a bot may be running. ``manifest``: Slack's, and what it asks for."""

    data: Path
    playground: Callable[[str, Path, bool, bool], Job]
    migrated: Callable[[], Job]
    copied: Callable[[Path], Job]
    examined: Callable[[], Job]
    served: Callable[[Only | None], Job]
    invited: Callable[[], Job]
    manifest: Callable[[str, bool, bool], tuple[str, str]]
    beside: Callable[[], AbstractAsyncContextManager[Store]]


def command_line(wired: Wired) -> typer.Typer:
    cli = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=ABOUT)
    _playing(cli, wired)
    _serving(cli, wired)
    _looking_after(cli, wired)
    _asking(cli, wired)
    cli.add_typer(audit.commands(wired.beside), name="audit")
    cli.add_typer(safety.commands(wired.beside), name="safety")
    return cli


def _end(job: Job, code: int = 1) -> typer.Exit:
    return typer.Exit(in_one_line(job, code))


def _playing(cli: typer.Typer, wired: Wired) -> None:
    @cli.command()
    def play(
        host: Annotated[str, typer.Option(help="The address to serve on; only this machine by default.")] = LOOPBACK,
        exposed: Annotated[bool, typer.Option(help="Say it twice: yes, let other machines in.")] = False,
        data: Annotated[Path, typer.Option(help="The folder in which everything is kept.")] = wired.data,
        fresh: Annotated[bool, typer.Option(help="Forget what was done here and begin again.")] = False,
    ) -> None:
        """Try everything in the browser, with a sample community."""
        raise _end(wired.playground(host, data, exposed, fresh))


def _serving(cli: typer.Typer, wired: Wired) -> None:
    @cli.command()
    def run(
        only: Annotated[
            Only | None, typer.Option(help="One part of the work, where several processes share it.")
        ] = None,
    ) -> None:
        """Serve the platforms whose settings are there."""
        raise _end(wired.served(only), WRONG_SETTINGS)

    @cli.command()
    def invite() -> None:
        """The address that lets the bot into a Discord server."""
        raise _end(wired.invited(), WRONG_SETTINGS)


def _looking_after(cli: typer.Typer, wired: Wired) -> None:
    @cli.command()
    def migrate() -> None:
        """Bring the database of DATABASE_URL to this version."""
        raise _end(wired.migrated())

    @cli.command()
    def backup(file: Annotated[Path, typer.Argument(help="The new file to copy the database into.")]) -> None:
        """Copy the SQLite database into a file, whole, while the bot goes on."""
        raise _end(wired.copied(file))

    @cli.command()
    def doctor() -> None:
        """Name every missing or wrong setting, one line each."""
        raise _end(wired.examined(), WRONG_SETTINGS)


def _asking(cli: typer.Typer, wired: Wired) -> None:
    @cli.command()
    def manifest(
        url: Annotated[str, typer.Option(help="Where Slack reaches the bot over HTTP; empty for Socket Mode.")] = "",
        history: Annotated[bool, typer.Option(help="Also ask for what a look-up after a lost answer needs.")] = False,
        hosted: Annotated[bool, typer.Option(help="Other workspaces may install it too.")] = False,
    ) -> None:
        """The manifest to paste when creating the Slack app; what it asks for, and why, goes to standard error."""
        written, reasons = wired.manifest(url, history, hosted)
        say(written)
        typer.echo(reasons, err=True)

    @cli.command()
    def version() -> None:
        """The version of this installation."""
        say(VERSION)
