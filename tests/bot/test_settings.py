"""Settings: where they come from, what is said of mistakes, and that no secret is ever shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import Problem
from bot.settings import CORE, Setting, Values, read_settings

TOKEN = Setting("CHAT_TOKEN", "the bot's token", secret=True)
KNOWN = (*CORE, TOKEN)
SECRET = "xoxb-12-very-secret"


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def read(env_file: Path, **environment: str) -> Values:
    return read_settings(environment, env_file, KNOWN)


def problems(env_file: Path, **environment: str) -> list[str]:
    with pytest.raises(Problem) as problem:
        read(env_file, **environment)
    return str(problem.value).replace(str(env_file), ".env").splitlines()


# where they come from


def test_nothing_is_needed(env_file: Path) -> None:
    values = read(env_file)
    assert values["PORT"] == "8080"
    assert values["LOG_LEVEL"] == "INFO"
    assert values["DATABASE_URL"] == "sqlite:///data/mansarda.sqlite3"
    assert values["CHAT_TOKEN"] == ""


def test_the_environment_wins_over_the_file(env_file: Path) -> None:
    env_file.write_text("PORT=1111\nLOG_LEVEL=DEBUG\n")
    values = read(env_file, PORT="2222", LOG_LEVEL="")
    assert (values["PORT"], values["LOG_LEVEL"]) == ("2222", "DEBUG")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (f"CHAT_TOKEN={SECRET}", SECRET),
        (f"  CHAT_TOKEN = {SECRET}  ", SECRET),
        (f"export CHAT_TOKEN={SECRET}", SECRET),
        (f'CHAT_TOKEN="{SECRET}"', SECRET),
        (f"CHAT_TOKEN='{SECRET}'", SECRET),
        ("CHAT_TOKEN=a=b=", "a=b="),
        ('CHAT_TOKEN="', '"'),
        ("CHAT_TOKEN=", ""),
        (f"\ufeffCHAT_TOKEN={SECRET}", SECRET),
        (f"# a remark\n\nCHAT_TOKEN={SECRET}\r\n", SECRET),
    ],
)
def test_a_line_of_the_file(env_file: Path, line: str, value: str) -> None:
    env_file.write_text(line, encoding="utf-8")
    assert read(env_file)["CHAT_TOKEN"] == value


def test_a_secret_may_rest_in_a_file(env_file: Path, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{SECRET}\n")
    assert read(env_file, CHAT_TOKEN_FILE=str(tmp_path / "token"))["CHAT_TOKEN"] == SECRET
    env_file.write_text(f"CHAT_TOKEN_FILE={tmp_path / 'token'}\n")
    assert read(env_file)["CHAT_TOKEN"] == SECRET
    assert read(env_file, CHAT_TOKEN="given directly")["CHAT_TOKEN"] == "given directly"


# mistakes


@pytest.mark.parametrize("port", ["http", "0", "65536", "80.5", "-1", "8080 # the usual one", "9" * 5000])
def test_a_port_that_is_none(env_file: Path, port: str) -> None:
    (line,) = problems(env_file, PORT=port)
    assert line.startswith("PORT is “")
    assert line.endswith("which is not a port: give a number from 1 to 65535.")
    assert len(line) < 200


def test_a_level_that_is_none(env_file: Path) -> None:
    assert problems(env_file, LOG_LEVEL="LOUD") == ["LOG_LEVEL is “LOUD”: give one of DEBUG, INFO, WARNING, ERROR."]
    assert read(env_file, LOG_LEVEL="debug")["LOG_LEVEL"] == "debug"


def test_a_form_of_the_log_that_is_none(env_file: Path) -> None:
    assert problems(env_file, LOG_FORMAT="xml") == ["LOG_FORMAT is “xml”: give one of human, json."]
    assert read(env_file, LOG_FORMAT="JSON")["LOG_FORMAT"] == "JSON"


def test_every_mistake_of_the_file_is_a_line_with_its_number(env_file: Path) -> None:
    env_file.write_text("CHAT_TOKN=a\nPORT=1\njust words\nCOLOUR=blue\nPORT_FILE=/run/port\nLOG_LEVEL=LOUD\n")
    lines = problems(env_file)
    assert lines[0] == ".env:1: CHAT_TOKN is not a setting: did you mean CHAT_TOKEN?"
    assert lines[1] == ".env:3: write NAME=value, or put # before a remark."
    assert lines[2].startswith(".env:4: COLOUR is not a setting: known are CHAT_TOKEN, CHAT_TOKEN_FILE, DATABASE_URL")
    assert lines[3].startswith(".env:5: PORT_FILE is not a setting: did you mean ")
    assert lines[4].startswith("LOG_LEVEL is “LOUD”")


@pytest.mark.parametrize("content", [b"", b" \n", None, b"\xff\xfe"])
def test_a_secret_file_that_gives_nothing(env_file: Path, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    (line,) = problems(env_file, CHAT_TOKEN_FILE=str(path))
    assert line.startswith(f"CHAT_TOKEN_FILE names {path}, which ")
    assert "check" in line or "write" in line


@pytest.mark.parametrize("unreadable", ["folder", "binary"])
def test_a_file_that_cannot_be_read(env_file: Path, unreadable: str) -> None:
    if unreadable == "folder":
        env_file.mkdir()
    else:
        env_file.write_bytes(b"PORT=\xff\xfe")
    (line,) = problems(env_file)
    assert line.startswith(".env cannot be read (")


# secrets


def test_printing_settings_shows_no_secret(env_file: Path) -> None:
    values = read(env_file, CHAT_TOKEN=SECRET, DATABASE_URL="postgresql://anna:pa%40ss@host/db")
    for shown in (repr(values), str(values), f"{values}"):
        core = "KEYS_FOLDER=data/keys, HEALTH_HOST=127.0.0.1, HEALTH_PORT=8090, LOG_LEVEL=INFO, LOG_FORMAT=human"
        assert shown == f"Values(DATABASE_URL=***, PORT=8080, {core}, CHAT_TOKEN=***)"


def test_a_mistake_shows_no_secret(env_file: Path) -> None:
    env_file.write_text(f"CHAT_TOKEN={SECRET}\nCHAT_TOKN={SECRET}\n{SECRET}\nPORT=x\n")
    assert not any("secret" in line for line in problems(env_file))
