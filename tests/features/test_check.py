"""What the bot may not do in its channels: listed on request, and told once a day when something did not arrive."""

from __future__ import annotations

import pytest

from adapters.playground.room import Fault
from bot.errors import Forbidden, Full, Gone, PlatformError
from bot.i18n import words
from bot.ports import Ability
from bot.ui import Message
from bot.work import Kind, Sending, Sort, Target, Work
from tests.features.scene import Actor, Scene


async def posts(scene: Scene, number: int, kind: Kind = Kind.SEND) -> None:
    """Something for the programme's channel."""
    now = scene.clock.now()
    people = (scene.room.person("lena"), scene.room.person("lena")) if kind is Kind.GATHER else ()

    def decide(work: Work) -> None:
        home = work.communities.find(scene.room.community)
        assert home
        place = None if people else scene.room.place("mentoring")
        message = None if people else Message((words("Hello"),))
        target = Target(people, place)
        work.outbox.put(Sending(f"p:{number}", home.key, target, message, kind, sort=Sort.POST), now)

    await scene.store.write(decide)
    await scene.quiet()


async def fails(scene: Scene, error: PlatformError, number: int, kind: Kind = Kind.SEND) -> None:
    scene.room.faults.append(Fault(error, on="gather" if kind is Kind.GATHER else "send"))
    await posts(scene, number, kind)


async def test_every_channel_says_what_is_missing(scene: Scene, lena: Actor) -> None:
    await lena.use("/programme check")
    lena.sees("mentoring: everything I need is allowed.", "moderators: everything I need is allowed.")
    scene.room.forbidden["mentoring"] = frozenset({Ability.SPACES, Ability.FILES})
    scene.room.forbidden["moderators"] = frozenset({Ability.SPACES})
    await scene.restart()
    await lena.press("Check again")
    lena.sees("mentoring: I am not allowed to attach files and create private spaces.", "moderators: everything")
    del scene.room.conversations["moderators"]
    await lena.press("Check again")
    lena.sees("moderators: is not there any more.")


async def test_it_is_said_in_the_readers_language(scene: Scene, lena: Actor) -> None:
    heidi = scene.person("heidi", "Heidi", locale="de", coordinator=True)
    scene.room.forbidden["mentoring"] = frozenset({Ability.WRITE})
    await heidi.use("/programme check")
    heidi.sees("Nachrichten schreiben")


async def test_only_the_coordination_may_look(scene: Scene, lena: Actor, carla: Actor) -> None:
    await carla.use("/programme check")
    carla.sees("Only the coordination can do this.")


@pytest.mark.parametrize(
    ("error", "said"),
    [(Gone(), "mentoring is not there any more"), (Forbidden(), "I may not do in mentoring what I need")],
)
async def test_the_coordination_is_told_once_a_day(scene: Scene, lena: Actor, error: PlatformError, said: str) -> None:
    office = lena.at("moderators")
    await fails(scene, error, 1)
    await fails(scene, error, 2)
    assert len([text for text in office.texts() if said in text]) == 1
    await scene.restart()
    await scene.pass_(days=1)
    await fails(scene, error, 3)
    assert len([text for text in office.texts() if said in text]) == 2
    assert "Check the permissions" in office.labels()


async def test_a_full_list_of_spaces_is_told_and_tried_again(scene: Scene, lena: Actor) -> None:
    await fails(scene, Full(3600), 1, Kind.GATHER)
    lena.at("moderators").sees("I cannot open a private space for a pair in mentoring")
    before = len(scene.room.conversations)
    await scene.pass_(hours=2)
    assert len(scene.room.conversations) == before + 1
