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
    await marta.use("/mentor status")
    marta.sees("Carla has asked you", "You offer Newsletters and Pricing; 1 place is free.")
    await marta.press("Read what Carla writes")
    await marta.press("Ask something first")
    await marta.fill(words="How many readers do you have?")
    await carla.dm.press("Answer Marta")
    await carla.fill(words="Two hundred.")
    marta.dm.sees("Carla has answered your question", "Two hundred.")
    await marta.dm.press("Say yes to Carla")
    marta.dm.sees("You and Carla are a pair now. I have written to both of you.")
    marta.dm.sees("You are the mentor.", "To start the talk:")
    carla.dm.sees("Marta is your mentor.", "write Marta one line today")

    carla.at("s-1").sees("Welcome, Marta and Carla! This space is yours.")

    await marta.dm.press("Agree on how you work")
    await marta.fill(goal="500 readers", rhythm="weekly", form="phone", between="One question in writing")
    carla.dm.sees("Marta proposes how you could work together:", "Rhythm: Every week", "Meetings: By phone")
    await carla.dm.press("Yes, agreed")
    marta.dm.sees("Carla agrees.", "One question in writing")

    await scene.pass_(weeks=1)
    carla.dm.sees("Week 1 of 8 with Marta", "Have you and Marta met already?")
    await carla.dm.press("Not yet")
    await meet(scene, marta, carla)
    for week in range(1, 8):
        await scene.pass_(weeks=1)
        carla.dm.sees(f"Week {week + 1} of 8 with Marta", f"Did you and Marta meet in week {week}?")
        await carla.dm.press("We met")
        await carla.dm.pick("How was it?", "5 – very good")
        await carla.dm.press("Note a next step")
        await carla.fill(step=f"Write issue {week}", day="tomorrow", note="She is patient")
        await marta.dm.press("Not that week")
        await carla.dm.press("Our page")
        await carla.dm.pick("Tick off a step", f"Write issue {week}")
    await carla.dm.press("Not done yet")
    await scene.restart()

    await scene.pass_(weeks=1)
    carla.dm.sees("Your 8 weeks with Marta are over.", "What you wanted to do:", "Write issue 7 (you, until")
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
    await marta.dm.press("I have room now")
    marta.dm.sees("Good: 1 place is free")
    await scene.pass_(weeks=2)
    assert "Week" not in carla.dm.last()
    marta.dm.sees_not("She is patient")
    await scene.pass_(days=80)
    carla.dm.sees("Three months ago you finished your time with Marta.")
    await carla.dm.pick("What has come of it?", "It has changed a lot")
    carla.dm.sees("Thank you for telling.")


async def meet(scene: Scene, marta: Actor, carla: Actor) -> None:
    """A change of what they agreed, a time that both like, and one tap afterwards."""
    await carla.use("/mentor status")
    carla.sees("Marta is your mentor, week 1 of 8.")
    await carla.press("This week with Marta")
    carla.sees("What you agreed", "Meetings: By phone")
    await carla.press("Change what we agreed")
    await carla.fill(form="video")
    marta.dm.sees("Carla proposes a change to how you work together.", "Meetings: By video")
    await marta.dm.press("Yes, agreed")
    carla.dm.sees("Marta agrees.", "Meetings: By video")
    await carla.press("Plan a meeting")
    await carla.fill(time1="12.3. 18:30", time2="13.3. 9:00", where="https://meet.example/ab")
    await scene.restart()
    marta.dm.sees("Carla would like to meet you, for 45 minutes.")
    await marta.dm.press("Friday at 09:00")
    carla.dm.sees("You and Marta meet:", "Open the invitation and it stands in your calendar.")
    await scene.pass_(days=3)
    marta.dm.sees("You meet Carla:")
    await scene.pass_(days=2)
    marta.dm.sees("Did you and Carla meet?")
    await marta.dm.press("It did not work out")
    marta.dm.sees("That happens to everybody; a new time is quickly found.")
    await scene.pass_(days=2)
