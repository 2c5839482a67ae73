"""Where somebody stands: one screen with the next step and what waits."""

from __future__ import annotations

from bot.features.pairs import links
from tests.features.conftest import seek
from tests.features.pairing import become_pair, put_together
from tests.features.scene import Actor, Scene
from tests.features.wire import claim


async def test_who_has_not_begun_is_shown_both_ways_in(scene: Scene, carla: Actor) -> None:
    await carla.use("/mentor status")
    carla.sees("Everything is still open here.")
    assert carla.labels() == ["Look for a mentor", "Offer mentorship"]
    await carla.press("Offer mentorship")
    assert "capacity" in carla.form()


async def test_only_oneself_sees_it(scene: Scene, marta: Actor, carla: Actor) -> None:
    await marta.use("/mentor status")
    marta.sees("You offer Newsletters and Pricing; 1 place is free.")
    carla.sees_not("1 place is free")


async def test_a_mentee_sees_whom_she_asked_and_can_withdraw(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await carla.use("/mentor status")
    carla.sees("You have asked Marta, today at 10:00. The answer is open.", "You look for somebody for Newsletters.")
    await carla.press("Withdraw from Marta")
    carla.sees("Your request to Marta is withdrawn.")
    await carla.use("/mentor status")
    assert "You have asked" not in carla.last()


async def test_a_mentor_sees_who_waits(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await marta.use("/mentor status")
    marta.sees("Carla has asked you, today at 10:00.", "1 place is free.")
    assert marta.labels() == ["Read what Carla writes", "My offer"]


async def test_a_mentor_reads_what_somebody_writes(scene: Scene, marta: Actor, carla: Actor) -> None:
    """The only way for somebody whose direct messages are closed."""
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan for the first months")
    await marta.use("/mentor status")
    await marta.press("Read what Carla writes")
    marta.sees("A plan for the first months")


async def test_both_roles_stand_on_one_screen(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await become_pair(scene, marta, carla)
    await put_together(scene, carla, dora)
    await carla.use("/mentor status")
    carla.sees("Marta is your mentor, week 1 of 8.", "Dora is your mentee, week 1 of 8.")
    await carla.press("This week with Dora")
    carla.sees("Week 1 of 8 with Dora")


async def test_the_next_step_stays_until_the_next_one_is_noted(scene: Scene, marta: Actor, carla: Actor) -> None:
    """The check-in asks about the week that is over, so the step belongs to that one."""
    await become_pair(scene, marta, carla)
    await scene.pass_(weeks=2)
    await carla.dm.press("We met")
    await carla.dm.pick("How was it?", "5 – very good")
    await carla.dm.press("Note a next step")
    await carla.fill(step="Write issue 1")
    await carla.use("/mentor status")
    carla.sees("Marta is your mentor, week 2 of 8.", "Your next step: Write issue 1")
    await marta.use("/mentor status")
    marta.sees_not("Write issue 1")
    await scene.pass_(weeks=1)
    await carla.use("/mentor status")
    assert "Your next step: Write issue 1" in carla.last()
    await carla.dm.press("We met")
    await carla.dm.pick("How was it?", "5 – very good")
    await carla.dm.press("Note a next step")
    await carla.fill(step="Write issue 2")
    await carla.use("/mentor status")
    assert "Your next step: Write issue 2" in carla.last()
    assert "Write issue 1" not in carla.last()


async def test_a_break_is_shown_with_the_way_back(scene: Scene, marta: Actor) -> None:
    await marta.use("/mentor pause 2")
    await marta.use("/mentor status")
    marta.sees("You are on a break until", "You offer Newsletters and Pricing")
    await marta.press("Come back now")
    marta.sees("Welcome back!")
    await marta.use("/mentor status")
    assert "break" not in marta.last()
    await marta.use("/mentor pause 2")
    await scene.pass_(weeks=2, seconds=1)
    await marta.use("/mentor status")
    assert "break" not in marta.last(), "it ends by itself"


async def test_after_the_end_the_pair_is_gone_and_the_place_is_free(scene: Scene, marta: Actor, carla: Actor) -> None:
    pair = await become_pair(scene, marta, carla)
    await marta.use("/mentor status")
    marta.sees("Carla is your mentee", "0 places are free")
    await claim(scene, carla.dm, links.finished(pair))
    for actor in (marta, carla):
        await actor.use("/mentor status")
        assert "week 1 of 8" not in actor.last()
    marta.sees("You offer Newsletters and Pricing; 1 place is free.")


async def test_more_pairs_than_places_is_no_negative_number(scene: Scene, marta: Actor, carla: Actor) -> None:
    await put_together(scene, marta, carla)
    await put_together(scene, marta, scene.person("dora", "Dora"))
    await marta.use("/mentor status")
    marta.sees("Carla is your mentee", "Dora is your mentee", "0 places are free")
