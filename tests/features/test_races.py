"""Two people act at the same instant: one legal outcome, and both are told the truth. On both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.playground.things import Said
from bot.features.mentoring.model import Filter, RequestState
from bot.features.pairs.model import PairState
from bot.post import PostButton
from bot.work import Work
from tests.features.conftest import offer, seek
from tests.features.pairing import become_pair, by, pairs_of, stored, weeks_in_touch
from tests.features.scene import Actor, Scene, open_scene
from tests.postgres import Server

Press = tuple[str, Said, PostButton]


@pytest.fixture(params=["sqlite", "postgres"])
async def scene(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Scene]:
    """The scene on either database."""
    if request.param == "sqlite":
        opened = await open_scene(tmp_path)
        yield opened
        await opened.close()
        return
    server: Server = request.getfixturevalue("postgres")
    async with server.database() as url:
        opened = await open_scene(tmp_path, url)
        yield opened
        await opened.close()


def button(actor: Actor, label: str) -> Press:
    return actor.id, *actor.button(label)


async def at_once(scene: Scene, *presses: Press) -> None:
    await asyncio.gather(*(scene.room.press(who, said.id, found.id) for who, said, found in presses))
    await scene.quiet()


async def ask(mentee: Actor, mentor: str) -> None:
    await seek(mentee, "newsletters")
    await mentee.press(f"Ask {mentor}")
    await mentee.fill(need="A plan")


async def states(scene: Scene, mentor: Actor, ids: list[int]) -> list[RequestState]:
    found = await stored(scene, mentor, lambda work, me: [work.mentoring.request(me.community, id) for id in ids])
    return [one.state for one in found if one]


async def test_two_mentees_and_one_place(scene: Scene, marta: Actor, carla: Actor) -> None:
    """The mentor presses yes to both at the same instant."""
    dora = scene.person("dora", "Dora")
    await ask(carla, "Marta")
    await ask(dora, "Marta")
    await at_once(scene, button(marta.dm, "Say yes to Carla"), button(marta.dm, "Say yes to Dora"))

    (pair,) = await pairs_of(scene, marta)
    chosen = [one for one in (carla, dora) if await pairs_of(scene, one)]
    assert len(chosen) == 1
    left = dora if chosen[0].id == "carla" else carla
    chosen[0].dm.sees("Marta is your mentor.")
    left.dm.sees("Right now it is not possible with Marta.")
    left.dm.sees_not("is your mentor.")
    assert sorted(await states(scene, marta, [1, 2])) == [RequestState.ACCEPTED, RequestState.FREED]
    assert len([text for text in marta.dm.texts() if "You are the mentor." in text]) == 1
    assert pair.state is PairState.ACTIVE


async def test_a_place_is_taken_back_while_it_is_given(scene: Scene, lena: Actor, carla: Actor) -> None:
    """Nora lowers her number from two to one and says yes to the second at the same instant."""
    nora, dora = scene.person("nora", "Nora"), scene.person("dora", "Dora")
    await offer(nora, "Newsletters", capacity="2")
    await ask(carla, "Nora")
    await ask(dora, "Nora")
    await nora.dm.press("Say yes to Carla")
    who, said, found = button(nora.dm, "Say yes to Dora")
    await scene.room.use(who, "mentoring", "mentor offer")
    await asyncio.gather(scene.room.fill(who, {"capacity": "1"}), scene.room.press(who, said.id, found.id))
    await scene.quiet()

    nora.sees("You offer Newsletters, for 1 mentee at a time.")
    if len(await pairs_of(scene, nora)) == 2:
        dora.dm.sees("Nora is your mentor.")
        assert await states(scene, nora, [2]) == [RequestState.ACCEPTED]
    else:
        dora.dm.sees("Right now it is not possible with Nora.")
        dora.dm.sees_not("is your mentor.")
        nora.dm.sees("This request is closed, so there is nothing to do.")
        assert await states(scene, nora, [2]) == [RequestState.FREED]


async def test_two_mentors_say_yes_to_one_mentee(scene: Scene, marta: Actor, carla: Actor) -> None:
    nora = scene.person("nora", "Nora")
    await offer(nora, "Newsletters")
    await ask(carla, "Marta")
    await carla.press("Ask Nora")
    await carla.fill(need="A plan")
    await at_once(scene, button(marta.dm, "Say yes to Carla"), button(nora.dm, "Say yes to Carla"))

    pairs = await pairs_of(scene, carla)
    assert len(pairs) == 1
    told = [one for one in (marta, nora) if any("You are the mentor." in text for text in one.dm.texts())]
    assert len(told) == 1
    other = nora if told[0].id == "marta" else marta
    other.dm.sees("Carla has found a mentor, so you need not answer any more.")
    other.dm.sees("This request is closed, so there is nothing to do.")


async def test_a_yes_and_a_withdrawal(scene: Scene, marta: Actor, carla: Actor) -> None:
    await ask(carla, "Marta")
    await at_once(scene, button(marta.dm, "Say yes to Carla"), button(carla, "Withdraw it"))

    pairs = await pairs_of(scene, marta)
    (state,) = await states(scene, marta, [1])
    if pairs:
        assert state is RequestState.ACCEPTED
        carla.dm.sees("Marta is your mentor.")
        carla.sees("You and Marta are a pair already.")
        marta.dm.sees("You and Carla are a pair now. I have written to both of you.")
        marta.dm.sees_not("has withdrawn the request")
    else:
        assert state is RequestState.WITHDRAWN
        carla.sees("Your request to Marta is withdrawn.")
        marta.dm.sees("Carla has withdrawn the request to you.")
        marta.dm.sees("This request was withdrawn, so there is nothing to do.")
        carla.dm.sees_not("is your mentor.")


async def test_both_finish(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await weeks_in_touch(scene, 9)
    await at_once(scene, button(marta.dm, "Finish with Carla"), button(carla.dm, "Finish with Marta"))

    (pair,) = await pairs_of(scene, carla, ended=True)
    assert pair.state is PairState.FINISHED
    outcomes = set[str]()
    for one, other in ((marta, "Carla"), (carla, "Marta")):
        own = [text for text in one.dm.texts() if text.startswith(f"You have finished with {other}.")]
        theirs = [text for text in one.dm.texts() if text.startswith(f"{other} has finished your time together.")]
        assert len(own) + len(theirs) == 1, "one ending each"
        outcomes.add("own" if own else "theirs")
        if theirs:
            one.dm.sees(f"Your time with {other} is finished already.")
    assert outcomes == {"own", "theirs"}
    assert len([text for text in carla.at("s-1").texts() if "ends here" in text]) == 1


async def test_a_finish_and_a_check_in(scene: Scene, marta: Actor, carla: Actor) -> None:
    pair = await become_pair(scene, marta, carla)
    await weeks_in_touch(scene, 9)
    await at_once(scene, button(marta.dm, "Finish with Carla"), button(carla.dm, "We met"))

    kept = await stored(scene, carla, lambda work, me: work.pairs.checkin(me.community, pair, 8, me.id))
    for one in (marta, carla):
        assert any("You met in 1 week of 8." in text for text in one.dm.texts()) == (kept is not None)
    carla.dm.sees("Good to hear: you met in week 8." if kept else "Your time with Marta is finished already.")


async def test_four_more_weeks_and_a_finish(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await weeks_in_touch(scene, 9)
    await at_once(scene, button(marta.dm, "Four more weeks"), button(carla.dm, "Finish with Marta"))

    (pair,) = await pairs_of(scene, carla, ended=True)
    assert pair.state is PairState.FINISHED, "going on is no obstacle to finishing"
    if pair.weeks == 8:
        marta.dm.sees("Your time with Carla is finished already.")
        carla.dm.sees_not("would like to go on")
    else:
        assert pair.weeks == 12
        marta.dm.sees("you and Carla go on until week 12.")
        marta.dm.sees("Carla has finished your time together.")


async def test_both_ask_for_four_more_weeks(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await weeks_in_touch(scene, 9)
    await at_once(scene, button(marta.dm, "Four more weeks"), button(carla.dm, "Four more weeks"))
    (pair,) = await pairs_of(scene, carla)
    assert pair.weeks == 12
    refused = [one for one in (marta, carla) if any("extended already" in text for text in one.dm.texts())]
    assert len(refused) == 1


async def test_both_say_how_they_met_in_the_same_week(scene: Scene, marta: Actor, carla: Actor) -> None:
    pair = await become_pair(scene, marta, carla)
    await scene.pass_(weeks=2)
    await at_once(scene, button(marta.dm, "Not that week"), button(carla.dm, "We met"))
    for actor, met in ((marta, False), (carla, True)):
        kept = await stored(scene, actor, lambda work, me: work.pairs.checkin(me.community, pair, 1, me.id))
        assert kept is not None
        assert kept.met is met


async def test_of_many_at_once_each_is_told_the_truth(scene: Scene, lena: Actor) -> None:
    """Twenty people offer the same new topic at the same instant, on a database that is all but empty."""
    people = [scene.person(f"p{number}", f"P{number}") for number in range(20)]
    for one in people:
        await scene.room.use(one.id, one.place, "mentor offer")
    answers = {"topics": "Taxes", "capacity": "1", "languages": ("it",), "conduct": "yes"}
    await asyncio.gather(*(scene.room.fill(one.id, answers) for one in people))

    def offering(work: Work) -> set[str]:
        who = by(scene, work, lena)
        cards, _ = work.mentoring.browse(who.community, who.person, Filter(), scene.clock.now(), 0, 100)
        return {card.member.person.id for card in cards}

    kept = {one.id for one in people if any("You offer Taxes" in text for text in one.texts())}
    assert await scene.store.read(offering) == kept
    for one in people:
        if one.id not in kept:
            one.sees("Nothing could be saved just now", "Taxes")
    assert kept, "somebody always gets through"


async def test_a_break_and_a_release(scene: Scene, marta: Actor, carla: Actor) -> None:
    """Seven days are over, and Marta takes a break at the same instant."""
    await ask(carla, "Marta")
    await scene.pass_(days=6, hours=23)
    scene.clock.set(scene.clock.now() + timedelta(hours=2))
    await asyncio.gather(scene.play.tick(), scene.room.use("marta", marta.place, "mentor pause 2"))
    await scene.quiet()

    assert await states(scene, marta, [1]) == [RequestState.RELEASED]
    assert sum("Right now it is not possible with Marta." in text for text in carla.dm.texts()) == 1
    marta.dm.sees("I have given the request of Carla back")
    marta.sees("You are on a break until")
    paused = await stored(scene, marta, lambda work, me: me.paused_until)
    assert paused is not None
    await marta.dm.press("Say yes to Carla")
    marta.dm.sees("This request is closed, so there is nothing to do.")
    assert await pairs_of(scene, marta) == []


async def test_a_yes_and_a_release(scene: Scene, marta: Actor, carla: Actor) -> None:
    await ask(carla, "Marta")
    await scene.pass_(days=6, hours=23)
    scene.clock.set(scene.clock.now() + timedelta(hours=2))
    who, said, found = button(marta.dm, "Say yes to Carla")
    await asyncio.gather(scene.play.tick(), scene.room.press(who, said.id, found.id))
    await scene.quiet()

    pairs = await pairs_of(scene, marta)
    (state,) = await states(scene, marta, [1])
    if pairs:
        assert state is RequestState.ACCEPTED
        carla.dm.sees("Marta is your mentor.")
        carla.dm.sees_not("Right now it is not possible")
        marta.dm.sees_not("given the request of Carla back")
    else:
        assert state is RequestState.RELEASED
        carla.dm.sees("Right now it is not possible with Marta.")
        carla.dm.sees_not("is your mentor.")
        marta.dm.sees("This request is closed, so there is nothing to do.")


async def test_an_agreement_and_another_proposal(scene: Scene, marta: Actor, carla: Actor) -> None:
    """Marta says yes to what Carla takes back at the same instant by proposing something else."""
    pair = await become_pair(scene, marta, carla)
    await carla.dm.press("Agree on how you work")
    await carla.fill(rhythm="weekly")
    await carla.dm.press("Agree on how you work")
    who, said, found = button(marta.dm, "Yes, agreed")
    await asyncio.gather(scene.room.fill("carla", {"rhythm": "monthly"}), scene.room.press(who, said.id, found.id))
    await scene.quiet()

    agreed = await stored(scene, carla, lambda work, me: work.pairs.expectations(me.community, pair, agreed=True))
    newest = await stored(scene, carla, lambda work, me: work.pairs.expectations(me.community, pair))
    assert newest is not None
    assert (newest.version, newest.rhythm, newest.agreed) == (2, "monthly", False)
    if agreed:
        assert (agreed.version, agreed.rhythm) == (1, "weekly")
        carla.dm.sees("Marta agrees. This is how you work together:", "Every week")
        marta.dm.sees("Carla proposes a change to how you work together.", "Once a month")
    else:
        carla.dm.sees_not("Marta agrees.")
        marta.dm.sees("Carla proposes how you could work together:", "Once a month")


async def test_room_and_the_end_of_a_rest(scene: Scene, marta: Actor, carla: Actor) -> None:
    """Marta says that she has room in the instant in which her place has rested: who waits hears of it once."""
    await become_pair(scene, marta, carla)
    dora = scene.person("dora", "Dora")
    await seek(dora, "newsletters")
    await weeks_in_touch(scene, 9)
    await carla.dm.press("Finish with Marta")
    who, said, found = button(marta.dm, "I have room now")
    scene.clock.set(scene.clock.now() + timedelta(days=7, minutes=1))
    await asyncio.gather(scene.play.tick(), scene.room.press(who, said.id, found.id))
    await scene.quiet()
    await scene.pass_(minutes=5)

    marta.dm.sees("Good: 1 place is free, and whoever waits hears of it.")
    assert sum("There is a free place" in text for text in dora.dm.texts()) == 1
    assert await stored(scene, marta, lambda work, me: work.mentoring.free_seats(me.community, me.id)) == 1


async def test_a_tick_and_a_finish(scene: Scene, marta: Actor, carla: Actor) -> None:
    pair = await become_pair(scene, marta, carla)
    await carla.dm.press("This week's step")
    await carla.dm.press("Note a next step")
    await carla.fill(step="Write issue 1")
    await marta.dm.press("This week's step")
    said, found = marta.dm.menu("Tick off a step")
    await carla.dm.press("This week's step")
    await carla.dm.press("More…")
    await carla.dm.press("Finish together")
    finishing = button(carla.dm, "Yes, finish")
    await asyncio.gather(
        scene.room.pick("marta", said.id, found.id, [found.choices[0].value]),
        scene.room.press(finishing[0], finishing[1].id, finishing[2].id),
    )
    await scene.quiet()

    assert (await pairs_of(scene, carla, ended=True))[0].state is PairState.FINISHED
    (step,) = await stored(scene, carla, lambda work, me: work.steps.of_pair(me.community, pair))
    if step.done:
        marta.dm.sees("“Write issue 1” is done.")
    else:
        marta.dm.sees("Your time with Carla is finished already.")
