"""The needs map and impact through Slack's own client: pictures with their words, and what is active there."""

from __future__ import annotations

from pathlib import Path

from tests.adapters.slack.corte import Corte, SlackActor, corte


async def offer(actor: SlackActor) -> None:
    await actor.use("/mentor offer")
    await actor.fill(topics="Newsletters, Pricing", capacity="1", languages=("en",), conduct="yes")


async def seek(actor: SlackActor) -> None:
    await actor.use("/mentor seek")
    await actor.fill(topics="Newsletters", goal="Readers", languages=("en",), conduct="yes")


def images(scene: Corte, actor: SlackActor) -> list[str]:
    """The alt texts of the pictures in the newest message, whose files are there."""
    said = scene.slack.visible(actor.hand.user.id, actor.place)[-1]
    found = [one for one in said.blocks if one["type"] == "image"]
    assert all(scene.slack.files[one["slack_file"]["id"]].data.startswith(b"\x89PNG") for one in found)
    return [one["alt_text"] for one in found]


async def test_needs_and_impact_as_pictures_and_words(tmp_path: Path) -> None:
    async with corte(tmp_path) as scene:
        lena = scene.person("ULENA", "Lena Koord", admin=True)
        await lena.use("/programme setup")
        await lena.press("Start the programme")
        await offer(scene.person("UMARTA", "Marta"))
        for id, name in (("UCARLA", "Carla"), ("UDORA", "Dora")):
            await seek(scene.person(id, name))
        await lena.use("/programme needs")
        lena.sees("What is needed, by topic", "Newsletters: 2 wait, 1 seat is free, 1 is missing")
        (alt,) = images(scene, lena)
        assert alt.startswith("What is needed, by topic; 1. Newsletters: 2 wait")
        await scene.restart()
        await lena.press("By language")
        lena.sees("What is needed, by language", "English: 2 wait, 1 seat is free, 1 is missing")
        assert images(scene, lena)[0].startswith("What is needed, by language")
        await lena.use("/programme impact")
        lena.sees("People: 3 · ", "Waiting: 2 · ", "Free seats: 1 · ")
        assert images(scene, lena)[0].startswith("Month by month; ")
        await lena.press("Count activity")
        lena.sees("Messages do not count, because this platform would give me their words")
        await lena.press("Count from now on")
        marta = SlackActor(scene, scene.hand("UMARTA"), lena.place)
        marta.sees("From today the programme counts how many pairs stay in touch")
        await marta.use("/mentor status")
        counted = await scene.store.read(lambda work: work.impact.counted(1, 1))
        assert counted, "nobody said no"
        await marta.press("Do not count me")
        marta.sees("Your activity is not counted")
