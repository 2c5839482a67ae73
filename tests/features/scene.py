"""A community in the room, and people in it who see, press and type: how feature tests read."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.playground.capabilities import PLAIN, PLAYGROUND
from adapters.playground.play import Play
from adapters.playground.room import Room
from adapters.playground.shelf import Shelf
from adapters.playground.things import Said, Somebody
from bot.app import Bot
from bot.features.everything import registry
from bot.identity import Community, Person
from bot.markup import plain
from bot.ports import Store
from bot.post import Capabilities, PostButton, PostMenu
from storage.database import migrate, open_store
from storage.keyring import FolderKeyring
from tests.logs import told

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CHANNEL = "mentoring"
STRANGERS = """
SELECT once FROM outbox WHERE kind = 'send'
AND sort NOT IN ('safety', 'coordination') AND recipient LIKE 'people %' AND recipient NOT LIKE 'people % %'
AND once NOT LIKE 'export:%' AND NOT EXISTS (
  SELECT 1 FROM member WHERE member.community = outbox.community AND 'people ' || member.person = outbox.recipient
)
"""


class SetClock:
    """A clock that moves only when it is told to."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def set(self, at: datetime) -> None:
        self._at = at


class Actor:
    """One person, at a place they are looking at: a channel, or the direct conversation with the bot."""

    def __init__(self, scene: Scene, id: str, place: str) -> None:
        self._scene = scene
        self.id = id
        self.place = place

    @property
    def room(self) -> Room:
        return self._scene.room

    @property
    def name(self) -> str:
        return self.room.somebody(self.id).name

    @property
    def person(self) -> Person:
        return Person(self.room.platform, self.id, self.name)

    @property
    def locale(self) -> str | None:
        return self.room.somebody(self.id).locale

    @property
    def zone(self) -> str | None:
        return self.room.somebody(self.id).zone

    @property
    def dm(self) -> Actor:
        return Actor(self._scene, self.id, self.room.direct_of(self.id).id)

    def at(self, place: str) -> Actor:
        return Actor(self._scene, self.id, place)

    async def use(self, words: str) -> None:
        await self.room.use(self.id, self.place, words.removeprefix("/"))
        await self._scene.quiet()

    async def press(self, label: str) -> None:
        """Press the newest button of this label that one sees here."""
        said, button = self.button(label)
        await self.room.press(self.id, said.id, button.id)
        await self._scene.quiet()

    async def pick(self, menu: str, *labels: str) -> None:
        said, found = self.menu(menu)
        values = [choice.value for choice in found.choices if choice.label in labels]
        assert len(values) == len(labels), f"{labels} not all in {[choice.label for choice in found.choices]}"
        await self.room.pick(self.id, said.id, found.id, values)
        await self._scene.quiet()

    async def fill(self, **answers: str | tuple[str, ...]) -> None:
        """Fill in the open form by field name; what is not named stays as it stands."""
        self._scene.private |= told(answers)
        await self.room.fill(self.id, answers)
        await self._scene.quiet()

    async def say(self, words: str) -> None:
        self._scene.private.add(words)
        await self.room.say(self.id, self.place, words)
        await self._scene.quiet()

    def messages(self) -> list[Said]:
        return self.room.sees(self.id, self.place)

    def texts(self) -> list[str]:
        return [plain(said.post.text) if said.post else said.words for said in self.messages()]

    def sees(self, *parts: str) -> str:
        """Somewhere here is one message with all of these parts; the newest such."""
        for text in reversed(self.texts()):
            if all(part in text for part in parts):
                return text
        raise AssertionError(f"{self.id} does not see {parts} among:\n" + "\n---\n".join(self.texts()[-6:]))

    def sees_not(self, part: str) -> None:
        assert not any(part in text for text in self.texts()), f"{self.id} sees {part!r}"

    def last(self) -> str:
        return self.texts()[-1]

    def labels(self) -> list[str]:
        """The buttons of the newest message here."""
        post = self.messages()[-1].post
        rows = post.rows if post else ()
        return [button.label for row in rows if not isinstance(row, PostMenu) for button in row]

    def button(self, label: str) -> tuple[Said, PostButton]:
        for said in reversed(self.messages()):
            for row in said.post.rows if said.post else ():
                for button in () if isinstance(row, PostMenu) else row:
                    if button.label == label:
                        return said, button
        raise AssertionError(f"{self.id} has no button {label!r}; the newest has {self.labels()}")

    def menu(self, label: str) -> tuple[Said, PostMenu]:
        for said in reversed(self.messages()):
            for row in said.post.rows if said.post else ():
                if isinstance(row, PostMenu) and row.label.startswith(label):
                    return said, row
        raise AssertionError(f"{self.id} has no menu {label!r}")

    def form(self) -> Mapping[str, tuple[str, ...]]:
        """The open form: field name → what stands in it."""
        asking = self.room.form_of(self.id)
        assert asking is not None, f"{self.id} has no form open; last: {self.last()}"
        return {field.name: field.value for field in asking.form.fields}

    def errors(self) -> Mapping[str, str]:
        asking = self.room.form_of(self.id)
        assert asking is not None, f"{self.id} has no form open"
        return asking.errors


class Scene:
    """The room with a bot on a real database, both on a set clock."""

    def __init__(self, store: Store, folder: Path, url: str, show: str = "playground") -> None:
        self.url = url
        self.private: set[str] = set()  # what no log may hold
        self.store = store
        self.rows_by_hand = False  # a test puts rows into the outbox itself, for whomever it likes
        self.keys = FolderKeyring(folder / "keys")
        self.clock = SetClock()
        shows: dict[str, Capabilities] = {"playground": PLAYGROUND, "plain": PLAIN}
        self.shelf = Shelf(folder / "room.sqlite3")
        community = Community("playground", "corte", "Corte")
        self.room = Room(self.clock, self.shelf, shows, community=community, show=show)
        self.room.add_channel(CHANNEL, "mentoring")
        self.room.add_channel("moderators", "moderators")
        self.play = Play(self.room, self.clock, self._build)

    def _build(self) -> Bot:
        return Bot(self.store, self.clock, {self.room.platform: self.room}, registry(), self.keys)

    def person(
        self, id: str, name: str, *, locale: str = "en", zone: str = "Europe/Rome", coordinator: bool = False
    ) -> Actor:
        self.private.add(name)
        self.room.add(Somebody(id, name, "", locale, zone, coordinator))
        return Actor(self, id, CHANNEL)

    @property
    def community(self) -> Community:
        return self.room.community

    async def quiet(self) -> None:
        """Until everything that was caused has been delivered."""
        await self.room.settled()
        await self.play.bot.worker.deliver()
        strangers = self._strangers()
        assert not strangers, f"nothing is sent to people who never used the bot: {strangers}"

    def _strangers(self) -> list[str]:
        """What was written to somebody alone who has no profile here (on SQLite, where most conversations are)."""
        if self.rows_by_hand or not self.url.startswith("sqlite:///"):
            return []
        return [once for (once,) in self.rows(STRANGERS)]

    def rows(self, query: str, *given: object) -> list[tuple[Any, ...]]:
        """What is stored (on SQLite)."""
        with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as database:
            return database.execute(query, given).fetchall()

    async def restart(self) -> None:
        """Every Python object of the bot and the store goes; the room, being the platform, stays."""
        await self.play.stop()
        await self.store.close()
        self.store = await open_store(self.url)
        self.play.bot = self._build()
        await self.play.start()

    async def pass_(self, **length: float) -> None:
        await self.play.pass_time(timedelta(**length))
        await self.quiet()

    async def close(self) -> None:
        await self.play.stop()
        await self.store.close()
        self.shelf.close()


async def open_scene(folder: Path, url: str = "", show: str = "playground") -> Scene:
    url = url or f"sqlite:///{folder / 'mansarda.sqlite3'}"
    await migrate(url)
    scene = Scene(await open_store(url), folder, url, show)
    await scene.play.start()
    return scene
