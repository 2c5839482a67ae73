"""The room as a stage of the adapter contract, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from adapters.playground.room import Fault, Room
from adapters.playground.shelf import Shelf
from adapters.playground.things import BOT, NotThere, Said, Somebody
from bot.errors import Busy, PlatformError, Revoked, Uncertain, Unreachable
from bot.identity import Person, Place
from bot.ports import Adapter
from bot.post import FormPost, PostChoice, PostField, PostMenu, Row
from bot.ui import FieldKind
from tests.contracts.stage import Filled, Script, Trouble

TROUBLES: Mapping[Trouble, tuple[PlatformError, bool]] = {
    "busy": (Busy(2.5), False),
    "unreachable": (Unreachable("the line is down"), False),
    "lost before": (Uncertain("no answer"), False),
    "lost after": (Uncertain("no answer"), True),
    "revoked": (Revoked("removed"), False),
}

LONG = FormPost(
    "Offer",
    "offer",
    "Offer mentorship",
    (
        PostField("topic", "Topic", FieldKind.LINE, "One word", required=True),
        PostField("about", "About you", FieldKind.LONG, value=("I paint",)),
        PostField(
            "days",
            "Days",
            FieldKind.MANY,
            most=2,
            choices=tuple(PostChoice(day, f"d{n}") for n, day in enumerate(("Mon", "Tue", "Wed"))),
        ),
        PostField("where", "Channel", FieldKind.PLACE),
    ),
    "Under a minute.",
)


class StandingClock:
    def __init__(self) -> None:
        self.at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


def lively(shelf: Shelf | None = None, show: str = "playground") -> Room:
    """A room with two members, a coordinator and one channel."""
    room = Room(StandingClock(), shelf, show=show)
    room.add(Somebody("anna", "Anna", locale="de", zone="Europe/Rome"))
    room.add(Somebody("bruno", "Bruno", locale="it"))
    room.add(Somebody("cora", "Cora", coordinator=True))
    room.add_channel("square", "square")
    return room


class RoomStage:
    def __init__(self, room: Room) -> None:
        self.room = room
        self.adapter: Adapter = room
        self.script = Script()
        self.community = room.community
        self.channel = room.place("square")
        self.anna, self.bruno, self.cora = (room.person(one) for one in ("anna", "bruno", "cora"))
        self.stranger = Person("playground", "dora", "Dora")

    async def start(self) -> RoomStage:
        await self.room.start(self.script, ())
        return self

    async def reads(self, person: Person, place: Place) -> list[str]:
        try:
            return [said.words for said in self.room.sees(person.id, place.id) if said.author == BOT]
        except NotThere:
            return []

    def pictures(self, place: Place) -> list[tuple[str, bytes]]:
        there = [said.post for said in self.room.sees(self.anna.id, place.id) if said.post]
        return [(one.alt, one.picture.data) for post in there for one in post.pictures]

    async def pinged(self, person: Person, place: Place) -> bool:
        return any(seen.pinged for seen in self.room.places_of(person.id) if seen.place.id == place.id)

    async def use(self, person: Person, place: Place, words: str) -> None:
        await self.room.use(person.id, place.id, words)

    async def press(self, person: Person, place: Place, label: str) -> None:
        for said in self._newest(person, place):
            for button in (one for row in rows(said) if not isinstance(row, PostMenu) for one in row):
                if button.label == label:
                    return await self.room.press(person.id, said.id, button.id)
        raise LookupError(label)

    async def pick(self, person: Person, place: Place, labels: Sequence[str]) -> None:
        for said in self._newest(person, place):
            for menu in (row for row in rows(said) if isinstance(row, PostMenu)):
                values = [one.value for one in menu.choices if one.label in labels]
                if len(values) == len(labels):
                    return await self.room.pick(person.id, said.id, menu.id, values)
        raise LookupError(labels)

    def _newest(self, person: Person, place: Place) -> list[Said]:
        return self.room.sees(person.id, place.id)[::-1]

    async def form(self, person: Person) -> Filled | None:
        asking = self.room.form_of(person.id)
        if asking is None:
            return None
        values = {field.name: field.value for field in asking.form.fields}
        return Filled(asking.form.title, values, asking.errors)

    async def fill(self, person: Person, answers: Mapping[str, str | Sequence[str]]) -> None:
        await self.room.fill(person.id, answers)

    async def type(self, person: Person, command: str, option: str, typed: str) -> list[str]:
        return [one.label for one in await self.room.suggest(person.id, command, option, typed)]

    async def talk(self, person: Person, place: Place, words: str) -> None:
        await self.room.say(person.id, place.id, words)

    async def join(self, person: Person) -> None:
        await self.room.join(Somebody(person.id, person.name))

    async def leave(self, person: Person) -> None:
        await self.room.leave(person.id)

    async def close_directs(self, person: Person) -> None:
        self.room.add(replace(self.room.people[person.id], dms_open=False))

    async def trouble(self, kind: Trouble) -> None:
        self.room.faults.append(Fault(*TROUBLES[kind]))


def rows(said: Said) -> tuple[Row, ...]:
    return said.post.rows if said.post else ()
