"""App Home: who I am here, my pairs, what waits, my settings; for coordinators the programme."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.home import COMMAND, REFRESH
from bot.commands import Command
from bot.features.everything import registry
from bot.i18n import t
from tests.adapters.slack.corte import Corte, SlackActor, corte
from tests.adapters.slack.slack_stage import COMMANDS, TEAM, SlackStage, World, _nothing
from tests.contracts.stage import button, post
from tests.features.conftest import offer, seek
from tests.standins.slack.person import read
from tests.standins.slack.things import Channel, View

HELP = Command("mentor help", t("Show what I can do"), _nothing)
STANDING = Command("mentor status", t("Where I stand"), _nothing, home=True)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Corte]:
    async with corte(tmp_path) as opened:
        lena = opened.person("ULENA", "Lena", admin=True)
        await lena.use("/programme setup")
        await lena.press("Start the programme")
        yield opened


async def opened(scene: Corte, actor: SlackActor) -> str:
    await actor.hand.open_home()
    await scene.quiet()
    return page(actor)


def page(actor: SlackActor) -> str:
    return whole(actor.hand.home)


def whole(view: View | None) -> str:
    """Headers and texts."""
    assert view, "nothing was published"
    heads = [one["text"]["text"] for one in view.body["blocks"] if one["type"] == "header"]
    return "\n".join((*heads, read(view.body["blocks"])))


def actions(actor: SlackActor) -> set[str]:
    assert actor.hand.home
    rows = [one for one in actor.hand.home.body["blocks"] if one["type"] == "actions"]
    return {element["action_id"] for row in rows for element in row["elements"]}


async def test_everything_that_is_mine_is_on_my_page(scene: Corte) -> None:
    marta, carla = scene.person("UMARTA", "Marta"), scene.person("UCARLA", "Carla")
    assert "Everything is still open here." in await opened(scene, carla)
    await offer(marta, topics="Newsletters, Pricing")  # type: ignore[arg-type]
    await seek(carla, topics="newsletters", goal="More readers")  # type: ignore[arg-type]
    await carla.press("Ask Marta")
    await carla.fill(need="A plan for readers")
    seen = await opened(scene, marta)
    for part in ("You offer Newsletters and Pricing", "Carla has asked you", "Others see you like this", "Marta"):
        assert part in seen
    for setting in ("Language: English", "Time zone: Europe/Rome", "Quiet hours", "By direct message"):
        assert setting in seen
    assert "You have asked Marta" in await opened(scene, carla)
    await marta.dm.press("Say yes to Carla")
    await scene.restart()
    assert "Carla is your mentee, week 1" in await opened(scene, marta)
    assert "Marta is your mentor, week 1" in await opened(scene, carla)


async def test_what_is_done_on_the_page_is_seen_on_it_at_once(scene: Corte) -> None:
    marta = scene.person("UMARTA", "Marta")
    await offer(marta, topics="Newsletters")  # type: ignore[arg-type]
    await opened(scene, marta)
    await marta.press_in(marta.hand.home, "Offer mentorship: topics, and how many mentees")
    await marta.fill(topics="Pricing")
    assert page(marta).count("Pricing") >= 2, "in the answer, and where one stands"
    await marta.press_in(marta.hand.home, "Snooze a week")
    assert "The weekly message and reminders wait until" in page(marta)
    await scene.restart()
    await marta.press_in(marta.hand.home, "Show where I stand")
    assert REFRESH not in actions(marta)
    assert "The weekly message and reminders wait until" in page(marta)


async def test_coordinators_have_the_programme_on_their_page_and_others_do_not(scene: Corte) -> None:
    lena, marta = SlackActor(scene, scene.hand("ULENA"), "C1"), scene.person("UMARTA", "Marta")
    assert "Set the mentorship programme up, or change it" in await opened(scene, lena)
    assert "programme" not in (await opened(scene, marta)).lower().replace("not in the programme yet", "")
    for command in registry().commands.values():
        if not command.home:
            assert (f"{COMMAND}{command.name}" in actions(marta)) is (command.who != "coordinator")
            assert f"{COMMAND}{command.name}" in actions(lena)


async def test_the_page_is_in_the_persons_language(scene: Corte) -> None:
    anna = scene.person("UANNA", "Anna", locale="de-DE")
    assert "Nur du siehst diese Seite." in await opened(scene, anna)


async def test_the_language_that_was_chosen_is_that_of_the_whole_page_and_of_what_waits(scene: Corte) -> None:
    anna = scene.person("UANNA", "Anna", locale="de-DE")
    await offer(anna, topics="Newsletters")  # type: ignore[arg-type]
    await opened(scene, anna)
    await anna.press_in(anna.hand.home, "Einstellungen ändern")
    await anna.fill(language="it")
    seen = page(anna)
    for part in ("Solo tu vedi questa pagina.", "Che cosa puoi fare qui"):
        assert part in seen
    await scene.restart()
    seen = await opened(scene, anna)
    assert "Solo tu vedi questa pagina." in seen
    assert "Nur du" not in seen
    scene.slack.calls.clear()
    await anna.press_in(anna.hand.home, "Cambia le impostazioni")
    waiting = next(args for name, args in scene.slack.calls if name == "views.open")
    assert "Un momento …" in str(waiting), "also before the form is there"


async def test_the_channels_are_not_asked_for_at_each_opening(tmp_path: Path) -> None:
    async with corte(tmp_path) as scene:
        lena = scene.person("ULENA", "Lena", admin=True)
        for _ in range(4):
            assert "Set the mentorship programme up, or change it" in await opened(scene, lena)
        assert sum(name == "conversations.list" for name, _ in scene.slack.calls) == 1
        scene.slack.channel(Channel("C9", "mansarda", "public", TEAM))
        await lena.use("/programme setup")
        assert sum(name == "conversations.list" for name, _ in scene.slack.calls) == 2, "a command sees what is new"


async def test_home_is_published_only_when_it_is_stale() -> None:
    stage = SlackStage(await World().start())
    await stage.start((*COMMANDS, HELP, STANDING))
    hand = stage.hand(stage.bruno)
    answers = iter(("One", "One", "Two", "Three", "Four"))
    stage.script.on_command = lambda reply: reply.answer(post(next(answers), button("Do it", "do|1|")), private=True)
    for _ in range(3):
        await hand.open_home()
    assert published(stage) == 2
    assert hand.home
    await stage.adapter.stop()  # the next process knows of no page
    await stage.start((*COMMANDS, HELP, STANDING))
    await hand.open_home()
    assert published(stage) == 3, "with the mark that Slack told, so at the first go"
    assert read(hand.home.body["blocks"]).startswith("Three")
    hand.home.hash = "another process was here"
    stage.script.on_action = lambda reply: reply.answer(post("Done"), private=True)
    await hand.press_in(hand.home, "Do it")
    await stage.adapter.settled()
    assert published(stage) == 5, "refused once"
    assert read(hand.home.body["blocks"]).startswith("Done\nFour")
    await stage.stop()
    assert stage.slack.wrong == []


def published(stage: SlackStage) -> int:
    return sum(name == "views.publish" for name, _ in stage.slack.calls)


async def test_a_very_full_page_keeps_what_one_can_do() -> None:
    stage = SlackStage(await World().start())
    await stage.start((*COMMANDS, HELP, STANDING))

    async def much(reply: object) -> None:
        for number in range(80):
            await reply.answer(post(f"Line {number}", button("Do it", f"do|1|{number}")), private=True)  # type: ignore[attr-defined]

    stage.script.on_command = much
    hand = stage.hand(stage.bruno)
    await hand.open_home()
    assert hand.home
    assert len(hand.home.body["blocks"]) == 100
    assert read(hand.home.body["blocks"]).endswith("Solo tu vedi questa pagina.")
    await stage.stop()
    assert stage.slack.wrong == []
