"""Slack, as the bot sees it: `bot.ports.Adapter` over the Web API, with Socket Mode or HTTP for what comes in."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize

from adapters.slack import ids
from adapters.slack.api import Uninstalled
from adapters.slack.capabilities import CAPABILITIES
from adapters.slack.home import Homes
from adapters.slack.lanes import lanes
from adapters.slack.listeners import Listeners
from adapters.slack.people import People
from adapters.slack.posting import Posting
from adapters.slack.texts import FOREIGN
from adapters.slack.workspaces import Tokens, Workspaces
from bot.commands import by_name
from bot.errors import Gone, Revoked
from bot.events import BotAdded, BotPresent
from bot.ports import Ability, Standing

if TYPE_CHECKING:
    from adapters.slack.api import Web
    from bot.commands import Command
    from bot.delivery.lanes import Call, Lane
    from bot.identity import Community, Person, Place, Ref
    from bot.ports import Absent, Clock, Listener, Unknown
    from bot.post import Capabilities, Post

log = logging.getLogger(__name__)


PATIENCE = 3.0
"""Seconds that a stop waits for what is under way, before it takes nothing more; Slack waits no longer itself."""

LONGEST = 15.0
"""Seconds that it waits then for answers on their way: a call takes 10 at most."""


class Door(Protocol):
    """How Slack's deliveries come in."""

    async def open(self, app: AsyncApp) -> None: ...
    async def close(self) -> None:
        """Take nothing more, once what has come is acknowledged."""

    def connections(self) -> int:
        """How many are open now, for those who watch."""


class SlackAdapter:
    """`bot.ports.Adapter`."""

    platform = ids.PLATFORM
    capabilities: Capabilities = CAPABILITIES

    def __init__(self, web: Web, tokens: Tokens, door: Door, clock: Clock, *, coordinators: str = "") -> None:
        self.web = web
        self.door = door
        self.workspaces = Workspaces(web, tokens)
        self.people = People(coordinators)
        self.posting = Posting(self.workspaces)
        self.homes = Homes(self.posting, self.people, clock)
        self._clock = clock
        self._listeners: Listeners | None = None

    def lanes(self, call: Call, community: Community, place: Place | None) -> Sequence[Lane]:
        return lanes(call, community, place)

    async def start(self, listener: Listener, commands: Sequence[Command]) -> None:
        self.homes.begin(listener, commands)
        parts = (self.workspaces, self.posting, self.people, self.homes, self._clock)
        self._listeners = Listeners(*parts, listener)
        self._listeners.known = by_name(commands)
        app = AsyncApp(
            name="mansarda",
            logger=logging.getLogger("slack_bolt"),
            client=self.web.client(None),
            authorize=Authorize(self.workspaces),  # type: ignore[arg-type]  # Bolt knows its own class, its types do not
            user_facing_authorize_error_message=FOREIGN.read("en"),  # in channels that workspaces share
            request_verification_enabled=False,  # ours comes first, before anything is read
        )
        self._listeners.register(app)
        there = tuple(map(ids.community, await self.workspaces.all()))
        await listener.notice(BotPresent(f"present:{time.time_ns()}", ids.PLATFORM, there))
        await self.door.open(app)

    async def installed(self, team: str, name: str) -> None:
        """Somebody has installed the bot in a workspace, perhaps once more: from now on with the new token."""
        self.workspaces.drop(team)
        if self._listeners:
            notice = BotAdded(f"added:{team}:{time.time_ns()}", ids.community(team, name))
            await self._listeners.listener.notice(notice)

    def connections(self) -> int:
        """How many lines to Slack are open, for the metrics: two in Socket Mode, one address over HTTP."""
        return self.door.connections()

    def connected(self) -> bool:
        """Whether what people do reaches this process now."""
        return self.connections() > 0

    async def stop(self) -> None:
        """What has come in is answered; then the lines are closed."""
        await self._settled_within(PATIENCE)
        await self.door.close()
        await self._settled_within(LONGEST)
        await self.workspaces.close()
        await self.web.close()

    async def settled(self) -> None:
        """Until nothing that came in is under way."""
        if self._listeners:
            await self._listeners.settled()

    async def _settled_within(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.settled()

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        try:
            return await self.posting.once(place, post, once)
        except Uninstalled:  # and nobody has told, perhaps because nobody listened
            if self._listeners:
                await self._listeners.removed(ids.team_of(place.id))
            raise

    async def find(self, place: Place, *, once: str, since: datetime) -> Ref | Absent | Unknown:
        return await self.posting.find(place, once, since)

    async def edit(self, ref: Ref, post: Post) -> None:
        await self.posting.edit(ref, post)

    async def delete(self, ref: Ref) -> None:
        await self.posting.delete(ref)

    async def direct(self, person: Person, *, community: Community | None = None) -> Place:
        """A person's id names the workspace already."""
        workspace = await self.workspaces.of(ids.team_of(person.id))
        return await self.posting.direct(workspace, ids.own(person.id))

    async def gather(
        self,
        people: Sequence[Person],
        title: str,
        *,
        once: str,
        community: Community | None = None,
        beside: Place | None = None,
    ) -> Place:
        """Slack has one group conversation for the same people, whatever ``once`` says."""
        return await self.posting.gather(people, title)

    async def archive(self, place: Place) -> None:
        """A group conversation cannot be archived by an app: it stays in its members' lists until they close it."""
        await self.posting.workspace(place)  # an unknown or revoked workspace is told as everywhere

    async def standing(self, person: Person, community: Community) -> Standing:
        try:
            workspace = await self.workspaces.of(community.id)
        except Revoked:
            return Standing(member=False)
        return await self.people.standing(workspace, person, community)

    async def channels(self, community: Community) -> Sequence[Place]:
        workspace = await self.workspaces.of(community.id)
        return [ids.place(workspace.team, one["id"], one["name"]) for one in await self.people.channels(workspace)]

    async def lacking(self, place: Place, *, community: Community) -> frozenset[Ability]:
        """Slack gives all or nothing: what is not listed is archived, deleted, or private without the bot."""
        self.people.look_anew(community.id)
        there = {one.id for one in await self.channels(community)}
        if place.id not in there:
            raise Gone(f"there is no channel {place.id}")
        return frozenset()

    async def fetch(self, file: str, *, community: Community, most: int) -> bytes:
        workspace = await self.workspaces.of(community.id)
        return await self.posting.attachments.fetch(workspace, file, most)


class Authorize(AsyncAuthorize):
    """Bolt asks this for every delivery; Slack itself is asked once."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(self, *, enterprise_id: str | None, team_id: str | None, **_: object) -> AuthorizeResult | None:
        try:
            workspace = await self._workspaces.of(team_id or "", enterprise_id or "")
        except Revoked:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=workspace.bot_user,
            bot_id=workspace.bot_id,
            bot_token=workspace.client.token,
        )
