"""The core's delivery over Discord's bad days: nothing lost, nothing twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from bot.i18n import t, words
from bot.identity import Place
from bot.ui import Action, Button, Message
from bot.work import Sending, State, Target, Work
from tests.adapters.discord.scene import Actor, DiscordScene
from tests.standins.discord.rest import Fault

COUNT = 40
TROUBLES = ("500", "drop", "429")


def trouble(scene: DiscordScene) -> None:
    """Every fourth request or so meets something, before or after it is done."""
    for number in range(12):
        kind = TROUBLES[number % len(TROUBLES)]
        after = kind != "429" and number % 6 < 3
        scene.stage.server.rest.faults.append(Fault(kind, after=after))


def row(number: int, place: Place, community: int) -> Sending:
    button = (Button(t("Where I stand"), Action("mentoring.status")),) if number % 2 else ()
    return Sending(f"test:{number}", community, Target(place=place), Message((words(f"Word {number}."),), button))


async def put(scene: DiscordScene) -> None:
    """Into ten channels, since what goes to one place goes in order."""
    channels = [scene.stage.square, *(scene.town.channel(scene.stage.guild, f"c-{number}") for number in range(9))]

    def decide(work: Work) -> None:
        home = work.communities.find(scene.stage.community)
        assert home
        for number in range(COUNT):
            work.outbox.put(row(number, Place("discord", channels[number % 10].id), home.key), scene.clock.now())

    await scene.store.write(decide)


def said(scene: DiscordScene) -> Counter[str]:
    texts = (scene.stage.shown(one.content) for one in scene.town.messages.values())
    return Counter(text for text in texts if text.startswith("Word "))


async def states(scene: DiscordScene) -> Counter[State]:
    return Counter(await scene.store.read(lambda work: work.outbox.counts()))


async def test_every_message_arrives_once(scene: DiscordScene, lena: Actor) -> None:
    before = (await states(scene))[State.SENT]
    await put(scene)
    trouble(scene)
    for _ in range(60):
        await scene.bot.worker.deliver()
        if (await states(scene))[State.SENT] == before + COUNT:
            break
        scene.clock.set(scene.clock.now() + timedelta(seconds=20))
    assert said(scene) == Counter(f"Word {number}." for number in range(COUNT))
    assert (await states(scene))[State.SENT] == before + COUNT


async def test_after_a_crash_what_was_sent_is_found_and_not_sent_again(scene: DiscordScene, lena: Actor) -> None:
    """An answer got lost, then the process; half an hour later nobody remembers the nonce."""
    await put(scene)
    scene.stage.server.rest.faults.append(Fault("drop", after=True))
    await scene.bot.worker.deliver()
    scene.clock.set(scene.clock.now() + timedelta(minutes=30))
    await scene.restart()
    for _ in range(20):  # Discord's limits are kept to: a few at a time
        await scene.bot.worker.deliver()
        scene.clock.set(scene.clock.now() + timedelta(seconds=1))
    assert (await states(scene))[State.UNCERTAIN] == 0, "each carries at least a More…, by which it is found"
    assert said(scene) == Counter(f"Word {number}." for number in range(COUNT))
