"""What reaches the HTTP address: only what Slack has signed is read at all."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest

from adapters.slack.deliveries import PATH
from adapters.slack.signing import genuine, sign
from bot.events import MemberLeft
from tests.adapters.slack.slack_stage import SECRET, SlackStage, World

BODY = b"command=%2Fmentor&text=status&team_id=T1&user_id=UANNA&channel_id=C1&trigger_id=1.2.t1"


@pytest.fixture
async def stage() -> AsyncIterator[SlackStage]:
    stage = await SlackStage(await World("http").start()).start()
    yield stage
    await stage.stop()
    assert stage.slack.wrong == []


def headers(body: bytes = BODY, stamp: str | None = None, secret: str = SECRET) -> dict[str, str]:
    at = str(int(time.time())) if stamp is None else stamp
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": sign(secret, at, body),
    }


async def knock(stage: SlackStage, body: bytes, given: dict[str, str]) -> int:
    url = f"http://127.0.0.1:{stage.world.values['PORT']}{PATH}"
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=given) as answer:
        return answer.status


WRONG: dict[str, dict[str, str | None]] = {
    "nothing": {},
    "no signature": {"X-Slack-Signature": None},
    "no timestamp": {"X-Slack-Request-Timestamp": None},
    "another secret": {"X-Slack-Signature": "v0=" + "0" * 64},
    "garbage timestamp": {"X-Slack-Request-Timestamp": "yesterday"},
    "a number beyond all": {"X-Slack-Request-Timestamp": "9" * 400},
    "not a number": {"X-Slack-Request-Timestamp": "nan"},
    "digits of another script": {"X-Slack-Request-Timestamp": "١٧٦٣٧٥٢٠٠٠"},
    "not ascii": {"X-Slack-Signature": "v0=ü"},
    "an empty signature": {"X-Slack-Signature": ""},
    "packed": {"Content-Encoding": "gzip"},
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_slack_did_not_sign_is_turned_away(
    stage: SlackStage, case: str, caplog: pytest.LogCaptureFixture
) -> None:
    changed: dict[str, str | None] = {**headers(), **WRONG[case]} if case != "nothing" else {}
    kept = {name: value for name, value in changed.items() if value is not None}
    assert await knock(stage, BODY, kept) == 401
    await stage.adapter.settled()
    assert stage.script.commands == []
    assert "UANNA" not in caplog.text


@pytest.mark.parametrize("shift", [-301, 301])
async def test_old_and_early_deliveries_are_turned_away(stage: SlackStage, shift: int) -> None:
    assert await knock(stage, BODY, headers(stamp=str(int(time.time()) + shift))) == 401


async def test_a_changed_body_is_turned_away(stage: SlackStage) -> None:
    assert await knock(stage, BODY + b"&text=more", headers()) == 401


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", "payload=é".encode("latin-1"), b"\x1f\x8b\x08"])
async def test_other_encodings_are_no_error_of_ours(stage: SlackStage, body: bytes) -> None:
    assert await knock(stage, body, headers()) == 401
    assert await knock(stage, body, headers(body)) == 400


@pytest.mark.parametrize("body", [b"payload=%7Bnot+json", b"payload=%5B%5D", b"{", b""])
async def test_signed_nonsense_is_no_error_of_ours(stage: SlackStage, body: bytes) -> None:
    assert await knock(stage, body, headers(body)) in (400, 404)
    told = {**headers(body), "Content-Type": "application/json"}
    assert await knock(stage, body, told) in (400, 404)


async def test_twenty_megabytes_are_too_much(stage: SlackStage, caplog: pytest.LogCaptureFixture) -> None:
    port = int(stage.world.values["PORT"])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 20000000\r\n\r\n"
    writer.write(head.encode() + b"x" * 1000)
    assert b" 413 " in await reader.readline()
    writer.close()
    async with aiohttp.ClientSession() as session:
        parts = _chunks(2_500_000)
        async with session.post(f"http://127.0.0.1:{port}{PATH}", data=parts, headers=headers()) as answer:
            assert answer.status == 413
    assert "xxxx" not in caplog.text


async def _chunks(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 50_000):
        yield b"x" * 50_000


async def test_the_same_signed_request_three_times_has_one_effect(stage: SlackStage) -> None:
    url = stage.slack.response_url("UANNA", "C1")
    body = BODY + b"&user_name=anna&channel_name=square&response_url=" + url.encode()
    given = headers(body)
    statuses = await asyncio.gather(*(knock(stage, body, given) for _ in range(3)))
    assert statuses == [200, 200, 200]
    await stage.adapter.settled()
    assert len(stage.script.commands) == 1


async def test_slack_asks_whether_the_address_is_ours(stage: SlackStage) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c7", "token": "t"}).encode()
    given = {**headers(body), "Content-Type": "application/json"}
    url = f"http://127.0.0.1:{stage.world.values['PORT']}{PATH}"
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=given) as answer:
        assert (answer.status, "c7" in await answer.text()) == (200, True)


async def test_an_event_is_told_again_until_it_is_kept(stage: SlackStage) -> None:
    """Not acknowledged before it was dealt with: the first two attempts fail here."""
    failures = iter((True, True))
    kept = stage.script.notice

    async def notice(event: object) -> None:
        if next(failures, False):
            raise RuntimeError("the database is away")
        await kept(event)  # type: ignore[arg-type]

    stage.script.notice = notice  # type: ignore[method-assign]
    hand = stage.hand(stage.bruno)
    hand.user.deleted = True
    event = {"type": "user_change", "user": hand.user.told()}
    assert await hand.tell(event, again=(0.0, 0.0, 0.0)) == 3
    assert len([one for one in stage.script.notices if isinstance(one, MemberLeft)]) == 1


def test_a_signature_counts_for_five_minutes() -> None:
    given = headers(stamp="1000")
    assert [genuine(SECRET, given, BODY, now) for now in (699, 700, 1000, 1300, 1301)] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_the_wire_of_the_tests_signs_as_slack_does() -> None:
    """Slack's own example: docs.slack.dev/authentication/verifying-requests-from-slack."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&"
        b"channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&"
        b"response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&"
        b"trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    found = sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body)
    assert found == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
