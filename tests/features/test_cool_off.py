"""After a pair the mentor's place rests for a week; told honestly, and shortened by a word."""

from __future__ import annotations

import pytest

from bot.features.pairs import links
from tests.features.conftest import offer, seek
from tests.features.pairing import become_pair, pairs_of, weeks_in_touch
from tests.features.scene import Actor, Scene
from tests.features.wire import claim

REST = "Take a breath: your place rests until"


async def ended(scene: Scene, marta: Actor, carla: Actor, weeks: int = 3) -> Actor:
    """Marta and Carla have finished; Dora waits for the same topic."""
    pair = await become_pair(scene, marta, carla)
    dora = scene.person("dora", "Dora")
    await seek(dora, "newsletters")
    await weeks_in_touch(scene, weeks)
    await claim(scene, carla.dm, links.finished(pair))
    return dora


async def test_a_place_rests_for_a_week_and_is_free_then(scene: Scene, marta: Actor, carla: Actor) -> None:
    dora = await ended(scene, marta, carla)
    marta.dm.sees("Carla has finished your time together.", REST)
    carla.dm.sees_not(REST)
    await marta.use("/mentor status")
    marta.sees("0 places are free. 1 place rests until")
    await dora.use("/mentor status")
    dora.sees("1 person looks for Newsletters; 0 places are free.")
    await scene.restart()
    await scene.pass_(days=6)
    dora.dm.sees_not("There is a free place")
    await dora.use("/mentor find")
    dora.sees_not("Marta ·")
    await scene.pass_(days=2)
    dora.dm.sees("There is a free place for what you look for.", "Marta · ")
    await marta.use("/mentor status")
    assert "1 place is free." in marta.last()
    await dora.dm.press("Ask Marta")
    await dora.fill(need="A plan")
    await marta.dm.press("Say yes to Dora")
    dora.dm.sees("Marta is your mentor.")


@pytest.mark.parametrize("where", ["message", "status"])
async def test_the_mentor_has_room_now(scene: Scene, marta: Actor, carla: Actor, where: str) -> None:
    dora = await ended(scene, marta, carla)
    actor = marta.dm
    if where == "status":
        await marta.use("/mentor status")
        actor = marta
    await scene.restart()
    await actor.press("I have room now")
    actor.sees("Good: 1 place is free, and whoever waits hears of it.")
    await scene.pass_(minutes=1)
    dora.dm.sees("There is a free place for what you look for.")
    await actor.press("I have room now") if where == "message" else None
    assert sum("There is a free place" in text for text in dora.dm.texts()) == 1
    await scene.pass_(days=10)
    assert sum("There is a free place" in text for text in dora.dm.texts()) == 1


async def test_a_short_pair_needs_no_rest(scene: Scene, marta: Actor, carla: Actor) -> None:
    dora = await ended(scene, marta, carla, weeks=1)
    marta.dm.sees("Carla has finished your time together.", "Your place is free again.")
    await scene.pass_(minutes=1)
    dora.dm.sees("There is a free place for what you look for.")


async def test_a_pair_that_had_gone_quiet_leaves_a_free_place(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(days=60)
    assert (await pairs_of(scene, marta, ended=True))[0].rests is None
    marta.dm.sees("I have ended your pair with Carla", "Your place is free again.")


async def test_a_yes_means_that_there_is_room(scene: Scene, lena: Actor, carla: Actor) -> None:
    """Of two places one rests and one was taken meanwhile; the mentor still says yes to who asked before."""
    nora, dora, elio = (scene.person(name.lower(), name) for name in ("Nora", "Dora", "Elio"))
    await offer(nora, "Newsletters", capacity="2")
    pair = await become_pair(scene, nora, carla)
    await weeks_in_touch(scene, 3)
    for one in (dora, elio):
        await seek(one, "newsletters")
        await one.press("Ask Nora")
        await one.fill(need="A plan")
    await claim(scene, carla.dm, links.finished(pair))
    await nora.dm.press("Say yes to Elio")
    elio.dm.sees("Nora is your mentor.")
    dora.dm.sees("Right now it is not possible with Nora.")
    assert len(await pairs_of(scene, nora)) == 1


async def test_only_who_offers_has_room(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "newsletters")
    await claim(scene, carla.dm, links.room())
    carla.dm.sees("You do not offer mentorship at the moment.")
    await claim(scene, marta.dm, links.room())
    marta.dm.sees("Good: 1 place is free")
