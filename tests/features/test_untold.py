"""Who cannot be written to is told another way: with the next thing they do, and never publicly."""

from __future__ import annotations

import pytest

from bot.i18n import words
from bot.identity import Person
from bot.ui import Message
from bot.work import Sending, Sort, State, Target
from tests.features.conftest import offer
from tests.features.pairing import delivered, everything_seen, put_together, stored
from tests.features.scene import Actor, Scene

BEFORE = {
    "en": "While your direct messages were closed, you would have got this:",
    "de": "Während deine Direktnachrichten geschlossen waren, hättest du das hier bekommen:",
    "it": "Mentre i tuoi messaggi diretti erano chiusi, avresti ricevuto questo:",
}
PAIR = {
    "en": ("You and Marta are a pair now.", "Agree on how you work"),
    "de": ("Du und Marta, ihr seid jetzt ein Tandem.", "Zusammenarbeit vereinbaren"),
    "it": ("Ora tu e Marta siete una coppia di mentoring.", "Proponi come lavorare insieme"),
}


@pytest.mark.parametrize("language", ["en", "de", "it"])
async def test_what_could_not_come_is_shown_at_the_next_act(
    scene: Scene, lena: Actor, marta: Actor, language: str
) -> None:
    carla = scene.person("carla", "Carla", locale=language)
    scene.room.somebody("carla").dms_open = False
    await put_together(scene, marta, carla)
    assert carla.dm.messages() == []
    await scene.restart()
    await carla.use("/mentor help")
    carla.sees(BEFORE[language], PAIR[language][0])
    assert carla.messages()[-1].only_for == "carla"
    assert not [text for text in everything_seen(scene, lena) if "Marta" in text]
    await scene.restart()
    await carla.press(PAIR[language][1])
    assert "rhythm" in carla.form(), "its buttons work"
    assert await delivered(scene, State.TOLD) == 1
    count = len(carla.messages())
    await carla.use("/mentor help")
    assert len(carla.messages()) == count + 1, "the answer alone: it is told once"


async def test_the_pair_s_space_says_that_something_waits_and_not_what(
    scene: Scene, marta: Actor, carla: Actor
) -> None:
    scene.room.somebody("carla").dms_open = False
    pair = await put_together(scene, marta, carla)
    here = carla.at("s-1")
    here.sees("Carla, something for you could not come as a direct message.")
    marta.at("s-1").sees_not("Marta is your mentor.")
    await marta.at("s-1").press("Show it to me")
    marta.at("s-1").sees("Nothing waits for you here.")
    await scene.restart()
    await here.press("Show it to me")
    here.sees(BEFORE["en"], "Marta is your mentor.")
    marta.at("s-1").sees_not("Marta is your mentor.")
    here.sees_not("Nothing waits")
    await scene.pass_(days=3)  # the first step has come due
    assert sum("could not come" in text for text in here.texts()) == 2
    await here.press("Show it to me")
    here.sees(BEFORE["en"], "Week 1 of 8 with Marta")
    assert await stored(scene, carla, lambda work, me: work.pairs.get(me.community, pair)) is not None


async def put(scene: Scene, count: int, sort: Sort = Sort.ANSWER) -> None:
    def decide(work: object) -> None:
        home = work.communities.find(scene.room.community)  # type: ignore[attr-defined]
        target = Target((Person("playground", "carla"),))
        for number in range(count):
            row = Sending(f"{sort}:{number}", home.key, target, Message((words(f"{sort} {number}"),)), sort=sort)
            work.outbox.put(row, scene.clock.now())  # type: ignore[attr-defined]

    await scene.store.write(decide)
    await scene.quiet()


async def test_many_come_a_few_at_a_time_in_order(scene: Scene, carla: Actor) -> None:
    scene.rows_by_hand = True
    scene.room.somebody("carla").dms_open = False
    await put(scene, 7)
    await carla.use("/mentor help")
    assert [text[-1] for text in carla.texts() if "answer" in text] == list("01234")
    await carla.use("/mentor help")
    assert [text[-1] for text in carla.texts() if "answer" in text] == list("0123456")


async def test_what_has_lost_its_sense_is_left_out(scene: Scene, carla: Actor) -> None:
    await offer(carla, "Ceramics")
    scene.room.somebody("carla").dms_open = False
    await put(scene, 1, Sort.NUDGE)
    await put(scene, 1)
    await scene.pass_(days=3)
    await carla.use("/mentor help")
    carla.sees("answer 0")
    carla.sees_not("nudge 0")
    assert await delivered(scene, State.UNTOLD) == 0


async def test_a_form_is_not_interrupted(scene: Scene, carla: Actor) -> None:
    scene.rows_by_hand = True
    scene.room.somebody("carla").dms_open = False
    await put(scene, 1)
    await carla.use("/mentor offer")
    carla.sees_not("answer 0")
    await carla.fill(topics="Ceramics", capacity="1", languages=("en",), conduct="yes")
    carla.sees(BEFORE["en"], "answer 0")
