"""A whole mentorship, from the first command to the last word."""

from __future__ import annotations

from tests.features.conftest import seek
from tests.features.scene import Actor, Scene


async def test_from_the_first_command_to_the_last_word(scene: Scene, marta: Actor, carla: Actor) -> None:
    marta.sees("You offer Newsletters and Pricing, for 1 mentee at a time.", "you decide")

    await seek(carla, "newsletters")
    carla.sees("Marta", "Newsletters in common and both speak Italian", "Asking costs nothing")

    await carla.press("Ask Marta")
    assert carla.form()["need"] == ("500 readers by summer",)
    await carla.fill(doing="A newsletter about ceramics", need="A plan for the first months")
    carla.sees("I have written to Marta.", "A plan for the first months")

    marta.dm.sees("Carla would like to ask you about Newsletters.", "A plan for the first months", "1 free place")
    await scene.restart()
    await marta.dm.press("Say yes to Carla")
    marta.dm.sees("You and Carla are a pair now. I have written to both of you.")
    marta.dm.sees("You are the mentor.", "To start the talk:")
    carla.dm.sees("Marta is your mentor.", "write Marta one line today")

    carla.at("s-1").sees("Welcome, Marta and Carla! This space is yours.")

    await marta.dm.press("Agree on how you work")
    await marta.fill(goal="500 readers", rhythm="weekly", between="One question in writing")
    carla.dm.sees("Marta proposes how you could work together:", "Rhythm: Every week")
    await carla.dm.press("Yes, agreed")
    marta.dm.sees("Carla agrees.", "One question in writing")

    await scene.pass_(weeks=1)
    carla.dm.sees("Week 1 of 8 with Marta", "Have you and Marta met already?")
    await carla.dm.press("Not yet")
    for week in range(1, 8):
        await scene.pass_(weeks=1)
        carla.dm.sees(f"Week {week + 1} of 8 with Marta", f"Did you and Marta meet in week {week}?")
        await carla.dm.press("We met")
        await carla.dm.pick("How was it?", "5 – very good")
        await carla.dm.press("Note a next step")
        await carla.fill(step=f"Write issue {week}")
        await marta.dm.press("Not that week")
        await carla.dm.press("Our page")
        await carla.dm.pick("Tick off a step", f"Write issue {week}")
    await carla.dm.press("Not done yet")
    await scene.restart()

    await scene.pass_(weeks=1)
    carla.dm.sees("Your 8 weeks with Marta are over.", "What you wanted to do:", "Write issue 7 (you)")
    await carla.dm.press("Finish with Marta")
    carla.dm.sees("You have finished with Marta.", "You met in 7 weeks of 8.")
    marta.dm.sees("Carla has finished your time together.", "You met in 7 weeks of 8.")
    await carla.dm.pick("How was it, all in all?", "5 – very good")
    await carla.dm.press("Add a few words")
    await carla.fill(words="Marta was patient and clear.")
    carla.dm.sees("Thank you, your words are kept.")
    await marta.dm.pick("How was it, all in all?", "4 – good")
    marta.dm.sees("Only the coordination sees it")
    marta.dm.sees_not("patient and clear")
    await scene.pass_(weeks=2)
    assert "Week" not in carla.dm.last()
