"""Courses: a coordinator looks at one, copies and changes it piece by piece or as a file, and chooses one."""

from __future__ import annotations

import pytest

from bot.features.programme import courses, links
from bot.features.programme.formats import Format
from bot.features.programme.shelf import FOLDER, shipped
from bot.features.programme.templates import QUESTION
from bot.features.programme.written import written
from tests.features.pairing import become_pair, pairs_of, put_together
from tests.features.scene import Actor, Scene
from tests.features.wire import claim

CAREER = shipped()["career"]


async def page(actor: Actor, partner: str) -> str:
    await actor.use("/mentor status")
    await actor.press(f"This week with {partner}")
    return actor.last()


async def bring(scene: Scene, lena: Actor, source: str | bytes) -> None:
    """Attach a file to the open form and send it."""
    data = source.encode() if isinstance(source, str) else source
    await lena.fill(file=scene.room.attach(lena.id, data))


def files(actor: Actor) -> dict[str, bytes]:
    post = actor.messages()[-1].post
    return {one.file.name: one.file.data for one in post.files} if post else {}


async def test_from_a_look_to_a_course_of_ones_own(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    old = await become_pair(scene, marta, carla)
    await lena.use("/programme template")
    lena.sees(
        "pairs that run keep theirs",
        "First steps in business: 8 weeks, in use",
        "Career: 8 weeks",
        "Encouragement and support: 4 weeks",
        "Learn a skill: 8 weeks",
        "One question: 2 talks",
    )
    await lena.pick("Look at a course", "Career")
    lena.sees("Goal: Know what you want from work next", "To start the talk:")
    await lena.press("Look at the weeks")
    lena.sees("Career, page 1 of 4", "Week 1: ", "Mentor: Tell your own way", "Tip for the mentor: Set expectations")
    for at in (2, 3, 4):
        await lena.press("Next weeks")
        lena.sees(f"Career, page {at} of 4", f"Week {2 * at}: ")
    await lena.press("Back to the course")
    await lena.press("Send me the file")
    whole = files(lena)["career.txt"].decode()
    for step in CAREER.steps:
        assert step.mentee.read("en") in whole
    assert files(lena)["career.toml"].decode() == written(CAREER)

    await lena.press("Back to the course")
    await lena.press("Copy and change it")
    assert lena.form() == {"en": ("Career",), "de": ("Beruflicher Weg",), "it": ("Carriera",)}
    await lena.fill()
    assert lena.errors() == {"en": "A course of this name comes with the bot. Please choose another title."}
    await lena.fill(en="Our Way", de="Unser Weg", it="La nostra strada")
    lena.sees("Our Way: 8 weeks, yours")
    await scene.restart()
    await lena.pick("Change a week", "Week 1")
    assert lena.form()["mentor"] == (CAREER.steps[0].mentor.read("en"),)
    await lena.fill(mentor="Bring cake to the first talk.", mentor_tip="")
    lena.sees("Week 1 is changed in English", "In the other languages the earlier words stand.")
    await lena.press("In Italian")
    await lena.fill(mentor="Porta una torta al primo incontro.")
    await lena.press("Back to the course")
    await lena.press("Change title and goal")
    await lena.fill(goal="A way of your own.", starters="One?\nTwo?\nThree?")
    assert lena.errors()["starters"].startswith("These are 3 lines; please write 4")
    assert lena.form()["goal"] == ("A way of your own.",)
    await lena.fill(starters="One?\nTwo?\nThree?\nFour?")
    await lena.press("Back to the course")
    lena.sees("Goal: A way of your own.", "Four?")
    await lena.press("Use this course")
    lena.sees("New pairs follow Our Way from now on. Pairs that run keep their course.")

    dora = scene.person("dora", "Dora")
    await put_together(scene, scene.person("nora", "Nora", locale="it"), dora)
    nora = Actor(scene, "nora", "mentoring")
    await nora.use("/mentor status")
    await nora.press("Vedi la settimana con Dora")
    assert "Porta una torta al primo incontro." in nora.last()
    assert "Bring cake" not in await page(marta, "Carla"), "who has begun keeps what they have"
    assert (await pairs_of(scene, carla))[0].id == old

    await claim(scene, lena, links.course_week("our-way", 1, "it"))
    await lena.fill(mentor="Porta due torte.")
    await nora.use("/mentor status")
    await nora.press("Vedi la settimana con Dora")
    assert "Porta una torta al primo incontro." in nora.last(), "a change is for pairs that begin later"
    await lena.use("/programme setup")
    lena.sees("Course: Our Way, 8 weeks")


async def test_a_course_as_a_file(scene: Scene, lena: Actor) -> None:
    source = (FOLDER / "career.toml").read_text("utf-8").replace('name = "career"', 'name = "our-way"')
    await lena.use("/programme template")
    await lena.press("Bring a course as a file")
    await bring(scene, lena, source.replace("Tell your own way in ten minutes", "Bring cake"))
    lena.sees("This is Career as pairs will read it. Nothing is kept yet", "Mentor: Bring cake")
    assert list(files(lena)) == ["our-way.txt"]
    await scene.restart()
    await lena.press("Keep it")
    lena.sees("Career: 8 weeks, yours")
    await claim(scene, lena, links.use_course("our-way"))
    await put_together(scene, scene.person("nora", "Nora"), scene.person("dora", "Dora"))
    assert "Bring cake" in await page(Actor(scene, "nora", "mentoring"), "Dora")


GOOD = written(CAREER).replace('name = "career"', 'name = "ours"')


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (GOOD.replace("weeks = 8", "weeks = 200"), "Line 2: weeks: 200 is not possible. Choose 4 to 24."),
        (GOOD + "\n[[week]]\n", "week 9, why: needs a text in each language"),
        (GOOD.replace("goal.de = ", 'goal.de = "' + "x" * 400 + '" # '), "goal.de: has 400 characters"),
        (GOOD.replace('name = "ours"', 'name = "career"'), "Line 1: name: is the name of a course that comes with"),
        (GOOD.replace('title.en = "Career"', 'title.en = "Career'), "Line 4: "),
        (b"name = \xff", "Line 1: has a letter that is not UTF-8."),
        ("", "Line 1: name: needs small letters"),
    ],
    ids=["weeks", "empty", "long", "taken", "toml", "bytes", "nothing"],
)
async def test_a_file_with_a_mistake_is_refused_with_its_line(
    scene: Scene, lena: Actor, source: str | bytes, said: str
) -> None:
    await claim(scene, lena, links.upload())
    await bring(scene, lena, source)
    assert said in lena.errors()["file"]
    assert await scene.store.read(lambda work: courses.own(work, 1)) == {}
    await bring(scene, lena, GOOD)
    lena.sees("This is Career as pairs will read it.")


async def test_an_empty_week_and_a_longer_course_by_hand(scene: Scene, lena: Actor) -> None:
    await claim(scene, lena, links.copy_course("encouragement"))
    await lena.fill(en="Courage")
    await lena.pick("Change a week", "One week more")
    lena.sees("Courage: 5 weeks, yours")
    await lena.pick("Change a week", "Without the last week")
    lena.sees("Courage: 4 weeks, yours")
    await lena.pick("Change a week", "Without the last week")
    lena.sees("A course has 4 to 24 weeks.")
    await lena.pick("Change a week", "Week 2")
    await lena.fill(why="", mentor="x" * 300)
    assert set(lena.errors()) == {"why", "mentor"}
    assert lena.form()["mentor"] == ("x" * 300,)


async def test_a_pair_with_one_question_gets_the_communitys_own(scene: Scene, lena: Actor) -> None:
    async def chosen() -> str:
        return await scene.store.read(lambda work: courses.for_pair(work, 1, "first-steps", Format.QUESTION))

    assert await chosen() == QUESTION
    await claim(scene, lena, links.copy_course(QUESTION))
    await lena.fill(en="Quick help")
    assert await chosen() == "quick-help@1"
    await claim(scene, lena, links.use_course("quick-help"))
    lena.sees("pairs with one question get it by themselves")


async def test_a_course_is_deleted_and_who_has_begun_with_it_keeps_it(scene: Scene, lena: Actor) -> None:
    await claim(scene, lena, links.copy_course("career"))
    await lena.fill(en="Our Way")
    await lena.pick("Change a week", "Week 1")
    await lena.fill(mentor="Bring cake to the first talk.")
    await lena.press("Back to the course")
    await lena.press("Use this course")
    await put_together(scene, scene.person("nora", "Nora"), scene.person("dora", "Dora"))
    await claim(scene, lena, links.course("our-way"))
    await lena.press("Delete this course")
    lena.sees(
        "Shall I delete Our Way?", "Pairs that run keep it to their end", "From then on they follow First steps in"
    )
    await lena.press("Send me the file")
    source = files(lena)["our-way.toml"].decode()
    await scene.restart()
    await claim(scene, lena, links.remove_course("our-way"))
    await lena.press("Yes, delete it")
    lena.sees("Our Way is deleted.")
    await claim(scene, lena, links.removed_course("our-way"))
    lena.sees("I cannot find this course any more.")
    await lena.use("/programme template")
    lena.sees("First steps in business: 8 weeks, in use")
    assert "Our Way" not in lena.last()
    await lena.use("/programme setup")
    lena.sees("Course: First steps in business")
    nora = Actor(scene, "nora", "mentoring")
    assert "Bring cake" in await page(nora, "Dora"), "who has begun keeps what they have"
    await put_together(scene, scene.person("ugo", "Ugo"), scene.person("pia", "Pia"))
    assert "Bring cake" not in await page(Actor(scene, "ugo", "mentoring"), "Pia")
    await lena.use("/programme audit")
    lena.sees("Lena Koord deleted a course of the community")

    await claim(scene, lena, links.upload())
    await bring(scene, lena, source)
    await lena.press("Keep it")
    lena.sees("Our Way: 8 weeks, yours")


async def test_what_comes_with_the_bot_cannot_be_deleted(scene: Scene, lena: Actor) -> None:
    await claim(scene, lena, links.course("career"))
    assert "Delete this course" not in lena.labels()
    for action in (links.remove_course("career"), links.removed_course("career")):
        await claim(scene, lena, action)
        lena.sees("I cannot find this course any more.")


async def test_only_the_coordination(scene: Scene, lena: Actor, marta: Actor) -> None:
    await claim(scene, lena, links.copy_course("career"))
    await lena.fill(en="Ours")
    looks = (links.course("ours"), links.copy_course("career"), links.use_course("ours"), links.upload())
    for action in (*looks, links.remove_course("ours"), links.removed_course("ours")):
        await claim(scene, marta, action)
        marta.sees("Only the coordination can do this.")
