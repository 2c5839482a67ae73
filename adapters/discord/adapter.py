"""Discord, as the bot sees it."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import discord

from adapters.discord import calls, commands, lanes, outbound, places, servers
from adapters.discord.capabilities import CAPABILITIES
from adapters.discord.files import CDN, uploaded
from adapters.discord.gateway import Client, Gateway
from adapters.discord.inbound import PLATFORM, Used
from adapters.discord.rest import Archived, Removed, Rest
from adapters.discord.telling import Telling, kept
from bot.commands import Command
from bot.errors import Forbidden, Gone, PlatformError, Problem, Uncertain
from bot.identity import Community, Person, Place, Ref
from bot.ports import SET_BACK, Ability, Absent, Standing, Unknown

if TYPE_CHECKING:
    from bot.delivery.lanes import Call, Lane
    from bot.ports import Listener
    from bot.post import Post

log = logging.getLogger(__name__)

CLOCKS = timedelta(minutes=1)
"""By so much our clock and Discord's may differ."""
EPOCH = 1_420_070_400_000
"""Discord's first millisecond: reference.mdx, Snowflakes."""
PAGE = 100


class Discord:
    """`bot.ports.Adapter`.

    ``members``: told of joins and leaves, by a privileged intent; else asked when it matters. ``activity``: told
    that somebody wrote, without the words. ``pause``: seconds
    between two new direct conversations. ``directs``: whether there are any; else a person's messages go into a
    private thread. ``settle``: seconds without a new server after which a start is complete. ``hears``: whether it
    takes in what people do; else it only sends, and knows no server's channels.
    """

    platform = PLATFORM
    capabilities = CAPABILITIES

    def __init__(
        self,
        token: str,
        *,
        members: bool = False,
        activity: bool = False,
        pause: float = 30,
        directs: bool = True,
        settle: float = 2,
        hears: bool = True,
        cdn: Sequence[str] = CDN,
    ) -> None:
        self.capabilities = replace(CAPABILITIES, activity=activity)
        self._hears = hears
        self._cdn = tuple(cdn)
        self._pause = pause
        self._directs = places.Directs()
        self._no_directs = not directs
        self._telling = Telling(lambda: self._rest, self._normally, self._directs.learn)
        self._gateway = Gateway(lambda: Client(self._telling, members=members, activity=activity, settle=settle), token)
        self._commands: Sequence[Command] = ()
        self._sent: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._tried: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._rest_of: tuple[Client, Rest] | None = None

    def lanes(self, call: Call, community: Community, place: Place | None) -> Sequence[Lane]:
        return lanes.lanes(call, place, 0 if self._no_directs else self._pause)

    # -- coming and going

    async def start(self, listener: Listener, commands: Sequence[Command]) -> None:
        self._telling.listener, self._commands = listener, commands
        await (self._gateway.start(self._ready) if self._hears else self._gateway.login())

    def connected(self) -> bool:
        """Whether what people do reaches this process now."""
        return self._gateway.connected()

    def connections(self) -> int:
        """How many lines to Discord are open, for the metrics: one for each shard."""
        return self._gateway.connections()

    async def stop(self) -> None:
        await self._gateway.stop()
        self._telling.listener = None

    async def ended(self) -> None:
        """Wait beside everything else: raises `Problem` when the connection is lost for good."""
        await self._gateway.ended()

    async def _ready(self) -> None:
        try:
            await commands.write(self._rest, str(self._client.application_id), self._commands)
        except PlatformError as error:
            raise Problem(f"Discord did not take the commands ({error}).") from error
        await self._telling.present(self._client.guilds)

    @property
    def _client(self) -> Client:
        return self._gateway.client

    @property
    def _rest(self) -> Rest:
        client = self._client
        if self._rest_of is None or self._rest_of[0] is not client:
            self._rest_of = (client, Rest(client.http))
        return self._rest_of[1]

    # -- messages

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        call = calls.SEND_FILES if outbound.uploads(post) else calls.SEND
        body = self._rest.clickable(outbound.sending(place, post, once))
        try:
            said = await self._awake(place, call, body, post)
        except Uncertain:
            kept(self._tried, (place.id, once), body["content"].strip())
            raise
        kept(self._sent, f"{place.id}:{said['id']}", (place.id, once))
        return Ref(place, said["id"])

    async def find(self, place: Place, *, once: str, since: datetime) -> Ref | Absent | Unknown:
        """Looks at the bot's own messages since then. After a restart those without components leave a doubt."""
        after, doubt = _snowflake(since - SET_BACK - CLOCKS), False
        while page := await self._rest.call(
            calls.HISTORY, query={"after": str(after), "limit": str(PAGE)}, ids={"channel_id": _id(place)}
        ):
            for said in page:
                match self._is(said, place, once):
                    case True:
                        return Ref(place, said["id"])
                    case None:
                        doubt = True
            after = max(int(said["id"]) for said in page)
            if len(page) < PAGE:
                break
        return Unknown() if doubt else Absent()

    def _is(self, said: Any, place: Place, once: str) -> bool | None:
        """Whether this message is the one; None where it does not say."""
        if said["author"]["id"] != str(self._client.user.id if self._client.user else ""):
            return False
        known = self._sent.get(f"{place.id}:{said['id']}")
        if known:
            return known == (place.id, once)
        if said.get("interaction_metadata") or said.get("type", 0) != 0:
            return False  # an answer to somebody's own click, or a notice of Discord's
        if not said.get("components"):
            tried = self._tried.get((place.id, once))
            return None if tried is None else tried == said["content"].strip()
        return any(row.get("id") == outbound.mark_of(once) for row in said["components"])

    async def edit(self, ref: Ref, post: Post) -> None:
        await self._awake(ref.place, calls.EDIT, outbound.change(post), post, message_id=_id(ref))

    async def delete(self, ref: Ref) -> None:
        """Deleting what is already deleted is fine: it may be a second try."""
        try:
            await self._awake(ref.place, calls.DELETE, message_id=_id(ref))
        except Gone:
            log.debug("%s was deleted before", ref.id)

    async def _awake(
        self, place: Place, call: calls.Call, body: Any = None, post: Post | None = None, **ids: str
    ) -> Any:
        """A request about a place; a thread that sleeps is woken for it."""
        files, channel = outbound.uploads(post), _id(place)
        ids["channel_id"] = channel
        try:
            return await self._rest.call(call, body, files=files, ids=ids)
        except Archived:
            await places.wake(self._rest, channel)
            return await self._rest.call(call, body, files=files, ids=ids)

    # -- places

    async def direct(self, person: Person, *, community: Community | None = None) -> Place:
        """Without direct conversations a thread of one's own; in which server must be certain then."""
        if not self._no_directs:
            return await self._directs.open(self._rest, person)
        homes = [community] if community else await self._homes((person,))
        if len(homes) != 1:
            raise Forbidden(f"{person.id} has no direct conversation, and {len(homes)} servers to choose from")
        return await self.gather((person,), person.name, once=f"direct:{person.id}", community=homes[0])

    async def gather(
        self,
        people: Sequence[Person],
        title: str,
        *,
        once: str,
        community: Community | None = None,
        beside: Place | None = None,
    ) -> Place:
        """A private thread in the programme's channel; without a community, where all of them are."""
        homes = [community] if community else await self._homes(people)
        if not self._hears and homes and beside:
            return await places.gather(self._rest, places.Parent(int(beside.id), int(homes[0].id)), people, title, once)
        guild = self._client.get_guild(int(homes[0].id)) if homes else None
        parent = servers.parent_of(guild, beside) if guild else None
        if guild is None:
            raise Gone("these people share no server")
        if parent is None:
            raise Forbidden(f"there is no channel in {guild.id} that the bot could use")
        return await places.gather(self._rest, places.Parent(parent.id, guild.id), people, title, once)

    async def _homes(self, people: Sequence[Person]) -> list[Community]:
        """The servers that all of these people belong to."""
        known = [Community(PLATFORM, str(guild.id), guild.name) for guild in self._client.guilds]
        return [one for one in known if all([(await self.standing(person, one)).member for person in people])]

    async def archive(self, place: Place) -> None:
        """At the end of a pair's time; the thread stays, and a word wakes it."""
        try:
            await places.archive(self._rest, place)
        except Archived:
            log.debug("%s was put away before", place.id)

    async def channels(self, community: Community) -> Sequence[Place]:
        return servers.usable(self._guild(community))

    async def fetch(self, file: str, *, community: Community, most: int) -> bytes:
        """Discord's addresses of files end after some time, so a file is fetched when its form comes."""
        return await uploaded(file, most, self._cdn)

    async def lacking(self, place: Place, *, community: Community) -> frozenset[Ability]:
        found = servers.lacking(self._guild(community), place)
        if found is None:
            raise Gone(f"there is no channel {place.id}")
        return found

    def _guild(self, community: Community) -> discord.Guild | None:
        return self._client.get_guild(int(community.id)) if community.id.isdecimal() else None

    # -- people

    async def standing(self, person: Person, community: Community) -> Standing:
        if person.platform != PLATFORM or community.platform != PLATFORM:
            return Standing(member=False)
        if not (person.id.isdecimal() and community.id.isdecimal()):
            return Standing(member=False)
        known = self._telling.standing(person, community)
        if known:
            return known
        try:
            member = await self._rest.call(calls.MEMBER, ids={"guild_id": community.id, "user_id": person.id})
        except (Gone, Removed, Forbidden):
            return Standing(member=False)
        user = member["user"]
        name = member.get("nick") or user.get("global_name") or user["username"]
        return Standing(True, servers.coordinates(self._guild(community), person, member["roles"]), name)

    async def _normally(self, used: Used, post: Post, private: bool, key: str) -> Ref | None:
        """A private answer becomes a direct message, never a public one; where that is closed there is none."""
        try:
            place = used.place
            if used.community and private:
                place = await self.direct(used.person, community=used.community)
            return await self.send(place, post, once=key)
        except PlatformError as error:
            log.warning("the late answer to %s did not arrive: %s", used.id, type(error).__name__)
            return None


def _snowflake(at: datetime) -> int:
    """The first id of this instant."""
    return max(0, int(at.timestamp() * 1000) - EPOCH) << 22


def _id(thing: Place | Ref) -> str:
    if not thing.id.isdecimal():
        raise Gone(f"{thing.id} is nothing here")
    return thing.id
