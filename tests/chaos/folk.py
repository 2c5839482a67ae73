"""People as they are: some answer at once, some late, some never; they press twice, move away, and leave."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from adapters.playground.things import NotThere, Said
from bot.actions import decode
from bot.post import PostButton, PostField, PostMenu
from bot.ui import FieldKind
from tests.features.scene import CHANNEL, Actor, Scene

TOPICS = ("Newsletters", "Taxes", "Pricing", "Photography", "Websites", "Contracts", "Baking", "Time management")
TONGUES = ("en", "de", "it")
ZONES = ("Europe/Rome", "Europe/Berlin", "Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe")
WEIGHTS: Mapping[str, float] = {
    "mentoring.accept": 8,
    "mentoring.decline": 1.5,
    "mentoring.question": 0.7,
    "mentoring.ask": 6,
    "mentoring.seek": 1,
    "pairs.expect": 3,
    "pairs.agree": 6,
    "pairs.check": 6,
    "pairs.met": 5,
    "pairs.rate": 5,
    "pairs.feedback": 6,
    "pairs.finish": 0.3,
    "pairs.finished": 2,
    "pairs.extend": 0.5,
    "pairs.stop": 0.02,
    "pairs.stopped": 0.3,
    "pairs.go_on": 3,
    "pairs.show": 0.5,
    "meetings.plan": 0.5,
    "meetings.pick": 4,
    "meetings.met": 4,
    "mentoring.stop_offer": 0.01,
    "mentoring.stop_seek": 0.02,
    "members.more": 0.02,
    "members.snooze": 0.3,
    "members.pause": 0.1,
}
"""How gladly a button is pressed that somebody sees; others by the part of the product they belong to."""
PARTS: Mapping[str, float] = {
    "mentoring": 0.3,
    "pairs": 0.3,
    "meetings": 0.3,
    "stories": 0.3,
    "peers": 0.3,
    "members": 0.05,
    "profile": 0.05,
    "suggestions": 0.1,
    "recognition": 0.2,
}
AT_ONCE = 4
"""So many presses make one visit at most."""


@dataclass(slots=True)
class Human:
    """``diligence``: how likely they look at what is new, at each half day. ``sure``: where they stand is known."""

    id: str
    joins: int
    mentor: bool
    capacity: int
    topics: tuple[str, ...]
    tongues: tuple[str, ...]
    zone: str
    diligence: float
    doubles: bool
    leaves: int | None
    moves: int | None
    here: bool = False
    left: bool = False
    read: int = 0
    zones: list[tuple[datetime, str]] = field(default_factory=list)


def born(chance: random.Random, number: int, days: int) -> Human:
    """A third mentor; one in ten hardly ever answers; one in twelve leaves, one in twenty moves to another zone."""
    diligence = chance.choices([0.02, 0.25, 0.6, 0.9], [1, 2, 4, 3])[0]
    return Human(
        id=f"p{number}",
        joins=int(chance.uniform(0, days * 0.75)),
        mentor=chance.random() < 0.34,
        capacity=chance.choice([1, 1, 2, 3]),
        topics=tuple(chance.sample(TOPICS, chance.choice([1, 1, 2]))),
        tongues=tuple(chance.sample(TONGUES, chance.choice([1, 2, 2]))),
        zone=chance.choice(ZONES),
        diligence=diligence,
        doubles=chance.random() < 0.1,
        leaves=int(chance.uniform(days * 0.2, days)) if chance.random() < 0.08 else None,
        moves=int(chance.uniform(0, days)) if chance.random() < 0.05 else None,
    )


class Folk:
    """All people of a community, and what they do on a day."""

    def __init__(self, scene: Scene, chance: random.Random, people: list[Human]) -> None:
        self.scene = scene
        self.chance = chance
        self.people = people
        self.counted: Counter[str] = Counter()

    async def live(self, day: int) -> None:
        """Half a day: whoever comes, goes, or looks at what is new."""
        for one in self.chance.sample(self.people, len(self.people)):
            if not one.here and not one.left and day >= one.joins:
                await self._join(one)
            if one.here:
                await self._lives(one, day)

    async def _lives(self, one: Human, day: int) -> None:
        if one.leaves is not None and day >= one.leaves:
            one.here, one.left = False, True
            self.counted["left"] += 1
            await self.scene.room.leave(one.id)
        elif one.moves is not None and day >= one.moves:
            one.moves, one.zone = None, self.chance.choice(ZONES)
            self.scene.room.people[one.id] = replace(self.scene.room.somebody(one.id), zone=one.zone)
            self.counted["moved"] += 1
            await self._actor(one).dm.use("/mentor status")
            one.zones.append((self.scene.clock.now(), one.zone))
        elif self.chance.random() < one.diligence:
            await self._visit(one)

    def _actor(self, one: Human) -> Actor:
        return Actor(self.scene, one.id, CHANNEL)

    async def _join(self, one: Human) -> None:
        actor = self.scene.person(one.id, one.id.title(), zone=one.zone)
        one.here = True
        one.zones.append((self.scene.clock.now(), one.zone))
        self.counted["mentors" if one.mentor else "mentees"] += 1
        await actor.use("/mentor offer" if one.mentor else "/mentor seek")
        given: dict[str, str | tuple[str, ...]] = {"topics": ", ".join(one.topics), "languages": one.tongues}
        given |= {"capacity": str(one.capacity)} if one.mentor else {"goal": "To sell what I make"}
        await actor.fill(conduct="yes", **given)
        if not one.mentor:
            await self._react(one, self.scene.room.sees(one.id, CHANNEL)[-1:])

    async def _visit(self, one: Human) -> None:
        """Read what is new in one's direct messages, the newest first, and do something about it."""
        if self.chance.random() < 0.01:
            await self._actor(one).dm.use("/mentor status")
        for _ in range(AT_ONCE):
            new = [said for said in self._direct(one) if said.number > one.read]
            if not new or not await self._react(one, new):
                break

    def _direct(self, one: Human) -> list[Said]:
        return self.scene.room.sees(one.id, self.scene.room.direct_of(one.id).id)

    async def _react(self, one: Human, new: list[Said]) -> bool:
        """False where there is nothing that they care to press."""
        one.read = max(one.read, *(said.number for said in new))
        found = [(weight, said, what) for said in new for weight, what in controls(said)]
        if not found or self.chance.random() < 0.1:
            return False
        _, said, what = self.chance.choices(found, [weight for weight, _, _ in found])[0]
        for _ in range(2 if one.doubles else 1):
            with suppress(NotThere):  # the second press may find the button gone, as in a chat
                await self._press(one, said, what)
        await self._fill(one)
        return True

    async def _press(self, one: Human, said: Said, what: PostButton | PostMenu) -> None:
        self.counted["presses"] += 1
        if isinstance(what, PostMenu):
            picked = self.chance.choice(what.choices).value
            await self.scene.room.pick(one.id, said.id, what.id, [picked])
        else:
            await self.scene.room.press(one.id, said.id, what.id)
        await self.scene.quiet()

    async def _fill(self, one: Human) -> None:
        """Fill in what has opened; who is told that something cannot be so gives up."""
        asking = self.scene.room.form_of(one.id)
        if asking is None:
            return
        self.counted["forms"] += 1
        await self.scene.room.fill(one.id, dict(self._answers(asking.form.fields)))
        await self.scene.quiet()
        if self.scene.room.form_of(one.id):
            self.counted["forms refused"] += 1
            self.scene.room.close_form(one.id)

    def _answers(self, fields: tuple[PostField, ...]) -> Iterator[tuple[str, str | tuple[str, ...]]]:
        at = self.scene.clock.now() + timedelta(days=self.chance.randint(1, 6))
        for one in fields:
            if one.name == "capacity":
                continue  # who takes places away from their pairs is not looked at here
            if one.kind in (FieldKind.ONE, FieldKind.MANY) and one.choices:
                yield one.name, (self.chance.choice(one.choices).value,)
            elif one.name.startswith(("time", "day")):
                yield one.name, f"{at.day}.{at.month}.{at.year}" + (" 18:00" if one.name.startswith("time") else "")
            elif one.kind in (FieldKind.LINE, FieldKind.LONG) and one.required and not one.value:
                yield one.name, "A few honest words about it"


def controls(said: Said) -> Iterator[tuple[float, PostButton | PostMenu]]:
    """What can be pressed under a message, and how gladly it is."""
    for row in said.post.rows if said.post else ():
        for what in (row,) if isinstance(row, PostMenu) else row:
            claim = decode(what.id)
            name = claim.name if claim else ""
            weight = WEIGHTS.get(name, PARTS.get(name.split(".")[0], 0.0))
            if weight:
                yield weight, what
