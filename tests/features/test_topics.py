"""Topics in one's own words, and the coordination that tidies them up."""

from __future__ import annotations

from bot.features.topics import links
from tests.features.conftest import offer, seek
from tests.features.pairing import stored
from tests.features.scene import Actor, Scene
from tests.features.wire import claim


async def offered(scene: Scene, actor: Actor) -> list[str]:
    found = await stored(scene, actor, lambda work, me: work.mentoring.offer(me.community, me.id))
    return [topic.name for topic in found.topics] if found else []


async def sought(scene: Scene, actor: Actor) -> list[str]:
    found = await stored(scene, actor, lambda work, me: work.mentoring.seek(me.community, me.id))
    return [topic.name for topic in found.topics] if found else []


async def known(scene: Scene, actor: Actor) -> list[str]:
    found = await stored(scene, actor, lambda work, me: work.members.topics(me.community))
    return [topic.name for topic in found]


async def test_own_words_are_asked_about_and_the_answer_finds_somebody(scene: Scene, lena: Actor) -> None:
    anna = scene.person("anna", "Anna")
    await offer(anna, "WordPress, Webseiten")
    gast = scene.person("gast", "Gast", locale="de")
    await seek(gast, "Webseite mit WordPress", languages=("en",))
    gast.sees("Webseite mit WordPress")
    assert await sought(scene, gast) == ["Webseite mit WordPress"], "kept until it is said what is meant"
    _, menu = gast.menu("Was ist mit")
    assert [one.label for one in menu.choices][:2] == ["WordPress", "Webseiten"]
    await scene.restart()
    await gast.pick("Was ist mit", "WordPress", "Webseiten")
    assert await sought(scene, gast) == ["WordPress", "Webseiten"]
    assert "Anna fragen" in gast.labels()
    assert "Webseite mit WordPress" not in await known(scene, anna), "nobody uses it any more"
    await gast.use("/mentor seek")
    assert gast.form()["topics"] == ("WordPress, Webseiten",)


async def test_what_is_kept_is_kept_as_it_was_typed(scene: Scene, lena: Actor) -> None:
    anna = scene.person("anna", "Anna")
    await offer(anna, "Selling my company")
    await anna.pick("What is meant", "Something else: keep “Selling my company”")
    anna.sees("your words are kept as they are")
    assert await offered(scene, anna) == ["Selling my company"]
    await anna.use("/mentor offer topics: Dudelsack")
    await anna.fill()
    assert anna.labels()[:1] == ["See how others see me"]
    assert await offered(scene, anna) == ["Dudelsack"], "known nowhere and like nothing: no question"


async def test_a_translation_is_the_same_topic_and_a_typo_is_mended(scene: Scene, lena: Actor) -> None:
    anna, gast = scene.person("anna", "Anna"), scene.person("gast", "Gast", locale="it")
    await offer(anna, "Taxes, giardinagio")
    anna.sees("I took “giardinagio” as Giardinaggio.")
    await seek(gast, "Tasse", languages=("en",))
    gast.sees("Taxes", "Anna")
    assert await sought(scene, gast) == ["Taxes"]


async def test_only_ones_own_topic_is_exchanged(scene: Scene, marta: Actor, carla: Actor) -> None:
    newsletters = await stored(scene, marta, lambda work, me: work.members.topic(me.community, "Newsletters"))
    await seek(carla, "Taxes")
    await claim(scene, carla, links.meant(newsletters.id), "pricing")
    carla.sees("This is settled already.")
    assert await offered(scene, marta) == ["Newsletters", "Pricing"]
    await claim(scene, marta, links.meant(newsletters.id), "no such subject")
    assert await offered(scene, marta) == ["Newsletters", "Pricing"]


async def test_the_coordination_tidies_up(scene: Scene, lena: Actor) -> None:
    anna, carla = scene.person("anna", "Anna"), scene.person("carla", "Carla")
    await lena.use("/programme topics")
    lena.sees("There are no topics yet")
    await offer(anna, "Flohzirkus, Pricing")
    await seek(carla, "Zirkus")
    await lena.use("/programme topics")
    lena.sees(
        "There are 3 topics.",
        "2 of them are new to me and stand first: if one is another",
        "Flohzirkus: 1 offers it, 0 look for it",
    )
    await lena.pick("Look at a topic", "Flohzirkus")
    lena.sees("It is new to me.")
    await lena.press("Put together with another")
    assert lena.form()["into"] == ("Zirkus",)
    await scene.restart()
    await lena.fill(into="Nowhere")
    assert "into" in lena.errors()
    await lena.fill(into="zirkus")
    lena.sees("Done.", "Zirkus: 1 offers it, 1 looks for it", "Other names here: Flohzirkus")
    assert await offered(scene, anna) == ["Zirkus", "Pricing"]

    await lena.press("Rename it")
    await lena.fill(name="Pricing")
    assert "name" in lena.errors()
    await lena.fill(name="Circus")
    lena.sees("Circus", "Flohzirkus", "Zirkus")
    await lena.press("Add other names")
    await lena.fill(names="Pricing, Manege")
    assert "names" in lena.errors()
    await lena.fill(names="Manege, Trapeze")
    lena.sees("Manege", "Trapeze")
    emil = scene.person("emil", "Emil")
    await offer(emil, "manege")
    emil.sees("I took “manege” as Circus.")
    await lena.use("/programme audit")
    lena.sees("put two topics together", "gave a topic other names", "renamed a topic")


async def test_a_topic_that_is_gone_is_said_so(scene: Scene, lena: Actor) -> None:
    await claim(scene, lena, links.show(), "77")
    lena.sees("This topic is not there any more.")
    await claim(scene, lena, links.show(), "x")
    lena.sees("This topic is not there any more.")


async def test_pages_of_many_topics(scene: Scene, lena: Actor) -> None:
    names = [f"{animal} {number}" for animal in ("Zebra", "Quokka") for number in range(8)]
    for start in (0, 8):
        await offer(scene.person(f"p{start}", f"P{start}"), ", ".join(names[start : start + 8]))
    await lena.use("/programme topics")
    lena.sees("There are 16 topics. Page 1 of 2:")
    await lena.press("Next page")
    lena.sees("Page 2 of 2:")
    await lena.press("Page back")
    lena.sees("Page 1 of 2:")


async def test_while_typing_known_subjects_come_after_the_communitys_own(scene: Scene, marta: Actor) -> None:
    found: list[str] = [one.value for one in await scene.room.suggest("marta", "mentor seek", "topic", "pric")]
    assert found[0] == "Pricing"
    assert len(found) == len(set(found))
    found = [one.value for one in await scene.room.suggest("marta", "mentor seek", "topic", "Fahrr")]
    assert found == ["Bicycles"]
