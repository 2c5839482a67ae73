"""No request stays unanswered, nobody is asked too much, and whoever waits hears of a free place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.features.mentoring.model import RequestState
from tests.features.conftest import offer, seek
from tests.features.pairing import become_pair, stored
from tests.features.scene import Actor, Scene


async def ask(mentee: Actor, mentor: str, topics: str = "newsletters") -> None:
    await seek(mentee, topics)
    await mentee.press(f"Ask {mentor}")
    await mentee.fill(need="A plan for the first months")


async def state(scene: Scene, mentor: Actor, id: int = 1) -> RequestState:
    found = await stored(scene, mentor, lambda work, me: work.mentoring.request(me.community, id))
    assert found is not None
    return found.state


async def ask_from_the_list(mentee: Actor, mentor: str) -> None:
    await mentee.use("/mentor find topic: Newsletters")
    while f"Ask {mentor}" not in mentee.labels():
        await mentee.press("Next page")
    await mentee.press(f"Ask {mentor}")


def newcomer(scene: Scene, name: str) -> Actor:
    return scene.person(name.lower(), name)


async def test_a_mentor_who_says_nothing_is_asked_once_and_then_relieved(
    scene: Scene, marta: Actor, carla: Actor
) -> None:
    bruno = newcomer(scene, "Bruno")
    await offer(bruno, "Newsletters")
    await ask(carla, "Marta")
    await scene.pass_(days=2, hours=23)
    marta.dm.sees_not("is waiting for your answer")
    await scene.restart()
    await scene.pass_(hours=2)
    marta.dm.sees("Carla asked you for mentorship", "“Not now” is a good answer too.", "give the request back")
    assert marta.dm.labels().count("More…") == 1
    await scene.pass_(days=3, hours=22)
    carla.dm.sees_not("Right now it is not possible")
    await scene.pass_(hours=2)
    carla.dm.sees("Right now it is not possible with Marta.", "These would suit you as well:", "Bruno")
    marta.dm.sees("I have given the request of Carla back", "That is fine.")
    assert await state(scene, marta) is RequestState.RELEASED
    await carla.dm.press("Ask Bruno")
    assert carla.form()["need"]
    await scene.pass_(weeks=2)
    assert sum("Carla asked you" in text for text in marta.dm.texts()) == 1


async def test_the_days_begin_when_the_request_has_arrived(scene: Scene, marta: Actor, carla: Actor) -> None:
    """Delivery was down for two days: those are not the mentor's."""
    scene.room.somebody("marta").zone = "Europe/Rome"
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    await scene.play.bot.worker.rest()
    await carla.fill(need="A plan")
    scene.clock.set(scene.clock.now() + timedelta(days=2))
    await scene.restart()
    await scene.quiet()
    marta.dm.sees("Carla would like to ask you")
    await scene.pass_(days=2)
    marta.dm.sees_not("is waiting for your answer")
    await scene.pass_(days=1, hours=1)
    marta.dm.sees("is waiting for your answer")


async def test_a_question_goes_there_and_back_before_the_answer(scene: Scene, marta: Actor, carla: Actor) -> None:
    await ask(carla, "Marta")
    await marta.dm.press("Who is Carla?")
    await marta.dm.press("Ask something first")
    await marta.dm.fill(words="How many readers do you have? **@everyone**")
    marta.dm.sees("I have asked Carla.", "nothing is decided yet")
    carla.dm.sees("Marta would like to know something", "“How many readers do you have? **@everyone**”")
    await scene.restart()
    await carla.use("/mentor status")
    carla.sees("Marta would like to know something first.")
    await carla.dm.press("Answer Marta")
    await carla.dm.fill(words="200 so far.")
    carla.dm.sees("Marta has your answer.")
    marta.dm.sees("Carla has answered your question", "How many readers do you have?", "“200 so far.”")
    await marta.dm.press("Who is Carla?")
    marta.dm.sees("“How many readers do you have? **@everyone**”", "“200 so far.”")
    await marta.dm.press("Say yes to Carla")
    assert await state(scene, marta) is RequestState.ACCEPTED


async def test_a_question_that_nobody_answers_ends_kindly_for_both(scene: Scene, marta: Actor, carla: Actor) -> None:
    await ask(carla, "Marta")
    await scene.pass_(days=2)
    await marta.dm.press("Who is Carla?")
    await marta.dm.press("Ask something first")
    await marta.dm.fill(words="How many readers?")
    await scene.pass_(days=2)
    marta.dm.sees_not("is waiting for your answer")
    await scene.pass_(days=1, hours=1)
    carla.dm.sees("Marta still waits for your answer to a question.")
    await scene.pass_(days=4)
    carla.dm.sees("I have withdrawn your request to Marta, since the question stayed open.")
    marta.dm.sees("Carla has withdrawn the request to you.")
    assert await state(scene, marta) is RequestState.WITHDRAWN
    await carla.dm.press("Answer Marta")
    carla.dm.sees("This request was withdrawn")


async def test_five_requests_a_week_and_no_more(scene: Scene, lena: Actor, carla: Actor) -> None:
    names = ("Ada", "Bea", "Cleo", "Dina", "Emma", "Fina")
    for name in names:
        await offer(newcomer(scene, name), "Newsletters")
    await seek(carla, "newsletters")
    for name in names[:5]:
        await ask_from_the_list(carla, name)
        await carla.fill(need="A plan")
        await carla.press("Withdraw it")
        await scene.pass_(hours=1)
    await ask_from_the_list(carla, "Fina")
    carla.sees("You have asked 5 mentors within a week. From Mon 9 Mar")
    await scene.pass_(days=6, hours=23)
    await ask_from_the_list(carla, "Fina")
    await carla.fill(need="A plan")
    carla.sees("I have written to Fina.")


async def test_declined_blocked_and_full_look_the_same_to_the_asker(scene: Scene, marta: Actor, carla: Actor) -> None:
    same = "Right now it is not possible with this person."
    await ask(carla, "Marta")
    await marta.dm.press("Not now")
    await marta.dm.pick("What is the reason?", "No time at the moment")
    await carla.use("/mentor find topic: Newsletters")
    await carla.press("Ask Marta")
    assert carla.last().startswith(same), "asked again within the month"
    await scene.pass_(days=31)
    await carla.use("/mentor find topic: Newsletters")
    await carla.press("Ask Marta")
    assert carla.form()["need"]
    await carla.fill(need="A plan")
    await marta.dm.press("Who is Carla?")
    await marta.dm.press("Block Carla")
    await marta.dm.press("Block Carla")
    await carla.press("Ask Marta")
    assert carla.last().startswith(same)


async def test_a_mentor_with_too_many_requests_is_asked_and_gets_no_more(
    scene: Scene, lena: Actor, marta: Actor
) -> None:
    people = [newcomer(scene, name) for name in ("Ada", "Bea", "Cleo", "Dina")]
    for one in people[:3]:
        await ask(one, "Marta")
        await marta.dm.press("Not now")
        await marta.dm.pick("What is the reason?", "No time at the moment")
    await scene.pass_(hours=1)
    marta.dm.sees("You have had many requests lately", "I send you no more requests.", "Only you can see this.")
    await seek(people[3], "newsletters")
    people[3].sees("Nobody with a free place offers Newsletters yet")
    await scene.restart()
    await marta.use("/mentor status")
    marta.sees("I send you no requests until you say that it is not too much.")
    await marta.press("It is fine, go on")
    marta.sees("Good: others see you again.")
    await scene.pass_(minutes=1)
    people[3].dm.sees("There is a free place for what you look for.", "Marta")
    await people[3].dm.press("Ask Marta")
    await people[3].dm.fill(need="A plan")
    await marta.dm.press("Not now")
    await marta.dm.pick("What is the reason?", "No time at the moment")
    await scene.pass_(days=2)
    assert sum("You have had many requests lately" in text for text in marta.dm.texts()) == 1


async def test_who_waits_hears_of_a_free_place_those_who_wait_longest_first(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await become_pair(scene, marta, carla)
    waiting = [newcomer(scene, name) for name in ("Ada", "Bea", "Cleo", "Dina")]
    for one in waiting:
        await seek(one, "newsletters")
        await scene.pass_(days=1)
    waiting[3].sees("Together with you, 4 people ask for it; your wish is kept.", "as soon as a place opens")
    await waiting[0].use("/mentor status")
    waiting[0].sees("4 people look for Newsletters; 0 places are free. Half of them have waited longer than 2 days.")
    await marta.use("/mentor status")
    await marta.press("This week with Carla")
    await marta.press("More…")
    await marta.press("Finish together")
    await marta.press("Yes, finish")
    await scene.restart()
    await scene.pass_(minutes=1)
    for one in waiting[:3]:
        one.dm.sees("There is a free place for what you look for.", "those who wait longest first", "Marta")
    waiting[3].dm.sees_not("There is a free place")
    await waiting[0].dm.press("Ask Marta")
    assert waiting[0].form()["need"]


async def test_the_end_of_a_break_is_a_free_place_too(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await marta.use("/mentor pause 2")
    await seek(carla, "newsletters")
    carla.sees("Nobody with a free place offers Newsletters yet")
    await scene.pass_(weeks=2, hours=1)
    carla.dm.sees("There is a free place for what you look for.", "Marta")


@pytest.mark.parametrize("words", ["", " \n "])
async def test_an_empty_question_is_asked_for_again(scene: Scene, marta: Actor, carla: Actor, words: str) -> None:
    await ask(carla, "Marta")
    await marta.dm.press("Who is Carla?")
    await marta.dm.press("Ask something first")
    await marta.dm.fill(words=words)
    assert marta.dm.errors()["words"] == "Please fill this in."
    assert scene.clock.now() == datetime(2026, 3, 2, 9, tzinfo=UTC)
