"""Suggestions: written once, supported by many, answered where everybody reads it."""

from __future__ import annotations

import pytest

from bot.features.suggestions import links
from bot.features.suggestions.model import Suggestion, alike
from tests.features.scene import MONDAY, Actor, Scene
from tests.features.wire import claim

LENDING = "A shelf of books that we lend each other"


async def suggest(actor: Actor, words: str = LENDING) -> None:
    await actor.use("/suggest")
    await actor.fill(words=words)


async def answer(lena: Actor, standing: str, words: str = "") -> None:
    await lena.use("/suggestions")
    await lena.pick("Read one", LENDING)
    await lena.press("Answer")
    await lena.fill(standing=standing, answer=words)


def wrong(scene: Scene, actor: Actor) -> dict[str, str]:
    """What the open form says about its fields."""
    asking = scene.room.form_of(actor.id)
    assert asking
    return asking.errors


async def test_from_an_idea_to_its_answer(scene: Scene, lena: Actor, carla: Actor, marta: Actor) -> None:
    await carla.use("/suggest idea: A shelf of books that we lend each other")
    assert carla.form()["words"] == (LENDING,)
    await carla.fill()
    carla.sees("Your suggestion is with the coordination. Thank you!", "without your name")
    await marta.use("/suggest")
    await marta.fill(words="We could lend books to each other")
    marta.sees("Something like this is here already.", f"“{LENDING}” (new). 1 person wants this.")
    await scene.restart()
    await marta.pick("I want this too", LENDING)
    marta.sees("You are counted.", LENDING, "2 people want this.")
    await answer(lena, "planned", "The first shelf stands in Linda's shop from May on.")
    lena.sees("I tell the 2 people who want this.")
    carla.dm.sees("Your suggestion is planned:", LENDING, "The first shelf stands in Linda's shop from May on.")
    await scene.pass_(days=1)
    marta.dm.sees("A suggestion that you support is planned:", LENDING)
    await marta.use("/suggestions")
    marta.sees("New: 0. Planned: 1. Done: 0. Not now: 0.")
    await marta.pick("Read one", LENDING)
    page = marta.sees("2 people want this.", "It is: planned.", "The coordination says: The first shelf")
    assert "Carla" not in page


async def test_one_that_is_different_is_sent_all_the_same(
    scene: Scene, lena: Actor, carla: Actor, marta: Actor
) -> None:
    await suggest(carla)
    await suggest(marta, "A shelf for our own books, to sell them")
    marta.sees("Something like this is here already.")
    await scene.restart()
    await marta.press("Mine is different: send it")
    marta.sees("Your suggestion is with the coordination.")
    await carla.use("/suggestions")
    carla.sees("New: 2.")
    assert [one.label for one in carla.menu("Read one")[1].choices] == [
        "A shelf for our own books, to sell them",
        LENDING,
    ]


async def test_everybody_counts_once_and_may_leave(scene: Scene, lena: Actor, carla: Actor, marta: Actor) -> None:
    await suggest(carla)
    for _ in range(3):
        await claim(scene, marta, links.support(1, yes=True))
    marta.sees("2 people want this.")
    await marta.use("/suggestions")
    await marta.pick("Read one", LENDING)
    await marta.press("I do not need it any more")
    marta.sees("You are not counted here any more.", "1 person wants this.")
    await claim(scene, carla, links.support(1, yes=True))
    carla.sees("This suggestion is yours, so you are counted already.")


async def test_a_no_needs_its_reason_and_keeps_what_was_typed(scene: Scene, lena: Actor, carla: Actor) -> None:
    await suggest(carla)
    await answer(lena, "declined")
    assert wrong(scene, lena) == {"answer": "Please say why not, in a sentence that its writer can accept."}
    carla.dm.sees_not("not taken up")
    await lena.fill(answer="We have no room for a shelf this year.")
    carla.dm.sees("Your suggestion is not taken up for now:", "We have no room for a shelf this year.")


async def test_the_answer_is_posted_once(scene: Scene, lena: Actor, carla: Actor) -> None:
    await suggest(carla)
    await answer(lena, "done", "It stands in the library.")
    await lena.press("Post it too")
    await lena.press("Post it too")
    posts = [text for text in carla.texts() if "A suggestion from you all is done:" in text]
    assert len(posts) == 1
    assert "Carla" not in posts[0]


async def test_its_writer_takes_it_back(scene: Scene, lena: Actor, carla: Actor, marta: Actor) -> None:
    await suggest(carla)
    await claim(scene, marta, links.support(1, yes=True))
    await claim(scene, marta, links.withdraw(1))
    marta.sees("I cannot find this suggestion any more.")
    await carla.use("/suggestions")
    await carla.pick("Read one", LENDING)
    await carla.press("Take it back")
    carla.sees("Your suggestion is gone, and nobody can read it any more.")
    await marta.use("/suggestions")
    marta.sees("There is no suggestion yet.")


async def test_the_coordination_hides_what_hurts(scene: Scene, lena: Actor, carla: Actor, marta: Actor) -> None:
    await suggest(carla)
    await lena.use("/suggestions")
    await lena.pick("Read one", LENDING)
    lena.sees("Written by Carla; only the coordination sees the name.")
    await lena.press("Hide it")
    lena.sees("Nobody sees this suggestion now")
    for one in (marta, carla):
        await claim(scene, one, links.show(1))
    marta.sees("I cannot find this suggestion any more.")
    carla.sees(LENDING, "It is: hidden.")
    await claim(scene, marta, links.support(1, yes=True))
    assert marta.last().startswith("I cannot find this suggestion any more.")
    await lena.press("Look at it")
    await lena.press("Show it again")
    await claim(scene, marta, links.show(1))
    marta.sees(LENDING, "It is: new.")


async def test_the_eleventh_of_a_week_waits_and_is_not_lost(scene: Scene, lena: Actor, carla: Actor) -> None:
    wishes = ["bread", "jam", "tea", "oil", "soup", "wine", "rice", "salt", "fish", "milk", "kale"]
    for wish in wishes:
        await suggest(carla, wish)
    assert wrong(scene, carla) == {"words": "At most 10 in a week."}
    await scene.pass_(days=7)
    assert carla.form()["words"] == ("kale",)
    await carla.fill()
    assert carla.last().startswith("Your suggestion is with the coordination.")


async def test_older_ones_are_a_page_away(scene: Scene, lena: Actor, carla: Actor) -> None:
    for number in range(21):
        await suggest(scene.person(f"p{number}", f"P {number}"), chr(97 + number) * 5)
    await carla.use("/suggestions")
    assert len(carla.menu("Read one")[1].choices) == 20
    await carla.press("Older ones")
    assert [one.label for one in carla.menu("Read one")[1].choices] == ["aaaaa"]


async def test_the_moderators_hear_of_each(scene: Scene, lena: Actor, carla: Actor) -> None:
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    await lena.fill(moderators="moderators")
    await suggest(carla)
    await suggest(carla)
    lena.at("moderators").sees("Carla suggests:", LENDING)


ALIKE = (
    ("We could lend books to each other", LENDING),
    ("Reminders earlier in the morning please", "Please post the reminder in the morning"),
    ("Stammtisch für alle Mentoren", "Ein Stammtisch für Mentorinnen jeden Monat"),
    ("am Wochenende keine Nachrichten", "Weniger Nachrichten am Wochenende bitte"),
    ("promemoria la mattina", "Vorrei i promemoria al mattino e non la sera"),
    ("incontri dal vivo", "Un incontro dal vivo ogni trimestre"),
)
OTHERS = ("Online courses about photography", "Ein Podcast mit Gründerinnen", "Una newsletter mensile")


def those(*texts: str) -> list[Suggestion]:
    return [Suggestion(at, 1, 1, words, MONDAY) for at, words in enumerate(texts)]


@pytest.mark.parametrize(("typed", "meant"), ALIKE)
def test_the_same_wish_in_other_words_is_recognised(typed: str, meant: str) -> None:
    assert [one.words for one in alike(typed, those(*(there for _, there in ALIKE)))] == [meant]


@pytest.mark.parametrize("typed", OTHERS)
def test_another_wish_is_not_mistaken(typed: str) -> None:
    assert alike(typed, those(*(there for _, there in ALIKE))) == []
