"""What two people expect of each other: proposed by one, agreed by the other, kept, shown, and changed by both."""

from __future__ import annotations

from pathlib import Path

from bot.features.pairs import links
from bot.features.pairs.model import Expectations
from tests.features.pairing import become_pair, put_together, stored
from tests.features.scene import Actor, Scene, open_scene
from tests.features.wire import claim, send


async def page(actor: Actor, partner: str) -> str:
    await actor.use("/mentor status")
    await actor.press(f"This week with {partner}")
    return actor.last()


async def agreed(scene: Scene, actor: Actor, pair: int) -> Expectations | None:
    return await stored(scene, actor, lambda work, me: work.pairs.expectations(me.community, pair, agreed=True))


async def test_from_the_first_proposal_to_a_change(scene: Scene, marta: Actor, carla: Actor) -> None:
    pair = await become_pair(scene, marta, carla)
    await carla.dm.press("Agree on how you work")
    assert carla.form()["form"] == ("video",)
    await carla.fill(goal="200 readers", rhythm="fortnightly", form="person", between="An answer within two days")
    marta.dm.sees(
        "Carla proposes how you could work together:",
        "Goal: 200 readers",
        "Rhythm: Every two weeks",
        "Meetings: In person",
        "Between meetings: An answer within two days",
    )
    await scene.restart()
    await marta.use("/mentor status")
    marta.sees("Carla proposes how you could work together.")
    await marta.press("Read what Carla proposes")
    marta.sees("Carla proposes", "Meetings: In person")
    await marta.press("Yes, agreed")
    carla.dm.sees("Marta agrees. This is how you work together:", "Meetings: In person")
    assert "What you agreed" in await page(carla, "Marta")

    await page(marta, "Carla")
    await marta.press("Change what we agreed")
    assert marta.form() == {
        "goal": ("200 readers",),
        "rhythm": ("fortnightly",),
        "form": ("person",),
        "between": ("An answer within two days",),
    }
    await marta.fill(rhythm="monthly", form="phone")
    carla.dm.sees("Marta proposes a change to how you work together.", "what you agreed holds on", "Meetings: By phone")
    still = await page(carla, "Marta")
    assert still.index("Every two weeks") < still.index("Marta proposes") < still.index("Once a month")
    held = await agreed(scene, carla, pair)
    assert held is not None
    assert held.rhythm == "fortnightly", "one alone changes nothing"
    assert "Carla has not answered yet." in await page(marta, "Carla")
    await carla.press("Yes, agreed")
    marta.dm.sees("Carla agrees. This is how you work together:", "Meetings: By phone")
    now = await agreed(scene, carla, pair)
    assert now is not None
    assert (now.rhythm, now.form, now.version) == ("monthly", "phone", 2)
    assert "Every two weeks" not in await page(carla, "Marta")


async def test_a_rhythm_of_zero_is_refused_and_nothing_is_lost(tmp_path: Path) -> None:
    """Where there are no menus one can type anything."""
    scene = await open_scene(tmp_path, show="plain")
    try:
        marta, carla = scene.person("marta", "Marta"), scene.person("carla", "Carla")
        await scene.person("lena", "Lena", coordinator=True).say("/programme setup")
        pair = await put_together(scene, marta, carla)
        await claim(scene, carla.dm, links.expectations(pair))
        await carla.dm.say("200 readers")
        for rhythm in ("0", "-1", "every zero weeks"):
            await carla.dm.say(rhythm)
            assert "1. Every week" in carla.dm.last()
        await scene.restart()
        await carla.dm.say("1")
        carla.dm.sees("How you meet", "1. By video")
        await carla.dm.say("2")
        await carla.dm.say("Letters")
        marta.dm.sees("Carla proposes", "Goal: 200 readers", "Rhythm: Every week", "By phone", "Letters")
    finally:
        await scene.close()


async def test_a_rhythm_made_by_hand_is_not_kept(scene: Scene, marta: Actor, carla: Actor) -> None:
    pair = await become_pair(scene, marta, carla)
    wrong = {"goal": ("200 readers",), "rhythm": ("0",), "form": ("phone",), "between": ("Letters",)}
    await send(scene, carla.dm, f"pairs.expected|1|{pair}|", wrong)
    assert await stored(scene, carla, lambda work, me: work.pairs.expectations(me.community, pair)) is None


async def test_what_is_agreed_already_is_not_proposed_again(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await carla.dm.press("Agree on how you work")
    await carla.fill(rhythm="weekly")
    await marta.dm.press("Yes, agreed")
    await page(marta, "Carla")
    await marta.press("Change what we agreed")
    await marta.fill()
    assert marta.last() == "This is what you and Carla have agreed on already, so nothing changes."
    assert sum("proposes" in text for text in carla.dm.texts()) == 0


async def test_a_shorter_rhythm_is_quiet_sooner(scene: Scene, marta: Actor, carla: Actor) -> None:
    """The watch over silence follows what holds now, not what held when it began."""
    pair = await become_pair(scene, marta, carla)
    for rhythm in ("monthly", "weekly"):
        fields = {"goal": ("Readers",), "rhythm": (rhythm,), "form": ("video",)}
        await send(scene, carla.dm, f"pairs.expected|1|{pair}|", fields)
        version = 1 if rhythm == "monthly" else 2
        await scene.room.press("marta", *_button(marta.dm, "Yes, agreed"))
        await scene.quiet()
        now = await agreed(scene, carla, pair)
        assert now is not None
        assert (now.rhythm, now.version) == (rhythm, version)
    await scene.pass_(days=29)
    carla.dm.sees_not("I have not heard of you and")
    await scene.pass_(days=14)
    carla.dm.sees("I have not heard of you and Marta for a while.")


def _button(actor: Actor, label: str) -> tuple[str, str]:
    said, button = actor.button(label)
    return said.id, button.id
