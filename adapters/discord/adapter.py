"""Discord, as the bot sees it."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord

from adapters.discord import calls, commands, inbound, outbound, places
from adapters.discord.capabilities import CAPABILITIES
from adapters.discord.gateway import Client, Gateway
from adapters.discord.inbound import PLATFORM, Used
from adapters.discord.replies import InteractionReply, complete
from adapters.discord.rest import Archived, Rest
from bot.commands import Command
from bot.errors import Forbidden, Gone, PlatformError, Problem, Revoked
from bot.events import MemberJoined, MemberLeft
from bot.identity import Community, Person, Place, Ref
from bot.ports import Absent, Standing, Unknown

if TYPE_CHECKING:
    from bot.ports import Listener
    from bot.post import Post
    from bot.settings import Values

log = logging.getLogger(__name__)

REMEMBERED = 10_000
FRESH = 60.0
"""Seconds for which an interaction's word about somebody's standing holds."""
EPOCH = 1_420_070_400_000
"""Discord's first millisecond: reference.mdx, Snowflakes."""
PAGE = 100


class Discord:
    """`bot.ports.Adapter`. ``members``: told of joins and leaves, by a privileged intent; else asked when it matters.

    ``pause``: seconds between two new direct conversations. ``settle``: seconds without a new server after which
    a start is complete.
    """

    platform = PLATFORM
    capabilities = CAPABILITIES

    def __init__(self, token: str, *, members: bool = False, pause: float = 30, settle: float = 2) -> None:
        self._gateway = Gateway(lambda: Client(self, members=members, settle=settle), token)
        self._directs = places.Directs(pause)
        self._listener: Listener | None = None
        self._commands: Sequence[Command] = ()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._sent: OrderedDict[str, tuple[str, str]] = OrderedDict()
        self._standings: OrderedDict[tuple[Person, Community], tuple[float, Standing]] = OrderedDict()
        self._rest_of: tuple[Client, Rest] | None = None

    # -- coming and going

    async def start(self, listener: Listener, commands: Sequence[Command]) -> None:
        self._listener, self._commands = listener, commands
        await self._gateway.start(self._ready)

    async def stop(self) -> None:
        await self._gateway.stop()
        self._listener = None

    async def ended(self) -> None:
        """Wait beside everything else: raises `Problem` when the connection is lost for good."""
        await self._gateway.ended()

    async def _ready(self) -> None:
        try:
            await commands.write(self._rest, str(self._client.application_id), self._commands)
        except PlatformError as error:
            raise Problem(f"Discord did not take the commands ({error}).") from error

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
        call = calls.SEND_FILES if post.pictures else calls.SEND
        said = await self._awake(place, call, outbound.sending(place, post, once), post)
        _keep(self._sent, f"{place.id}:{said['id']}", (place.id, once))
        return Ref(place, said["id"])

    async def find(self, place: Place, *, once: str, since: datetime) -> Ref | Absent | Unknown:
        """Looks at the bot's own messages since then; one without components cannot be told from another's."""
        after, doubt = _snowflake(since), False
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
        if said.get("interaction_metadata") or said.get("type", 0) not in (0, 19):
            return False  # an answer to somebody's own click, or a notice of Discord's
        if not said.get("components"):
            return None
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
        pictures, channel = post.pictures if post else (), _id(place)
        ids["channel_id"] = channel
        try:
            return await self._rest.call(call, body, pictures=pictures, ids=ids)
        except Archived:
            await places.wake(self._rest, channel)
            return await self._rest.call(call, body, pictures=pictures, ids=ids)

    # -- places and people

    async def direct(self, person: Person) -> Place:
        return await self._directs.open(self._rest, person)

    async def gather(
        self, people: Sequence[Person], title: str, *, once: str, community: Community | None = None
    ) -> Place:
        """A private thread in the programme's channel; without a community, in one where all of them are."""
        guild = await self._shared(people, community)
        channels = await self.channels(Community(PLATFORM, str(guild.id)))
        if not channels:
            raise Forbidden(f"there is no channel in {guild.id} that the bot could use")
        ours = (one for one in channels if any(name in one.name for name in places.OURS))
        parent = guild.get_channel(int(next(ours, channels[0]).id))
        if not isinstance(parent, discord.TextChannel):
            raise Gone(f"the programme's channel in {guild.id}")
        return await places.gather(self._rest, parent, people, title, once)

    async def _shared(self, people: Sequence[Person], community: Community | None) -> discord.Guild:
        guilds = [community.id] if community else [str(guild.id) for guild in self._client.guilds]
        for id in guilds:
            known = [await self.standing(one, Community(PLATFORM, id)) for one in people]
            guild = self._client.get_guild(int(id)) if all(one.member for one in known) else None
            if guild:
                return guild
        raise Gone("these people share no server")

    async def archive(self, place: Place) -> None:
        """At the end of a pair's time; the thread stays, and a word wakes it."""
        await places.archive(self._rest, place)

    async def standing(self, person: Person, community: Community) -> Standing:
        if person.platform != PLATFORM or community.platform != PLATFORM:
            return Standing(member=False)
        if not (person.id.isdecimal() and community.id.isdecimal()):
            return Standing(member=False)
        at, known = self._standings.get((person, community), (0.0, None))
        if known and time.monotonic() - at < FRESH:
            return known
        try:
            member = await self._rest.call(calls.MEMBER, ids={"guild_id": community.id, "user_id": person.id})
        except (Gone, Revoked, Forbidden):
            return Standing(member=False)
        user = member["user"]
        name = member.get("nick") or user.get("global_name") or user["username"]
        return Standing(True, self._coordinates(community, person, member["roles"]), name)

    def _coordinates(self, community: Community, person: Person, roles: Sequence[str]) -> bool:
        """Who may manage the server coordinates the programme."""
        guild = self._client.get_guild(int(community.id))
        if guild is None:
            return False
        held = [guild.default_role.id, *map(int, roles)]
        allowed = (role.permissions.value for id in held if (role := guild.get_role(id)))
        return guild.owner_id == int(person.id) or any(bits & int(inbound.COORDINATES) for bits in allowed)

    async def channels(self, community: Community) -> Sequence[Place]:
        guild = self._client.get_guild(int(community.id)) if community.id.isdecimal() else None
        if guild is None or guild.me is None:
            return ()
        wanted = int(calls.Permission.VIEW_CHANNEL | calls.Permission.SEND_MESSAGES)
        usable = (one for one in guild.text_channels if one.permissions_for(guild.me).value & wanted == wanted)
        return tuple(Place(PLATFORM, str(one.id), one.name) for one in usable)

    # -- what the gateway tells

    async def interaction(self, given: discord.Interaction[Any]) -> None:
        """One of a person's acts. The same one told again, as after a lost connection, has no second effect."""
        listener, used = self._listener, inbound.used(given)
        if listener is None or used.id in self._seen:
            return
        _keep(self._seen, used.id, None)
        if used.community:
            _keep(self._standings, (used.person, used.community), (time.monotonic(), used.standing))
        else:
            self._directs.learn(used.person, used.place)
        reply = InteractionReply(self._rest, used, self._normally)
        match used.kind:
            case inbound.COMMAND:
                await listener.command(inbound.command(used), reply)
            case inbound.COMPONENT:
                await listener.action(inbound.action(used), reply)
            case inbound.FORM:
                await listener.form(inbound.form(used), reply)
            case inbound.TYPING:
                await complete(self._rest, used, list(await listener.suggest(inbound.typed(used))))

    async def _normally(self, used: Used, post: Post, private: bool, key: str) -> Ref | None:
        """A private answer becomes a direct message, never a public one; where that is closed there is none."""
        try:
            place = used.place if used.community is None or not private else await self.direct(used.person)
            return await self.send(place, post, once=key)
        except PlatformError as error:
            log.warning("the late answer to %s did not arrive: %s", used.id, type(error).__name__)
            return None

    async def joined(self, guild: int, user: int, name: str, at: str) -> None:
        person, community = Person(PLATFORM, str(user), name), Community(PLATFORM, str(guild))
        await self._notice(MemberJoined(f"join:{guild}:{user}:{at}", person, community))

    async def left(self, guild: int, user: int) -> None:
        person, community = Person(PLATFORM, str(user)), Community(PLATFORM, str(guild))
        await self._notice(MemberLeft(f"left:{guild}:{user}:{time.time_ns()}", person, community))

    async def _notice(self, notice: MemberJoined | MemberLeft) -> None:
        self._standings.pop((notice.person, notice.community), None)
        if self._listener:
            await self._listener.notice(notice)

    async def removed(self, guild: int) -> None:
        log.warning("the bot was removed from server %s; everything is kept", guild)


def connect(values: Values) -> Discord:
    """The adapter that these settings describe; `Discord.start` connects it."""
    if values["DISCORD_API_URL"]:
        discord.http.Route.BASE = values["DISCORD_API_URL"].rstrip("/")
    members = values["DISCORD_MEMBERS"].lower() == "yes"
    return Discord(values["DISCORD_TOKEN"], members=members, pause=float(values["DISCORD_DM_SECONDS"] or 30))


def _keep(shelf: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    shelf[key] = value
    if len(shelf) > REMEMBERED:
        shelf.popitem(last=False)


def _snowflake(at: datetime) -> int:
    """The first id of this instant; a minute early, for clocks that differ."""
    return max(0, int(at.timestamp() * 1000) - 60_000 - EPOCH) << 22


def _id(thing: Place | Ref) -> str:
    if not thing.id.isdecimal():
        raise Gone(f"{thing.id} is nothing here")
    return thing.id
