"""A request between two people: asking, the answer, the way back, and what is nobody else's business."""

from __future__ import annotations

from itertools import product

from bot.features.members.model import Member
from bot.features.mentoring import links
from bot.features.mentoring.model import Request, RequestState
from bot.i18n import Text, t
from tests.features.conftest import offer, seek
from tests.features.reading import read_in
from tests.features.scene import Actor, Scene
from tests.features.wire import claim, send

FOREIGN = "I cannot find this any more. /mentor status shows where things stand."


async def ask(mentee: Actor, mentor: str, need: str = "A plan", topics: str = "Newsletters") -> None:
    """Look for a mentor and ask this one."""
    await seek(mentee, topics)
    await mentee.press(f"Ask {mentor}")
    await mentee.fill(need=need)


async def requests(scene: Scene) -> list[Request]:
    """All there are, oldest first."""
    return [
        one
        for id in range(1, 9)
        if (one := await scene.store.read(lambda work, id=id: work.mentoring.request(1, id)))  # type: ignore[misc]
    ]


async def states(scene: Scene) -> list[RequestState]:
    return [one.state for one in await requests(scene)]


async def test_a_request_and_a_yes(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "Newsletters", goal="500 readers")
    await carla.press("Ask Marta")
    asking = scene.room.form_of("carla")
    assert asking is not None
    assert (asking.form.title, asking.form.submit) == ("Your first message to Marta", "Ask Marta")
    assert carla.form() == {"doing": (), "need": ("500 readers",), "tried": ()}
    await scene.restart()
    await carla.fill(doing="A letter on soap", need="A *plan*\nfor spring", tried="Nothing yet")
    carla.sees("I have written to Marta. You hear from me as soon as there is an answer.")
    carla.sees("This is your message: “A letter on soap\nA *plan*\nfor spring\nTried so far: Nothing yet”")

    said = marta.dm.sees("Carla would like to ask you about Newsletters.", "Carla writes: “A letter on soap")
    assert "Why: Newsletters in common and both speak Italian." in said
    assert "You have 1 free place." in said
    assert marta.dm.labels() == ["Say yes to Carla", "Who is Carla?", "Not now", "More…"]
    assert marta.dm.messages()[-1].pings == ("marta",)

    await marta.dm.press("Who is Carla?")
    marta.dm.sees("Carla\n\nSpeaks Italian.\n\nWould like to reach: 500 readers")
    await scene.restart()
    await marta.dm.press("Say yes to Carla")
    marta.dm.sees("You and Carla are a pair now.")
    carla.dm.sees("Marta is your mentor.")
    assert await states(scene) == [RequestState.ACCEPTED]
    pair = await scene.store.read(lambda work: work.pairs.get(1, 1))
    assert pair is not None
    assert (pair.goal, pair.weeks) == ("500 readers", 8)


async def test_a_no_is_kind_and_its_reason_stays_here(scene: Scene, marta: Actor, carla: Actor) -> None:
    emil = scene.person("emil", "Emil")
    await offer(emil, "Newsletters")
    await ask(carla, "Marta")
    await marta.dm.press("Not now")
    marta.dm.sees("Carla is told kindly, and I help with the search. What is the reason? Carla never sees it.")
    assert await states(scene) == [RequestState.OPEN]
    await scene.restart()
    await marta.dm.pick("What is the reason?", "Another topic suits me better")
    marta.dm.sees("Thank you for answering. I have told Carla, and I help with the search.")
    carla.dm.sees(
        "Right now it is not possible with Marta. That happens often and says nothing about you.",
        "These would suit you as well:",
        "Emil · Newsletters · 1 free place",
    )
    carla.dm.sees_not("topic suits")
    (request,) = await requests(scene)
    assert (request.state, request.reason) == (RequestState.DECLINED, "topic")

    await marta.dm.press("Take a break")
    marta.dm.sees("How long would you like a break?")
    await carla.dm.press("Ask Emil")
    await carla.fill(need="Help")
    emil.dm.sees("Carla writes: “Help”")


async def test_a_no_when_there_is_nobody_else(marta: Actor, carla: Actor) -> None:
    await ask(carla, "Marta")
    await marta.dm.press("Not now")
    await marta.dm.pick("What is the reason?", "I would rather not say")
    carla.dm.sees("Right now it is not possible with Marta.", "Nobody else for your topics has a free place today.")
    assert carla.dm.labels() == ["Look at all mentors"]


async def test_a_request_is_taken_back(scene: Scene, marta: Actor, carla: Actor) -> None:
    await ask(carla, "Marta")
    await scene.restart()
    await carla.press("Withdraw it")
    carla.sees("Your request to Marta is withdrawn. Marta need not do anything.")
    marta.dm.sees("Carla has withdrawn the request to you. There is nothing to do.")
    await marta.dm.press("Say yes to Carla")
    marta.dm.sees("This request was withdrawn, so there is nothing to do.")
    assert await states(scene) == [RequestState.WITHDRAWN]
    await claim(scene, carla, links.withdraw(1))
    carla.sees("This request was withdrawn, so there is nothing to do.")
    await ask_in_find(carla, "Marta")
    await carla.fill(need="Once more")
    marta.dm.sees("Carla writes: “Once more”")


async def test_withdrawing_from_the_status(marta: Actor, carla: Actor) -> None:
    await ask(carla, "Marta")
    await carla.use("/mentor status")
    carla.sees("You have asked Marta, today at 10:00. The answer is open.")
    await carla.press("Withdraw from Marta")
    await carla.use("/mentor status")
    assert "You have asked" not in carla.last()


async def test_asking_twice(scene: Scene, marta: Actor, carla: Actor) -> None:
    await ask(carla, "Marta")
    await carla.use("/mentor find")
    await carla.press("Ask Marta")
    assert carla.last() == "You have asked Marta already, and the answer is still open."
    assert len(await requests(scene)) == 1
    await marta.dm.press("Say yes to Carla")
    await claim(scene, carla, links.ask(1))
    assert carla.last() == "You and Marta are a pair already. /mentor status shows your next step."


async def test_three_open_requests_at_most(scene: Scene, marta: Actor, carla: Actor) -> None:
    mentors = [scene.person(id, id.title()) for id in ("anna", "bruno", "dora")]
    for mentor in mentors:
        await offer(mentor, "Newsletters")
    await ask(carla, "Marta")
    for name in ("Anna", "Bruno"):
        await ask_in_find(carla, name)
        await carla.fill()
    await ask_in_find(carla, "Dora")
    assert carla.last() == "You have 3 open requests. Wait for an answer, or withdraw one in /mentor status."
    assert await states(scene) == [RequestState.OPEN] * 3

    await scene.restart()
    await mentors[0].dm.press("Say yes to Carla")
    for mentor in (marta, mentors[1]):
        mentor.dm.sees("Carla has found a mentor, so you need not answer any more. Thank you for being there!")
        await mentor.dm.press("Say yes to Carla")
        mentor.dm.sees("This request is closed, so there is nothing to do.")
    assert await states(scene) == [RequestState.FREED, RequestState.ACCEPTED, RequestState.FREED]


async def ask_in_find(mentee: Actor, name: str) -> None:
    await mentee.use("/mentor find")
    while f"Ask {name}" not in mentee.labels():
        await mentee.press("Next page")
    await mentee.press(f"Ask {name}")


async def test_a_mentor_who_is_full_frees_the_others(scene: Scene, marta: Actor, carla: Actor) -> None:
    emil, dora = scene.person("emil", "Emil"), scene.person("dora", "Dora")
    await offer(emil, "Newsletters")
    for mentee in (carla, dora):
        await ask(mentee, "Marta")
    await marta.dm.press("Say yes to Carla")
    dora.dm.sees("Right now it is not possible with Marta.", "These would suit you as well:", "Emil")
    carla.dm.sees_not("not possible")
    await marta.dm.press("Say yes to Dora")
    marta.dm.sees("This request is closed")
    assert await states(scene) == [RequestState.ACCEPTED, RequestState.FREED]


async def test_who_becomes_full_while_one_writes_loses_no_word(scene: Scene, marta: Actor, carla: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await ask(dora, "Marta")
    await seek(carla, "Newsletters")
    await carla.press("Ask Marta")
    await marta.dm.press("Say yes to Dora")
    await carla.fill(need="A long and careful message")
    asking = scene.room.form_of("carla")
    assert asking is not None
    assert asking.text == "Right now it is not possible with this person. /mentor find shows who has a free place."
    assert carla.form()["need"] == ("A long and careful message",)
    assert len(await requests(scene)) == 1


async def test_both_ask_each_other_and_become_one_pair(scene: Scene, marta: Actor, carla: Actor) -> None:
    await offer(carla, "Soap")
    await carla.use("/mentor seek")
    await carla.fill(topics="Newsletters", goal="Readers")
    await carla.press("Ask Marta")
    await carla.fill()
    await marta.use("/mentor seek")
    await marta.fill(topics="Soap", goal="Clean hands")
    await marta.press("Ask Carla")
    await marta.fill()
    await marta.dm.press("Say yes to Carla")
    await carla.dm.press("Say yes to Marta")
    carla.dm.sees("This request is closed, so there is nothing to do.")
    pairs = await scene.store.read(lambda work: work.pairs.of_member(1, 1))
    assert len(pairs) == 1


async def test_one_cannot_ask_oneself(scene: Scene, marta: Actor) -> None:
    await claim(scene, marta, links.ask(1))
    assert marta.last() == "That is you! /mentor find shows the others."


async def test_asking_comes_after_saying_what_one_looks_for(scene: Scene, marta: Actor, carla: Actor) -> None:
    await carla.use("/mentor find")
    await carla.press("Ask Marta")
    first = "Tell us first what you are looking for: /mentor seek takes a minute."
    assert carla.last() == first
    await carla.use("/mentor profile")
    await carla.press("Begin my profile")
    await carla.fill(about="I have not agreed to anything.")
    await carla.use("/mentor find")
    await carla.press("Ask Marta")
    assert carla.last() == first


async def test_a_mentor_without_a_place_cannot_be_asked(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "Newsletters")
    await marta.use("/mentor pause 2")
    await carla.press("Ask Marta")
    assert carla.last() == "Right now it is not possible with this person. /mentor find shows who has a free place."


# What belongs to others is not found.


async def test_a_request_of_others_is_not_found(scene: Scene, marta: Actor, carla: Actor) -> None:
    emil = scene.person("emil", "Emil")
    await offer(emil, "Taxes")
    await ask(carla, "Marta")
    for link in (links.accept, links.decline, links.declined, links.about, links.withdraw):
        for id, place in product((1, 2, 999, 0, -1), (emil, emil.dm)):
            await claim(scene, place, link(id), "time")
            assert place.last() == FOREIGN, (link, id)
    for link in (links.accept, links.decline, links.declined, links.about):
        await claim(scene, carla, link(1))
        assert carla.last() == FOREIGN, link
    await claim(scene, marta, links.withdraw(1))
    assert marta.last() == FOREIGN
    assert await states(scene) == [RequestState.OPEN]
    emil.dm.sees_not("Carla")


async def test_somebody_who_left_is_not_let_in_again(scene: Scene, marta: Actor, carla: Actor) -> None:
    await ask(carla, "Marta")
    await scene.room.leave("marta")
    await marta.dm.press("Say yes to Carla")
    marta.dm.sees("You are not in Corte any more, so this cannot go on here.")
    assert await states(scene) == [RequestState.OPEN]


async def test_a_form_for_a_mentor_who_is_none(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "Newsletters")
    for mentor in (0, 2, 77):
        await claim(scene, carla, links.ask(mentor))
        assert carla.last() == "Right now it is not possible with this person. /mentor find shows who has a free place."
        await send(scene, carla, f"mentoring.asked|1|{mentor}|", {"need": ("Hello",)})
        assert await requests(scene) == []


# In one's own language.


async def test_each_reads_in_their_own_language(scene: Scene, lena: Actor) -> None:
    anna, gino = scene.person("anna", "Anna", locale="de"), scene.person("gino", "Gino", locale="it")
    await offer(anna, "Newsletter")
    await gino.use("/mentor seek")
    await gino.fill(topics="Newsletter", goal="Lettori", languages=("it",), conduct="yes")
    await gino.press(read_in("it", t("Ask {name}", name="Anna")))
    await gino.fill(need="Un piano")
    gino.sees(
        read_in("it", t("I have written to {name}. You hear from me as soon as there is an answer.", name="Anna"))
    )

    def german(text: Text) -> str:
        return read_in("de", text)

    anna.dm.sees(german(t("{name} writes: “{words}”", name="Gino", words="Un piano")))
    assert anna.dm.labels()[0] == german(t("Say yes to {name}", name="Gino"))
    await scene.restart()
    await anna.dm.press(german(t("Not now")))
    await anna.dm.pick(german(t("What is the reason?")), german(t("No time at the moment")))
    anna.dm.sees(
        german(t("Thank you for answering. I have told {name}, and I help with the search.", name="Gino")),
    )
    gino.dm.sees(
        read_in(
            "it",
            t("Right now it is not possible with {name}. That happens often and says nothing about you.", name="Anna"),
        )
    )


async def test_the_member_behind_a_person_follows_the_platforms_name(scene: Scene, marta: Actor) -> None:
    scene.room.somebody("marta").name = "Marta Rossi"
    await scene.pass_(minutes=2)
    await marta.use("/mentor offer")
    await marta.fill()
    member: Member | None = await scene.store.read(lambda work: work.members.get(1, 1))
    assert member is not None
    assert member.name == "Marta Rossi"
