"""One question or a course of weeks: what each says, what follows for the pair, and how a question ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.features.pairs import links as pairs
from bot.features.pairs.model import PairState
from bot.features.programme.formats import ANY, Format, Terms, possible, settled
from bot.work import Work
from tests.features.conftest import seek
from tests.features.pairing import become_pair, by, pairs_of
from tests.features.scene import Actor, Scene
from tests.features.wire import claim


async def offers(scene: Scene, mentor: Actor, terms: Terms) -> None:
    """What a mentor says they offer, put there straight."""

    def decide(work: Work) -> None:
        who = by(scene, work, mentor)
        member = work.members.find(who.community, who.person)
        offer = work.mentoring.offer(who.community, member.id) if member else None
        assert offer
        work.mentoring.save_offer(who.community, replace(offer, terms=terms))

    await scene.store.write(decide)


async def looks_for(mentee: Actor, what: str) -> None:
    """Who is known here already is asked for the format as well."""
    await seek(mentee, "newsletters")
    await mentee.use("/mentor seek")
    await mentee.fill(format=what)


async def test_a_question_ends_by_itself_after_the_answer(scene: Scene, marta: Actor, carla: Actor) -> None:
    await looks_for(carla, "question")
    await carla.press("Ask Marta")
    await carla.fill(need="How do I get readers?")
    await marta.dm.press("Say yes to Carla")
    carla.dm.sees("Marta is your mentor.", "This is about one question: one or two talks.")
    marta.dm.sees("You are the mentor.", "This is about one question: one or two talks.")
    (pair,) = await pairs_of(scene, carla)
    assert (pair.format, pair.weeks) == (Format.QUESTION, 2)

    await scene.pass_(days=7, hours=23)
    carla.dm.sees_not("Has Marta been able to answer your question?")
    await scene.pass_(hours=2)
    carla.dm.sees("Has Marta been able to answer your question?", "I take it as answered and thank you both.")
    marta.dm.sees("Have you been able to answer Carla’s question?")
    for one in (carla, marta):
        one.dm.sees_not("Week 1")
    await scene.restart()
    await carla.dm.press("Not yet")
    carla.dm.sees("Then take your time. I ask you both again in a week.")
    await scene.pass_(days=7, hours=20)
    assert await pairs_of(scene, carla), "somebody said otherwise"
    await scene.pass_(days=1)
    carla.dm.sees("Has Marta been able to answer your question?")  # anew: the first stands no more
    await scene.restart()
    await scene.pass_(days=6)
    assert await pairs_of(scene, carla)

    await scene.pass_(days=2)
    ended = "I take the question between you and {} as answered. Thank you for the time you gave!"
    carla.dm.sees(ended.format("Marta"), "How was it, all in all? Marta never sees this answer.")
    marta.dm.sees(ended.format("Carla"))
    (done,) = await pairs_of(scene, carla, ended=True)
    assert done.state is PairState.FINISHED
    await carla.dm.pick("How was it, all in all?", "5 – very good")
    carla.dm.sees("Thank you! Only the coordination sees it")
    await carla.use("/mentor find")
    carla.sees("Marta · Newsletters and Pricing · 1 free place")


async def test_one_tap_ends_it_and_asks_both_how_it_was(scene: Scene, marta: Actor, carla: Actor) -> None:
    await offers(scene, marta, Terms(Format.QUESTION))
    pair = await become_pair(scene, marta, carla)
    await claim(scene, carla, pairs.met(pair, 1, True))
    await scene.pass_(days=2)
    await marta.dm.press("Yes, it is answered")
    marta.dm.sees("You have finished with Carla.", "How was it, all in all?")
    carla.dm.sees("Marta has finished your time together.", "How was it, all in all?")
    await scene.pass_(days=30)
    assert sum("Has Marta been able" in text for text in carla.dm.texts()) <= 1
    carla.dm.sees_not("I take the question")


async def test_who_is_on_a_break_is_asked_when_they_are_back(scene: Scene, marta: Actor, carla: Actor) -> None:
    await offers(scene, marta, Terms(Format.QUESTION))
    await become_pair(scene, marta, carla)
    await carla.use("/mentor pause 4")
    await scene.pass_(weeks=3)
    carla.dm.sees_not("Has Marta been able")
    assert await pairs_of(scene, carla) != []
    await scene.pass_(weeks=2)
    carla.dm.sees("Has Marta been able to answer your question?")


async def test_a_course_is_as_long_as_the_two_want_it(scene: Scene, marta: Actor, carla: Actor) -> None:
    await offers(scene, marta, Terms(Format.COURSE, 6))
    await become_pair(scene, marta, carla)
    (pair,) = await pairs_of(scene, carla)
    assert (pair.format, pair.weeks) == (Format.COURSE, 6)
    carla.dm.sees("Marta is your mentor.", "Your course takes 6 weeks, with a small step in each.")


async def test_what_does_not_go_together_is_said_before_anything_is_written(
    scene: Scene, marta: Actor, carla: Actor
) -> None:
    await offers(scene, marta, Terms(Format.COURSE))
    await looks_for(carla, "question")
    carla.sees("Nobody with a free place offers")
    await carla.use("/mentor find")
    await carla.press("Ask Marta")
    carla.sees("Marta offers courses of several weeks, and you have one question. Nothing has changed")
    await carla.use("/mentor seek")
    assert carla.form()["format"] == ("question",)
    await carla.fill(format="either")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    marta.dm.sees("Carla would like to ask you")


QUESTION, COURSE = Terms(Format.QUESTION), Terms(Format.COURSE)


@pytest.mark.parametrize(
    ("wanted", "offered", "together"),
    [
        (ANY, ANY, (Format.COURSE, 8)),
        (QUESTION, ANY, (Format.QUESTION, 2)),
        (ANY, QUESTION, (Format.QUESTION, 2)),
        (QUESTION, Terms(None, 12), (Format.QUESTION, 2)),
        (COURSE, ANY, (Format.COURSE, 8)),
        (Terms(Format.COURSE, 24), Terms(Format.COURSE, 6), (Format.COURSE, 6)),
        (Terms(Format.COURSE, 4), Terms(Format.COURSE, 6), (Format.COURSE, 4)),
        (ANY, Terms(None, 4), (Format.COURSE, 4)),
        (ANY, Terms(Format.COURSE, 12), (Format.COURSE, 8)),
        (Terms(None, 12), ANY, (Format.COURSE, 12)),
    ],
)
def test_what_two_do_together(wanted: Terms, offered: Terms, together: tuple[Format, int]) -> None:
    assert possible(wanted, offered)
    assert settled(wanted, offered, 8) == together


def test_a_question_and_a_course_do_not_go_together() -> None:
    assert not possible(QUESTION, COURSE)
    assert not possible(COURSE, QUESTION)
