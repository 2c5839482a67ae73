"""A community on Slack's stand-in, with the whole bot on a real database: how conversations are held there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import reduce
from pathlib import Path

from adapters.slack import ids
from adapters.slack.adapter import SlackAdapter
from adapters.slack.connect import connect
from bot.app import Bot
from bot.features.everything import registry
from bot.identity import Community, Person
from bot.ports import Store
from bot.timetable import pass_time
from storage.database import migrate, open_store
from storage.keyring import FolderKeyring
from tests.adapters.slack.slack_stage import TEAM, Mode, World
from tests.features.scene import SetClock
from tests.standins.slack.person import Hand, read, values
from tests.standins.slack.things import Channel, View

CHANNEL = "C1"
MOMENT = timedelta(seconds=10)
MOMENTS = 100


class SlackActor:
    """`tests.features.scene.Actor`, on Slack: one person, at the conversation they look at."""

    def __init__(self, corte: Corte, hand: Hand, place: str) -> None:
        self.corte = corte
        self.hand = hand
        self.place = place

    @property
    def person(self) -> Person:
        return replace(self.corte.person_of(self.hand.user.id), name=self.hand.user.real_name)

    @property
    def dm(self) -> SlackActor:
        return SlackActor(self.corte, self.hand, self.hand.slack.direct(TEAM, (self.hand.user.id,)).id)

    def at(self, place: str) -> SlackActor:
        """``s-1`` is the first pair's space."""
        spaces = [one.id for one in self.hand.slack.channels.values() if one.kind == "mpim"]
        return SlackActor(self.corte, self.hand, spaces[int(place[2:]) - 1] if place.startswith("s-") else place)

    async def use(self, words: str) -> None:
        await self.hand.use(self.place, words)
        await self.corte.quiet()

    async def press(self, label: str) -> None:
        await self.hand.press(self.place, label)
        await self.corte.quiet()

    async def press_in(self, view: View | None, label: str) -> None:
        assert view, "nothing is open"
        await self.hand.press_in(view, label)
        await self.corte.quiet()

    async def pick(self, menu: str, *labels: str) -> None:
        await self.hand.pick(self.place, labels, menu)
        await self.corte.quiet()

    async def fill(self, **answers: str | tuple[str, ...]) -> None:
        await self.hand.fill(answers)
        await self.corte.quiet()

    def form(self) -> Mapping[str, tuple[str, ...]]:
        assert self.hand.view, f"{self.hand.user.id} has no form open"
        return values(self.hand.view)

    def texts(self) -> list[str]:
        """As read elsewhere: Slack writes @Marta for Marta."""
        names = [one.real_name for one in self.hand.slack.users.values()]
        texts = self.hand.reads(self.place)
        return [reduce(lambda text, name: text.replace(f"@{name}", name), names, text) for text in texts]

    def labels(self) -> list[str]:
        return self.hand.labels(self.place)

    def sees(self, *parts: str) -> str:
        for text in reversed(self.texts()):
            if all(part in text for part in parts):
                return text
        raise AssertionError(f"{self.hand.user.id} does not see {parts} among:\n" + "\n---\n".join(self.texts()[-6:]))

    def sees_in(self, view: View | None, *parts: str) -> str:
        assert view, "nothing is open"
        text = read(view.body["blocks"])
        assert all(part in text for part in parts), f"{parts} not in:\n{text}"
        return text

    def sees_not(self, part: str) -> None:
        assert not any(part in text for text in self.texts())

    def last(self) -> str:
        return self.texts()[-1]


class Corte:
    """The bot on a set clock, and the platform, which stays when the bot goes."""

    def __init__(self, world: World, clock: SetClock, store: Store, url: str) -> None:
        self.world = world
        self.clock = clock
        self.store = store
        self.url = url
        self.keys = FolderKeyring(Path(url.removeprefix("sqlite:///")).parent / "keys")
        self.slack = world.slack
        self.slack.channel(Channel(CHANNEL, "mentoring", "public", TEAM))
        self.slack.channel(Channel("C2", "moderators", "private", TEAM))
        self.adapter: SlackAdapter
        self.bot: Bot

    async def start(self) -> None:
        self.adapter = await connect(self.world.values, self.clock, host="127.0.0.1")
        self.bot = Bot(self.store, self.clock, {"slack": self.adapter}, registry(), self.keys)
        await self.adapter.start(self.bot, tuple(self.bot.registry.commands.values()))
        await self.bot.resume()

    async def restart(self) -> None:
        """Every Python object of the bot and the store goes."""
        await self.adapter.stop()
        await self.store.close()
        self.store = await open_store(self.url)
        await self.start()

    def person(self, id: str, name: str, **more: object) -> SlackActor:
        return SlackActor(self, self.world.user(id, name, **more), CHANNEL)

    @property
    def community(self) -> Community:
        return ids.community(TEAM)

    def hand(self, id: str) -> Hand:
        """Somebody who is there already."""
        return Hand(self.slack, self.world.wire, self.slack.users[id])

    def person_of(self, id: str) -> Person:
        return ids.person(TEAM, id)

    async def quiet(self) -> None:
        """Until everything is delivered; where Slack's limits hold a message for a moment, the moment passes."""
        await self.adapter.settled()
        for _ in range(MOMENTS):
            await self.bot.worker.deliver()
            now = self.clock.now()
            due = await self.store.read(lambda work, now=now: work.outbox.next_due(now))  # type: ignore[misc]
            if due is None or due > now + MOMENT:
                return
            self.clock.set(max(due, now + timedelta(seconds=1)))
        raise AssertionError("messages still wait")

    async def pass_(self, **length: float) -> None:
        await pass_time(self.bot, self.clock, timedelta(**length))
        await self.quiet()


@asynccontextmanager
async def corte(folder: Path, mode: Mode = "socket", granted: frozenset[str] | None = None) -> AsyncIterator[Corte]:
    url, clock = f"sqlite:///{folder / 'mansarda.sqlite3'}", SetClock()
    await migrate(url)
    world = await World(mode, lambda: clock.now().timestamp()).start(granted)
    opened = Corte(world, clock, await open_store(url), url)
    await opened.start()
    try:
        yield opened
    finally:
        await opened.adapter.stop()
        await opened.store.close()
        await world.stop()
    assert opened.slack.wrong == []
