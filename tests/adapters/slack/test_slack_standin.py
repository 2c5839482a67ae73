"""The stand-in keeps Slack's rules, since a test on a server that allows everything proves nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from adapters.slack.api import Web
from bot.errors import Busy, Forbidden, PlatformError
from tests.adapters.slack.slack_stage import TEAM, World
from tests.standins.slack import schema
from tests.standins.slack.platform import ApiError, Platform
from tests.standins.slack.things import Channel

VIEW = {"type": "modal", "title": {"type": "plain_text", "text": "Hi"}, "blocks": [{"type": "divider"}]}
PLAIN = {"unfurl_links": False, "parse": "none"}


class Clock:
    def __init__(self) -> None:
        self.at = 1_700_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = await World().start()
    world.slack.channel(Channel("C1", "square", "public", TEAM))
    world.user("UANNA", "Anna")
    yield world
    await world.stop()


@pytest.fixture
async def web(world: World) -> AsyncIterator[Web]:
    web = Web(world.server.api)
    yield web
    await web.close()


def test_a_trigger_works_once_and_for_three_seconds() -> None:
    clock = Clock()
    slack = Platform(clock)
    once, late = slack.trigger("U1", TEAM), slack.trigger("U1", TEAM)
    slack.take_trigger(once)
    with pytest.raises(ApiError, match="exchanged_trigger_id"):
        slack.take_trigger(once)
    clock.at += 3.1
    with pytest.raises(ApiError, match="expired_trigger_id"):
        slack.take_trigger(late)
    with pytest.raises(ApiError, match="invalid_trigger_id"):
        slack.take_trigger("made.up")


async def test_views_are_stacked_three_deep(world: World, web: Web) -> None:
    client = web.client("xoxb-1")
    for method in ("views.open", "views.push", "views.push"):
        trigger = world.slack.trigger("UANNA", TEAM)
        await web.call(client, method, trigger_id=trigger, view=VIEW)
    with pytest.raises(Forbidden, match="push_limit_reached"):
        await web.call(client, "views.push", trigger_id=world.slack.trigger("UANNA", TEAM), view=VIEW)
    with pytest.raises(Forbidden, match="exchanged_trigger_id"):
        await web.call(client, "views.open", trigger_id=trigger, view=VIEW)


async def test_a_response_url_has_five_uses_in_thirty_minutes(world: World, web: Web) -> None:
    url = world.slack.response_url("UANNA", "C1")
    assert [await web.respond(url, {"text": "Hi"}) for _ in range(6)] == [True] * 5 + [False]
    late = world.slack.response_url("UANNA", "C1")
    world.slack.response_urls[late.rpartition("/")[2]].at -= 1801
    assert not await web.respond(late, {"text": "Hi"})


@pytest.mark.skipif(not schema.there(), reason="which scopes and tiers there are stands in the vendor's own tables")
async def test_scopes_tiers_and_arguments_are_enforced(world: World, web: Web) -> None:
    client = web.client("xoxb-1")
    world.slack.of(TEAM).scopes = frozenset({"chat:write"})
    with pytest.raises(Forbidden, match="missing_scope"):
        await web.call(client, "users.info", user="UANNA")
    world.slack.of(TEAM).scopes = frozenset({"channels:read"})
    for _ in range(20):
        await web.call(client, "conversations.list", limit=10)
    with pytest.raises(Busy) as caught:
        await web.call(client, "conversations.list", limit=10)
    assert caught.value.wait >= 1
    with pytest.raises(PlatformError, match="invalid_arguments"):
        await web.call(client, "conversations.list", colour="red")
    assert world.slack.wrong


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "section", "text": {"type": "plain_text", "text": "x" * 3001}}],
        [
            {
                "type": "actions",
                "elements": [{"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": ""}}],
            }
        ],
        [
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "txt": "x"}]}],
            }
        ],
        [{"type": "divider"}] * 51,
        [{"type": "image", "image_url": "https://example.org/x.png"}],
    ],
)
async def test_what_slack_would_not_draw_is_refused(world: World, web: Web, blocks: list[object]) -> None:
    client = web.client("xoxb-1")
    with pytest.raises(Forbidden, match="invalid_blocks"):
        await web.call(client, "chat.postMessage", channel="C1", text="Hi", blocks=blocks, **PLAIN)
    assert world.slack.wrong
    assert world.slack.messages == []


async def test_arguments_come_as_json_as_a_form_or_in_the_query(world: World) -> None:
    world.slack.of(TEAM).scopes = frozenset({"users:read"})
    url, token = f"{world.server.api}users.info", {"Authorization": "Bearer xoxb-1"}
    async with aiohttp.ClientSession(headers=token) as session:
        for given in ({"json": {"user": "UANNA"}}, {"data": {"user": "UANNA"}}, {"params": {"user": "UANNA"}}):
            async with session.post(url, **given) as answer:  # type: ignore[arg-type]
                assert (await answer.json())["user"]["id"] == "UANNA"
