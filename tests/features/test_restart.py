"""A restart in the middle: every button, form and message goes on as if nothing had been."""

from __future__ import annotations

import asyncio
from pathlib import Path

from adapters.playground.room import Fault
from bot.app import Bot
from bot.delivery.outcomes import LEASE
from bot.errors import Busy, Uncertain
from bot.features.everything import registry
from bot.identity import Place, Ref
from bot.post import Post
from bot.work import State
from tests.features.conftest import offer, seek
from tests.features.pairing import become_pair, delivered, pairs_of
from tests.features.scene import Actor, Scene, open_scene


async def test_every_step_goes_on_after_a_restart(tmp_path: Path) -> None:
    """The bot is a new one at every single step."""
    scene = await open_scene(tmp_path)
    try:
        lena = scene.person("lena", "Lena", coordinator=True)
        marta, carla = scene.person("marta", "Marta"), scene.person("carla", "Carla")
        await lena.use("/programme setup")
        await scene.restart()
        await lena.press("Start the programme")
        await scene.restart()
        await marta.press("Offer mentorship")
        await scene.restart()
        await marta.fill(topics="Newsletters", capacity="1", languages=("en", "it"), conduct="yes")
        await scene.restart()
        await carla.use("/mentor seek")
        await scene.restart()
        await carla.fill(topics="Newsletters", goal="500 readers", languages=("it",), conduct="yes")
        await scene.restart()
        await carla.press("Ask Marta")
        await scene.restart()
        await carla.fill(need="A plan")
        await scene.restart()
        await marta.dm.press("Say yes to Carla")
        await scene.restart()
        await carla.dm.press("Agree on how you work")
        await scene.restart()
        await carla.fill(rhythm="weekly")
        await scene.restart()
        await marta.dm.press("Yes, agreed")
        for week in range(1, 9):
            await scene.pass_(weeks=1)
            await scene.restart()
            carla.dm.sees(f"Week {week} of 8 with Marta")
            await carla.dm.press("Not yet" if week == 1 else "Not that week")
            await scene.restart()
        await scene.pass_(weeks=1)
        await scene.restart()
        await carla.dm.press("Finish with Marta")
        await scene.restart()
        await marta.dm.pick("How was it, all in all?", "5 – very good")
        assert len([text for text in carla.dm.texts() if " of 8 with Marta" in text]) == 8
        assert await delivered(scene, State.DEAD) == await delivered(scene, State.UNCERTAIN) == 0
    finally:
        await scene.close()


async def test_what_was_decided_is_delivered_by_the_next_process(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    scene.room.faults.append(Fault(Busy(60)))
    await carla.fill(need="A plan")
    assert marta.dm.messages() == []
    await scene.restart()
    await scene.pass_(minutes=2)
    marta.dm.sees("Carla would like to ask you")
    assert len(marta.dm.messages()) == 1


async def test_a_lost_answer_of_the_platform_is_looked_up_after_the_restart(
    scene: Scene, marta: Actor, carla: Actor
) -> None:
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    scene.room.faults.append(Fault(Uncertain(), done=True))
    await carla.fill(need="A plan")
    await scene.restart()
    await scene.pass_(minutes=2)
    assert len(marta.dm.messages()) == 1
    assert await delivered(scene, State.SENDING) == 0
    await marta.dm.press("Say yes to Carla")
    carla.dm.sees("Marta is your mentor.")


class Stuck:
    """The room, to a process that never comes back from sending."""

    def __init__(self, scene: Scene) -> None:
        self._room = scene.room
        self.platform, self.capabilities = scene.room.platform, scene.room.capabilities
        self.reached = asyncio.Event()

    async def send(self, place: Place, post: Post, *, once: str) -> Ref:
        self.reached.set()
        await asyncio.Event().wait()
        raise AssertionError("it never comes back")

    def __getattr__(self, name: str) -> object:
        return getattr(self._room, name)


async def test_a_process_killed_between_claim_and_send(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    due = await scene.store.read(lambda work: work.schedules.next_due())
    assert due is not None
    await scene.pass_(seconds=(due - scene.clock.now()).total_seconds() - 1)  # nothing but the weekly message is open
    before = len(carla.dm.messages())
    stuck = Stuck(scene)
    dying = Bot(scene.store, scene.clock, {scene.room.platform: stuck}, registry(), scene.keys)  # type: ignore[dict-item]
    await scene.play.stop()
    scene.clock.set(due)
    await dying.ticker.tick()
    killed = asyncio.create_task(dying.worker.deliver())
    async with asyncio.timeout(5):
        await stuck.reached.wait()
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)

    await scene.restart()
    await scene.quiet()
    assert len(carla.dm.messages()) == before, "the dead one's lease still holds"
    await scene.pass_(seconds=LEASE.total_seconds())
    await scene.pass_(seconds=LEASE.total_seconds())
    assert [len([text for text in one.dm.texts() if "Week 1 of 8" in text]) for one in (marta, carla)] == [1, 1]


async def test_a_refused_form_and_a_search_survive(scene: Scene, marta: Actor, carla: Actor) -> None:
    await carla.use("/mentor find")
    await scene.restart()
    assert carla.labels(), "the card of Marta"
    await carla.use("/mentor seek")
    await carla.fill(topics="", goal="x", languages=("it",), conduct="yes")
    await scene.restart()
    assert carla.form()["goal"] == ("x",)
    await carla.fill(topics="newsletters")
    carla.sees("This mentor would suit you:")


async def test_the_clock_and_the_weeks_stay(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(weeks=3)
    before = (await pairs_of(scene, carla))[0]
    await scene.restart()
    await scene.play.tick()
    await scene.quiet()
    assert (await pairs_of(scene, carla))[0] == before
    assert len([text for text in carla.dm.texts() if " of 8 with Marta" in text]) == 3


async def test_numbered_lines_and_questions_survive(tmp_path: Path) -> None:
    """Where there are neither buttons nor dialogs, what is typed is the press."""
    scene = await open_scene(tmp_path, show="plain")
    try:
        lena, marta = scene.person("lena", "Lena", coordinator=True), scene.person("marta", "Marta")
        await lena.use("/programme setup")
        await scene.restart()
        await lena.say("1")
        lena.sees("Your programme is running.")
        await marta.use("/mentor offer")
        for answer in ("Newsletters", "1", "1, 3", "-", "1"):
            await scene.restart()
            await marta.say(answer)
        marta.sees("You offer Newsletters, for 1 mentee at a time.")
    finally:
        await scene.close()


async def test_a_second_offer_after_a_restart_is_the_same_offer(scene: Scene, lena: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await offer(dora, "Taxes")
    await scene.restart()
    await dora.use("/mentor offer")
    assert dora.form()["topics"] == ("Taxes",)
    await dora.fill(topics="Taxes, Pricing")
    dora.sees("You offer Taxes and Pricing")
