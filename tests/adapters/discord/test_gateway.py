"""The connection: resumed, started anew, and what an operator is told when it cannot be."""

from __future__ import annotations

import asyncio

import pytest

from adapters.discord import gateway as connection
from adapters.discord.adapter import Discord
from adapters.discord.calls import invitation, needed
from adapters.discord.connecting import connect, invite
from bot.errors import Problem
from bot.events import BotRemoved
from bot.identity import Community, Place
from bot.settings import Values
from tests.adapters.discord.stage import DiscordStage, staged
from tests.contracts.stage import post
from tests.standins.discord.gateway import GUILDS
from tests.standins.discord.rest import Fault
from tests.standins.discord.server import TOKEN
from tests.standins.discord.town import Town


async def works(stage: DiscordStage) -> None:
    """A command arrives and is answered."""
    before = len(stage.script.commands)
    stage.script.on_command = lambda reply: reply.answer(post("Here I am"), private=True)
    await stage.use(stage.anna, stage.channel, "mentor status")
    assert len(stage.script.commands) == before + 1


async def test_a_start_costs_one_identify_and_needs_no_privileged_intent() -> None:
    async with staged() as stage:
        await stage.adapter.stop()
        stage.server.gateway.allowed = GUILDS
        stage.adapter = Discord(TOKEN, pause=0, settle=0.05)
        before = stage.server.gateway.identified
        await stage.run(stage.script)
        assert stage.server.gateway.identified == before + 1
        await works(stage)


async def test_what_happened_while_the_line_was_down_arrives(stage: DiscordStage) -> None:
    gateway = stage.server.gateway
    await gateway.drop()
    act = await stage.people.use(stage.someone(stage.anna), stage.square, "mentor status")
    await stage.heard.dealt_with(act)
    assert (gateway.identified, gateway.resumed) == (1, 1)


async def test_a_wish_to_reconnect_is_followed(stage: DiscordStage) -> None:
    gateway = stage.server.gateway
    await gateway.ask_to_reconnect()
    await gateway.until(lambda: gateway.resumed == 1)
    await works(stage)
    assert gateway.identified == 1


async def test_a_session_that_is_over_begins_anew(stage: DiscordStage) -> None:
    gateway = stage.server.gateway
    await gateway.invalidate()
    await gateway.until(lambda: gateway.identified == 2)
    await works(stage)


async def test_two_shards_serve_their_own_servers() -> None:
    stage = DiscordStage(Town(), shards=2)
    other = stage.town.guild("Altra", int(needed()), shard=1, shards=2)
    stage.town.join(other, stage.someone(stage.anna))
    square = stage.town.channel(other, "mentoring")
    await stage.start()
    try:
        assert {session.shard for session in stage.server.gateway.sessions.values()} == {(0, 2), (1, 2)}
        await works(stage)
        await stage.use(stage.anna, Place("discord", square.id), "mentor status")
        assert [one.community and one.community.id for one in stage.script.commands] == [stage.guild.id, other.id]
        assert await stage.reads(stage.anna, Place("discord", square.id)) == ["Here I am"]
    finally:
        await stage.stop()
    assert stage.server.complaints() == []


async def test_the_line_is_compressed(stage: DiscordStage) -> None:
    assert stage.server.gateway.compressions <= {"zlib-stream", "zstd-stream"}


async def test_an_event_that_nobody_can_read_ends_only_a_connection(
    stage: DiscordStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PAUSE", 0.01)
    gateway = stage.server.gateway
    await gateway.tell("MESSAGE_UPDATE", {"id": "1", "channel_id": stage.square.id, "author": {}}, stage.guild.id)
    await gateway.until(lambda: gateway.identified == 2)
    await works(stage)


async def test_a_connection_that_keeps_ending_ends_the_process(
    stage: DiscordStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PAUSE", 0.01)
    gateway = stage.server.gateway
    ended = asyncio.ensure_future(stage.adapter.ended())
    for count in range(1, connection.STARTS + 1):
        await gateway.until(lambda count=count: gateway.identified == count)
        await gateway.tell("MESSAGE_UPDATE", {"id": "1", "channel_id": "1", "author": {}}, stage.guild.id)
    with pytest.raises(Problem, match="5 times"):
        await ended


async def test_who_waits_for_the_end_may_stop_waiting(stage: DiscordStage) -> None:
    ended = asyncio.ensure_future(stage.adapter.ended())
    await works(stage)
    ended.cancel()
    await asyncio.gather(ended, return_exceptions=True)
    await works(stage)
    ended = asyncio.ensure_future(stage.adapter.ended())
    await works(stage)
    assert not ended.done()
    await stage.adapter.stop()
    await ended


async def test_a_wrong_token_is_one_sentence(stage: DiscordStage) -> None:
    other = Discord("wrong", settle=0.05)
    with pytest.raises(Problem, match="DISCORD_TOKEN is not accepted"):
        await other.start(stage.script, ())


async def test_an_intent_that_is_not_switched_on_is_one_sentence(stage: DiscordStage) -> None:
    stage.server.gateway.allowed = GUILDS
    other = stage.build()
    with pytest.raises(Problem, match="Server Members Intent"):
        await other.start(stage.script, ())


async def test_a_start_without_discord_is_one_sentence(stage: DiscordStage) -> None:
    stage.server.rest.faults.append(Fault("500", path="/users/@me$", method="GET"))
    with pytest.raises(Problem, match="cannot be reached"):
        await stage.build().start(stage.script, ())


async def test_a_server_that_is_unavailable_is_not_one_that_is_gone(
    stage: DiscordStage,
) -> None:
    gateway, told = stage.server.gateway, stage.script.notices
    await gateway.tell("GUILD_DELETE", {"id": stage.guild.id, "unavailable": True}, stage.guild.id)
    await works(stage)
    assert not [one for one in told if isinstance(one, BotRemoved)]
    await stage.removes_the_bot()
    assert [one.community for one in told if isinstance(one, BotRemoved)] == [Community("discord", stage.guild.id)]
    assert await stage.adapter.channels(stage.community) == ()


async def test_settings_make_the_adapter(monkeypatch: pytest.MonkeyPatch) -> None:
    import discord

    async with staged(Town()) as stage:
        url = f"{stage.server.url}/"
        monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:9/nobody")
        values = Values(
            {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": url, "DISCORD_MEMBERS": "yes", "DISCORD_DM_SECONDS": "0"}, ()
        )
        other = connect(values)
        await other.start(stage.script, ())
        assert [one.id for one in await other.channels(stage.community)] == [stage.channel.id]
        await other.stop()
        assert await invite(values) == invitation(stage.town.application)
        with pytest.raises(Problem, match="not accepted"):
            await invite(Values({"DISCORD_TOKEN": "wrong", "DISCORD_API_URL": url}, ()))
