"""The code of conduct: agreed to once, again when it changes, and nobody is shown who has not."""

from __future__ import annotations

import pytest

from bot.features.mentoring.model import Offer
from bot.features.safety import links as safety
from bot.features.safety.conduct import CHUNK
from bot.work import Work
from tests.features.conftest import seek
from tests.features.pairing import become_pair, by, stored
from tests.features.scene import Actor, Scene
from tests.features.wire import claim, send

AGREE = "I am 18 or older, and I agree"
FIRST = "Our code of conduct has changed. Please read it and agree first: /mentor conduct."


async def change(lena: Actor, en: str = "No selling. Be on time.") -> None:
    """The coordination writes a new code."""
    await lena.use("/mentor conduct")
    await lena.press("Change the code")
    await lena.fill(en=en, de="", it="")


async def test_a_changed_code_is_asked_for_again(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await seek(carla, "Newsletters")
    await lena.use("/mentor conduct")
    await lena.press("Change the code")
    assert all(lena.form()[language][0] for language in ("en", "de", "it")), "ours stands there in each language"
    await lena.fill(en="No selling. Be on time.", de="Nichts verkaufen.", it="")
    lena.sees("Kept as version 2", "You as well")
    await scene.restart()
    await scene.pass_(minutes=1)
    for one in (marta, carla):
        assert one.dm.sees("The code of conduct of Corte has changed.", "No selling. Be on time.")
    await carla.use("/mentor find")
    carla.sees("Nobody has a free place just now.")
    await marta.dm.press(AGREE)
    assert marta.dm.last().startswith("Thank you! You are shown to others again")
    await carla.use("/mentor find")
    carla.sees("1 mentor has a free place.")
    await carla.press("Ask Marta")
    assert carla.last() == FIRST
    await carla.use("/mentor conduct")
    await carla.press(AGREE)
    await carla.use("/mentor conduct")
    carla.sees("No selling. Be on time.", "You have agreed to this.")
    assert (await stored(scene, carla, lambda work, me: me)).conduct == 2
    await carla.use("/mentor find")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    marta.dm.sees("Carla would like to ask you")


async def test_the_form_asks_for_the_new_one(scene: Scene, lena: Actor, marta: Actor) -> None:
    await change(lena)
    await marta.use("/mentor offer")
    asking = scene.room.form_of("marta")
    assert asking is not None
    assert [field.hint for field in asking.form.fields if field.name == "conduct"] == ["No selling. Be on time."]
    await marta.fill()
    assert marta.errors() == {"conduct": "Please pick one."}
    await marta.fill(conduct="yes")
    assert (await stored(scene, marta, lambda work, me: me)).conduct == 2


async def test_a_district_of_who_has_not_agreed_is_not_suggested(scene: Scene, lena: Actor, marta: Actor) -> None:
    await marta.use("/mentor profile")
    await marta.press("Change my profile")
    await marta.press("All about me")
    await marta.fill(district="Vanchiglia")

    async def suggested() -> list[str]:
        return [one.label for one in await scene.room.suggest("lena", "mentor find", "district", "")]

    assert await suggested() == ["Vanchiglia"]
    await change(lena)
    assert await suggested() == []


async def test_a_request_rests_until_both_agree(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await seek(carla, "Newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await change(lena)
    await marta.dm.press("Say yes to Carla")
    assert marta.dm.last() == FIRST
    await claim(scene, marta, safety.agree(2))
    await marta.use("/mentor status")
    assert "Carla" not in marta.last()
    await marta.dm.press("Say yes to Carla")
    assert marta.dm.last().startswith("This request rests for a moment.")
    await claim(scene, carla, safety.agree(2))
    await marta.use("/mentor status")
    marta.sees("Carla has asked you")
    await marta.dm.press("Say yes to Carla")
    carla.dm.sees("You and Marta are a pair now.")


async def test_an_old_button_shows_the_code_that_holds(scene: Scene, lena: Actor, marta: Actor) -> None:
    await change(lena)
    for version in (1, 99):
        await claim(scene, marta, safety.agree(version))
        assert "No selling. Be on time." in marta.last()
        assert (await stored(scene, marta, lambda work, me: me)).conduct == 1


async def test_the_same_words_are_no_new_version(scene: Scene, lena: Actor, marta: Actor) -> None:
    await change(lena)
    for words, problem in (("No selling. Be on time.", "This is how it stands already"), ("", "needs words")):
        scene.room.close_form("lena")
        await change(lena, words)
        asking = scene.room.form_of("lena")
        assert asking is not None
        assert problem in asking.text
    await scene.pass_(minutes=1)
    assert len([text for text in marta.dm.texts() if "has changed" in text]) == 1


@pytest.mark.parametrize(("language", "ours", "own"), [("de", "freundlich", "Unser"), ("it", "Gentilezza", "Nostro")])
async def test_it_is_read_in_ones_own_language(scene: Scene, lena: Actor, language: str, ours: str, own: str) -> None:
    gast = scene.person("gast", "Gast", locale=language)
    await gast.use("/mentor conduct")
    assert ours in gast.last()
    await lena.use("/mentor conduct")
    await lena.press("Change the code")
    await lena.fill(en="Ours", de="Unser", it="Nostro")
    await gast.use("/mentor conduct")
    assert own in gast.last()


async def test_everybody_who_takes_part_is_asked_and_nobody_else(scene: Scene, lena: Actor) -> None:
    """More than fit into one transaction; not who only looked around."""
    people = [scene.person(f"p{number}", f"P{number}") for number in range(CHUNK + 5)]
    idle = scene.person("idle", "Idle")

    def settle(work: Work) -> None:
        for one in (idle, *people):
            who = by(scene, work, one)
            member = work.members.ensure(who)
            work.members.accept_conduct(member, 1, who.now)
            if one is not idle:
                work.mentoring.save_offer(who.community, Offer(member.id, 1, ()))

    await scene.store.write(settle)
    await change(lena)
    await scene.pass_(minutes=1)
    assert all("has changed" in one.dm.last() for one in people)
    assert idle.dm.texts() == []


async def test_a_pair_that_runs_goes_on(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await change(lena)
    await carla.use("/mentor status")
    carla.sees("Marta is your mentor")


async def test_nobody_else_changes_it(scene: Scene, marta: Actor) -> None:
    await marta.use("/mentor conduct")
    assert "Change the code" not in marta.labels()
    await send(scene, marta, "safety.conducted|1|", {"en": ("Mine",)})
    assert await stored(scene, marta, lambda work, me: work.safety.conduct(me.community).version) == 1
