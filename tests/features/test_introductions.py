"""Getting to know each other by turns: opt-in, somebody new each time, and a three when the number is odd."""

from __future__ import annotations

from bot.features.peers import links
from bot.features.safety.model import Exclusion, Why
from tests.features.conftest import offer
from tests.features.pairing import stored
from tests.features.scene import Actor, Scene
from tests.features.wire import claim

NEW = "Somebody new for you: "


async def circle(scene: Scene, *names: str) -> list[Actor]:
    people = [scene.person(name.lower(), name) for name in names]
    for one in people:
        await offer(one, "Taxes", about=f"I am {one.id}.")
        await one.use("/introductions")
        await one.press("Take part")
        one.sees("You take part.")
    return people


async def weekly(lena: Actor, kind: str = "peers.across") -> None:
    await lena.use("/introductions")
    await lena.press("Choose how often")
    await lena.fill(weeks="1", kind=kind)
    lena.sees("Every week I introduce people who do not know each other yet")


def introduced(actor: Actor) -> list[str]:
    """Whom somebody was introduced to, turn by turn."""
    lines = [text.split("\n")[0] for text in actor.dm.texts() if text.startswith(NEW)]
    return [line.removeprefix(NEW).rstrip(".") for line in lines]


async def test_somebody_new_each_time(scene: Scene, lena: Actor) -> None:
    people = await circle(scene, "Anna", "Bert", "Carla", "Dora")
    outside = scene.person("nils", "Nils")
    await offer(outside, "Taxes")
    await weekly(lena)
    await scene.pass_(days=1)
    assert all(len(introduced(one)) == 1 for one in people)
    await scene.restart()
    await scene.pass_(days=15)
    for one in people:
        assert len(introduced(one)) == len(set(introduced(one))) == 3
    assert introduced(outside) == []
    people[0].dm.sees("Write one line today", "I am ")


async def test_did_you_meet(scene: Scene, lena: Actor) -> None:
    anna, bert = await circle(scene, "Anna", "Bert")
    await weekly(lena)
    await scene.pass_(days=1)
    assert (introduced(anna), introduced(bert)) == (["Bert"], ["Anna"])
    await scene.restart()
    await scene.pass_(days=5, hours=20)
    anna.dm.sees("Did you meet Bert?")
    await anna.dm.press("Yes, we met")
    anna.dm.sees("Good to hear!", "Only you see this answer.")
    team = await stored(scene, anna, lambda work, me: work.circles.team(me.community, 1))
    assert team is not None
    gina = scene.person("gina", "Gina")
    await claim(scene, gina, links.met(1, True))
    gina.sees("I cannot find this any more.")


async def test_where_too_few_take_part_it_says_so(scene: Scene, lena: Actor) -> None:
    """Nobody is told of somebody new whom they were told of before."""
    anna, bert = await circle(scene, "Anna", "Bert")
    await weekly(lena)
    await scene.pass_(days=8)
    assert (introduced(anna), introduced(bert)) == (["Bert"], ["Anna"])
    anna.dm.sees("This time it is Bert again: with more people who take part, somebody new comes.")
    await circle(scene, "Carla", "Dora")
    await scene.pass_(days=7)
    assert introduced(anna)[1] in ("Carla", "Dora")


async def test_an_odd_number_makes_a_three(scene: Scene, lena: Actor) -> None:
    people = await circle(scene, "Anna", "Bert", "Carla")
    await weekly(lena)
    await scene.pass_(days=1)
    assert all(" and " in introduced(one)[0] for one in people)


async def test_who_stops_or_is_kept_apart_is_not_introduced(scene: Scene, lena: Actor) -> None:
    anna, bert, carla = await circle(scene, "Anna", "Bert", "Carla")
    row = Exclusion(scene.room.person("anna"), scene.room.person("bert"), Why.BLOCK, scene.clock.now())
    await scene.store.write(lambda work: work.safety.keep_apart(1, row))
    await carla.use("/introductions")
    await carla.press("Take me out")
    carla.sees("You do not take part.")
    await weekly(lena, "peers.interests")
    lena.sees("Shared topics come first.")
    await scene.pass_(days=8)
    assert introduced(anna) == introduced(bert) == introduced(carla) == []
