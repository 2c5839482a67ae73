"""Where no moderators' channel is chosen: what waits is told with a coordinator's command, once a day, and not lost."""

from __future__ import annotations

from tests.features.conftest import offer
from tests.features.pairing import become_pair
from tests.features.scene import Actor, Scene

WAITS = "What waits for you: "
WHY = "because no moderators’ channel is chosen"


async def without_channel(lena: Actor) -> None:
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    await lena.fill(moderators="")


async def suggest(actor: Actor, words: str) -> None:
    await actor.use("/suggest")
    await actor.fill(words=words)


def told(lena: Actor) -> list[str]:
    return [text for text in lena.texts() if WHY in text and text.startswith(WAITS)]


async def test_what_waits_is_said_once_a_day_with_a_command(scene: Scene, lena: Actor, marta: Actor) -> None:
    await without_channel(lena)
    await lena.use("/programme needs")
    assert told(lena) == [], "nothing waits"
    await suggest(marta, "A list of who lends tools")
    await lena.use("/programme needs")
    (said,) = told(lena)
    assert said.startswith("What waits for you: 1 suggestion has no answer yet.")
    await lena.use("/programme pairs")
    assert len(told(lena)) == 1, "once a day"
    await scene.restart()
    await lena.use("/programme pairs")
    assert len(told(lena)) == 1, "a restart changes nothing"
    await scene.pass_(days=1)
    await lena.use("/programme pairs")
    assert len(told(lena)) == 2
    await lena.press("Read the suggestions")
    lena.sees("A list of who lends tools")
    await lena.press("Choose a channel")
    await lena.fill(moderators="moderators")
    before = len(told(lena))
    await scene.pass_(days=1)
    await lena.use("/programme pairs")
    assert len(told(lena)) == before, "from now on the channel says it"


async def test_members_and_those_who_turned_it_off_hear_nothing(scene: Scene, lena: Actor, marta: Actor) -> None:
    await without_channel(lena)
    await suggest(marta, "A list of who lends tools")
    await marta.use("/suggestions")
    assert not any(WHY in text for text in marta.texts())
    await lena.use("/programme digest")
    await lena.press("Turn this message off")
    await scene.pass_(days=1)
    await lena.use("/programme needs")
    assert len(told(lena)) == 1, "the one that came with the command before it was turned off"


async def test_a_month_is_found_without_a_channel(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await without_channel(lena)
    await lena.use("/programme impact")
    await lena.press("Propose a post each month")
    lena.sees("On the first of each month", "You find them in `/programme impact`".replace("`", ""))
    await scene.pass_(weeks=5)
    await lena.use("/programme needs")
    lena.sees("the figures of March 2026 are ready for everybody", WHY)
    await scene.restart()
    await lena.use("/programme impact")
    await lena.press("Look at the post of March 2026")
    post = lena.sees("This is how it would go out.", "Our mentorship in March 2026", "New pairs: 1")
    assert "nothing counted yet" not in post, "what cannot be said yet is not said to everybody"
    assert "Satisfaction" not in post
    await lena.press("Skip this month")
    await lena.use("/programme impact")
    assert all("Look at the post" not in label for label in lena.labels())


async def test_the_check_offers_to_choose_a_channel(scene: Scene, lena: Actor) -> None:
    await without_channel(lena)
    await lena.use("/programme check")
    lena.sees("mentoring: everything I need is allowed.", "No moderators’ channel is chosen.")
    await lena.press("Choose a moderators’ channel")
    await lena.fill(moderators="moderators")
    await lena.use("/programme check")
    assert "No moderators’ channel" not in lena.last()


async def test_it_comes_after_the_answer(scene: Scene, lena: Actor, marta: Actor) -> None:
    await without_channel(lena)
    await suggest(marta, "A list of who lends tools")
    await lena.use("/programme check")
    lena.sees("No moderators’ channel is chosen.")
    lena.sees("What waits for you: 1 suggestion has no answer yet.", WHY)
    await lena.press("Read the suggestions")
    lena.sees("A list of who lends tools")


async def test_two_coordinators_each_hear_it(scene: Scene, lena: Actor, marta: Actor) -> None:
    await without_channel(lena)
    timo = scene.person("timo", "Timo", coordinator=True)
    await suggest(marta, "A list of who lends tools")
    await timo.use("/programme digest")
    assert told(timo) == [], "who has never acted as coordination is not spoken to"
    await timo.press("Send it to me every week")
    await timo.use("/programme needs")
    await lena.use("/programme needs")
    assert (len(told(timo)), len(told(lena))) == (1, 1)
    await offer(timo, topics="Taxes")
