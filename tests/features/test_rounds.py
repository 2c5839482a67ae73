"""A whole round: proposed, looked through, changed, approved, answered; and the next one."""

from __future__ import annotations

from bot.features.matching import links
from bot.features.matching.model import PairState
from tests.features.conftest import offer, seek
from tests.features.pairing import pairs_of, stored
from tests.features.scene import Actor, Scene
from tests.features.wire import claim


async def ids(scene: Scene, *actors: Actor) -> list[int]:
    return [await stored(scene, actor, lambda work, me: me.id) for actor in actors]


async def community(scene: Scene) -> dict[str, Actor]:
    """Two mentors with a seat each, three who look for somebody, and one whom nobody can talk to."""
    people = {name: scene.person(name.lower(), name) for name in ("Marta", "Anna", "Carla", "Dora", "Emil", "Ildi")}
    await offer(people["Marta"], "Newsletters, Pricing")
    await offer(people["Anna"], "Taxes")
    await seek(people["Carla"], "Newsletters")
    await seek(people["Dora"], "Taxes")
    await seek(people["Emil"], "Taxes")
    await seek(people["Ildi"], "Pricing", languages=("hu",))
    return people


async def test_a_whole_round(scene: Scene, lena: Actor) -> None:
    people = await community(scene)
    marta, anna, carla, dora, emil = (people[name] for name in ("Marta", "Anna", "Carla", "Dora", "Emil"))
    await lena.use("/programme match")
    lena.sees("best whole assignment")
    await lena.press("Propose a round")
    lena.sees(
        "This round: 2 of 4 find somebody. They suit ",
        " of 100 on average",
        "First come, first served would be: 2 of 4",
        "2 people are left",
    )
    lena.sees("Marta and Carla", "Anna and Dora")
    await lena.press("Who is left, and why")
    lena.sees("Emil: all mentors for Taxes are full (2 needed, places: 1)")
    lena.sees("Ildi: nobody for Pricing speaks a language of theirs")
    for one in people.values():
        assert not any("programme proposes" in text for text in one.dm.texts()), "nobody has heard of it yet"

    await scene.restart()
    await lena.use("/programme match")
    lena.sees("This round: 2 of 4")
    await lena.pick("Look at a pair", lena.menu("Look at a pair")[1].choices[-1].label)
    lena.sees("Why: ", "in common")
    await lena.press("Back to the round")
    await lena.press("Approve all 2 pairs")
    lena.sees("Approved: both of each of 2 pairs are asked now.")
    marta.dm.sees("The programme proposes Carla as your mentee, for Newsletters.", "500 readers by summer")
    carla.dm.sees("The programme proposes Marta as your mentor.", "Newsletters in common")

    await carla.use("/mentor status")
    carla.sees("The programme proposes Marta, and you have not answered yet.")
    await carla.dm.press("Yes, gladly")
    await carla.use("/mentor status")
    carla.sees("You said yes to Marta; the other answer is open.")
    carla.dm.sees("As soon as Marta says yes too, you are a pair.")
    assert await pairs_of(scene, carla) == []
    await scene.restart()
    await marta.dm.press("Yes, gladly")
    marta.dm.sees("You and Carla are a pair now.")
    carla.dm.sees("Marta is your mentor.")

    await anna.dm.press("Not now")
    anna.dm.sees("That is fine.")
    dora.dm.sees("Right now it is not possible with Anna.", "You are in the next round")
    await lena.use("/programme match")
    lena.sees("So far: 0 wait for an answer, 1 are pairs, 1 not this time.")
    await lena.press("End this round")
    lena.sees("The round is over.")

    await lena.press("Propose a round")
    lena.sees("This round: 1 of 3", "Last round: 2 of 4", "Anna and Emil")
    await lena.press("Approve the pair")
    emil.dm.sees("The programme proposes Anna as your mentor.")
    await emil.dm.press("Yes, gladly")
    await scene.pass_(days=8)
    emil.dm.sees("Anna has not answered for a week", "You are in the next round")


async def test_forbidden_and_locked_pairs(scene: Scene, lena: Actor) -> None:
    people = await community(scene)
    anna, emil, marta, carla = (people[name] for name in ("Anna", "Emil", "Marta", "Carla"))
    await lena.use("/programme match")
    await lena.press("Propose a round")
    first = next(one.label for one in lena.menu("Look at a pair")[1].choices if "Anna and Dora" in one.label)
    await lena.pick("Look at a pair", first)
    await lena.press("Not these two")
    lena.sees("These two are not proposed in this round.")
    await scene.restart()
    await lena.press("Work it out anew")
    lena.sees("Anna and Emil", "This round: 2 of 4")
    second = next(one.label for one in lena.menu("Look at a pair")[1].choices if "Anna and Emil" in one.label)
    await lena.pick("Look at a pair", second)
    await lena.press("Keep these two together")
    lena.sees("Anna and Emil", "kept")
    await lena.press("Back to the round")
    await lena.press("Work it out anew")
    lena.sees("Anna and Emil", "kept")
    mentor, mentee, other, third = await ids(scene, anna, emil, marta, carla)
    found = await scene.store.read(lambda work: work.rounds.pair(1, 1, mentor, mentee))
    assert found is not None
    assert found.state is PairState.LOCKED
    await claim(scene, lena, links.swap(1, mentor, mentee), f"{other}:{third}")
    lena.sees("These two cannot be exchanged")
    await claim(scene, lena, links.swap(1, mentor, mentee), "nonsense")
    lena.sees("This pair is not in the round any more.")


async def test_exchanging_mentees(scene: Scene, lena: Actor) -> None:
    for name in ("Anna", "Bert"):
        await offer(scene.person(name.lower(), name), "Taxes")
    for name in ("Carla", "Dora"):
        await seek(scene.person(name.lower(), name), "Taxes")
    await lena.use("/programme match")
    await lena.press("Propose a round")
    labels = [one.label for one in lena.menu("Look at a pair")[1].choices]
    await lena.pick("Look at a pair", labels[0])
    await lena.pick("Exchange mentees with", labels[1])
    said = lena.sees("Exchanged, and kept when you work it out anew:")
    assert not any(label.split(" (")[0] in said for label in labels)
    await lena.press("Work it out anew")
    assert lena.last().count("kept)") == 2
    await lena.pick("Look at a pair", lena.menu("Look at a pair")[1].choices[0].label)
    await lena.press("Approve this pair")
    lena.sees("Approved: both of the pair are asked now.")


async def test_what_happened_since_is_noticed(scene: Scene, lena: Actor) -> None:
    people = await community(scene)
    await lena.use("/programme match")
    await lena.press("Propose a round")
    await people["Anna"].use("/mentor pause 2")
    await lena.press("Approve all 2 pairs")
    people["Carla"].dm.sees("The programme proposes Marta")
    assert not any("programme proposes" in text for text in people["Dora"].dm.texts())
    mentor, mentee = await ids(scene, people["Marta"], people["Carla"])
    await claim(scene, people["Emil"], links.answer(1, mentor, mentee, yes=True))
    people["Emil"].sees("I cannot find this any more.")
    await people["Carla"].dm.press("Not now")
    await people["Marta"].dm.press("Yes, gladly")
    people["Marta"].dm.sees("This proposal is closed")


async def test_what_counts_is_set_by_three_sliders(scene: Scene, lena: Actor) -> None:
    await lena.use("/programme match")
    await lena.press("What counts")
    assert lena.form() == {"learn": ("2",), "near": ("2",), "wait": ("2",)}
    await lena.fill(learn="0", near="0", wait="0")
    assert "learn" in lena.errors()
    await scene.restart()
    await lena.fill(learn="4", near="1", wait="2")
    lena.sees("Kept.")
    await lena.use("/programme match")
    await lena.press("What counts")
    assert lena.form() == {"learn": ("4",), "near": ("1",), "wait": ("2",)}


async def test_one_round_at_a_time(scene: Scene, lena: Actor) -> None:
    await lena.use("/programme match")
    await lena.press("Propose a round")
    lena.sees("This round: 0 of 0")
    await claim(scene, lena, links.propose())
    lena.sees("There is a round already.")
    await lena.press("End this round")
    await claim(scene, lena, links.close(1))
    lena.sees("This round is not open any more.")


async def test_a_daily_round_waits_for_the_coordination(scene: Scene, lena: Actor) -> None:
    people = await community(scene)
    await lena.use("/programme match")
    await lena.press("How people find each other")
    assert lena.form() == {"mode": ("members",), "days": ("0",)}
    await lena.fill(mode="rounds", days="1")
    lena.sees("every round waits for you")
    await scene.restart()
    await scene.pass_(days=1)
    moderators = lena.at("moderators")
    moderators.sees("A round is ready: 2 of 4 find somebody", "Nobody hears of it before you approve.")
    assert all("Carla" not in text for text in moderators.texts())
    assert not any("programme proposes" in text for text in people["Carla"].dm.texts())
    await scene.pass_(days=2)
    assert sum("A round is ready" in text for text in moderators.texts()) == 1, "the one that waits is enough"
    await moderators.press("Look it through")
    await moderators.press("Approve all 2 pairs")
    people["Carla"].dm.sees("The programme proposes Marta")


async def test_a_weekly_round_goes_out_by_itself_where_both_accept(scene: Scene, lena: Actor) -> None:
    people = await community(scene)
    await lena.use("/programme match")
    await lena.press("How people find each other")
    await lena.fill(mode="both", days="7")
    await scene.pass_(days=1)
    await scene.restart()
    people["Carla"].dm.sees("The programme proposes Marta as your mentor.")
    await people["Carla"].dm.press("Yes, gladly")
    await people["Marta"].dm.press("Yes, gladly")
    people["Carla"].dm.sees("Marta is your mentor.")
    await people["Dora"].dm.press("Not now")
    await scene.pass_(days=7)
    people["Emil"].dm.sees("The programme proposes Anna as your mentor.")
    await lena.use("/programme match")
    await lena.press("How people find each other")
    assert lena.form() == {"mode": ("both",), "days": ("7",)}
    await lena.fill(days="0")
    await scene.pass_(days=14)
    assert sum("programme proposes" in text for text in people["Emil"].dm.texts()) == 1


async def test_a_round_whose_process_died_is_taken_up_again(scene: Scene, lena: Actor) -> None:
    await community(scene)
    await scene.store.write(lambda work: work.rounds.begin(1, scene.clock.now()))
    await lena.use("/programme match")
    lena.sees("A round is being worked out just now.")
    await scene.pass_(minutes=1)
    await lena.use("/programme match")
    assert "being worked out" in lena.last()
    await scene.pass_(minutes=30)
    await lena.use("/programme match")
    lena.sees("This round: 2 of 4 find somebody")
