"""What every command begins with: the settings, the log, and problems said in one line."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any

import typer

from adapters.discord import settings as discord
from adapters.slack import settings as slack
from bot.errors import Problem
from bot.logs import start_logging
from bot.settings import CORE, Setting, Values, read_settings

VERSION = "0.1.0"
WRONG_SETTINGS = 78
"""EX_CONFIG of sysexits.h: what a service supervisor reads as "do not start me again like this"."""
ROOT = Path(__file__).parent.parent
KNOWN = (*CORE, *discord.SETTINGS, *slack.SETTINGS)


def settings() -> Values:
    return read_settings(os.environ, ROOT / ".env", KNOWN)


def begin() -> Values:
    """The settings, with the log begun as they say."""
    values = settings()
    start_logging(values["LOG_LEVEL"], values.secrets())
    return values


def in_one_line(job: Coroutine[Any, Any, None], code: int = 1) -> None:
    """Run to the end; a problem is its own sentence and an exit code, never a traceback."""
    try:
        asyncio.run(job)
    except Problem as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(code) from None
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def platform_problems(values: Values) -> list[str]:
    """One platform is enough; of one that was begun, everything is needed."""
    wanted = [one for one in (discord, slack) if begun(values, one.SETTINGS)]
    return [line for one in wanted or (discord, slack) for line in one.missing(values)]


def begun(values: Values, known: Sequence[Setting]) -> bool:
    """Whether any of a platform's settings is there."""
    return any(values[one.name] for one in known)


def make_folder(folder: Path, *, fresh: bool) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if fresh:
            for old in folder.iterdir():
                old.unlink()
    except OSError as error:
        raise Problem(f"{folder} cannot be used ({error.strerror}): give this user the right to write there.") from None


def make_default_folder(values: Values) -> None:
    """The default database lies in data/, which a fresh checkout does not have."""
    if values["DATABASE_URL"] == CORE[0].default:
        make_folder(Path("data"), fresh=False)
