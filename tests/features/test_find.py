"""Browsing mentors: pages, filters alone and together, and a search that has grown old."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.features.members.model import Member
from bot.features.mentoring import links
from bot.features.mentoring.model import Offer
from bot.i18n import tn
from bot.identity import Person
from bot.work import By, Work
from tests.features.conftest import offer
from tests.features.reading import read_in
from tests.features.scene import Actor, Scene
from tests.features.wire import claim

MENTORS: Sequence[tuple[str, str, tuple[str, ...], str]] = (
    ("Anna", "Taxes, Pricing", ("it", "de"), "Turin"),
    ("Bruno", "Pricing", ("it",), "Milan"),
    ("Chiara", "Newsletters", ("en",), "turin"),
    ("Dora", "Taxes", ("de",), "-"),
    ("Émile", "Pricing", ("fr", "it"), "Milan"),
    ("Fritz", "Taxes", ("de",), ""),
    ("Giulia", "Pricing", ("it",), "Turin"),
)


@pytest.fixture
async def mentors(scene: Scene, lena: Actor) -> None:
    """Seven who offer, as they would stand in the database."""

    def fill(work: Work) -> None:
        for name, topics, languages, district in MENTORS:
            by = By(1, Person("playground", name.lower(), name), scene.clock.now())
            member = work.members.ensure(by)
            work.members.accept_conduct(member, 1, by.now)
            known = tuple(work.members.topic(1, topic) for topic in topics.split(", "))
            profile = Member(
                member.id, 1, by.person, conduct=1, languages=languages, district=district, about=f"I am {name}."
            )
            work.members.save(profile)
            work.mentoring.save_offer(1, Offer(member.id, 1, known))

    await scene.store.write(fill)


def shown(actor: Actor) -> list[str]:
    """The mentors on the page."""
    return [text.split(" · ")[0] for text in actor.last().split("\n\n") if "free place" in text and " · " in text]


async def test_pages_there_and_back(scene: Scene, mentors: None, carla: Actor) -> None:
    await carla.use("/mentor find")
    carla.sees("7 mentors have a free place. Page 1 of 3:", "Anna · Taxes and Pricing · 1 free place", "I am Anna.")
    assert shown(carla) == ["Anna", "Bruno", "Chiara"]
    assert carla.labels() == ["Ask Anna", "Ask Bruno", "Ask Chiara", "Next page"]
    await carla.press("Next page")
    assert shown(carla) == ["Dora", "Émile", "Fritz"]
    assert carla.labels()[3:] == ["Page back", "Next page"]
    await scene.restart()
    await carla.press("Next page")
    assert shown(carla) == ["Giulia"]
    assert carla.labels() == ["Ask Giulia", "Page back"]
    await carla.press("Page back")
    carla.sees("Page 2 of 3")
    await carla.press("Page back")
    assert shown(carla) == ["Anna", "Bruno", "Chiara"]


@pytest.mark.parametrize(
    ("menu", "label", "names"),
    [
        ("Topic", "Taxes", ["Anna", "Dora", "Fritz"]),
        ("Language", "German", ["Anna", "Dora", "Fritz"]),
        ("Place", "Turin", ["Anna", "Chiara", "Giulia"]),
    ],
)
async def test_each_filter(mentors: None, carla: Actor, menu: str, label: str, names: list[str]) -> None:
    await carla.use("/mentor find")
    await carla.pick(menu, label)
    carla.sees("3 mentors have a free place. Page 1 of 1:")
    assert shown(carla) == names
    _, found = carla.menu(menu)
    assert [one.label for one in found.choices if one.value in found.chosen] == [label]
    await carla.pick(menu, "Any")
    carla.sees("7 mentors have a free place.")


async def test_filters_together(scene: Scene, mentors: None, carla: Actor) -> None:
    await carla.use("/mentor find")
    await carla.pick("Topic", "Pricing")
    await carla.pick("Language", "Italian")
    carla.sees("4 mentors have a free place. Page 1 of 2:")
    await carla.press("Next page")
    assert shown(carla) == ["Giulia"]
    await scene.restart()
    await carla.pick("Place", "Turin")
    carla.sees("2 mentors have a free place. Page 1 of 1:")
    assert shown(carla) == ["Anna", "Giulia"]
    await carla.pick("Language", "French")
    carla.sees("Nobody with a free place fits these filters. Take one away, and more people may appear.")
    await carla.pick("Place", "Any")
    assert shown(carla) == ["Émile"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("taxes", ["Anna", "Dora", "Fritz"]),
        ("topic: TAXES language: de", ["Anna", "Dora", "Fritz"]),
        ("language: German topic: taxes", ["Anna", "Dora", "Fritz"]),
        ("language: Deutsch", ["Anna", "Dora", "Fritz"]),
        ("language: tedesco", ["Anna", "Dora", "Fritz"]),
        ("language: französisch", ["Émile"]),
        ("district: turin", ["Anna", "Chiara", "Giulia"]),
        ("district: TURIN topic: pric", ["Anna", "Giulia"]),
        ("district: Atlantis", []),
    ],
)
async def test_filters_typed_with_the_command(mentors: None, carla: Actor, words: str, names: list[str]) -> None:
    await carla.use(f"/mentor find {words}")
    assert shown(carla) == names


async def test_a_filter_that_is_not_known_is_said(mentors: None, carla: Actor) -> None:
    await carla.use("/mentor find topic: zebras language: Klingon")
    carla.sees(
        "I do not know the topic “zebras”, so all topics are shown.",
        "I do not know the language “Klingon”, so all are shown.",
        "7 mentors have a free place.",
    )


async def test_an_expired_search_starts_anew(scene: Scene, mentors: None, carla: Actor) -> None:
    await carla.use("/mentor find topic: pricing")
    carla.sees("4 mentors have a free place. Page 1 of 2:")
    await scene.pass_(hours=25)
    await carla.press("Next page")
    carla.sees("Your search is older than a day, so it starts anew.", "7 mentors have a free place. Page 1 of 3:")
    await carla.press("Next page")
    assert shown(carla) == ["Dora", "Émile", "Fritz"]
    await scene.pass_(hours=25)
    await carla.pick("Language", "French")
    carla.sees("Your search is older than a day, so it starts anew.", "1 mentor has a free place.")


async def test_the_next_page_when_people_left_meanwhile(scene: Scene, mentors: None, carla: Actor) -> None:
    await carla.use("/mentor find district: Turin topic: pricing")
    await carla.pick("Topic", "Any")
    await carla.pick("Place", "Any")
    await carla.press("Next page")
    await scene.store.write(lambda work: close(work, *(name for name, *_ in MENTORS[1:])))
    await carla.press("Next page")
    carla.sees("1 mentor has a free place. Page 1 of 1:")
    assert shown(carla) == ["Anna"]


def close(work: Work, *names: str) -> None:
    """These people stop offering."""
    for name in names:
        member = work.members.find(1, Person("playground", name.lower()))
        assert member is not None
        work.mentoring.save_offer(1, Offer(member.id, 1, (), open=False))


async def test_one_is_shown_among_the_others_but_cannot_ask_oneself(marta: Actor) -> None:
    await marta.use("/mentor find")
    assert shown(marta) == ["Marta"]
    assert marta.labels() == []


async def test_where_nobody_offers_yet(carla: Actor) -> None:
    await carla.use("/mentor find")
    carla.sees("Nobody has a free place just now. /mentor seek keeps what you look for")


async def test_a_place_that_is_called_like_the_sign_for_any(scene: Scene, lena: Actor, carla: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await offer(dora, "Taxes")
    await dora.press("Add more about me")
    await dora.fill(district="-")
    await carla.use("/mentor find")
    assert shown(carla) == ["Dora"]


async def test_suggestions_while_typing(scene: Scene, mentors: None, carla: Actor) -> None:
    async def suggested(option: str, typed: str) -> list[str]:
        return [one.label for one in await scene.room.suggest("carla", "mentor find", option, typed)]

    assert await suggested("topic", "ta") == ["Taxes"]
    assert await suggested("district", "MIL") == ["Milan"]
    assert await suggested("district", "tur") in (["Turin"], ["turin"])
    assert await suggested("language", "ger") == ["German"]
    assert await suggested("language", "ish") == ["English", "Spanish", "Polish", "Turkish", "Swedish", "Danish"]
    for option in ("topic", "district", "language", "nothing"):
        assert await suggested(option, "\x00%_\\" + "x" * 10_000) == []


async def test_languages_are_suggested_in_ones_own(scene: Scene, mentors: None) -> None:
    scene.person("gast", "Gast", locale="de")
    (choice,) = await scene.room.suggest("gast", "mentor find", "language", "ital")
    assert choice.label == "Italienisch"


async def test_a_page_that_is_none(scene: Scene, mentors: None, carla: Actor) -> None:
    await carla.use("/mentor find")
    for page in (-1, -(2**62), 4, 999_999, 2**31, 2**62):
        await claim(scene, carla, links.find(page, 1))
        assert ("Page 1 of 3" if page < 0 else "Page 3 of 3") in carla.last()


async def test_a_filter_that_is_none(scene: Scene, mentors: None, carla: Actor) -> None:
    await carla.use("/mentor find")
    for by in ("topic", "language", "district", "nothing"):
        for picked in ((), ("",), ("9" * 30,), ("\x00",), ("x" * 10_000,), ("-5",)):
            await claim(scene, carla, links.narrow(1, by), *picked)
            wanted = "mentors have a free place" if shown(carla) else "Nobody with a free place fits these filters."
            assert wanted in carla.last(), (by, picked)


@pytest.mark.parametrize("language", ["de", "it"])
async def test_in_ones_own_language(scene: Scene, mentors: None, language: str) -> None:
    gast = scene.person("gast", "Gast", locale=language)
    await gast.use("/mentor find")
    one, many = (
        "{n} mentor has a free place. Page {page} of {pages}:",
        "{n} mentors have a free place. Page {page} of {pages}:",
    )
    gast.sees(read_in(language, tn(one, many, 7, page=1, pages=3)))
