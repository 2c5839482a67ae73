"""Whether it helps: figures with what they mean, a goal, activity that is counted by days, and a post each month."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from bot.features.impact import links
from bot.features.pairs import links as pairs
from tests.features.conftest import offer, seek
from tests.features.pairing import become_pair, put_together
from tests.features.scene import CHANNEL, Actor, Scene
from tests.features.wire import claim

VERY_GOOD, NOT_GOOD = "5 – very good", "1 – not good"


def pictures(actor: Actor) -> list[str]:
    """The alt texts of the newest message's pictures."""
    post = actor.messages()[-1].post
    assert post
    assert all(one.picture.data.startswith(b"\x89PNG") for one in post.pictures)
    return [one.alt for one in post.pictures]


def rows(scene: Scene, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(scene.url.removeprefix("sqlite:///"))) as database:
        return database.execute(query).fetchall()


async def finish(scene: Scene, mentor: Actor, mentee: Actor, *ratings: str) -> None:
    """They finish together, and say how it was."""
    await mentee.dm.press("More…")
    await mentee.dm.press("Finish together")
    await mentee.dm.press("Yes, finish")
    for actor, rating in zip((mentee, mentor), ratings, strict=False):
        await actor.dm.pick("How was it, all in all?", rating)


async def test_the_coordination_sees_what_came_of_it(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await lena.use("/programme impact")
    lena.sees("What your programme brings about · From the beginning until now", "There is no goal yet.")
    lena.sees("Requests: 0 · Sent to a mentor in this time.", "Requests answered: none yet")
    await seek(carla, "newsletters")
    await scene.pass_(days=2)
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await marta.dm.press("Say yes to Carla")
    await scene.restart()
    await lena.use("/programme impact")
    lena.sees("How things stand now\nPeople: 2", "What happened in this time\nNew people: 2", "How it goes\nTime to")
    lena.sees("People: 2 · Everybody who accepted the code of conduct", "New pairs: 1 · Begun in this time.")
    lena.sees("Requests answered: 1 of 1 · ", "Running pairs: 1", "Time to a mentor: 2.0 days, of 1 pair · ")
    await lena.press("Set a goal")
    await lena.fill(figure="pairs", number="0")
    assert "number" in lena.errors()
    await lena.fill(figure="pairs", number="20", within="1")
    lena.sees("Our goal until 30 Apr 2026: 20 × New pairs. So far: 1.")
    (alt,) = pictures(lena)
    assert "Our goal until 30 Apr 2026: 20 × New pairs. So far: 1.; " in alt
    assert alt.endswith("Mar 2026: Requests: 1, New pairs: 1, Finished pairs: 0")
    await lena.pick("Another time", "Last month")
    lena.sees("· Last month", "Requests: 0 · ", "Running pairs: 1 · ", "So far: 1.")


async def test_ratings_are_shown_from_five_people_on_and_five_at_a_time(scene: Scene, lena: Actor) -> None:
    people = [scene.person(f"p{n}", f"Person {n}") for n in range(12)]
    for n in range(0, 12, 2):
        await put_together(scene, people[n], people[n + 1])
    for n in (0, 2):
        await finish(scene, people[n], people[n + 1], VERY_GOOD, "4 – good")
    await lena.use("/programme impact")
    lena.sees("Satisfaction: shown once 5 people have answered")
    await scene.restart()
    await finish(scene, people[4], people[5], NOT_GOOD, "2 – not so good")
    await lena.use("/programme impact")
    shown = lena.sees("Satisfaction: 4.0 of 5, from 5 answers")
    await claim(scene, people[1].dm, pairs.feedback(1), "1")
    await finish(scene, people[6], people[7], NOT_GOOD, NOT_GOOD)
    await lena.use("/programme impact")
    assert "Satisfaction: 4.0 of 5, from 5 answers" in lena.last(), shown


async def test_activity_is_counted_by_days_once_the_coordination_wants_it(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await become_pair(scene, marta, carla)
    await marta.say("Good morning!")
    assert rows(scene, "SELECT * FROM activity") == [], "nothing before it was switched on"
    await lena.use("/programme impact")
    lena.sees("Meaningful connections: nothing counted yet")
    await lena.press("Count activity")
    lena.sees("Active is who wrote in a channel", "I note the day alone", "Everybody hears about it")
    await lena.press("Count from now on")
    carla.sees("From today the programme counts how many pairs stay in touch", "Everybody can say no with one tap")
    for word in ("Hello", "again", "and again"):
        await marta.say(word)
    await carla.use("/mentor status")
    await scene.restart()
    await carla.use("/mentor status")
    days = rows(scene, "SELECT name, day FROM activity JOIN member ON id = member ORDER BY name")
    assert [name for name, _ in days] == ["Carla", "Marta"], "once each, and nobody without a profile"
    assert len({day for _, day in days}) == 1, "the day and no time of it"
    await scene.pass_(days=5)
    for one in (marta, carla):
        await one.dm.press("We met")
    await scene.pass_(days=9)
    await lena.use("/programme impact")
    lena.sees("Meaningful connections: 1 of 1, in the week of ")
    assert pictures(lena)[1].startswith("Pairs that stayed connected; Week of ")
    assert "1 of 1" in pictures(lena)[1]


async def test_who_does_not_want_to_be_counted_is_not(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await lena.use("/programme impact")
    await lena.press("Count activity")
    await lena.press("Count from now on")
    await marta.say("Hello")
    await marta.press("Do not count me")
    marta.sees("Your activity is not counted, and the days that were kept are gone.")
    await marta.say("Hello again")
    await scene.restart()
    await marta.use("/mentor settings")
    marta.sees("Your activity is not counted.")
    assert rows(scene, "SELECT count(*) FROM activity JOIN member ON id = member WHERE name = 'Marta'") == [(0,)]
    await carla.say("Hello")
    await marta.press("Count me again")
    marta.sees("your active days count from now on")
    assert rows(scene, "SELECT count(*) FROM activity JOIN member ON id = member") == [(2,)]
    await lena.use("/programme impact")
    await lena.press("How activity counts")
    await lena.press("Stop counting and forget the days")
    assert rows(scene, "SELECT count(*) FROM activity") == [(0,)]
    await carla.say("Nobody counts this")
    assert rows(scene, "SELECT count(*) FROM activity") == [(0,)]


async def test_a_lesson_names_nobody(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await lena.use("/programme impact")
    await lena.press("Write down a lesson")
    await lena.fill(words="marta had too much to do")
    assert "Marta" in lena.errors()["words"]
    await lena.fill(words="Smart people need a rhythm of their own. Ask for it in week 1.")
    lena.sees("Kept.", "Learned: Smart people need a rhythm of their own.")
    await lena.use("/programme impact")
    lena.sees("Learned: Smart people need a rhythm")
    await lena.press("Take it away again")
    await lena.use("/programme impact")
    assert "Learned:" not in lena.last()


async def test_the_figures_of_a_month_go_out_once_they_are_approved(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor
) -> None:
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    await lena.fill(moderators="moderators")
    await become_pair(scene, marta, carla)
    await lena.use("/programme impact")
    await lena.press("Propose a post each month")
    lena.sees("Nothing goes out without you.")
    await scene.pass_(days=31)
    board = lena.at("moderators")
    board.sees("The figures of March 2026 are ready for everybody.")
    carla.sees_not("Our mentorship in March 2026")
    await board.press("Look at the post")
    board.sees("This is how it would go out.", "Our mentorship in March 2026", "New pairs: 1 · Begun in this time.")
    await board.press("Change the words")
    await board.fill(words="Thank you all! <@everyone> **bold** [link](https://example.org)")
    board.sees("Thank you all! <@everyone> **bold** [link](https://example.org)")
    await scene.restart()
    await offer(scene.person("nora", "Nora"), "Taxes")
    await board.press("Post it")
    post = carla.at(CHANNEL).sees("Our mentorship in March 2026", "Thank you all! <@everyone> **bold**", "People: 2 · ")
    assert "This is how it would go out" not in post
    (alt,) = pictures(carla.at(CHANNEL))
    assert alt.endswith("Mar 2026: Requests: 1, New pairs: 1, Finished pairs: 0")
    await board.press("Skip this month")
    board.sees("This post is in the channel already.")
    assert sum("Our mentorship in March" in text for text in carla.at(CHANNEL).texts()) == 1
    await lena.use("/programme impact")
    await lena.press("No post each month")
    await scene.pass_(days=31)
    board.sees_not("The figures of April 2026")


async def test_a_month_can_be_left_out(scene: Scene, lena: Actor) -> None:
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    await lena.fill(moderators="moderators")
    await lena.use("/programme impact")
    await lena.press("Propose a post each month")
    await scene.pass_(days=31)
    board = lena.at("moderators")
    await board.press("Skip this month")
    board.sees("This month is skipped.")
    await claim(scene, lena, links.preview("2026-03-01"))
    lena.sees("This month was skipped, so nothing goes out.")
    for nonsense in ("2026-01-01", "soon"):
        await claim(scene, lena, links.preview(nonsense))
        lena.sees("There is no post of this month.")
