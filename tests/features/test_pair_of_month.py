"""The pair of the month: anybody nominates, the coordination chooses, and the two decide."""

from __future__ import annotations

import asyncio

from adapters.playground.room import Fault
from bot.errors import Forbidden
from bot.features.pairs import links as pairs
from bot.features.recognition import links
from bot.features.safety import links as safety
from tests.features.conftest import offer
from tests.features.pairing import put_together
from tests.features.scene import Actor, Scene
from tests.features.wire import claim, send

WHY = "They have built a price list that works."
NOTHING_POSTED = "The thanks to you two are not posted this time."


async def nominate(actor: Actor, person: str, words: str = WHY) -> None:
    await actor.use("/nominate")
    await actor.fill(person=person, words=words)


async def choose(lena: Actor, whom: str = "Carla", pair: str = "Choose Marta and Carla", **answers: str) -> None:
    await lena.use("/programme recognition")
    await lena.pick("Look at one", whom)
    await lena.press(pair)
    await lena.fill(**answers)


def posts(actor: Actor) -> list[str]:
    return [text for text in actor.texts() if "Our pair of the month:" in text]


async def test_from_a_nomination_to_the_post(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await put_together(scene, marta, carla)
    nora = scene.person("nora", "Nora")
    await offer(nora, "Taxes")
    await nominate(nora, carla.person.id, "Carla and Marta have built a price list that works.")
    nora.sees("Thank you for thinking of Carla!", "Only the coordination learns that it comes from you.")
    carla.dm.sees_not("pair of the month")
    await scene.restart()
    await lena.use("/programme recognition")
    lena.sees("The pair of the month is not chosen yet.", "• Carla, by Nora: “Carla and Marta have built")
    await lena.pick("Look at one", "Carla")
    await lena.press("Choose Marta and Carla")
    assert lena.form()["words"] == ("… and … have built a price list that works.",)
    await lena.fill(words="Marta has built a price list.")
    assert lena.errors() == {"words": "Please leave their names out: the two decide themselves whether they are named."}
    await lena.fill(words=WHY)
    lena.sees("I have asked both.")
    for one, other in ((carla, "Marta"), (marta, "Carla")):
        one.dm.sees(f"The coordination would like to thank you and {other} as the pair of the month.", f"“{WHY}”")
    await carla.dm.press("Yes, with my name")
    carla.dm.sees("As soon as both of you have answered")
    assert posts(nora) == []
    await scene.restart()
    await marta.dm.press("Yes, with my name")
    assert len(posts(nora)) == 1
    nora.sees("Our pair of the month: Marta and Carla", WHY, "Thank you, you two!")
    carla.dm.sees("You two are the pair of the month, and the thanks stand in the programme channel.")
    await lena.use("/programme recognition")
    lena.sees("The pair of the month was posted. What comes in now is for next month.", "Nobody was nominated yet.")
    await carla.use("/mentor settings")
    await carla.press("Do not name me")
    nora.sees("Our pair of the month: a mentor and a mentee", WHY)
    nora.sees_not("Marta and Carla")
    await marta.dm.press("Take it down")
    nora.sees("The thanks to a pair of the month stood here. They were taken down.")
    nora.sees_not(WHY)


async def test_one_name_would_tell_the_other(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await put_together(scene, marta, carla)
    await nominate(carla, marta.person.id)
    await choose(lena, "Marta")
    await carla.dm.press("Yes, with my name")
    await marta.dm.press("Yes, without my name")
    lena.sees("Our pair of the month: a mentor and a mentee", WHY)
    assert "Marta" not in posts(lena)[0]


async def test_a_no_needs_no_reason_and_another_pair_may_follow(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    await lena.fill(moderators="moderators")
    await put_together(scene, marta, carla)
    nora, dora = scene.person("nora", "Nora"), scene.person("dora", "Dora")
    await offer(nora, "Taxes")
    await put_together(scene, nora, dora)
    await nominate(marta, carla.person.id)
    await nominate(carla, dora.person.id, "She has begun to write.")
    asked = [text for text in lena.at("moderators").texts() if "was nominated for the pair of the month" in text]
    assert len(asked) == 1
    await choose(lena)
    await marta.dm.press("Yes, with my name")
    await scene.restart()
    await carla.dm.press("Rather not")
    carla.dm.sees("That is fine: nothing is posted, and nobody hears why.")
    marta.dm.sees(NOTHING_POSTED)
    lena.at("moderators").sees("The pair that you chose is not posted this time.")
    assert posts(lena) == []
    await marta.dm.press("I would rather not, after all")
    await lena.use("/programme recognition")
    await lena.pick("Look at one", "Carla")
    lena.sees("There is no pair with Carla that could be thanked at the moment.")
    await choose(lena, "Dora", "Choose Nora and Dora")
    dora.dm.sees("“She has begun to write.”")


async def test_silence_is_no_yes(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await put_together(scene, marta, carla)
    await nominate(marta, carla.person.id)
    await choose(lena)
    await marta.dm.press("Yes, with my name")
    await scene.pass_(days=6)
    marta.dm.sees_not(NOTHING_POSTED)
    await scene.restart()
    await scene.pass_(days=2)
    marta.dm.sees(NOTHING_POSTED)
    await carla.dm.press("Yes, with my name")
    carla.dm.sees(NOTHING_POSTED)
    assert posts(lena) == []


async def test_the_nominator_learns_nothing(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    """The same thanks for one with a pair, one without, one who never used the bot, and a blocked pair."""
    pair = await put_together(scene, marta, carla)
    await claim(scene, marta, safety.blocked(safety.PAIR, pair))
    nora, alone = scene.person("nora", "Nora"), scene.person("alone", "Alone")
    await offer(nora, "Taxes")
    await offer(alone, "Bees")
    scene.person("new", "New")
    said = []
    for id, name in (("marta", "Marta"), ("alone", "Alone"), ("new", "New"), ("carla", "Carla")):
        await nominate(nora, id)
        said.append(nora.last().replace(name, "…"))
        await nominate(nora, id)
    assert len(set(said)) == 1
    await lena.use("/programme recognition")
    lines = [line for line in lena.last().splitlines() if line.startswith(("- ", "• "))]
    assert [line.split(",")[0].strip("-• ") for line in lines] == ["Marta", "Alone", "Carla"]
    await lena.pick("Look at one", "Marta")
    lena.sees("There is no pair with Marta that could be thanked at the moment.")


async def test_a_coordinator_does_not_choose_their_own_pair(scene: Scene, lena: Actor, carla: Actor) -> None:
    await offer(lena, "Pricing")
    pair = await put_together(scene, lena, carla)
    nora = scene.person("nora", "Nora")
    await offer(nora, "Taxes")
    await nominate(nora, carla.person.id)
    await lena.use("/programme recognition")
    lena.sees("• Somebody has nominated a pair of yours; the others of the coordination decide about it.")
    assert WHY not in lena.last()
    await claim(scene, lena, links.pick(), "1")
    lena.sees("Somebody has nominated a pair of yours. The others of the coordination decide about it.")
    await claim(scene, lena, links.choose(1, pair))
    await lena.fill(words=WHY)
    asking = scene.room.form_of("lena")
    assert asking
    assert asking.text.startswith("This pair cannot be chosen, or not by you.")
    olga = scene.person("olga", "Olga", coordinator=True)
    await choose(olga, "Carla", "Choose Lena Koord and Carla")
    carla.dm.sees("The coordination would like to thank you and Lena Koord")


async def test_one_a_month_in_the_zone_of_the_community(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    first = await put_together(scene, marta, carla)
    nora, dora = scene.person("nora", "Nora"), scene.person("dora", "Dora")
    await offer(nora, "Taxes")
    second = await put_together(scene, nora, dora)
    await nominate(marta, carla.person.id)
    await nominate(nora, dora.person.id)
    await choose(lena)
    await claim(scene, lena, links.choose(2, second))
    assert scene.room.form_of("lena") is None or not await _sent(lena)
    for one in (marta, carla):
        await one.dm.press("Yes, with my name")
    await scene.pass_(days=10)
    await nominate(marta, dora.person.id, "She has opened her shop.")
    await lena.use("/programme recognition")
    await lena.pick("Look at one", "Dora")
    await lena.press("Choose Nora and Dora")
    await lena.fill()
    asking = scene.room.form_of("lena")
    assert asking
    assert asking.text == "The pair of this month is chosen already. The next one can be chosen next month."
    await scene.pass_(days=20)
    await choose(lena, "Dora", "Choose Nora and Dora")
    for one in (nora, dora):
        await one.dm.press("Yes, with my name")
    assert [text.splitlines()[0] for text in posts(lena)] == [
        "Our pair of the month: Marta and Carla",
        "Our pair of the month: Nora and Dora",
    ]
    assert first != second


async def _sent(lena: Actor) -> bool:
    await lena.fill(words="Anything")
    return "I have asked both." in lena.last()


async def test_who_finished_lately_is_thanked_and_who_erases_is_gone(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    pair = await put_together(scene, marta, carla)
    await claim(scene, marta, pairs.finished(pair))
    await claim(scene, carla, pairs.more(pair))
    await nominate(carla, marta.person.id)
    await choose(lena, "Marta")
    for one in (marta, carla):
        await one.dm.press("Yes, with my name")
    lena.sees("Our pair of the month: Marta and Carla", WHY)
    await carla.use("/privacy erase")
    await carla.press("Yes, erase everything")
    lena.sees("The thanks to a pair of the month stood here. They were taken down.")
    assert posts(lena) == []


async def test_two_of_the_coordination_at_once_choose_one(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    first = await put_together(scene, marta, carla)
    nora, dora = scene.person("nora", "Nora"), scene.person("dora", "Dora")
    second = await put_together(scene, nora, dora)
    await nominate(marta, "carla")
    await nominate(nora, "dora")
    olga = scene.person("olga", "Olga", coordinator=True)
    forms = (f"recognition.chosen|1|1|{first}|", f"recognition.chosen|1|2|{second}|")
    await asyncio.gather(
        *(send(scene, who, id, {"words": (WHY,)}) for who, id in zip((lena, olga), forms, strict=True))
    )
    asked = [one for one in (carla, dora) if any("as the pair of the month" in text for text in one.dm.texts())]
    assert len(asked) == 1


async def test_a_post_that_fails_is_told_and_can_be_chosen_anew(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await put_together(scene, marta, carla)
    await nominate(marta, "carla")
    await choose(lena)
    await marta.dm.press("Yes, with my name")
    scene.room.faults += [Fault(Forbidden("no"))]
    await carla.dm.press("Yes, with my name")
    carla.dm.sees("Both of you like it, so it is on its way to the programme channel.")
    for one in (marta, carla):
        one.dm.sees(NOTHING_POSTED)
        one.dm.sees_not("You two are the pair of the month, and the thanks stand")
    await lena.use("/programme recognition")
    lena.sees("The pair of the month is not chosen yet.")


async def test_at_most_five_in_a_month_and_ones_own_from_more(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    pair = await put_together(scene, marta, carla)
    await claim(scene, carla, pairs.more(pair))
    await carla.press("Nominate us for the pair of the month")
    assert carla.form()["person"] == ("marta",)
    await carla.fill(words=WHY)
    carla.sees("Thank you for thinking of Marta!")
    for number in range(5):
        other = scene.person(f"p{number}", f"P {number}")
        await offer(other, "Bees")
        await nominate(carla, other.id)
    asking = scene.room.form_of("carla")
    assert asking
    assert asking.text.startswith("You have thought of many this month, thank you!")
