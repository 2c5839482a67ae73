"""Two communities in one installation: nothing of one is ever found in the other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from adapters.playground.capabilities import PLAYGROUND
from adapters.playground.room import Room
from bot.app import Bot
from bot.commands import Command
from bot.delivery.lanes import Call, Lane
from bot.errors import Gone
from bot.features.everything import registry
from bot.features.mentoring import links
from bot.features.mentoring.model import RequestState
from bot.features.pairs import links as pairs
from bot.identity import Community, Person, Place, Ref
from bot.ports import Ability, Absent, Listener, Standing, Unknown
from bot.post import Post
from tests.features.conftest import offer, seek
from tests.features.scene import Actor, Scene, open_scene
from tests.features.wire import claim, send

NOT_FOUND = "I cannot find this any more. /mentor status shows where things stand."


class Street:
    """One platform with several communities, as every real one has: what comes goes on to the room it is for."""

    platform = "playground"
    capabilities = PLAYGROUND

    def __init__(self, rooms: Sequence[Room]) -> None:
        self.rooms = rooms

    async def start(self, listener: Listener, commands: Sequence[Command]) -> None: ...
    async def stop(self) -> None: ...

    def lanes(self, call: Call, community: Community, place: Place | None) -> Sequence[Lane]:
        return ()

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        return await self._with(place).send(place, post, once=once)

    async def find(self, place: Place, *, once: str, since: datetime) -> Ref | Absent | Unknown:
        return await self._with(place).find(place, once=once, since=since)

    async def edit(self, ref: Ref, post: Post) -> None:
        await self._with(ref.place).edit(ref, post)

    async def delete(self, ref: Ref) -> None:
        await self._with(ref.place).delete(ref)

    async def direct(self, person: Person, *, community: Community | None = None) -> Place:
        return await self._of(person).direct(person)

    async def gather(
        self,
        people: Sequence[Person],
        title: str,
        *,
        once: str,
        community: Community | None = None,
        beside: Place | None = None,
    ) -> Place:
        return await self._of(people[0]).gather(people, title, once=once)

    async def archive(self, place: Place) -> None:
        await self._with(place).archive(place)

    async def standing(self, person: Person, community: Community) -> Standing:
        return await self._in(community).standing(person, community)

    async def lacking(self, place: Place, *, community: Community) -> frozenset[Ability]:
        return await self._in(community).lacking(place, community=community)

    async def fetch(self, file: str, *, community: Community, most: int) -> bytes:
        raise Gone(f"no file {file}")

    async def channels(self, community: Community) -> Sequence[Place]:
        return await self._in(community).channels(community)

    def _with(self, place: Place) -> Room:
        return next(room for room in self.rooms if place.id in room.conversations)

    def _of(self, person: Person) -> Room:
        return next(room for room in self.rooms if person.id in room.people)

    def _in(self, community: Community) -> Room:
        return next(room for room in self.rooms if room.community == community)


@pytest.fixture
async def towns(tmp_path: Path) -> AsyncIterator[Mapping[str, Scene]]:
    """Corte and Ponte, with equal data: who offers, who seeks, and an open request."""
    corte = await open_scene(tmp_path)
    (tmp_path / "ponte").mkdir()
    ponte = Scene(corte.store, tmp_path / "ponte", corte.url)
    ponte.room.community = Community("playground", "ponte", "Ponte")
    ponte.room.conversations.clear()
    ponte.room.add_channel("bridge", "mentoring")
    street = Street([corte.room, ponte.room])
    for town in (corte, ponte):
        town.play.bot = Bot(corte.store, corte.clock, {"playground": street}, registry(), corte.keys)
        await town.room.start(town.play.bot, ())
    for town in (corte, ponte):
        await settle(town)
    yield {"corte": corte, "ponte": ponte}
    await corte.play.stop()
    ponte.shelf.close()
    await corte.close()


async def settle(town: Scene) -> None:
    lena = actor(town, "lena", coordinator=True)
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    await offer(actor(town, "marta"), "Newsletters, Pricing")
    carla = actor(town, "carla")
    await seek(carla, "Newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need=f"From {town.room.community.name}")


def actor(town: Scene, name: str, *, coordinator: bool = False) -> Actor:
    """Ids are the platform's: somebody of the same name in two communities is not the same person."""
    id = f"{town.room.community.id}-{name}"
    known = town.room.people.get(id)
    person = town.person(id, name.title(), coordinator=known.coordinator if known else coordinator)
    return person.at("bridge") if town.room.community.id == "ponte" else person


async def test_each_sees_their_own(towns: Mapping[str, Scene]) -> None:
    for name, town in towns.items():
        carla = actor(town, "carla")
        await carla.use("/mentor find")
        carla.sees("1 mentor has a free place. Page 1 of 1:")
        actor(town, "marta").dm.sees(f"From {name.title()}")
        topics = [one.label for one in await town.room.suggest(carla.id, "mentor seek", "topic", "")]
        assert topics == ["Newsletters", "Pricing"]
        waiting = await town.store.read(lambda work, c=carla: work.communities.of_person(Person("playground", c.id)))  # type: ignore[misc]
        assert [home.name for home in waiting] == [name.title()]


async def test_ids_of_one_give_nothing_in_the_other(towns: Mapping[str, Scene]) -> None:
    corte, ponte = towns["corte"], towns["ponte"]
    marta, theirs = actor(ponte, "marta"), actor(corte, "marta")
    await theirs.dm.press("Say yes to Carla")
    for request in (1, 2, 3):
        mine = request == 2
        for link in (links.about, links.decline):
            await claim(ponte, marta, link(request), community=2)
            assert ("Carla" in marta.last()) is mine, (link, request)
        if not mine:
            await claim(ponte, marta, links.accept(request), community=2)
            assert marta.last() == NOT_FOUND
    for action in (pairs.show(1), pairs.more(1), pairs.finish(1), pairs.stop(1)):
        await claim(ponte, marta, action, community=2)
        assert marta.last() == NOT_FOUND
    states = [
        request.state
        for community, id in ((1, 1), (2, 2))
        if (request := await corte.store.read(lambda work, c=community, i=id: work.mentoring.request(c, i)))  # type: ignore[misc]
    ]
    assert states == [RequestState.ACCEPTED, RequestState.OPEN]


async def test_mentors_topics_and_drafts_of_one_are_none_in_the_other(towns: Mapping[str, Scene]) -> None:
    corte, ponte = towns["corte"], towns["ponte"]
    carla, theirs = actor(ponte, "carla"), actor(corte, "carla")
    await theirs.use("/mentor find topic: pricing")
    for action in ("mentoring.find|2|0|1|", "form.again|2|1|", "form.next|2|1|1|", "app.run|2|1|"):
        await claim(ponte, carla, action)
        assert any(part in carla.last() for part in ("it starts anew", "waited for more than a day")), action
    await claim(ponte, carla, links.ask(1), community=2)
    assert carla.last() == "Right now it is not possible with this person. /mentor find shows who has a free place."
    await claim(ponte, carla, links.narrow(0, "topic"), "1", community=2)
    carla.sees("Nobody with a free place fits these filters.")


async def test_an_id_that_names_the_other_community_is_not_found(towns: Mapping[str, Scene]) -> None:
    corte, ponte = towns["corte"], towns["ponte"]
    marta = actor(ponte, "marta")
    for name, handler in registry().actions.items():
        action = f"{name}|1|{'|'.join('1' for _ in handler.kinds)}{'|' if handler.kinds else ''}"
        if handler.form:
            await send(ponte, marta, action, {})
        else:
            await claim(ponte, marta, action)
        assert marta.last() == NOT_FOUND, action
    request = await corte.store.read(lambda work: work.mentoring.request(1, 1))
    assert request is not None
    assert request.state is RequestState.OPEN


async def test_a_stranger_is_not_told_the_name_of_the_other_community(towns: Mapping[str, Scene]) -> None:
    marta = actor(towns["ponte"], "marta")
    await claim(towns["ponte"], marta.dm, links.status(), community=1)
    assert "Corte" not in marta.dm.last()
