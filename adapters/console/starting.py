"""What every command begins with: which platforms are wanted, folders, and problems said in one line."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from bot.errors import Problem
from bot.settings import CORE, Setting, Values

VERSION = "0.1.0"
WRONG_SETTINGS = 78
"""EX_CONFIG of sysexits.h: what a service supervisor reads as "do not start me again like this"."""


class Wanted(Protocol):
    """A platform's settings, and what is missing of them."""

    @property
    def SETTINGS(self) -> Sequence[Setting]: ...  # noqa: N802  # it is a module's constant
    def missing(self, values: Values) -> Sequence[str]: ...


Platforms = Mapping[str, Wanted]
"""By name."""


def in_one_line(job: Coroutine[Any, Any, None], code: int = 1) -> int:
    """Run to the end; a problem is its own sentence and an exit code, never a traceback."""
    try:
        asyncio.run(job)
    except Problem as problem:
        sys.stderr.write(f"{problem}\n")
        return code
    except KeyboardInterrupt:
        return 0
    return 0


def say(words: str) -> None:
    """On standard output, at once, whoever reads it."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def platform_problems(values: Values, platforms: Platforms) -> list[str]:
    """One platform is enough; of one that was begun, everything is needed."""
    wanted = [one for one in platforms.values() if begun(values, one.SETTINGS)]
    return [line for one in wanted or platforms.values() for line in one.missing(values)]


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
