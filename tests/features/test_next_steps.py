"""What the two will do next: written down by one, seen by both, reminded of, ticked off; notes are one's own."""

from __future__ import annotations

import pytest

from bot.features.pairs import links
from tests.features.pairing import become_pair, everything_seen, in_touch, stored
from tests.features.scene import Actor, Scene
from tests.features.wire import claim


@pytest.fixture
async def pair(scene: Scene, marta: Actor, carla: Actor) -> int:
    return await become_pair(scene, marta, carla)


async def page(actor: Actor, partner: str) -> str:
    await actor.use("/mentor status")
    await actor.press(f"This week with {partner}")
    return actor.last()


async def test_from_a_check_in_to_the_next_meeting(scene: Scene, marta: Actor, carla: Actor, pair: int) -> None:
    await scene.pass_(weeks=2)
    await carla.dm.press("We met")
    await carla.dm.pick("How was it?", "5 – very good")
    await carla.dm.press("Note a next step")
    assert carla.form() == {"step": (), "day": (), "who": ("me",), "note": ()}
    await carla.fill(step="Write issue 1", day="Friday", note="She is patient with me")
    carla.dm.sees("Kept for both of you: Write issue 1 (you, until", "Marta gets nothing extra.")
    before = len(marta.dm.messages())
    await carla.dm.press("Note another step")
    await carla.fill(step="Send an example", who="partner")
    assert len(marta.dm.messages()) == before, "nobody is written to for it"
    await scene.restart()

    seen = await page(marta, "Carla")
    assert "Write issue 1 (Carla, until" in seen
    assert "Send an example (you)" in seen
    assert "patient" not in seen
    assert "Your own note, which only you see: “She is patient with me”" in await page(carla, "Marta")
    await carla.press("Plan a meeting")
    await carla.fill(time1="26.3. 18:30")
    await marta.dm.press("Thu 26 Mar at 18:30")

    await scene.pass_(weeks=1)
    carla.dm.sees("Week 3 of 8 with Marta", "What you wanted to do:", "Write issue 1 (you, until")
    weekly = marta.dm.sees("Week 3 of 8 with Carla", "Send an example (you)")
    assert "Write issue 1" not in weekly, "each is reminded of their own"
    await marta.dm.press("Tick off a step")
    await marta.dm.pick("Tick off a step", "Send an example")
    marta.dm.sees("“Send an example” is done. Carla sees it on your page.")
    await marta.dm.press("Not done yet")
    marta.dm.sees("“Send an example” is open again.")
    await claim(scene, marta.dm, links.tick(), "2")
    assert "Send an example" not in await page(carla, "Marta")

    await scene.pass_(days=3)
    reminder = carla.dm.sees("You meet Marta:", "What you said last time:")
    assert "Write issue 1 (you, until" in reminder
    assert "Send an example (Marta, done)" in reminder
    assert "She is patient with me" in reminder
    theirs = marta.dm.sees("You meet Carla:", "What you said last time:", "Write issue 1 (Carla, until")
    assert "patient" not in theirs
    assert not [text for text in everything_seen(scene, marta) if "patient" in text]


async def test_notes_are_there_for_oneself_after_a_restart(scene: Scene, marta: Actor, carla: Actor, pair: int) -> None:
    await claim(scene, carla.dm, links.note(pair, 1))
    await carla.fill(note="Ask about prices")
    carla.dm.sees("Your note is kept. Only you can see it.")
    await scene.restart()
    await claim(scene, carla.dm, links.note(pair, 1))
    assert carla.form()["note"] == ("Ask about prices",)
    await claim(scene, carla.dm, links.more(pair))
    await carla.dm.press("My notes")
    carla.dm.sees("Your own notes with Marta. Only you can see this.", "Week 1: Ask about prices")
    await claim(scene, marta.dm, links.notes(pair))
    marta.dm.sees("You have noted nothing for yourself yet.")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("1.3.2026", "This lies in the past."),
        ("2029-01-01", "more than a year away"),
        ("soon", "I cannot read this as a day."),
        ("31.2.", "I cannot read this as a day."),
    ],
)
async def test_a_day_that_cannot_be_is_refused_and_nothing_is_lost(
    scene: Scene, carla: Actor, pair: int, day: str, said: str
) -> None:
    await claim(scene, carla.dm, links.note(pair, 1))
    await carla.fill(step="Write issue 1", day=day, who="both", note="Mine")
    assert said in carla.errors()["day"]
    assert carla.form() == {"step": ("Write issue 1",), "day": (day,), "who": ("both",), "note": ("Mine",)}
    assert await stored(scene, carla, lambda work, me: work.steps.of_pair(me.community, pair)) == ()
    await carla.fill(day="tomorrow")
    carla.dm.sees("Write issue 1 (both of you, until")


async def test_ten_open_steps_are_enough(scene: Scene, carla: Actor, pair: int) -> None:
    for number in range(10):
        await claim(scene, carla.dm, links.note(pair, 1))
        await carla.fill(step=f"Step {number}")
    await claim(scene, carla.dm, links.note(pair, 1))
    await carla.fill(step="One more")
    assert carla.form()["step"] == ("One more",)
    await claim(scene, carla.dm, links.tick(), "1")
    await claim(scene, carla.dm, links.note(pair, 1))
    await carla.fill(step="One more")
    carla.dm.sees("Kept for both of you: One more (you).")


async def test_steps_are_nobody_elses(scene: Scene, marta: Actor, carla: Actor, pair: int) -> None:
    await claim(scene, carla.dm, links.note(pair, 1))
    await carla.fill(step="Write issue 1")
    nora = scene.person("nora", "Nora")
    for action, picked in (
        (links.tick(), "1"),
        (links.untick(1), ""),
        (links.steps(pair), ""),
        (links.notes(pair), ""),
    ):
        await claim(scene, nora.dm, action, *([picked] if picked else []))
        nora.dm.sees("I cannot find this any more.")
    (step,) = await stored(scene, carla, lambda work, me: work.steps.of_pair(me.community, pair))
    assert step.done is None


async def test_while_a_pair_rests_nothing_goes_across(scene: Scene, marta: Actor, carla: Actor, pair: int) -> None:
    await in_touch(scene)
    await marta.use("/mentor pause 2")
    await claim(scene, carla.dm, links.note(pair, 1))
    await carla.fill(step="Write issue 1", note="Mine")
    assert carla.form()["step"] == ("Write issue 1",), "it waits in the form, and nothing is lost"
    await carla.fill(step="")
    carla.dm.sees("Your note is kept. Only you can see it.")
