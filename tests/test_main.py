"""The command line as an operator meets it: one line for each mistake, and an exit code that says which kind."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = (
    "DATABASE_URL",
    "DISCORD_TOKEN",
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "LOG_LEVEL",
    "HEALTH_PORT",
)


def environment(**given: str) -> Mapping[str, str]:
    left = {name: value for name, value in os.environ.items() if name not in NAMES}
    return left | given


def main(*args: str | Path, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "main.py", *args],
        env=environment(**given),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_doctor_names_every_missing_setting_in_one_line(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    ill = main("doctor", DATABASE_URL=url)
    assert ill.returncode == 78
    lines = ill.stderr.strip().splitlines()
    assert [line.split()[0] for line in lines] == [
        "DISCORD_TOKEN",
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "DATABASE_URL:",
    ]


def test_the_doctor_finds_nothing_where_everything_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    assert main("migrate", DATABASE_URL=url).returncode == 0
    well = main("doctor", DATABASE_URL=url, DISCORD_TOKEN="a token")
    assert (well.returncode, well.stderr) == (0, "")
    assert "Everything" in well.stdout


def test_a_platform_that_was_begun_wants_all_of_its_settings(tmp_path: Path) -> None:
    ill = main("doctor", DATABASE_URL=f"sqlite:///{tmp_path / 'bot.sqlite3'}", SLACK_BOT_TOKEN="xoxa-wrong")
    assert ill.returncode == 78
    assert "SLACK_BOT_TOKEN is wrong" in ill.stderr
    assert "SLACK_APP_TOKEN is missing" in ill.stderr
    assert "DISCORD_TOKEN" not in ill.stderr
    assert "xoxa-wrong" not in ill.stderr


@pytest.mark.parametrize("args", [("doctor",), ("run",), ("migrate",), ("play",)])
def test_a_wrong_value_is_one_line_and_no_traceback(args: tuple[str, ...], tmp_path: Path) -> None:
    ill = main(*args, DATABASE_URL=f"sqlite:///{tmp_path / 'bot.sqlite3'}", LOG_LEVEL="LOUD")
    assert ill.returncode != 0
    assert ill.stderr.splitlines() == ["LOG_LEVEL is “LOUD”: give one of DEBUG, INFO, WARNING, ERROR."]


def test_a_part_of_the_work_wants_that_platforms_settings(tmp_path: Path) -> None:
    ill = main("run", "--only", "slack", DATABASE_URL=f"sqlite:///{tmp_path / 'bot.sqlite3'}", DISCORD_TOKEN="a token")
    assert ill.returncode == 78
    assert "SLACK_BOT_TOKEN is missing" in ill.stderr
    assert main("run", "--only", "everything").returncode == 2


def test_run_says_what_is_missing(tmp_path: Path) -> None:
    ill = main("run", DATABASE_URL=f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    assert ill.returncode == 78
    assert "DISCORD_TOKEN is missing" in ill.stderr


@pytest.mark.parametrize("content", [b"this is no database", b""])
def test_an_unreadable_database_is_one_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    path.write_bytes(content or b"SQLite format 3\x00" + b"\xff" * 4000)
    ill = main("migrate", DATABASE_URL=f"sqlite:///{path}")
    assert ill.returncode == 1
    assert len(ill.stderr.strip().splitlines()) == 1
    assert str(path) in ill.stderr


def test_an_unknown_command_and_option_are_told(tmp_path: Path) -> None:
    assert main("paly").returncode == 2
    assert main("play", "--colour", "--data", tmp_path).returncode == 2


def test_version() -> None:
    assert main("version").stdout.strip().count(".") == 2


def test_the_playground_refuses_an_address_that_others_reach(tmp_path: Path) -> None:
    ill = main("play", "--host", "0.0.0.0", "--data", tmp_path)  # it must be refused
    assert ill.returncode == 1
    assert "--exposed" in ill.stderr
    assert "Traceback" not in ill.stderr


def test_a_busy_port_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ill = main("play", "--data", tmp_path, PORT=port)
    assert ill.returncode == 1
    assert len(ill.stderr.strip().splitlines()) == 1
    assert port in ill.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_playground_starts_keeps_what_was_done_and_stops_when_asked(tmp_path: Path) -> None:
    port = free_port()
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, ROOT / "main.py", "play", "--data", tmp_path],
            env=environment(PORT=str(port)),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            assert f"http://127.0.0.1:{port}" in process.stdout.readline()
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                assert answer.status == 200
            asked = time.monotonic()
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=20)
            assert process.returncode == 0, errors
            assert time.monotonic() - asked < 10
        finally:
            process.kill()
            process.wait()
    with sqlite3.connect(tmp_path / "mansarda.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM member").fetchone()[0] > 20
        assert database.execute("SELECT count(*) FROM community").fetchone()[0] == 1
    database.close()


def test_run_without_the_command_lines_library_answers_the_same(tmp_path: Path) -> None:
    """`run` and `run --only PART` are read by ourselves; anything else about them is the library's."""
    url = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    plain, other = main("run", DATABASE_URL=url), main("run", "--only=worker", DATABASE_URL=url)
    assert (plain.returncode, plain.stderr) == (other.returncode, other.stderr)
    assert main("run", "--help").returncode == 0
    assert main("run", "--only").returncode == 2
