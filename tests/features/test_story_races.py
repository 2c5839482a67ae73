"""Two people act on one story at the same instant: one legal outcome, both told the truth. On both databases."""

from __future__ import annotations

import asyncio

import pytest

from adapters.playground.room import Room
from bot.errors import PlatformError, Uncertain
from bot.features.stories.model import StoryState
from bot.identity import Place, Ref
from bot.post import Post
from tests.features.scene import Actor, Scene
from tests.features.storytelling import (
    CHANGED,
    DID,
    NEED,
    agree,
    pair,
    photo,
    pictures,
    ready,
    slot,
    story_of,
    tell,
)
from tests.features.test_races import at_once, button, scene

__all__ = ["scene"]

OTHER = "Hardly anybody read my letters."
NAMES = "Carla and Marta"


async def open_form(actor: Actor) -> None:
    await actor.use("/story share")


async def test_it_is_changed_while_the_other_agrees(scene: Scene, marta: Actor, carla: Actor) -> None:
    """Nothing that only one of them saw is ever taken for agreed."""
    await pair(scene, marta, carla)
    await tell(carla)
    await carla.dm.press("Agree with my name")
    await open_form(carla)
    said, found = marta.dm.button("Agree with my name")
    await asyncio.gather(
        scene.room.press("marta", said.id, found.id),
        scene.room.fill("carla", {"need": OTHER, "did": DID, "changed": CHANGED}),
    )
    await scene.quiet()
    story = await story_of(scene, carla)
    assert (story.state, story.version, story.told.need) == (StoryState.AGREEING, 2, OTHER)
    for one in (carla, marta):
        one.dm.sees_not(NEED)
    carla.dm.sees(OTHER)
    await carla.dm.press("Agree with my name")
    marta.dm.sees(OTHER, "both of you are asked again")
    await marta.dm.press("Agree with my name")
    assert (await story_of(scene, carla)).state is StoryState.WAITING


async def test_both_agree_at_once(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    await lena.fill(moderators="moderators")
    await pair(scene, marta, carla)
    await tell(carla)
    await carla.dm.press("Agree with my name")
    await at_once(scene, button(marta.dm, "Agree as “a mentor”"), button(carla.dm, "Agree as “a mentee”"))
    assert (await story_of(scene, carla)).state is StoryState.WAITING
    waits = [text for text in lena.at("moderators").texts() if "A story waits to be read." in text]
    assert len(waits) == 1


async def test_it_is_queued_while_it_is_changed(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await pair(scene, marta, carla)
    await agree(scene, carla, marta)
    await slot(lena)
    await lena.use("/story queue")
    await lena.pick("Which story?", NAMES)
    said, found = lena.button("Put it into the queue")
    await open_form(carla)
    await asyncio.gather(
        scene.room.press("lena", said.id, found.id),
        scene.room.fill("carla", {"need": OTHER, "did": DID, "changed": CHANGED}),
    )
    await scene.quiet()
    story = await story_of(scene, carla)
    assert (story.state, story.version) == (StoryState.AGREEING, 2)
    await scene.pass_(days=8)
    lena.sees_not("A story from our mentorship")


@pytest.mark.parametrize("who", ["one", "both"])
async def test_it_is_taken_back_while_it_is_posted(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor, who: str
) -> None:
    """The slot and the tap come at the same instant: whichever is first, nothing of it stands there in the end."""
    dora = scene.person("dora", "Dora")
    await ready(scene, lena, marta, carla, picture=photo())
    await scene.pass_(days=1, hours=23)
    await carla.use("/story mine")
    await marta.use("/story mine")
    scene.clock.set(scene.clock.now().replace(hour=9, minute=0, second=1))
    people = (carla, marta) if who == "both" else (carla,)
    presses = [(actor.id, *actor.button("Take it back")) for actor in people]
    await asyncio.gather(
        scene.play.bot.tick(),
        *(scene.room.press(id, said.id, found.id) for id, said, found in presses),
        scene.play.bot.worker.deliver(),
    )
    await scene.quiet()
    await scene.pass_(minutes=1)
    assert (await story_of(scene, carla)).state is StoryState.WITHDRAWN
    dora.sees_not(NEED)
    assert pictures(dora) == []
    for one in people:
        one.sees("Your story is taken back")
    await scene.pass_(days=8)
    dora.sees_not(NEED)


class Slow:
    """The room as a platform that takes its time: the story is held before it is there, or before its answer is."""

    def __init__(self, room: Room, *, there: bool, error: PlatformError | None = None) -> None:
        self.begun, self.go = asyncio.Event(), asyncio.Event()
        self._send, self._there, self._error = room.send, there, error
        room.send = self.send  # type: ignore[method-assign]

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        if self.begun.is_set() or place.id != "mentoring":
            return await self._send(place, post, once=once)
        ref = await self._send(place, post, once=once) if self._there else None
        self.begun.set()
        await self.go.wait()
        if self._error:
            raise self._error
        return ref or await self._send(place, post, once=once)


@pytest.mark.parametrize(
    ("who", "there", "lost"),
    [("carla", False, False), ("marta", True, False), ("marta", False, True), ("carla", True, True)],
    ids=["on its way", "there already", "on its way, answer lost", "there already, answer lost"],
)
async def test_it_is_taken_back_in_the_very_act_of_being_sent(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor, who: str, there: bool, lost: bool
) -> None:
    """The platform was asked and has not answered. What it then shows is emptied, and nobody hears it was posted."""
    dora = scene.person("dora", "Dora")
    await ready(scene, lena, marta, carla, picture=photo())
    await scene.pass_(days=1, hours=23)
    one = {"carla": carla, "marta": marta}[who]
    await one.use("/story mine")
    scene.clock.set(scene.clock.now().replace(hour=9, minute=0, second=1))
    slow = Slow(scene.room, there=there, error=Uncertain("no answer") if lost else None)
    await scene.play.bot.tick()
    delivery = asyncio.create_task(scene.play.bot.worker.deliver())
    async with asyncio.timeout(5):
        await slow.begun.wait()
    said, found = one.button("Take it back")
    await scene.room.press(one.id, said.id, found.id)
    one.sees("Your story is taken back")
    slow.go.set()
    await delivery
    await scene.quiet()
    await scene.pass_(minutes=10)
    assert (await story_of(scene, carla)).state is StoryState.WITHDRAWN
    dora.sees_not(NEED)
    assert pictures(dora) == []
    for actor in (carla, marta):
        actor.dm.sees_not(NEED)
        assert not any("stands in the channel" in text for text in actor.dm.texts())
    await scene.restart()
    await scene.pass_(days=8)
    dora.sees_not(NEED)
