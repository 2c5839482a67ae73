"""Settings by the names people know: from the environment, a .env file, or a file named by NAME_FILE.

A plain frozen dataclass and fifty lines instead of a settings library: every mistake is one line in our own
words, a secret cannot be printed, and nothing is read at import time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

from bot.errors import Problem

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
FORMATS = ("human", "json")
ADDRESS = re.compile(r"[^:/@\s]+://[^:/@\s]*:(?P<password>[^@\s]+)@")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. A ``secret`` may also be given as a file, by NAME_FILE, and is never shown."""

    name: str
    about: str
    secret: bool = False
    default: str = ""


CORE = (
    Setting("DATABASE_URL", "where everything is kept", secret=True, default="sqlite:///data/mansarda.sqlite3"),
    Setting("PORT", "the playground's port on this machine", default="8080"),
    Setting("KEYS_FOLDER", "the folder of the keys of anonymous polls, kept out of backups", default="data/keys"),
    Setting("HEALTH_HOST", "the address on which health and metrics are told", default="127.0.0.1"),
    Setting("HEALTH_PORT", "the port for health and metrics; 0 for none", default="8090"),
    Setting("LOG_LEVEL", "how much is logged: " + ", ".join(LEVELS), default="INFO"),
    Setting("LOG_FORMAT", "lines for people or for machines: " + ", ".join(FORMATS), default="human"),
)


class Values:
    """Settings that were read. Printing them shows which are set, and no secret."""

    def __init__(self, values: Mapping[str, str], known: Sequence[Setting]) -> None:
        self._values = dict(values)
        self._known = tuple(known)

    def __getitem__(self, name: str) -> str:
        return self._values.get(name, "")

    def __repr__(self) -> str:
        shown = (f"{one.name}={'***' if one.secret else self[one.name]}" for one in self._known if self[one.name])
        return f"Values({', '.join(shown)})"

    def secrets(self) -> tuple[str, ...]:
        """What must never be logged: whole values, and the password inside an address as it is and as it is written."""
        found = [self[one.name] for one in self._known if one.secret and self[one.name]]
        passwords = [match["password"] for one in found if (match := ADDRESS.match(one))]
        return (*found, *passwords, *map(unquote, passwords))


def read_settings(environment: Mapping[str, str], env_file: Path, known: Sequence[Setting]) -> Values:
    """The environment wins over the .env file, and NAME over NAME_FILE; raises `Problem` with a line a mistake."""
    problems: list[str] = []
    written = _read_env_file(env_file, known, problems)
    values: dict[str, str] = {}
    for one in known:
        value = environment.get(one.name) or written.get(one.name, "")
        path = environment.get(f"{one.name}_FILE") or written.get(f"{one.name}_FILE", "")
        if not value and one.secret and path:
            value = _read_secret(one.name, Path(path), problems)
        values[one.name] = value.strip() or one.default
    problems += wrong(values)
    if problems:
        raise Problem("\n".join(problems))
    return Values(values, known)


def wrong(values: Mapping[str, str]) -> list[str]:
    """What is wrong with the core's own settings, a line each."""
    found = []
    for name, least, number in (("PORT", 1, "a number from 1"), ("HEALTH_PORT", 0, "0 for none, or a number")):
        port = values.get(name, "")
        if port and not (port.isdecimal() and len(port) <= 5 and least <= int(port) <= 65535):
            found.append(f"{name} is “{port[:40]}”, which is not a port: give {number} to 65535.")
    level = values.get("LOG_LEVEL", "")
    if level and level.upper() not in LEVELS:
        found.append(f"LOG_LEVEL is “{level}”: give one of {', '.join(LEVELS)}.")
    form = values.get("LOG_FORMAT", "")
    if form and form.lower() not in FORMATS:
        found.append(f"LOG_FORMAT is “{form[:40]}”: give one of {', '.join(FORMATS)}.")
    return found


def _read_env_file(path: Path, known: Sequence[Setting], problems: list[str]) -> dict[str, str]:
    """NAME=value lines; a name that nobody knows is a mistake, since it would be silently without effect."""
    if not path.exists():
        return {}
    names = {one.name for one in known} | {f"{one.name}_FILE" for one in known if one.secret}
    found: dict[str, str] = {}
    for number, line in enumerate(_lines(path, problems), start=1):
        name, equals, value = line.removeprefix("export ").partition("=")
        name, value = name.strip(), value.strip()
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not equals:
            problems.append(f"{path}:{number}: write NAME=value, or put # before a remark.")
        elif name not in names:
            near = get_close_matches(name, sorted(names), n=1)
            advice = f"did you mean {near[0]}?" if near else f"known are {', '.join(sorted(names))}."
            problems.append(f"{path}:{number}: {name} is not a setting: {advice}")
        else:
            found[name] = value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
    return found


def _lines(path: Path, problems: list[str]) -> Sequence[str]:
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path} cannot be read ({error.__class__.__name__}): give this user the right to read it.")
        return ()


def _read_secret(name: str, path: Path, problems: list[str]) -> str:
    try:
        value = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        problems.append(f"{name}_FILE names {path}, which cannot be read: check the path and who may read it.")
        return ""
    if not value:
        problems.append(f"{name}_FILE names {path}, which is empty: write the value into it.")
    return value
