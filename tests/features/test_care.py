"""A pair is looked after: the first line, a silence, a look by somebody who is not in it, and ninety days later."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.features.pairs.model import PairState
from tests.features.conftest import offer
from tests.features.pairing import become_pair, pairs_of, put_together, stored
from tests.features.scene import Actor, Scene

QUIET = "I have not heard of you and"
LOOK = "A pair needs a look."


def count(actor: Actor, part: str) -> int:
    return sum(part in text for text in actor.texts())


async def state(scene: Scene, actor: Actor) -> tuple[PairState, str]:
    (pair,) = await pairs_of(scene, actor, ended=True)
    return pair.state, pair.reason


async def test_a_day_without_a_first_line(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(hours=23)
    carla.dm.sees_not("Have you written to each other?")
    await scene.restart()
    await scene.pass_(hours=2)
    carla.dm.sees("You and Marta have been a pair since yesterday.", "“Hello Marta, thank you for your time!")
    marta.dm.sees("You and Carla have been a pair since yesterday.", "“Hello Carla, good to meet you!")
    await carla.dm.press("We are in touch")
    carla.dm.sees("Good to hear! Everything stays as it is.")


async def test_a_pair_that_has_begun_is_not_asked(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await carla.dm.press("Agree on how you work")
    await carla.dm.fill(goal="Readers", rhythm="weekly")
    await scene.pass_(days=2)
    assert count(carla.dm, "Have you written to each other?") == count(marta.dm, "Have you written to each other?") == 0


async def test_a_quiet_pair_is_asked_and_then_closed_kindly(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(days=29)
    carla.dm.sees_not(QUIET)
    await scene.pass_(days=14)
    carla.dm.sees(QUIET, "within a week, I end the pair kindly")
    marta.dm.sees(QUIET)
    await scene.restart()
    await scene.pass_(days=14)
    assert await state(scene, carla) == (PairState.STOPPED, "quiet")
    carla.dm.sees("I have ended your pair with Marta", "nobody is to blame.", "we look for somebody else together")
    marta.dm.sees("I have ended your pair with Carla", "Your place is free again.")
    assert count(carla.dm, QUIET) == 1


async def test_a_word_keeps_the_pair(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(days=33)
    await marta.dm.press("We go on")
    assert count(marta.dm, QUIET) == 0, "its message says now that they go on"
    await scene.pass_(days=14)
    assert len(await pairs_of(scene, carla)) == 1
    await scene.pass_(days=40)
    assert count(marta.dm, QUIET) == 1, "quiet anew, asked anew"


async def test_the_pairs_own_rhythm_decides_what_is_quiet(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await carla.dm.press("Agree on how you work")
    await carla.dm.fill(goal="Readers", rhythm="monthly")
    await marta.dm.press("Yes, agreed")
    await scene.pass_(days=85)
    carla.dm.sees_not(QUIET)
    await scene.pass_(days=20)
    carla.dm.sees(QUIET)


async def test_a_break_is_no_silence(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(days=20)
    await carla.use("/mentor pause 4")
    await scene.pass_(days=27)
    marta.dm.sees_not(QUIET)
    assert len(await pairs_of(scene, carla)) == 1


async def test_a_low_rating_is_seen_by_coordinators_who_are_not_in_the_pair(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    ines = scene.person("ines", "Ines", coordinator=True)
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    await lena.fill(moderators="moderators")
    await offer(lena, "Bookkeeping")
    await put_together(scene, lena, carla)
    await scene.pass_(weeks=2)
    await carla.dm.press("We met")
    await carla.dm.pick("How was it?", "2 – not so good")
    desk = lena.at("moderators")
    desk.sees(LOOK, "privately, to coordinators who are not in it")
    desk.sees_not("Carla")
    await scene.restart()
    await desk.press("Look")
    desk.sees("You are in this pair yourself, so somebody else of the coordination looks after it.")
    await lena.use("/programme pairs")
    assert lena.last().startswith("1 pair is on its way.")
    lena.sees("None of them needs a look just now.", "I tell you as soon as one misses two check-ins")
    await ines.at("moderators").press("Look")
    ines.at("moderators").sees(
        "Lena Koord and Carla", "one of the two was not happy with a week", "Only you can see this."
    )
    await ines.at("moderators").press("Write to both")
    await ines.at("moderators").fill(words="How are you two? @everyone")
    ines.at("moderators").sees("Lena Koord and Carla have your message, each alone.")
    carla.dm.sees("Ines of the coordination writes to you and Lena Koord:", "“How are you two? @everyone”")
    lena.dm.sees("Ines of the coordination writes to you and Carla:")
    await ines.use("/programme pairs")
    ines.sees("None of them needs a look just now.")


async def test_two_missed_check_ins_are_noticed_once(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    await lena.fill(moderators="moderators")
    await become_pair(scene, marta, carla)
    for _ in range(3):
        await scene.pass_(weeks=1)
        await marta.dm.press("We met")
    assert count(lena.at("moderators"), LOOK) == 1
    await lena.use("/programme pairs")
    lena.sees("1 pair is on its way.", "1 of them needs a look.")
    await lena.pick("Which pair?", "Marta and Carla")
    lena.sees("Marta and Carla, week", "one of the two has left two check-ins in a row unanswered")
    lena.sees("You could send both this: “Hello! How are you two getting on?")
    await scene.restart()
    await lena.press("Send it to both")
    lena.sees("Marta and Carla have your message, each alone.")
    for actor, other in ((marta, "Carla"), (carla, "Marta")):
        actor.dm.sees(f"Lena Koord of the coordination writes to you and {other}:", "How are you two getting on?")
    await lena.press("The other pairs")
    lena.sees("None of them needs a look just now.")
    for _ in range(3):
        await scene.pass_(weeks=1)
        await marta.dm.press("We met")
    await lena.use("/programme pairs")
    await lena.pick("Which pair?", "Marta and Carla")
    lena.sees("The coordination has looked after them before, the last time")
    await lena.press("It is looked after")
    lena.sees("Thank you for looking after them.")
    for actor in (marta, carla):
        assert not count(actor.dm, "unanswered")


async def test_somebody_leaves_and_the_partner_is_told_within_a_day(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.room.leave("marta")
    await scene.pass_(hours=11)
    carla.dm.sees_not("is not here any more")
    await scene.restart()
    await scene.pass_(hours=2)
    carla.dm.sees("Marta is not here any more, so your pair ends. It says nothing about you.", "right away")
    await carla.dm.press("Look for a mentor")
    assert carla.form()["topics"]
    assert await state(scene, carla) == (PairState.STOPPED, "left")


async def test_the_partner_is_shown_who_would_suit_next(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    nora = scene.person("nora", "Nora")
    await offer(nora, "Newsletters")
    await scene.room.leave("marta")
    await scene.restart()
    await scene.pass_(hours=13)
    carla.dm.sees("Marta is not here any more", "These would suit you as well:", "Nora · Newsletters · 1 free place")
    await carla.dm.press("Ask Nora")
    await carla.fill(need="A plan")
    nora.dm.sees("Carla would like to ask you about Newsletters.")
    marta.dm.sees_not("is not here any more")


async def test_who_comes_back_soon_finds_everything_as_it_was(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.room.leave("marta")
    await scene.pass_(hours=6)
    await scene.room.join(scene.room.somebody("marta"))
    await scene.pass_(days=2)
    assert len(await pairs_of(scene, carla)) == 1
    carla.dm.sees_not("is not here any more")


async def test_ninety_days_later(scene: Scene, marta: Actor, carla: Actor) -> None:
    pair = await become_pair(scene, marta, carla)
    await marta.use("/mentor status")
    await marta.press("This week with Carla")
    await marta.press("More…")
    await marta.press("Finish together")
    await marta.press("Yes, finish")
    await scene.restart()
    await scene.pass_(days=89)
    carla.dm.sees_not("Three months ago")
    await scene.pass_(days=2)
    carla.dm.sees("Three months ago you finished your time with Marta. What has come of it?")
    await carla.dm.pick("What has come of it?", "It has changed a lot")
    carla.dm.sees("Thank you for telling.")
    marta.dm.sees_not("changed a lot")
    assert pair == 1
    assert count(marta.dm, "Three months ago") == 1
    assert scene.clock.now() > (await pairs_of(scene, carla, ended=True))[0].started + timedelta(days=90)


@pytest.mark.parametrize("who", ["carla", "marta"])
async def test_only_the_coordination_looks(scene: Scene, marta: Actor, carla: Actor, who: str) -> None:
    await become_pair(scene, marta, carla)
    actor = {"carla": carla, "marta": marta}[who]
    await actor.use("/programme pairs")
    assert actor.last().startswith("Only the coordination can do this.")
    assert await stored(scene, carla, lambda work, me: len(work.pairs.risks(me.community, 9))) == 0
