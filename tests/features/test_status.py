"""Where somebody stands: one screen with the next step and what waits."""

from __future__ import annotations

import pytest

from adapters.discord.capabilities import CAPABILITIES as DISCORD
from adapters.playground.capabilities import PLAIN
from adapters.slack.capabilities import CAPABILITIES as SLACK
from bot.actions import encode
from bot.features.mentoring.status import overview
from bot.features.pairs import links
from bot.fit import fit
from bot.markup import Reader, plain
from bot.post import Capabilities, PostMenu
from tests.features.conftest import offer, seek
from tests.features.pairing import become_pair, by, in_touch, put_together
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


async def test_ones_own_next_step_stays_until_it_is_done(scene: Scene, marta: Actor, carla: Actor) -> None:
    pair = await become_pair(scene, marta, carla)
    for step, who in (("Send an example", "partner"), ("Write issue 1", "me"), ("Write issue 2", "both")):
        await claim(scene, carla.dm, links.note(pair, 1))
        await carla.fill(step=step, who=who)
    await carla.use("/mentor status")
    carla.sees("Marta is your mentor, week 1 of 8. Your next step: Write issue 1")
    await marta.use("/mentor status")
    marta.sees("Carla is your mentee, week 1 of 8. Your next step: Send an example")
    await scene.restart()
    await claim(scene, marta.dm, links.tick(), "2")
    await carla.use("/mentor status")
    assert "Your next step: Write issue 2" in carla.last()


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


async def crowd(scene: Scene) -> Actor:
    """Dora has three pairs, a time to pick, an open check-in and five requests."""
    dora = scene.person("dora", "Dora")
    await offer(dora, "Ceramics", capacity="5")
    for number in range(3):
        await put_together(scene, dora, scene.person(f"m{number}", f"Mentee {number}"))
    await scene.pass_(weeks=2)
    await in_touch(scene)
    asking = Actor(scene, "m1", "mentoring")
    await asking.use("/mentor status")
    await asking.press("This week with Dora")
    await asking.press("Plan a meeting")
    await asking.fill(time1="25.3. 18:30")
    for number in range(5):
        one = scene.person(f"a{number}", f"Asking {number}")
        await seek(one, "ceramics")
        await one.press("Ask Dora")
        await one.fill(need="A plan")
    return dora


async def test_much_is_one_short_screen_with_the_way_to_everything(scene: Scene, lena: Actor) -> None:
    dora = await crowd(scene)
    await scene.restart()
    await dora.use("/mentor status")
    seen = dora.last()
    for number in range(3):
        assert f"Mentee {number} is your mentee, week 2 of 8." in seen
        assert f"Did you and Mentee {number} meet in week 1?" in seen or number
    assert "Mentee 1 proposes times for a meeting." in seen
    assert dora.labels() == ["Read what Asking 0 writes", "Read what Asking 1 writes", "Read what Asking 2 writes"]
    await dora.pick("Everything else", "Meeting with Mentee 1")
    dora.sees("Mentee 1 proposes times for a meeting.")
    await dora.press("Pick a time with Mentee 1")
    dora.sees("Mentee 1 would like to meet you, for 45 minutes.")
    await dora.press("Wed 25 Mar at 18:30")
    await dora.use("/mentor status")
    dora.sees("Mentee 1 is your mentee, week 2 of 8. You meet:")
    await dora.pick("Everything else", "Check-in with Mentee 2")
    await dora.press("Check in with Mentee 2")
    await dora.press("We met")
    dora.sees("Good to hear: you met in week 1.")
    await dora.use("/mentor status")
    assert "Did you and Mentee 2 meet" not in dora.last()


@pytest.mark.parametrize("caps", [DISCORD, SLACK, PLAIN], ids=["discord", "slack", "plain"])
async def test_much_fits_every_platform(scene: Scene, lena: Actor, caps: Capabilities) -> None:
    dora = await crowd(scene)
    message = await scene.store.read(lambda work: overview(work, by(scene, work, dora)))
    for language in ("en", "de", "it"):
        posts = fit(message, caps, Reader(language, "Europe/Rome", scene.clock.now()), lambda one: encode(one, 1))
        assert len(posts) == 1, "one screen"
        rows = [row for row in posts[0].rows if not isinstance(row, PostMenu)]
        assert sum(map(len, rows)) <= 3 or not caps.menus
        assert len(plain(posts[0].text)) < (1000 if caps.menus else 1700), "short on a phone"


async def test_what_is_done_meanwhile_is_said_so(scene: Scene, lena: Actor) -> None:
    dora = await crowd(scene)
    await dora.use("/mentor status")
    menu = dora.menu("Everything else")
    await Actor(scene, "a4", "mentoring").press("Withdraw it")
    last = next(choice for choice in menu[1].choices if choice.label == "Request of Asking 4")
    await scene.room.pick("dora", menu[0].id, menu[1].id, [last.value])
    await scene.quiet()
    dora.sees("This is done already. /mentor status shows what is open.")


async def test_a_question_back_waits_for_the_mentee(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await marta.use("/mentor status")
    await marta.press("Read what Carla writes")
    await marta.press("Ask something first")
    await marta.fill(words="Since when?")
    await marta.use("/mentor status")
    marta.sees("You have asked Carla something; the answer is open.")
    await carla.use("/mentor status")
    carla.sees("Marta would like to know something first.")
    await carla.press("Answer Marta")
    await carla.fill(words="Since May.")
    await marta.use("/mentor status")
    marta.sees("Carla has asked you")


async def test_the_end_and_an_introduction_wait_on_the_screen(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    dora = scene.person("dora", "Dora")
    await offer(dora, "Ceramics")
    for _ in range(9):
        await scene.pass_(weeks=1)
        await in_touch(scene)
    await marta.use("/introduce one: Carla other: Dora why: markets")
    await carla.use("/mentor status")
    carla.sees(
        "Your 8 weeks with Marta are over. Finish together, or go on for a while?",
        "Marta would like to introduce you to Dora.",
    )
    await scene.restart()
    await carla.press("Yes, Dora")
    carla.sees("If Dora would like it too, I introduce you.")
    await carla.use("/mentor status")
    assert "introduce you to Dora" not in carla.last()
    await carla.press("Four more weeks")
    carla.sees("you and Marta go on until week 12.")
