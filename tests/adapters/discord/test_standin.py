"""The stand-in is as strict as Discord: what it lets pass is worth something."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.discord.calls import CALLBACK, EDIT, SEND
from bot.errors import Forbidden
from tests.adapters.discord.stage import DiscordStage
from tests.standins.discord import limits, schema
from tests.standins.discord.rest import pings

BUTTON = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
PATH = "/channels/{channel_id}/messages"


def asked(body: object) -> list[str]:
    known = schema.schemas()
    return known.request("POST", PATH, "application/json", body) if known else ["unknown: no schemas here"]


@pytest.mark.parametrize(
    "body",
    [
        {"contend": "x"},
        {"content": 5},
        {"content": "x", "components": [{"type": 1, "components": [{**BUTTON, "colour": "red"}]}]},
        {"content": "x", "nonce": "y" * 26},
        {"content": "x", "allowed_mentions": {"parse": [], "everybody": True}},
    ],
)
def test_a_mistake_in_a_request_is_found(body: object) -> None:
    assert asked(body)
    assert asked(body)  # the second time too


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2001},
        {"content": "  "},
        {"content": "x", "components": [{"type": 1, "components": [BUTTON, BUTTON]}]},
        {"content": "x", "components": [{"type": 1, "components": [BUTTON] * 6}]},
        {"content": "x", "components": [{"type": 1, "components": []}] * 6},
        {"content": "x", "components": [{"type": 1, "components": [{**BUTTON, "label": "x" * 81}]}]},
        {"content": "x", "components": [{"type": 1, "components": [{**BUTTON, "custom_id": "x" * 101}]}]},
        {"content": "x", "enforce_nonce": True},
    ],
)
def test_a_message_over_a_limit_is_refused(body: dict[str, object]) -> None:
    assert limits.message(body, new=True)


def test_what_is_not_forbidden_pings() -> None:
    words = "<@1> @everyone <@!2>"
    assert pings(words, None) == {"1", "2", "everyone"}
    assert pings(words, {"parse": ["users"]}) == {"1", "2"}
    assert pings(words, {"parse": [], "users": ["2"]}) == {"2"}
    assert pings(words, {"parse": []}) == set()


async def test_a_wrong_request_is_refused_and_noted(stage: DiscordStage) -> None:
    rest, ids = stage.adapter._rest, {"channel_id": stage.channel.id}
    with pytest.raises(Forbidden):
        await rest.call(SEND, {"contend": "x"}, ids=ids)
    with pytest.raises(Forbidden):
        await rest.call(EDIT, {"content": 5}, ids={**ids, "message_id": "1"})
    with pytest.raises(Forbidden):
        await rest.call(CALLBACK, {"type": 99}, ids={"webhook_id": "1", "webhook_token": "x"})
    found = "\n".join(stage.server.complaints())
    assert "$.contend is unknown" in found or schema.schemas() is None
    stage.server.rest.complaints.clear()


def test_missing_schemas_fail_in_ci_and_are_said_elsewhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(schema, "PLACES", (tmp_path / "nowhere",))
    look = schema.schemas.__wrapped__
    monkeypatch.delenv("CI", raising=False)
    assert look() is None
    assert capsys.readouterr().err.count("\n") == 1
    monkeypatch.setenv("CI", "1")
    with pytest.raises(FileNotFoundError, match="schemas are missing"):
        look()
