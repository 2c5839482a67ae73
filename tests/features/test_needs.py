"""The needs map: who waits for what, what there is room for, and what a call for mentors may say."""

from __future__ import annotations

from bot.features.needs import links, texts
from bot.features.needs.model import Missing, Need, missing, missing_now
from tests.features.conftest import offer, seek
from tests.features.pairing import stored
from tests.features.reading import read_in
from tests.features.scene import Actor, Scene
from tests.features.wire import claim


async def queue(
    scene: Scene, topics: str, *names: str, district: str = "", languages: tuple[str, ...] = ("it",)
) -> None:
    for name in names:
        await seek(scene.person(name, name.title()), topics, district=district, languages=languages)


async def test_the_coordination_sees_what_is_missing(scene: Scene, lena: Actor, marta: Actor) -> None:
    await queue(scene, "Newsletters", "anna", "bert", "carla", district="Vanchiglia")
    await queue(scene, "Taxes, Pricing", "dora", languages=("de",))
    await lena.use("/programme needs")
    lena.sees("What is needed, by topic", "4 people wait for a mentor; 1 seat is free.")
    lena.sees(
        "1. Newsletters: 3 wait, 1 seat is free, 2 are missing\n2. Taxes: 1 waits, 0 seats are free, 1 is missing"
    )
    lena.sees("\n3. Pricing: 1 waits, 1 seat is free\n")
    picture = lena.messages()[-1].post.pictures[0]  # type: ignore[union-attr]
    assert picture.picture.data.startswith(b"\x89PNG")
    assert picture.alt.startswith(
        "What is needed, by topic; 1. Newsletters: 3 wait, 1 seat is free, 2 are missing; 2. Tax"
    )
    await scene.restart()
    await lena.press("By language")
    lena.sees("1. Italian: 3 wait, 1 seat is free, 2 are missing\n2. German: 1 waits, 0 seats", "3. English: 0 wait")
    await lena.pick("Look at one language", "2. German")
    lena.sees("What is needed, by topic: German", "1 person waits for a mentor; 0 seats are free.")
    await lena.press("By district")
    lena.sees("1. Vanchiglia: 3 wait, 0 seats are free, 3 are missing\n2. no district given: 1 waits, 1 seat is free")
    await lena.pick("Look at one district", "1. Vanchiglia")
    lena.sees("by topic: Vanchiglia", "1. Newsletters: 3 wait, 0 seats are free, 3 are missing")


async def test_who_is_missing_is_asked_for_from_the_map(scene: Scene, lena: Actor, marta: Actor) -> None:
    await queue(scene, "Taxes", "anna", "bert")
    await lena.use("/programme needs")
    assert "Ask for mentors in the channel" not in lena.labels(), "two might be recognised"
    await queue(scene, "Taxes", "carla")
    await lena.use("/programme needs")
    await lena.press("Ask for mentors in the channel")
    lena.sees("This is how it would go out. Only you can see this.", "We are missing 3 mentors for Taxes.")
    assert "We are missing" not in "".join(marta.texts())
    await scene.restart()
    await lena.press("Post it")
    lena.sees("The call for Taxes is on its way to the programme channel.")
    marta.sees("We are missing 3 mentors for Taxes.", "You need not be an expert")
    asked = (await scene.store.read(lambda work: missing_now(work, 1, scene.clock.now())))[0].id
    await claim(scene, lena, links.called(asked))
    assert sum("We are missing 3 mentors" in text for text in marta.texts()) == 1, "once a day"
    await lena.use("/programme audit")
    lena.sees("Lena Koord called for mentors in the channel")
    await marta.press("Offer mentorship")
    await marta.fill(topics="Taxes", capacity="3")
    await claim(scene, lena, links.called(asked))
    lena.sees("Nobody is missing any more, so nothing is posted.")
    await claim(scene, marta, links.called(asked))
    marta.sees("Only the coordination can do this.")


async def test_a_call_is_posted_from_the_map(scene: Scene, lena: Actor, marta: Actor) -> None:
    await queue(scene, "Taxes", "anna", "bert", "carla")
    await lena.use("/programme needs")
    await lena.press("Ask for mentors in the channel")
    lena.sees("This is how it would go out.", "We are missing 3 mentors for Taxes.")
    await lena.press("Post it")
    lena.sees("The call for Taxes is on its way to the programme channel.")
    marta.sees("We are missing 3 mentors for Taxes.")


async def test_what_is_missing_is_what_those_who_wait_are_told(scene: Scene, lena: Actor, marta: Actor) -> None:
    await queue(scene, "Newsletters", "anna", "bert")
    (topic,) = await stored(scene, marta, lambda work, me: work.members.topics(me.community, "newsletters"))
    found = await stored(
        scene, marta, lambda work, me: work.mentoring.queue(me.community, topic.id, me.person, scene.clock.now())
    )
    await lena.use("/programme needs")
    lena.sees(f"Newsletters: {found.waiting} wait, {found.seats} seat is free, 1 is missing")


async def test_a_pair_and_a_pause_change_the_map(scene: Scene, lena: Actor, marta: Actor) -> None:
    await queue(scene, "Newsletters", "anna", "bert", "carla")
    await marta.use("/mentor pause 4")
    await lena.use("/programme needs")
    lena.sees("Newsletters: 3 wait, 0 seats are free, 3 are missing")
    called = await stored(scene, marta, lambda work, me: missing_now(work, me.community, scene.clock.now()))
    assert called == (Missing("Newsletters", 3),)


async def test_merged_topics_stand_in_one_row(scene: Scene, lena: Actor, marta: Actor) -> None:
    await queue(scene, "Newsletters", "anna", "bert")
    await queue(scene, "Flaschenpost", "carla")
    await lena.use("/programme topics")
    await lena.pick("Look at a topic", "Flaschenpost")
    await lena.press("Put together with another")
    await lena.fill(into="Newsletters")
    await lena.use("/programme needs")
    lena.sees("1. Newsletters: 3 wait, 1 seat is free, 2 are missing")
    assert "Flaschenpost" not in lena.last()


async def test_many_topics_come_page_by_page(scene: Scene, lena: Actor) -> None:
    await lena.use("/programme needs")
    lena.sees("Nobody waits here and nobody offers anything yet")
    topics = [f"Craft {letter}" for letter in "ABCDEFGHIJK"]
    await offer(scene.person("mia", "Mia"), ", ".join(topics[:6]), capacity="2")
    await offer(scene.person("nico", "Nico"), ", ".join(topics[6:]), capacity="2")
    await lena.use("/programme needs")
    lena.sees("1. Craft A: 0 wait, 2 seats are free", "Page 1 of 2")
    await lena.press("Next page")
    lena.sees("11. Craft K: 0 wait, 2 seats are free", "Page 2 of 2")


def test_a_call_names_what_is_missing_most_and_nothing_that_few_wait_for() -> None:
    found = [
        Need("1", "Taxes", 10, 2),
        Need("2", "Logos", 4, 4),
        Need("3", "Bees", 2, 0),
        Need("4", "Pricing", 3, 2),
        Need("5", "Wool", 9, 0),
    ]
    assert missing(found) == (Missing("Wool", 9), Missing("Taxes", 8), Missing("Pricing", 1))
    assert missing(found, most=1) == (Missing("Wool", 9),)
    assert missing(found, least=2)[-1] == Missing("Bees", 2)
    assert [read_in(one, texts.called(Missing("Taxes", 8))) for one in ("en", "de", "it")] == [
        "We are missing 8 mentors for Taxes.",
        "Uns fehlen 8 Mentor:innen für Taxes.",
        "Ci mancano 8 mentor per Taxes.",
    ]
