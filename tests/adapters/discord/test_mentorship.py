"""The whole mentorship of the features' tests, word for word, as people live it in Discord's own client."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import TypeVar, cast

from bot.identity import Place
from bot.ports import Store
from bot.work import Work
from tests.adapters.discord.scene import Actor, DiscordScene
from tests.features import scene as room
from tests.features import test_mentorship
from tests.features.conftest import offer, seek
from tests.features.stories_everywhere import everywhere
from tests.standins.discord.answers import HOLD, SAY, THINKING

Result = TypeVar("Result")


async def test_from_the_first_command_to_the_last_word(scene: DiscordScene, lena: Actor) -> None:
    """Commands, modals, buttons, menus, direct messages, the pair's thread, and two restarts."""
    marta, carla = scene.person("Marta"), scene.person("Carla")
    await offer(cast(room.Actor, marta), topics="Newsletters, Pricing")
    assert await carla.type("mentor seek", "topic", "news") == ["Newsletters"]
    await test_mentorship.test_from_the_first_command_to_the_last_word(
        cast(room.Scene, scene), cast(room.Actor, marta), cast(room.Actor, carla)
    )


async def test_a_story_from_the_form_to_its_end(scene: DiscordScene, lena: Actor) -> None:
    """In one modal, with its picture; the post and both previews are emptied when it is taken back."""
    people = [scene.person(name) for name in ("Marta", "Carla", "Dora")]

    def attach(actor: Actor, data: bytes) -> str:
        return scene.stage.people.attach(data, "shop.jpg")

    def shown() -> list[tuple[str, bytes]]:
        return scene.stage.pictures(scene.stage.channel)

    await everywhere(scene, lena, people, attach, shown)
    assert all(scene.stage.pictures(Place("discord", one.id)) == [] for one in scene.town.channels.values())


async def test_a_button_works_after_ninety_days_and_a_restart(scene: DiscordScene, lena: Actor) -> None:
    carla = scene.person("Carla")
    posted = carla.messages()[-1]
    scene.clock.set(scene.clock.now().replace(month=scene.clock.now().month + 3))
    await scene.restart()
    assert scene.clock.now().timestamp() - scene.born(posted) > 90 * 24 * 3600
    await carla.press("Look for a mentor")
    assert "goal" in carla.form()


async def test_a_refused_form_comes_back_filled(scene: DiscordScene, lena: Actor) -> None:
    await lena.use("/programme setup")
    await lena.press("Change language and times")
    await lena.fill(zone="Nowhere/Land", weekday="3")
    lena.sees("The time zone needs another look.")
    await scene.restart()
    await lena.press("Try again")
    assert (lena.form()["zone"], lena.form()["weekday"]) == (("Nowhere/Land",), ("3",))
    await lena.fill(zone="Europe/Rome")
    lena.sees("Time zone: Europe/Rome", "Thursday")


async def test_a_form_of_more_questions_than_discord_shows_goes_on(scene: DiscordScene, lena: Actor) -> None:
    """An offer asks more than five questions, and the rest comes behind a button."""
    marta = scene.person("Marta")
    await marta.use("/mentor offer")
    fields, steps = set(marta.form()), 1
    given: dict[str, str | tuple[str, ...]] = {
        "topics": "Pricing",
        "capacity": "1",
        "languages": ("en",),
        "conduct": "yes",
    }
    while True:
        await marta.fill(**{name: value for name, value in given.items() if name in marta.form()})
        if "Go on" not in marta.labels():
            break
        await marta.press("Go on")
        fields, steps = fields | set(marta.form()), steps + 1
    assert len(fields) > 5 or steps == 1
    marta.sees("You offer Pricing")


async def test_a_channel_is_picked_from_a_menu_of_channels(scene: DiscordScene, lena: Actor) -> None:
    office = scene.town.channel(scene.stage.guild, "office")
    await scene.restart()
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    assert lena.form()["channel"] == (lena.here.id,)
    await lena.fill(moderators=(office.id,))
    lena.sees("#office", "#mentoring")


async def test_a_member_cannot_do_what_only_the_coordination_may(scene: DiscordScene, lena: Actor) -> None:
    """Discord's own hint hides the command; whoever sends it nevertheless is refused by the core."""
    anna = scene.person("Anna")
    await anna.use("/programme setup")
    anna.sees("Only the coordination can do this.")


async def test_everybody_reads_their_own_language(scene: DiscordScene, lena: Actor) -> None:
    heidi, gino = scene.person("Heidi", locale="de"), scene.person("Gino", locale="it")
    await heidi.use("/help")
    await gino.use("/help")
    said = {heidi.last(), gino.last(), lena.last()}
    assert len(said) == 3
    assert all("/mentor seek" in text for text in (heidi.last(), gino.last()))


async def test_a_command_in_a_direct_conversation_knows_its_community(scene: DiscordScene, lena: Actor) -> None:
    carla = scene.person("Carla")
    await seek(cast(room.Actor, carla), "newsletters")
    await scene.restart()
    await carla.dm.use("/mentor status")
    carla.dm.sees("newsletters")


async def test_closed_direct_messages_never_lead_to_a_public_word(scene: DiscordScene, lena: Actor) -> None:
    marta, carla = scene.person("Marta"), scene.person("Carla")
    await offer(cast(room.Actor, marta), topics="Newsletters")
    scene.town.people[marta.person.id].dms_open = False
    await seek(cast(room.Actor, carla), "newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan for the first months")
    assert [said for said in scene.stage.server.rest.refusals if "50007" in said]
    scene.stage.server.rest.refusals.clear()
    lena.sees_not("A plan for the first months")
    marta.dm.sees_not("A plan for the first months")
    await marta.use("/mentor status")
    marta.sees("Carla")


class Slow:
    """The store, on a bad day."""

    def __init__(self, store: Store, seconds: float) -> None:
        self._store = store
        self._seconds = seconds

    async def read(self, decide: Callable[[Work], Result]) -> Result:
        await asyncio.sleep(self._seconds)
        return await self._store.read(decide)

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        return await self._store.write(decide)

    async def close(self) -> None:
        await self._store.close()


async def test_who_waits_for_more_than_a_second_is_told_so(scene: DiscordScene, lena: Actor) -> None:
    carla = scene.person("Carla")
    scene.bot.store = Slow(scene.store, 0.6)
    await carla.use("/mentor status")
    act = list(scene.stage.server.rest.answers.acts.values())[-1]
    assert act.first == HOLD
    assert 0.9 < act.acknowledged < 3
    assert (THINKING in carla.texts(), carla.messages()[-1].only_for) == (False, carla.person.id)


async def test_a_form_that_is_not_ready_in_time_is_a_button(scene: DiscordScene, lena: Actor) -> None:
    marta = scene.person("Marta")
    scene.bot.store = Slow(scene.store, 0.75)
    await marta.use("/mentor offer")
    scene.bot.store = scene.store
    act = list(scene.stage.server.rest.answers.acts.values())[-1]
    assert (act.first, act.acknowledged < 3) == (SAY, True)
    await marta.press("Open the form")
    assert "topics" in marta.form()


async def test_three_hundred_commands_at_once_are_acknowledged_in_time(scene: DiscordScene, lena: Actor) -> None:
    scene.stage.server.gateway.checks = scene.stage.server.rest.checks = False
    people = [scene.person(f"P{number}") for number in range(300)]
    await scene.at_once([scene.stage.people.use(one.someone, one.here, "/mentor status") for one in people])
    acts = list(scene.stage.server.rest.answers.acts.values())[-300:]
    assert all(act.first for act in acts)
    assert max(act.acknowledged for act in acts) < 3
    assert all(one.messages()[-1].only_for == one.person.id for one in people)


async def test_a_replay_of_two_hundred_handled_events_changes_nothing(scene: DiscordScene, lena: Actor) -> None:
    """Discord tells again what the whole bot has dealt with: a request, a pair, an agreement, and many looks."""
    marta, carla = scene.person("Marta"), scene.person("Carla")
    await offer(cast(room.Actor, marta), topics="Newsletters")
    await seek(cast(room.Actor, carla), topics="newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await marta.dm.press("Say yes to Carla")
    for _ in range(195):
        await carla.use("/mentor status")
    gateway, before = scene.stage.server.gateway, stored(scene)
    said = {actor.person.id: len(actor.dm.messages()) + len(actor.messages()) for actor in (marta, carla)}
    gateway.rewind = 200
    await gateway.drop()
    await gateway.until(lambda: gateway.resumed == 1)
    await lena.use("/mentor status")  # what comes after the replay is dealt with after it
    assert stored(scene) == before
    assert said == {actor.person.id: len(actor.dm.messages()) + len(actor.messages()) for actor in (marta, carla)}


def stored(scene: DiscordScene) -> list[str]:
    """Everything that was decided; which events were seen is not a decision."""
    with closing(sqlite3.connect(scene.url.removeprefix("sqlite:///"))) as database:
        return [line for line in database.iterdump() if "inbox" not in line and "sqlite_sequence" not in line]
