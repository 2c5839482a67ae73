"""Offering mentorship: a first step of a minute, everything else later, and the way out."""

from __future__ import annotations

import pytest

from bot.features.members.model import Member
from bot.features.mentoring import links
from bot.features.mentoring.model import Offer
from bot.i18n import t
from tests.features.conftest import offer, seek
from tests.features.reading import read_in
from tests.features.scene import Actor, Scene
from tests.features.wire import claim


async def kept(scene: Scene, actor: Actor) -> tuple[Member, Offer]:
    def look(work):  # type: ignore[no-untyped-def]
        member = work.members.find(1, scene.room.person(actor.id))
        return member, work.mentoring.offer(1, member.id)

    member, found = await scene.store.read(look)
    return member, found


async def test_offering_takes_a_minute(scene: Scene, carla: Actor) -> None:
    await carla.use("/mentor offer")
    assert list(carla.form()) == ["topics", "capacity", "languages", "about", "conduct"]
    assert (carla.form()["capacity"], carla.form()["languages"]) == (("1",), ("en",))
    await carla.fill(topics="Newsletters, pricing", capacity="2", about="I sell soap.", conduct="yes")
    carla.sees(
        "Thank you! You offer Newsletters and pricing, for 2 mentees at a time.",
        "When somebody asks you, I write to you directly, and you decide.",
    )
    await scene.restart()
    await carla.press("See how others see me")
    carla.sees("Others see you like this:", "Carla · Newsletters and pricing · 2 free places", "I sell soap.")
    member, found = await kept(scene, carla)
    assert (member.languages, member.conduct, found.capacity, found.open) == (("en",), 1, 2, True)


async def test_consent_is_asked_once(scene: Scene, marta: Actor) -> None:
    await marta.use("/mentor offer")
    assert "conduct" not in marta.form()
    await marta.use("/mentor seek")
    assert "conduct" not in marta.form()


async def test_without_consent_nothing_is_kept(scene: Scene, carla: Actor) -> None:
    await carla.use("/mentor offer")
    await carla.fill(topics="Pricing")
    assert carla.errors() == {"conduct": "Please pick one."}
    assert carla.form()["topics"] == ("Pricing",)
    assert await scene.store.read(lambda work: work.members.find(1, scene.room.person("carla"))) is None
    assert await scene.store.read(lambda work: work.members.topics(1, "pricing")) == ()
    await carla.fill(conduct="yes")
    carla.sees("Thank you! You offer Pricing")


async def test_offering_again_starts_from_what_stands(scene: Scene, marta: Actor) -> None:
    await scene.restart()
    await marta.use("/mentor offer")
    assert marta.form() == {
        "topics": ("Newsletters, Pricing",),
        "capacity": ("1",),
        "languages": ("en", "it"),
        "about": (),
        "district": (),
    }
    await marta.fill(topics="Pricing", capacity="3", district="Turin", about="I bake.")
    marta.sees("You offer Pricing, for 3 mentees at a time.")
    await marta.press("See how others see me")
    await marta.press("Change my offer")
    assert (marta.form()["about"], marta.form()["district"]) == (("I bake.",), ("Turin",))


async def test_a_topic_typed_with_the_command_stands_in_the_form(carla: Actor) -> None:
    await carla.use("/mentor offer topics: Pricing, logos")
    assert carla.form()["topics"] == ("Pricing, logos",)


async def test_a_typo_becomes_the_known_topic_and_is_said(scene: Scene, marta: Actor, carla: Actor) -> None:
    await offer(carla, "newsleters, Logo design")
    carla.sees("You offer Newsletters and Logo design", "I took “newsleters” as Newsletters.")
    names = [topic.name for topic in await scene.store.read(lambda work: work.members.topics(1))]
    assert names == ["Logo design", "Newsletters", "Pricing"]


@pytest.mark.parametrize("typed", ["NEWSLETTERS", "news-letters", " News  letters!", "néwslètters"])
async def test_another_spelling_is_the_same_topic(scene: Scene, marta: Actor, carla: Actor, typed: str) -> None:
    await offer(carla, typed)
    carla.sees("You offer Newsletters, for")
    carla.sees_not("I took")
    assert len(await scene.store.read(lambda work: work.members.topics(1))) == 2


@pytest.mark.parametrize("typed", ["a; b, c;d", "a,,b , c,d,a"])
async def test_topics_are_separated_as_people_do(carla: Actor, typed: str) -> None:
    await offer(carla, typed)
    carla.sees("You offer a, b, c and d")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (",;, -", "Please name at least one topic, for example: pricing, newsletters."),
        ("a, b, c, d, e, f, g, h, i", "8 topics at most, please."),
        ("x" * 61, "A topic has at most 60 characters; separate several with commas."),
    ],
)
async def test_topics_that_cannot_stay(carla: Actor, typed: str, said: str) -> None:
    await offer(carla, typed, about="I sell soap.")
    assert carla.errors() == {"topics": said}
    assert (carla.form()["topics"], carla.form()["about"]) == ((typed,), ("I sell soap.",))


async def test_suggestions_while_typing(scene: Scene, marta: Actor, carla: Actor) -> None:
    async def suggested(typed: str) -> list[str]:
        return [one.label for one in await scene.room.suggest("carla", "mentor offer", "topics", typed)]

    assert await suggested("") == ["Newsletters", "Pricing"]
    assert (await suggested("PRI"))[0] == "Pricing", "the community's own first, then known subjects"
    assert await suggested("letters") == ["Newsletters"]
    assert (await suggested("Logos, pri"))[0] == "Logos, Pricing"
    assert await suggested("Logos ,Newsletters , ") == ["Logos, Newsletters, Pricing"]
    assert await suggested("xyz") == []
    assert await suggested("\x00\u202e" + "x" * 10_000) == []


async def test_stopping_frees_those_who_wait(scene: Scene, marta: Actor, carla: Actor) -> None:
    emil = scene.person("emil", "Emil")
    await offer(emil, "Newsletters")
    await seek(carla, "Newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await marta.use("/mentor status")
    await marta.press("My offer")
    await scene.restart()
    await marta.press("Stop offering")
    marta.sees("You are not shown to others any more. Thank you for having been there!")
    carla.dm.sees("Right now it is not possible with Marta.", "These would suit you as well:", "Emil")
    await carla.dm.press("Ask Emil")
    assert carla.form()["need"] == ("500 readers by summer",)

    await marta.dm.press("Say yes to Carla")
    marta.dm.sees("This request is closed, so there is nothing to do.")
    await marta.use("/mentor status")
    assert "You offer" not in marta.last()
    await claim(scene, marta, links.stop_offer())
    marta.sees("You do not offer mentorship at the moment. /mentor offer begins.")
    _, found = await kept(scene, marta)
    assert found.open is False

    await marta.press("Offer again")
    await marta.fill()
    marta.sees("Thank you! You offer Newsletters and Pricing")
    _, found = await kept(scene, marta)
    assert found.open is True


async def test_stopping_leaves_a_pair_as_it_is(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "Newsletters")
    await carla.press("Ask Marta")
    await carla.fill()
    await marta.dm.press("Say yes to Carla")
    await marta.use("/mentor offer")
    await marta.fill()
    await marta.press("See how others see me")
    await marta.press("Stop offering")
    marta.sees("You are not shown to others any more.", "Your pair goes on as it is.")
    await marta.use("/mentor status")
    marta.sees("Carla is your mentee, week 1 of 8.")


async def test_fewer_places_than_wait_frees_them(scene: Scene, lena: Actor, carla: Actor) -> None:
    marta, dora = scene.person("marta", "Marta"), scene.person("dora", "Dora")
    await offer(marta, "Newsletters", capacity="2")
    for mentee in (carla, dora):
        await seek(mentee, "Newsletters")
        await mentee.press("Ask Marta")
        await mentee.fill()
    await marta.dm.press("Say yes to Carla")
    dora.dm.sees_not("not possible")
    await marta.use("/mentor offer")
    await marta.fill(capacity="1")
    dora.dm.sees("Right now it is not possible with Marta.")


@pytest.mark.parametrize("language", ["de", "it"])
async def test_in_ones_own_language(scene: Scene, lena: Actor, language: str) -> None:
    gast = scene.person("gast", "Gast", locale=language)
    await gast.use("/mentor offer")
    assert gast.form()["languages"] == (language,)
    asking = scene.room.form_of("gast")
    assert asking is not None
    assert asking.form.title == read_in(language, t("Offer mentorship"))
    assert asking.form.fields[0].label == read_in(language, t("Topics"))
    await gast.fill(topics="Pricing")
    assert gast.errors() == {"conduct": read_in(language, t("Please pick one."))}
    await gast.fill(conduct="yes")
    on = t("When somebody asks you, I write to you directly, and you decide. Saying “not now” is always fine.")
    gast.sees(read_in(language, on))
    assert gast.labels()[0] == read_in(language, t("See how others see me"))
