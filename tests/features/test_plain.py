"""Text and nothing else: numbered lines for buttons, questions for a form, from the first offer to a pair."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.playground.lines import CANCEL, SKIP, spoken
from bot.i18n import t
from tests.features.reading import read_in
from tests.features.scene import Actor, Scene, open_scene


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    opened = await open_scene(tmp_path, show="plain")
    yield opened
    await opened.close()


@pytest.fixture
async def lena(scene: Scene) -> Actor:
    lena = scene.person("lena", "Lena Koord", coordinator=True)
    await lena.say("/programme setup")
    await choose(lena, "Start the programme")
    lena.sees("Your programme is running.")
    return lena


@pytest.fixture
async def marta(scene: Scene, lena: Actor) -> Actor:
    """A mentor for newsletters, by answering one question after the other."""
    marta = scene.person("marta", "Marta")
    await marta.say("/mentor offer")
    await answer(marta, "Newsletters, Pricing", "2", "1, 3", "skip", "1")
    marta.sees("Thank you! You offer Newsletters and Pricing, for 2 mentees at a time.")
    return marta


async def choose(actor: Actor, line: str) -> None:
    """Type the number of the newest line that says this."""
    for text in reversed(actor.texts()):
        found = re.search(rf"^(\d+)\. {re.escape(line)}$", text, re.MULTILINE)
        if found:
            await actor.say(found[1])
            return
    raise AssertionError(f"{actor.id} has no line {line!r}; last:\n{actor.last()}")


async def answer(actor: Actor, *answers: str) -> None:
    for one in answers:
        await actor.say(one)


async def test_from_an_offer_to_a_pair(scene: Scene, marta: Actor) -> None:
    carla = scene.person("carla", "Carla")
    await carla.say("/mentor seek")
    carla.sees("Look for a mentor", "Topics", "Separated by commas", "Write “cancel” to stop here.")
    await carla.say("newsletters")
    carla.sees("What you would like to reach", "In your own words")
    await scene.restart()
    await carla.say("500 readers by summer")
    carla.sees("Languages you speak", "1. English", "3. Italian", "Several numbers are fine, as in 1, 3.")
    await carla.say("3, 1")
    carla.sees("Where you live", "Write “skip” to leave it out.")
    await carla.say("skip")
    carla.sees("Code of conduct", "1. I am 18 or older, and I agree")
    await carla.say("1")
    said = carla.sees("This mentor would suit you:", "Marta · Newsletters and Pricing · 2 free places")
    assert "Answer with a number:\n\n1. Ask Marta\n2. Look at all mentors" in said

    await choose(carla, "Ask Marta")
    carla.sees("Your first message to Marta", "What I am working on")
    await carla.say("A letter on soap")
    carla.sees("What I need", "Write “skip” to leave it as it is: 500 readers by summer")
    await answer(carla, "skip", "-")
    carla.sees("I have written to Marta.", "This is your message: “A letter on soap\n500 readers by summer”")

    marta.dm.sees("Carla would like to ask you about Newsletters.", "1. Say yes to Carla", "3. Not now", "4. More…")
    await scene.restart()
    await choose(marta.dm, "Who is Carla?")
    marta.dm.sees("Speaks Italian and English.", "1. Say yes to Carla\n2. Ask something first\n3. Not now")
    await choose(marta.dm, "Say yes to Carla")
    marta.dm.sees("You and Carla are a pair now.")
    carla.dm.sees("Marta is your mentor.", "1. Agree on how you work")
    await choose(carla.dm, "Agree on how you work")
    await answer(carla.dm, "skip", "2", "1", "One question in writing")
    marta.dm.sees("Carla proposes how you could work together:", "Rhythm: Every two weeks", "1. Yes, agreed")


async def test_a_kind_no_by_numbers(scene: Scene, marta: Actor) -> None:
    carla = await asked(scene)
    await choose(marta.dm, "Not now")
    marta.dm.sees("What is the reason?", "1. No time at the moment", "4. I would rather not say")
    await choose(marta.dm, "I would rather not say")
    marta.dm.sees("Thank you for answering.")
    carla.dm.sees("Right now it is not possible with Marta.", "1. Look at all mentors")


async def asked(scene: Scene) -> Actor:
    """Carla, who has asked Marta."""
    carla = scene.person("carla", "Carla")
    await carla.say("/mentor seek")
    await answer(carla, "newsletters", "Readers", "3", "skip", "1")
    await choose(carla, "Ask Marta")
    await answer(carla, "skip", "skip", "skip")
    return carla


async def test_withdrawing_by_number(scene: Scene, marta: Actor) -> None:
    carla = await asked(scene)
    await choose(carla, "Withdraw it")
    carla.sees("Your request to Marta is withdrawn.")
    await choose(marta.dm, "Say yes to Carla")
    marta.dm.sees("This request was withdrawn, so there is nothing to do.")


async def test_only_what_is_wrong_is_asked_again(scene: Scene, lena: Actor) -> None:
    carla = scene.person("carla", "Carla")
    await carla.say("/mentor offer")
    await answer(carla, ", -", "2", "1", "I knit.", "1")
    carla.sees(
        "The topics need another look.", "Please name at least one topic", "Write “skip” to leave it as it is: , -"
    )
    await carla.say("Knitting")
    carla.sees("Thank you! You offer Knitting, for 2 mentees at a time.")
    await choose(carla, "See how others see me")
    carla.sees("I knit.")


async def test_what_is_none_of_the_numbers(scene: Scene, lena: Actor) -> None:
    carla = scene.person("carla", "Carla")
    await carla.say("/mentor offer")
    await answer(carla, "Knitting", "9")
    carla.sees("Please write one of the numbers.", "How many mentees at once")
    await answer(carla, "two", "2", "99")
    carla.sees("Please write one of the numbers.", "Languages you speak")
    await carla.say("cancel")
    carla.sees("Stopped. Nothing was sent.")
    assert scene.room.form_of("carla") is None
    carla.sees_not("Thank you")


async def test_browsing_by_numbers(scene: Scene, marta: Actor) -> None:
    carla = scene.person("carla", "Carla")
    await carla.say("/mentor find")
    said = carla.sees("1 mentor has a free place. Page 1 of 1:", "1. Ask Marta", "Topic", "Language", "Place")
    assert len(said) <= 4000
    await choose(carla, "Pricing")
    carla.sees("1 mentor has a free place.", "Marta · Newsletters and Pricing")
    await choose(carla, "German")
    carla.sees("Nobody with a free place fits these filters.")


async def test_changing_the_setup_by_lines(scene: Scene, lena: Actor) -> None:
    await lena.say("/programme setup")
    await choose(lena, "Change language and times")
    await answer(lena, "skip", "Europe/Rom", "skip", "skip", "3")
    lena.sees("The time zone needs another look.", "Did you mean Europe/Rome")
    await lena.say("Europe/Vienna")
    lena.sees("Time zone: Europe/Vienna", "8 weeks")
    await choose(lena, "Change channels and course")
    lena.sees("Programme channel", "1. #mentoring", "2. #moderators")
    await answer(lena, "2", "skip", "skip")
    lena.sees("Programme channel: moderators")


@pytest.mark.parametrize("language", ["de", "it"])
async def test_the_words_of_ones_own_language(scene: Scene, lena: Actor, language: str) -> None:
    gast = scene.person("gast", "Gast", locale=language)
    await gast.say("/mentor seek")
    gast.sees(
        read_in(language, t("Look for a mentor")),
        spoken(t("Write “{word}” to stop here.", word=spoken(CANCEL, language)), language),
    )
    await answer(gast, "Uncinetto", "Lana", "1", spoken(SKIP, language), "1")
    gast.sees(read_in(language, t("Answer with a number:")), read_in(language, t("Change what I look for")))
