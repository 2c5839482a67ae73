"""Looking for a mentor: the three best with their reasons, and honest words where there is nobody."""

from __future__ import annotations

import pytest

from bot.i18n import t, tn
from tests.features.conftest import offer, seek
from tests.features.reading import read_in
from tests.features.scene import Actor, Scene


async def mentor(scene: Scene, id: str, topics: str, capacity: str = "1", **more: str | tuple[str, ...]) -> Actor:
    """Somebody who offers these topics, in Italian where nothing else is said."""
    actor = scene.person(id, id.title())
    await actor.use("/mentor offer")
    answers: dict[str, str | tuple[str, ...]] = {"topics": topics, "capacity": capacity, "languages": ("it",)}
    await actor.fill(**answers | {"conduct": "yes"} | more)
    return actor


async def asks(actor: Actor) -> list[str]:
    """The people whom one can ask, in order."""
    return [label.removeprefix("Ask ") for label in actor.labels() if label.startswith("Ask ")]


async def test_the_three_best_with_their_reasons(scene: Scene, carla: Actor) -> None:
    await mentor(scene, "anna", "Taxes")
    await mentor(scene, "bruno", "Taxes, Pricing")
    near = await mentor(scene, "dora", "Pricing")
    await near.use("/mentor profile")
    await near.press("Change my profile")
    await near.press("All about me")
    await near.fill(district="turin", languages=("it", "de"))
    await mentor(scene, "emil", "Logo design")
    await mentor(scene, "fritz", "Taxes", languages=("it", "de"))

    await carla.use("/mentor seek")
    assert list(carla.form()) == ["topics", "goal", "languages", "district", "conduct"]
    await carla.fill(topics="taxes, pricing", goal="Fewer surprises", languages=("it", "de"), district="Turin")
    await carla.fill(conduct="yes")
    said = carla.sees("These 3 mentors would suit you best:", "Asking costs nothing, and you can ask up to three.")
    assert await asks(carla) == ["Bruno", "Dora", "Fritz"]
    assert (
        "Bruno · Taxes and Pricing · 1 free place\n\nWhy: Taxes and Pricing in common and both speak Italian." in said
    )
    assert "Why: Pricing in common, both live in turin and both speak Italian and German." in said
    assert carla.labels()[-2:] == ["Look at all mentors", "Only what concerns me"]
    assert all(post.only_for == "carla" for post in carla.messages()[-1:])

    await scene.restart()
    await carla.press("Ask Dora")
    assert carla.form()["need"] == ("Fewer surprises",)


async def test_never_oneself(scene: Scene, marta: Actor) -> None:
    await marta.use("/mentor seek")
    await marta.fill(topics="Newsletters", goal="More readers")
    marta.sees("Nobody with a free place offers Newsletters yet in a language you speak.")
    assert await asks(marta) == []


async def test_never_without_a_common_language(scene: Scene, carla: Actor) -> None:
    await mentor(scene, "anna", "Taxes", languages=("de",))
    await seek(carla, "Taxes")
    assert await asks(carla) == []
    await carla.use("/mentor seek")
    await carla.fill(languages=("it", "de"))
    assert await asks(carla) == ["Anna"]


async def test_never_somebody_on_a_break(scene: Scene, carla: Actor) -> None:
    anna = await mentor(scene, "anna", "Taxes")
    await anna.use("/mentor pause 2")
    await seek(carla, "Taxes")
    assert await asks(carla) == []
    await scene.pass_(days=14, minutes=1)
    await carla.use("/mentor seek")
    await carla.fill()
    assert await asks(carla) == ["Anna"]


async def test_never_somebody_who_stopped(scene: Scene, marta: Actor, carla: Actor) -> None:
    await marta.press("See how others see me")
    await marta.press("Stop offering")
    await seek(carla, "Newsletters")
    assert await asks(carla) == []


async def test_never_somebody_without_a_place(scene: Scene, marta: Actor, carla: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await seek(dora, "Newsletters")
    await dora.press("Ask Marta")
    await dora.fill()
    await marta.dm.press("Say yes to Dora")
    await seek(carla, "Newsletters")
    assert await asks(carla) == []


async def test_never_somebody_asked_already_or_met_before(scene: Scene, marta: Actor, carla: Actor) -> None:
    await mentor(scene, "anna", "Newsletters")
    await seek(carla, "Newsletters")
    await carla.press("Ask Marta")
    await carla.fill()
    await carla.use("/mentor seek")
    await carla.fill()
    assert await asks(carla) == ["Anna"]

    await marta.dm.press("Say yes to Carla")
    await carla.dm.press("More…")
    await carla.dm.press("Finish together")
    await carla.dm.press("Yes, finish")
    await carla.use("/mentor seek")
    await carla.fill()
    assert await asks(carla) == ["Anna"]


async def test_nobody_yet_is_said_with_an_honest_number(scene: Scene, lena: Actor, carla: Actor) -> None:
    await seek(carla, "Taxes")
    carla.sees("Nobody with a free place offers Taxes yet", "You are the first who asks; your wish is kept.")
    await carla.use("/mentor seek")
    await carla.fill()
    carla.sees("You are the first who asks")
    for number, id in enumerate(("dora", "emil"), 2):
        actor = scene.person(id, id.title())
        await seek(actor, "taxes")
        actor.sees(f"Together with you, {number} people ask for it; your wish is kept.")
        assert actor.labels() == ["Look at all mentors", "Change what I look for", "Only what concerns me"]
    await carla.press("Change what I look for")
    assert carla.form()["topics"] == ("Taxes",)


async def test_everybody_asked_already_is_not_called_nobody(marta: Actor, carla: Actor) -> None:
    await seek(carla, "Newsletters")
    await carla.press("Ask Marta")
    await carla.fill()
    await carla.use("/mentor seek")
    await carla.fill()
    carla.sees("You have asked everybody who suits you just now. You hear from me as soon as somebody answers.")
    assert "Where I stand" in carla.labels()
    carla.sees_not("Nobody with a free place")


async def test_seeking_again_starts_from_what_stands(scene: Scene, carla: Actor) -> None:
    await seek(carla, "Taxes, Pricing", goal="Two\n\nlines", district="Turin")
    await scene.restart()
    await carla.use("/mentor seek")
    assert carla.form() == {
        "topics": ("Taxes, Pricing",),
        "goal": ("Two\n\nlines",),
        "languages": ("it",),
        "district": ("Turin",),
        "format": ("either",),
    }
    await carla.use("/mentor seek topic: Logos")
    assert carla.form()["topics"] == ("Logos",)
    assert carla.form()["goal"] == ("Two\n\nlines",)


async def test_a_typo_is_read_as_the_known_topic(marta: Actor, carla: Actor) -> None:
    await seek(carla, "newsleter")
    carla.sees("I took “newsleter” as Newsletters.", "This mentor would suit you:", "Marta")


async def test_the_order_never_flickers(scene: Scene, carla: Actor) -> None:
    for id in ("zoe", "anna", "mia", "bea"):
        await mentor(scene, id, "Taxes")
    await seek(carla, "Taxes")
    first = await asks(carla)
    assert first == ["Zoe", "Anna", "Mia"]
    await carla.use("/mentor seek")
    await carla.fill()
    assert await asks(carla) == first


async def test_a_mentor_can_look_for_one_too(scene: Scene, marta: Actor) -> None:
    await mentor(scene, "anna", "Taxes")
    await marta.use("/mentor seek")
    await marta.fill(topics="Taxes", goal="Peace of mind")
    assert await asks(marta) == ["Anna"]


@pytest.mark.parametrize("language", ["de", "it"])
async def test_in_ones_own_language(scene: Scene, marta: Actor, language: str) -> None:
    gast = scene.person("gast", "Gast", locale=language)
    await offer(scene.person("emil", "Emil"), "Newsletters")
    await gast.use("/mentor seek")
    await gast.fill(topics="Newsletters", goal="Mehr", languages=("en",), conduct="yes")
    gast.sees(
        read_in(language, tn("This mentor would suit you:", "These {n} mentors would suit you best:", 2)),
        read_in(language, t("Asking costs nothing, and you can ask up to three.")),
    )
    assert gast.labels()[0] == read_in(language, t("Ask {name}", name="Marta"))
