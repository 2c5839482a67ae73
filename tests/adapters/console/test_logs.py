"""Logs: which words are shown, whoever wrote the line."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from adapters.console.logs import as_json, human
from adapters.console.sources import words_at
from bot.errors import Busy
from bot.logs import trace, trace_of, traced
from bot.work import State
from tests.logs import Log

ROOT = Path(__file__).parents[3]
SECRET = 'xoxb-12-"very"-secret'
NAME = "Ludovica"

ours = logging.getLogger("bot.somewhere")
theirs = logging.getLogger("some.library")


def test_a_line_of_ours_has_its_words_and_its_id(log: Log) -> None:
    with traced("0a1b2c3d"):
        ours.info("delivery %s: %s after %.0f ms", 7, State.SENT, 12.4)
    (line,) = log.objects()
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "bot.somewhere",
        "event": "delivery 7: sent after 12 ms",
        "trace": "0a1b2c3d",
    }


def test_a_library_says_its_own_words_and_its_numbers(log: Log) -> None:
    theirs.debug("event %s of shard %s after %s", {"content": NAME}, 3, timedelta(seconds=2))
    theirs.debug(f"sending {NAME} to {SECRET}")  # as libraries do
    theirs.debug("sending {} at once".format(NAME))  # noqa: UP032
    theirs.debug("sending " + NAME)
    theirs.debug("sending %s" % NAME)  # noqa: UP031
    theirs.debug("%d people", Decimal(3))
    theirs.debug(NAME)
    theirs.log(logging.INFO, "level of %s and %s", NAME, 4)
    assert [line["event"].rpartition(" (")[0] for line in log.objects()] == [
        "event … of shard 3 after 0:00:02",
        "sending … to …",
        "sending {} at once",
        "sending …",
        "sending %s",
        "%d people",
        "…",
        "level of … and 4",
    ]
    assert NAME not in log.text


def test_an_error_is_said_without_a_value(log: Log) -> None:
    def store(name: str) -> None:
        database = sqlite3.connect(":memory:")
        try:
            database.execute("CREATE TABLE member (name TEXT CHECK (name <> 'Ludovica'))")
            database.execute("INSERT INTO member VALUES (?)", (name,))
        finally:
            database.close()

    try:
        try:
            store(NAME)
        except sqlite3.Error as error:
            raise ValueError(f"{NAME} cannot be stored") from error
    except ValueError:
        theirs.exception("it failed")
    (line,) = log.objects()
    assert NAME not in log.text
    assert line["error"][-1] == "ValueError"
    assert "IntegrityError (SQLITE_CONSTRAINT_CHECK)" in line["error"]
    assert any("console/test_logs.py:" in one and one.endswith(" in store") for one in line["error"])


def test_errors_of_a_group_and_words_of_our_own_are_there(log: Log) -> None:
    ours.warning("again: %s", Busy(3))
    group = ExceptionGroup(NAME, [ConnectionResetError(104, NAME), KeyError(NAME)])
    ours.error("several", exc_info=group)
    first, second = log.objects()
    assert first["event"] == "again: Busy: busy for 3 s"
    assert sorted(second["error"]) == ["ConnectionResetError (ECONNRESET)", "ExceptionGroup", "KeyError"]


def test_a_line_stays_one_line(log: Log) -> None:
    log.secrets(written=human)
    ours.info("handler %s", "a\nb\x1b[31m\u202e")
    assert log.text.splitlines()[0].endswith("bot.somewhere: handler a b [31m")
    assert len(log.text.splitlines()) == 1


@pytest.mark.parametrize("form", ["human", "json"])
def test_no_secret_is_in_a_line_however_it_came_there(log: Log, form: str) -> None:
    long, part = "abcdef-ghi", "abcdef"
    log.secrets(SECRET, part, long, "Schlüßel", written=human if form == "human" else as_json())
    ours.info("key=%s part=%s token %s and %s", long, part, SECRET, "Schlüßel")
    assert "key=*** part=*** token *** and ***" in log.text
    assert "very" not in log.text


def test_a_line_that_cannot_be_written_is_said_without_its_values(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(_: object) -> str:
        raise RuntimeError(NAME)

    log.secrets(written=broken)
    ours.info("hello %s", NAME)
    said = capsys.readouterr().err
    assert said.startswith("a line of bot.somewhere:")
    assert said.endswith("cannot be written: RuntimeError\n")


def test_the_same_event_has_the_same_id() -> None:
    assert trace() == ""
    with traced():
        outer = trace()
        with traced(trace_of("room", "e1")):
            assert trace() == trace_of("room", "e1") != trace_of("room", "e2")
        assert trace() == outer != ""
    assert trace() == ""


def test_words_are_found_only_where_a_call_stands(tmp_path: Path) -> None:
    source = tmp_path / "library.py"
    source.write_text("def f(log, x):\n    log.debug(\n        'one '\n        f'{x} two'\n    )\n    log.debug(x)\n")
    assert [words_at(str(source), line) for line in (1, 2, 5, 6)] == ["", "one … two", "", "…"]
    assert words_at(str(tmp_path / "none.py"), 1) == ""


PROGRAM = """
import logging, threading
from adapters.console.logs import start_logging
start_logging("DEBUG", ["a-secret-token"], "json")
def fail(): raise RuntimeError("Ludovica with a-secret-token")
thread = threading.Thread(target=fail); thread.start(); thread.join()
import warnings; warnings.warn("Ludovica")
fail()
"""


def test_what_nobody_caught_is_said_without_its_text() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 3
    assert done.stderr.count('"RuntimeError"') == 2
    assert "Ludovica" not in done.stderr
    assert "secret" not in done.stderr
