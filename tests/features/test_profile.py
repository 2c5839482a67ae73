"""A profile as others see it, and a break with its end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.features.members.model import Member
from bot.i18n import Moment, t
from tests.features.conftest import seek
from tests.features.reading import read_in
from tests.features.scene import Actor, Scene
from tests.features.wire import claim


async def member(scene: Scene, actor: Actor) -> Member:
    found = await scene.store.read(lambda work: work.members.find(1, scene.room.person(actor.id)))
    assert found is not None
    return found


async def test_a_profile_is_changed_and_shown(scene: Scene, marta: Actor, carla: Actor) -> None:
    await marta.use("/mentor profile")
    marta.sees("Others see you like this:\n\nMarta\n\nSpeaks English and Italian.")
    assert marta.labels() == ["Change my profile", "Take a break", "Withdraw"]
    await marta.press("Change my profile")
    await marta.press("All about me")
    assert list(marta.form()) == ["about", "languages", "district", "link"]
    await scene.restart()
    await marta.fill(about="I bake.\n\nSince 1999.", district="Turin", link="https://bakery.example/bread")
    marta.sees(
        "Your profile is kept. Others see it like this:",
        "I bake.\n\nSince 1999.",
        "Lives in Turin.",
        "Has work to show: https://bakery.example/bread",
    )
    await marta.press("Change my profile")
    await marta.press("All about me")
    assert marta.form() == {
        "about": ("I bake.\n\nSince 1999.",),
        "languages": ("en", "it"),
        "district": ("Turin",),
        "link": ("https://bakery.example/bread",),
    }

    await carla.use("/mentor find")
    carla.sees("Marta · Newsletters and Pricing", "I bake.")
    await seek(carla, "Newsletters")
    await carla.press("Ask Marta")
    await carla.fill()
    await marta.dm.press("Say yes to Carla")
    carla.dm.sees("Marta is your mentor.", "Lives in Turin.", "Has work to show: https://bakery.example/bread")


async def test_what_is_emptied_is_gone(scene: Scene, marta: Actor) -> None:
    await marta.press("Add more about me")
    await marta.fill(about="I bake.", district="Turin", link="https://bakery.example")
    await marta.press("Change my profile")
    await marta.press("All about me")
    await marta.fill(about="", district="", link="")
    marta.sees("Others see it like this:\n\nMarta\n\nSpeaks English and Italian.")
    kept = await member(scene, marta)
    assert (kept.about, kept.district, kept.link) == ("", "", "")


async def test_a_link_must_be_whole_and_safe(scene: Scene, marta: Actor) -> None:
    await marta.press("Add more about me")
    whole = "Please give a whole address that begins with https://, or leave it empty."
    for link in (
        "http://a.example",
        "a.example",
        "javascript:alert(1)",
        "https://",
        "https://nowhere",
        "https://a b.c",
    ):
        await marta.fill(link=link, about="I bake.")
        assert marta.errors() == {"link": whole}, link
        assert (marta.form()["link"], marta.form()["about"]) == ((link,), ("I bake.",))
    assert (await member(scene, marta)).link == ""
    await marta.fill(link=" https://bakery.example/a?b=c#d ")
    assert (await member(scene, marta)).link == "https://bakery.example/a?b=c#d"


async def test_who_has_no_profile_yet_begins_one(carla: Actor) -> None:
    await carla.use("/mentor profile")
    carla.sees("You have no profile here yet.")
    await carla.press("Begin my profile")
    await carla.fill(about="New here.", languages=("it", "de"))
    carla.sees("Your profile is kept.", "New here.", "Speaks Italian and German.")


# A break.


async def test_a_break_by_buttons(scene: Scene, marta: Actor, carla: Actor) -> None:
    await marta.use("/mentor pause")
    marta.sees("How long would you like a break?", "You can come back earlier at any time.")
    assert marta.labels() == ["2 weeks", "4 weeks", "8 weeks", "Until a date"]
    await marta.press("2 weeks")
    marta.sees("You are on a break until Mon 16 Mar. It ends by itself; we are glad when you are back.")
    await carla.use("/mentor find")
    assert "Marta" not in carla.last()

    await scene.restart()
    await marta.use("/mentor status")
    marta.sees("You are on a break until Mon 16 Mar.")
    await marta.use("/mentor pause")
    assert marta.labels() == ["Come back now", "2 weeks", "4 weeks", "8 weeks", "Until a date"]
    await marta.press("Come back now")
    marta.sees("Welcome back! Your place in the programme is as you left it.")
    await carla.use("/mentor find")
    carla.sees("Marta · Newsletters and Pricing")


async def test_a_break_by_words_ends_by_itself(scene: Scene, marta: Actor, carla: Actor) -> None:
    await marta.use("/mentor pause 3")
    marta.sees("You are on a break until Mon 23 Mar.")
    assert (await member(scene, marta)).paused_until == scene.clock.now() + timedelta(weeks=3)
    await scene.pass_(weeks=3, minutes=-1)
    await carla.use("/mentor find")
    assert "Marta" not in carla.last()
    await scene.pass_(minutes=1)
    await carla.use("/mentor find")
    carla.sees("Marta · Newsletters and Pricing")
    await marta.use("/mentor status")
    assert "break" not in marta.last()


async def test_a_break_from_the_dm_of_a_request(marta: Actor, carla: Actor) -> None:
    await seek(carla, "Newsletters")
    await carla.press("Ask Marta")
    await carla.fill()
    await marta.dm.press("More…")
    marta.dm.sees("What would you like to do? You need not give a reason.")
    assert {"Snooze a week", "Stop these messages", "Stop offering"} <= set(marta.dm.labels())
    await marta.dm.press("Take a break")
    await marta.dm.press("4 weeks")
    marta.dm.sees("You are on a break until Mon 30 Mar.")


async def test_a_length_that_is_none(scene: Scene, marta: Actor) -> None:
    for weeks in ("0", "53", "-1", "two", "1.5", "9" * 5000, "²", "weeks: 99", "2 3"):
        await marta.use(f"/mentor pause {weeks}")
        assert marta.last() == "A break lasts 1 to 52 weeks. For example: /mentor pause 2", weeks
    assert (await member(scene, marta)).paused_until is None


async def test_a_length_pressed_by_hand_stays_within_limits(scene: Scene, marta: Actor) -> None:
    for weeks, kept in ((-5, 1), (0, 1), (2**62, 52)):
        await claim(scene, marta, f"members.paused|1|{weeks}|")
        assert (await member(scene, marta)).paused_until == scene.clock.now() + timedelta(weeks=kept)


@pytest.mark.parametrize("language", ["de", "it"])
async def test_in_ones_own_language(scene: Scene, lena: Actor, language: str) -> None:
    gast = scene.person("gast", "Gast", locale=language)
    await gast.use("/mentor pause 2")
    until = Moment(scene.clock.now() + timedelta(weeks=2), "day")
    said = t("You are on a break until {day}. It ends by itself; we are glad when you are back.", day=until)
    gast.sees(read_in(language, said))
