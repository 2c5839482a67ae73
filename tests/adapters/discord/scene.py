"""A community on Discord with the whole bot, and people who act through Discord's own client."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import Bot
from bot.features.everything import registry
from bot.identity import Person
from bot.timetable import pass_time
from storage.database import migrate, open_store
from storage.keyring import FolderKeyring
from tests.adapters.discord.stage import DiscordStage
from tests.features.scene import SetClock
from tests.standins.discord.town import PRIVATE_THREAD, Channel, Message, Someone, Town, born


class Actor:
    """One person, looking at a channel, a thread or the direct conversation with the bot."""

    def __init__(self, scene: DiscordScene, person: Person, place: Channel) -> None:
        self._scene = scene
        self.person = person
        self.here = place

    @property
    def someone(self) -> Someone:
        return self._scene.town.people[self.person.id]

    @property
    def dm(self) -> Actor:
        return Actor(self._scene, self.person, self._scene.town.direct(self.person.id))

    def at(self, place: str) -> Actor:
        """A channel or thread by its id; "s-1" is the first pair's space."""
        town = self._scene.town
        threads = [one for one in town.channels.values() if one.kind == PRIVATE_THREAD]
        known = {f"s-{number}": one for number, one in enumerate(threads, 1)} | town.channels
        return Actor(self._scene, self.person, known[place])

    async def use(self, words: str) -> None:
        await self._scene.acts(self._scene.stage.people.use(self.someone, self.here, words))

    async def press(self, label: str) -> None:
        await self._scene.acts(self._scene.stage.people.press(self.someone, self.here, label))

    async def pick(self, menu: str, *labels: str) -> None:
        await self._scene.acts(self._scene.stage.people.pick(self.someone, self.here, labels, menu))

    async def fill(self, **answers: str | tuple[str, ...]) -> None:
        await self._scene.acts(self._scene.stage.people.fill(self.someone, answers))

    async def type(self, command: str, option: str, typed: str) -> list[str]:
        stage = self._scene.stage
        id = await stage.people.type(self.someone, self.here, command, option, typed)
        found = stage.server.rest.answers.completions
        await stage.until(lambda: id in found)
        return [one["name"] for one in found[id]]

    def messages(self) -> list[Message]:
        return self._scene.stage.people.reads(self.someone, self.here)

    def texts(self) -> list[str]:
        return [self._scene.stage.shown(one.content) for one in self.messages()]

    def sees(self, *parts: str) -> str:
        """Somewhere here is one message with all of these parts; the newest such."""
        for text in reversed(self.texts()):
            if all(part in text for part in parts):
                return text
        raise AssertionError(f"{self.person.name} does not see {parts} among:\n" + "\n---\n".join(self.texts()[-6:]))

    def sees_not(self, part: str) -> None:
        assert not any(part in text for text in self.texts()), f"{self.person.name} sees {part!r}"

    def last(self) -> str:
        return self.texts()[-1]

    def labels(self) -> list[str]:
        """The buttons of the newest message here."""
        return [one["label"] for row in self.messages()[-1].components for one in row["components"] if "label" in one]

    def form(self) -> Mapping[str, tuple[str, ...]]:
        opened = self._scene.stage.people.form(self.someone)
        assert opened is not None, f"{self.person.name} has no form open; last: {self.last()}"
        return opened[1]


class DiscordScene:
    """The bot on a real database and a set clock, whose time Discord's own ids carry too."""

    def __init__(self, folder: Path) -> None:
        self.clock = SetClock()
        self.keys = FolderKeyring(folder / "keys")
        self.url = f"sqlite:///{folder / 'mansarda.sqlite3'}"
        self.town = Town(lambda: self.clock.now().timestamp())
        self.stage = DiscordStage(self.town)
        self.community = self.stage.community

    async def start(self) -> None:
        await migrate(self.url)
        await self.stage.start(connect=False)
        await self._run()

    async def _run(self) -> None:
        self.store = await open_store(self.url)
        self.stage.adapter = self.stage.build()
        self.bot = Bot(self.store, self.clock, {"discord": self.stage.adapter}, registry(), self.keys)
        await self.stage.run(self.bot)
        await self.bot.resume()

    async def restart(self) -> None:
        """Every Python object of the bot and the store goes, and every connection with them."""
        await self.stage.adapter.stop()
        await self.store.close()
        await self._run()

    async def close(self) -> None:
        await self.stage.stop()
        await self.store.close()

    def person(self, name: str, *, coordinator: bool = False, locale: str = "en-US") -> Actor:
        return Actor(self, self.stage.member(name, coordinator=coordinator, locale=locale), self.stage.square)

    async def acts(self, act: object) -> None:
        await self.stage.acts(act)  # type: ignore[arg-type]  # whatever people do gives back its id
        await self.quiet()

    async def at_once(self, acts: Sequence[Awaitable[str]]) -> None:
        """Everybody acts before the bot has answered anybody."""
        ids = [await act for act in acts]
        await asyncio.gather(*map(self.stage.heard.dealt_with, ids))
        await self.quiet()

    async def quiet(self) -> None:
        """Until what was caused has been delivered; the limits of Discord make some of it wait for seconds."""
        last = self.clock.now() + timedelta(seconds=30)
        await self.bot.worker.deliver()
        while self.clock.now() < last:
            now = self.clock.now()
            due = await self.store.read(lambda work, now=now: work.outbox.next_due(now))  # type: ignore[misc]
            if due is None or due > last:
                return
            self.clock.set(max(due, now + timedelta(seconds=1)))
            await self.bot.worker.deliver()

    def born(self, said: Message) -> float:
        return datetime.fromisoformat(born(said.id)).timestamp()

    async def pass_(self, **length: float) -> None:
        await pass_time(self.bot, self.clock, timedelta(**length))
        await self.bot.worker.deliver()
