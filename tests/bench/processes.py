"""How soon the bot answers after its start, and how much memory it takes: measured on processes of its own."""

from __future__ import annotations

import asyncio
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from storage.database import migrate
from tests.bench.commands import Pace, fill_file
from tests.bench.figures import FEWEST, Figure, say
from tests.bench.probe import MEMBERS

ROOT = Path(__file__).parents[2]
SOON = 1.0
"""Seconds to the first answer, for every start but the very first."""
SMALL = 90.0
"""Megabytes of an idle bot with both platforms loaded."""
BOTH = "discord,slack"
STARTS = 7
SECONDS = 30.0
IDLE = 4.0
LONGEST = 60.0
IMPORTS = "import bot.app; from bot.features.everything import registry; registry()"
PLAY = "import sys, pathlib, main; main.DATA = pathlib.Path(sys.argv[1]); main.cli(['play'])"
"""`main.py play` as it is, with its files in another folder than the one in which somebody plays."""

Timed = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Started:
    """Medians of several starts, in seconds: to the answer, and of processor time until the process was gone."""

    took: float
    processor: float


async def start(folder: Path, pace: Pace) -> list[Figure]:
    url = await _database(folder)
    names: Mapping[str, Timed] = {
        "both": lambda: ready("bot", BOTH, url),
        "discord": lambda: ready("bot", "discord", url),
        "slack": lambda: ready("bot", "slack", url),
        "libraries of both": lambda: ready("libraries", BOTH, url),
        "libraries of discord": lambda: ready("libraries", "discord", url),
        "libraries of slack": lambda: ready("libraries", "slack", url),
        "playground": lambda: _played(folder),
        "libraries of playground": lambda: ready("libraries", "", url),
    }
    started = await asyncio.to_thread(_in_turns, names, min(pace.rounds, STARTS))
    floor = "the libraries alone, imported"
    figures = []
    for name in ("both", "discord", "slack", "playground"):
        ours, theirs = started[name], started[f"libraries of {name}"]
        figures += [
            Figure(f"start.{name}", ours.took, "s", floor, theirs.took, most=SOON),
            Figure(f"start.{name}.processor", ours.processor, "s of processor time", floor, theirs.processor),
        ]
    return figures


async def imports(folder: Path, pace: Pace) -> list[Figure]:
    names: Mapping[str, Timed] = {
        "ours": lambda: _ran([sys.executable, "-c", IMPORTS]),
        "theirs": lambda: _ran([sys.executable, "-c", "import asyncio"]),
    }
    took = await asyncio.to_thread(_in_turns, names, min(pace.rounds, STARTS))
    return [Figure("import.bot", took["ours"].took, "s", "the interpreter with asyncio", took["theirs"].took)]


async def memory(folder: Path, pace: Pace) -> list[Figure]:
    url = await _database(folder)
    floor = "the libraries alone, imported"
    both = await asyncio.to_thread(idle_memory, "bot", BOTH, url)
    libraries = await asyncio.to_thread(idle_memory, "libraries", BOTH, url)
    small = await asyncio.to_thread(idle_memory, "libraries", "", url)
    return [
        Figure("memory.both", both, "MB", floor, libraries, most=SMALL),
        Figure("memory.playground", await asyncio.to_thread(_play_memory, folder), "MB", floor, small),
    ]


async def _database(folder: Path) -> str:
    url = f"sqlite:///{folder / 'bot.sqlite3'}"
    await migrate(url)
    await asyncio.to_thread(fill_file, url, MEMBERS)
    return url


def _in_turns(contestants: Mapping[str, Timed], rounds: int) -> dict[str, Started]:
    """Starts in turn. The first of each is not counted: it compiles, and fills the disk's cache."""
    took: dict[str, list[float]] = {name: [] for name in contestants}
    busy: dict[str, list[float]] = {name: [] for name in contestants}
    end = time.monotonic() + SECONDS
    for round_ in range(rounds + 1):
        if round_ > FEWEST and time.monotonic() > end:
            break
        for name, timed in contestants.items():
            before = _processor_time()
            seconds = timed()
            if round_:
                took[name].append(seconds)
                busy[name].append(_processor_time() - before)
    return {name: Started(median(took[name]), median(busy[name])) for name in contestants}


def _processor_time() -> float:
    """Of all the processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _ran(program: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(program, cwd=ROOT, check=True)
    return time.perf_counter() - began


def _environment(**more: str) -> dict[str, str]:
    return os.environ | {"LOG_LEVEL": "ERROR"} | more


def _probe(what: str, platforms: str, url: str, idle: float) -> subprocess.Popen[str]:
    program = [sys.executable, "-m", "tests.bench.probe", what, platforms, str(idle)]
    return subprocess.Popen(program, cwd=ROOT, env=_environment(DATABASE_URL=url), stdout=subprocess.PIPE, text=True)


def ready(what: str, platforms: str, url: str) -> float:
    """Seconds from the process's beginning to its first answer."""
    began = time.perf_counter()
    with _probe(what, platforms, url, 0) as process:
        line = process.stdout.readline() if process.stdout else ""
        took = time.perf_counter() - began
    _expect(line == "ready\n" and process.returncode == 0, what)
    return took


def idle_memory(what: str, platforms: str, url: str) -> float:
    """Megabytes after some idle seconds."""
    with _probe(what, platforms, url, IDLE) as process:
        lines = process.stdout.read().split() if process.stdout else []
    _expect(len(lines) == 2, what)
    return int(lines[1]) / 1e6


@contextmanager
def _playing(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """`main.py play` on a free port; the address of its page."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    program = [sys.executable, "-c", PLAY, str(folder / "playground")]
    with subprocess.Popen(program, cwd=ROOT, env=_environment(PORT=str(port)), stdout=subprocess.DEVNULL) as process:
        try:
            yield process, f"http://127.0.0.1:{port}/"
        finally:
            process.send_signal(signal.SIGTERM)


def _played(folder: Path) -> float:
    """Seconds until the playground's page is there."""
    began = time.perf_counter()
    with _playing(folder) as (process, address):
        _page(process, address)
        return time.perf_counter() - began


def _page(process: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + LONGEST
    while True:
        try:
            with urlopen(address, timeout=LONGEST) as answer:
                _expect(answer.status == 200, "play")
                return
        except OSError:
            _expect(process.poll() is None and time.monotonic() < end, "play")
            time.sleep(0.005)


def _play_memory(folder: Path) -> float:
    """Megabytes of a playground whose page was looked at once."""
    with _playing(folder) as (process, address):
        _page(process, address)
        time.sleep(IDLE)
        return resident(process.pid) / 1e6


def resident(process: int) -> int:
    try:
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
        return int(found[1]) * 1024 if found else 0
    except OSError:
        shown = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True)
        return int(shown.stdout) * 1024


def _expect(true: bool, what: str) -> None:
    if not true:
        say(f"{what} did not start as expected")
        raise SystemExit(1)
