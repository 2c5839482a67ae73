"""The real discord.py against the stand-in, as a stage of the adapter contract."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

import discord
import yarl

from adapters.discord.adapter import Discord
from adapters.discord.calls import needed
from bot.commands import Command
from bot.events import ActionUsed, CommandUsed, FormSent, MemberJoined, MemberLeft, Notice, OptionTyped, PersonActive
from bot.features.everything import registry
from bot.identity import Community, Person, Place
from bot.ports import FormReply, Listener, OpenReply
from bot.post import PostChoice
from tests.contracts.stage import Filled, Script, Trouble
from tests.standins.discord import shapes
from tests.standins.discord.people import People
from tests.standins.discord.rest import Fault
from tests.standins.discord.seeing import seen
from tests.standins.discord.server import TOKEN, Standin
from tests.standins.discord.town import Someone, Town

PLATFORM = "discord"
Result = TypeVar("Result")
FAULTS: Mapping[Trouble, Fault] = {
    "busy": Fault("429"),
    "lost before": Fault("500"),
    "lost after": Fault("drop", after=True),
    "revoked": Fault("401/0"),
}


class Heard:
    """A listener that passes everything on, and knows what it has dealt with."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.done: set[str] = set()
        self._changed = asyncio.Condition()

    async def command(self, event: CommandUsed, reply: OpenReply) -> None:
        await self._during(event.id, self.listener.command(event, reply))

    async def action(self, event: ActionUsed, reply: OpenReply) -> None:
        await self._during(event.id, self.listener.action(event, reply))

    async def form(self, event: FormSent, reply: FormReply) -> None:
        await self._during(event.id, self.listener.form(event, reply))

    def opens(self, action: str) -> bool:
        return self.listener.opens(action)

    async def suggest(self, event: OptionTyped) -> Sequence[PostChoice]:
        return await self.listener.suggest(event)

    async def notice(self, event: Notice) -> None:
        people = MemberJoined | MemberLeft | PersonActive
        about = event.person.id if isinstance(event, people) else event.id.split(":")[1]
        await self._during(f"{type(event).__name__}:{about}", self.listener.notice(event))

    async def _during(self, id: str, work: Awaitable[Result]) -> Result:
        try:
            return await work
        finally:
            async with self._changed:
                self.done.add(id)
                self._changed.notify_all()

    async def dealt_with(self, id: str) -> None:
        async with asyncio.timeout(20), self._changed:
            await self._changed.wait_for(lambda: id in self.done)


class DiscordStage:
    """``start`` brings up the stand-in, the people and the adapter; faults are the stand-in's own."""

    def __init__(self, town: Town, *, shards: int = 1, permissions: int | None = None) -> None:
        self.town = town
        self.server = Standin(town, shards=shards)
        self.people = People(self.server)
        self.script = Script()
        self.guild = town.guild("Corte", int(needed()) if permissions is None else permissions, shards=shards)
        self.square = town.channel(self.guild, "mentoring")
        self.channel = Place(PLATFORM, self.square.id, "mentoring")
        self.community = Community(PLATFORM, self.guild.id, "Corte")
        self.anna, self.bruno, self.cora = (self.member(name) for name in ("Anna", "Bruno", "Cora"))
        town.join(self.guild, town.people[self.cora.id], coordinator=True)
        self.stranger = Person(PLATFORM, town.person("Dora").id, "Dora")

    def member(self, name: str, *, locale: str = "en-US", coordinator: bool = False) -> Person:
        one = self.town.person(name, locale=locale)
        self.town.join(self.guild, one, coordinator=coordinator)
        return Person(PLATFORM, one.id, name)

    async def start(self, *, connect: bool = True) -> None:
        await self.server.start()
        # Everything that has to be told: where Discord is (the library reads both when it connects).
        discord.http.Route.BASE = self.server.url
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self.server.gateway.url)
        if connect:
            self.adapter = self.build()
            await self.run(self.script)
            self.script.notices.clear()  # where the bot is, told at every start

    def build(self) -> Discord:
        return Discord(TOKEN, members=True, pause=0, settle=0.05, cdn=(self.server.cdn,))

    async def run(self, listener: Listener, commands: Sequence[Command] | None = None) -> None:
        self.heard = Heard(listener)
        known = commands if commands is not None else tuple(registry().commands.values())
        async with asyncio.timeout(20):
            await self.adapter.start(self.heard, known)

    async def stop(self) -> None:
        await self.server.listen()
        await self.adapter.stop()
        await self.server.stop()

    def someone(self, person: Person) -> Someone:
        return self.town.people[person.id]

    async def acts(self, act: Awaitable[str]) -> None:
        """Until the bot has dealt with it."""
        await self.heard.dealt_with(await act)

    # as the contract asks

    async def reads(self, person: Person, place: Place) -> list[str]:
        await self.server.listen()
        here = self.town.channels.get(place.id)
        said = self.people.reads(self.someone(person), here) if here else []
        return [self.shown(one.content) for one in said if one.author == self.town.bot.id]

    def shown(self, content: str) -> str:
        names = {id: one.name for id, one in self.town.people.items()}
        return seen(content, names | {id: one.name for id, one in self.town.channels.items()})

    def pictures(self, place: Place) -> list[tuple[str, bytes]]:
        there = [one for one in self.town.messages.values() if one.channel == place.id and not one.deleted]
        return [(one["description"], self.server.rest.kept[one["id"]]) for said in there for one in said.attachments]

    async def pinged(self, person: Person, place: Place) -> bool:
        here = self.people.reads(self.someone(person), self.town.channels[place.id])
        return any(one.pings & {person.id, "everyone"} for one in here)

    async def use(self, person: Person, place: Place, words: str) -> None:
        await self.acts(self.people.use(self.someone(person), self.town.channels[place.id], words))

    async def press(self, person: Person, place: Place, label: str) -> None:
        await self.acts(self.people.press(self.someone(person), self.town.channels[place.id], label))

    async def pick(self, person: Person, place: Place, labels: Sequence[str]) -> None:
        await self.acts(self.people.pick(self.someone(person), self.town.channels[place.id], labels))

    async def form(self, person: Person) -> Filled | None:
        opened = self.people.form(self.someone(person))
        return Filled(*opened, {}) if opened else None

    async def fill(self, person: Person, answers: Mapping[str, str | Sequence[str]]) -> None:
        await self.acts(self.people.fill(self.someone(person), answers))

    async def type(self, person: Person, command: str, option: str, typed: str) -> list[str]:
        id = await self.people.type(self.someone(person), self.square, command, option, typed)
        found = self.server.rest.answers.completions
        await self.until(lambda: id in found)
        return [one["name"] for one in found[id]]

    async def talk(self, person: Person, place: Place, words: str) -> None:
        self.town.post(self.town.channels[place.id], person.id, words)

    async def join(self, person: Person) -> None:
        self.town.join(self.guild, self.someone(person))
        told = shapes.told_member(self.town, self.guild, person.id) | {"guild_id": self.guild.id}
        await self.server.gateway.tell("GUILD_MEMBER_ADD", told, self.guild.id)
        await self.heard.dealt_with(f"MemberJoined:{person.id}")

    async def leave(self, person: Person) -> None:
        del self.guild.members[person.id]
        told = {"guild_id": self.guild.id, "user": shapes.user(self.someone(person))}
        await self.server.gateway.tell("GUILD_MEMBER_REMOVE", told, self.guild.id)
        await self.heard.dealt_with(f"MemberLeft:{person.id}")

    async def removes_the_bot(self) -> None:
        self.bots_membership = self.guild.members.pop(self.town.bot.id)
        await self.server.gateway.tell("GUILD_DELETE", {"id": self.guild.id}, self.guild.id)
        await self.heard.dealt_with(f"BotRemoved:{self.guild.id}")

    async def invites_the_bot(self) -> None:
        self.guild.members[self.town.bot.id] = self.bots_membership
        told = shapes.guild(self.town, self.guild)
        del told["unavailable"]  # said only of servers that the bot was in before
        await self.server.gateway.tell("GUILD_CREATE", told, self.guild.id)
        await self.heard.dealt_with(f"BotAdded:{self.guild.id}")

    async def close_directs(self, person: Person) -> None:
        self.someone(person).dms_open = False

    async def trouble(self, kind: Trouble) -> None:
        if kind == "unreachable":
            await self.server.go_deaf()
        else:
            self.server.rest.faults.append(Fault(FAULTS[kind].kind, after=FAULTS[kind].after))

    async def until(self, true: Callable[[], bool], seconds: float = 20) -> None:
        """Wait for Discord to be told something that makes this true."""
        async with asyncio.timeout(seconds):
            while not true():
                self.server.rest.changed_now.clear()
                await self.server.rest.changed_now.wait()


@asynccontextmanager
async def staged(town: Town | None = None, **how: int) -> AsyncIterator[DiscordStage]:
    """A running stage; afterwards the vendor's schemas must have had nothing to say."""
    stage = DiscordStage(town or Town(), **how)
    await stage.start()
    try:
        yield stage
    finally:
        await stage.stop()
    complaints = stage.server.complaints()
    assert not complaints, "\n".join(dict.fromkeys(complaints))
