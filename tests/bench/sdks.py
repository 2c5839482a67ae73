"""The same events dispatched by bare discord.py and slack-bolt to handlers that do nothing but answer."""

from __future__ import annotations

import asyncio
import json
import time
from itertools import count
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from tests.bench.community import NATIVE, person_id

if TYPE_CHECKING:
    from slack_bolt.context.ack.async_ack import AsyncAck

MET = "pairs.met|1|1|1|1|"
CHANNEL = {"id": "920000000000000000", "type": 0, "name": "mentoring", "position": 0, "permission_overwrites": []}


class Discord:
    """A logged-in client; events are put where its gateway connection would put them.

    ``answers``: the handler sends its answer over HTTP, as on Discord everybody must; else it does nothing at all.
    """

    def __init__(self, server: str, *, answers: bool) -> None:
        discord.http.Route.BASE = server
        self._answers = answers
        self._client = discord.Client(intents=discord.Intents.none())
        self._number = count(950_000_000_000_000_000)
        self._waiting: dict[int, asyncio.Future[None]] = {}
        tree = app_commands.CommandTree(self._client)
        mentor = app_commands.Group(name="mentor", description="Mentorship")
        mentor.command(name="status", description="Where I stand")(self._status)
        tree.add_command(mentor)

    async def start(self) -> None:
        await self._client.login("bench")
        button: discord.ui.Button[discord.ui.View] = discord.ui.Button(custom_id=MET, label="We met")
        button.callback = self._handled  # type: ignore[method-assign]  # the library's own way to set one
        self._client.add_view(discord.ui.View(timeout=None).add_item(button))

    async def stop(self) -> None:
        await self._client.close()

    async def command(self) -> float:
        sub = {"type": 1, "name": "status", "options": []}
        return await self._dispatched(2, {"id": "1", "name": "mentor", "type": 1, "options": [sub]})

    async def press(self) -> float:
        message = {
            "id": "960000000000000000",
            "channel_id": CHANNEL["id"],
            "author": {"id": "1", "username": "bench", "discriminator": "0", "avatar": None},
            "content": "Did you meet?",
            "timestamp": "2026-03-02T09:00:00+00:00",
            "edited_timestamp": None,
            "type": 0,
            **dict.fromkeys(("tts", "mention_everyone", "pinned"), False),
            **{name: [] for name in ("mentions", "mention_roles", "attachments", "embeds", "components")},
        }
        return await self._dispatched(3, {"custom_id": MET, "component_type": 2}, message=message)

    async def _status(self, interaction: discord.Interaction[Any]) -> None:
        await self._handled(interaction)

    async def _handled(self, interaction: discord.Interaction[Any]) -> None:
        if self._answers:
            await interaction.response.send_message("Noted.", ephemeral=True)
        self._waiting.pop(interaction.id).set_result(None)

    async def _dispatched(self, kind: int, data: dict[str, Any], **more: Any) -> float:
        id = next(self._number)
        payload: Any = _interaction(id, kind, data) | more
        done = self._waiting[id] = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        self._client._connection.parse_interaction_create(payload)
        await done
        return time.perf_counter() - began


def _interaction(id: int, kind: int, data: dict[str, Any]) -> dict[str, Any]:
    user = {"id": person_id(id % 1000), "username": "carla", "discriminator": "0", "avatar": None}
    member = {"user": user, "roles": [], "joined_at": "2026-03-02T09:00:00+00:00", "deaf": False, "mute": False}
    return {
        "id": str(id),
        "application_id": "940000000000000000",
        "type": kind,
        "token": f"token-{id}",
        "version": 1,
        "guild_id": NATIVE,
        "guild": {"id": NATIVE, "locale": "en-US", "features": []},
        "channel_id": CHANNEL["id"],
        "channel": CHANNEL,
        "member": member | {"permissions": "0", "flags": 0},
        "data": data,
        "locale": "en-US",
        "app_permissions": "0",
        "attachment_size_limit": 10_000_000,
        "entitlements": [],
    }


class Slack:
    """An app with one listener a kind. Events come as over a socket, unsigned; the ack is the answer."""

    def __init__(self, server: str) -> None:
        client = AsyncWebClient(token="xoxb-bench", base_url=f"{server}/")
        self._app = AsyncApp(client=client)
        self._app.command("/mentor")(acknowledge)
        self._app.action(MET)(acknowledge)

    async def command(self) -> float:
        body = {"command": "/mentor", "text": "status", "user_id": "U1", "team_id": "T1", "channel_id": "C1"}
        return await self._dispatched(body | {"token": "x", "response_url": "http://127.0.0.1/", "trigger_id": "1"})

    async def press(self) -> float:
        action = {"type": "button", "block_id": "b", "action_id": MET, "value": "", "action_ts": "1"}
        who = {"user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}, "channel": {"id": "C1"}}
        return await self._dispatched({"type": "block_actions", "trigger_id": "1", "actions": [action], **who})

    async def _dispatched(self, body: dict[str, Any]) -> float:
        envelope = json.dumps(body)
        began = time.perf_counter()
        response = await self._app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=json.loads(envelope)))
        took = time.perf_counter() - began
        if response.status != 200:
            raise RuntimeError(response.body)
        return took


async def acknowledge(ack: AsyncAck) -> None:
    await ack()
