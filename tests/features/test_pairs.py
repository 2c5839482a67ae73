"""A pair's life: introduction, agreement, check-ins, and the ways it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.playground.things import NotThere
from bot.features.pairs import links
from bot.features.pairs.model import CheckIn, Expectations, Feedback, PairState
from bot.ui import Action
from bot.work import State
from tests.features.conftest import offer, seek
from tests.features.pairing import (
    become_pair,
    delivered,
    everything_seen,
    pairs_of,
    put_together,
    stored,
    weeks_in_touch,
)
from tests.features.scene import Actor, Scene, open_scene
from tests.features.wire import claim


@pytest.fixture
async def pair(scene: Scene, marta: Actor, carla: Actor) -> int:
    """Marta is Carla's mentor."""
    return await become_pair(scene, marta, carla)


async def checkin(scene: Scene, actor: Actor, pair: int, week: int) -> CheckIn | None:
    return await stored(scene, actor, lambda work, me: work.pairs.checkin(me.community, pair, week, me.id))


async def agreement(scene: Scene, actor: Actor, pair: int) -> Expectations | None:
    return await stored(scene, actor, lambda work, me: work.pairs.expectations(me.community, pair))


async def feedback(scene: Scene, actor: Actor, pair: int) -> Feedback | None:
    return await stored(scene, actor, lambda work, me: work.pairs.feedback(me.community, pair, me.id))


# -- the introduction


async def test_both_are_introduced_with_what_the_other_shows(scene: Scene, lena: Actor, carla: Actor) -> None:
    marta = scene.person("marta", "Marta")
    await offer(marta, "Newsletters", about="I write letters about ceramics.")
    await become_pair(scene, marta, carla)

    first = carla.dm.sees("You and Marta are a pair now.", "Marta is your mentor.")
    assert "I write letters about ceramics." in first
    assert "Speaks English and Italian." in first
    assert first.count("• ") == 3, "three starters"
    assert carla.dm.labels() == ["Agree on how you work", "This week's step", "More…"]
    assert carla.dm.messages()[-1].pings == ("carla",)

    second = marta.dm.sees("You and Carla are a pair now.", "You are the mentor.")
    assert "Would like to reach: 500 readers by summer" in second
    assert "write Carla one line today" in second


async def test_the_space_is_for_the_two_alone(scene: Scene, lena: Actor, marta: Actor, carla: Actor, pair: int) -> None:
    space = scene.room.conversations["s-1"]
    assert (space.kind, set(space.members), space.name) == ("space", {"marta", "carla"}, "Marta & Carla")
    assert "administrators of this chat may be able to open" in carla.at("s-1").sees("Welcome, Marta and Carla!")
    with pytest.raises(NotThere):
        lena.at("s-1").messages()
    await carla.use("/mentor status")
    await carla.press("This week with Marta")
    carla.sees("Your own space: Marta & Carla")


async def test_nobody_else_hears_about_a_pair(scene: Scene, lena: Actor, pair: int) -> None:
    assert not [text for text in everything_seen(scene, lena) if "Carla" in text or "Marta" in text]


# -- what they agree on


async def test_one_proposes_and_the_other_agrees(scene: Scene, marta: Actor, carla: Actor, pair: int) -> None:
    await carla.dm.press("Agree on how you work")
    assert carla.form()["goal"] == ("500 readers by summer",)
    await carla.fill(rhythm="fortnightly", between="A question in writing")
    carla.dm.sees("I have put this to Marta.")

    marta.dm.sees("Carla proposes how you could work together:", "Rhythm: Every two weeks", "A question in writing")
    await marta.dm.press("Yes, agreed")
    marta.dm.sees("Agreed. This is how you and Carla work together:", "500 readers by summer")
    carla.dm.sees("Marta agrees. This is how you work together:", "Every two weeks")
    agreed = await agreement(scene, carla, pair)
    assert agreed is not None
    assert agreed.agreed

    await marta.dm.press("This week's step")
    marta.dm.sees("What you agreed", "Every two weeks")


async def test_the_other_changes_it_instead(scene: Scene, marta: Actor, carla: Actor, pair: int) -> None:
    await carla.dm.press("Agree on how you work")
    await carla.fill(rhythm="weekly")
    await marta.dm.press("Change it")
    assert marta.form()["rhythm"] == ("weekly",)
    await marta.fill(rhythm="monthly")

    carla.dm.sees("Marta proposes how you could work together:", "Once a month")
    now = await agreement(scene, carla, pair)
    assert now is not None
    assert (now.version, now.agreed) == (2, False)
    await carla.dm.press("Yes, agreed")
    marta.dm.sees("Carla agrees. This is how you work together:", "Once a month")


async def test_agreeing_to_what_was_changed_meanwhile_shows_what_stands_now(
    scene: Scene, marta: Actor, carla: Actor, pair: int
) -> None:
    await carla.dm.press("Agree on how you work")
    await carla.fill(rhythm="weekly")
    outdated = marta.dm.button("Yes, agreed")
    await carla.dm.press("Agree on how you work")
    await carla.fill(rhythm="monthly")

    await scene.room.press("marta", outdated[0].id, outdated[1].id)
    await scene.quiet()
    now = await agreement(scene, carla, pair)
    assert now is not None
    assert not now.agreed
    shown = scene.room.message("marta", outdated[0].id)
    assert shown.post is not None
    assert "Once a month" in shown.words
    await marta.dm.press("Yes, agreed")
    carla.dm.sees("Marta agrees. This is how you work together:", "Once a month")


async def test_nobody_agrees_to_their_own_proposal(scene: Scene, marta: Actor, carla: Actor, pair: int) -> None:
    """Both propose at the same moment: each then holds the other's, of which only the later one stands."""
    await carla.dm.press("Agree on how you work")
    await marta.dm.press("Agree on how you work")
    await carla.fill(rhythm="weekly")
    await marta.fill(rhythm="monthly")

    await marta.dm.press("Yes, agreed")
    marta.dm.sees("Once a month", "This is what you proposed last; Carla has not answered yet")
    with pytest.raises(AssertionError, match="no button"):
        marta.dm.button("Yes, agreed")
    await claim(scene, marta.dm, links.agree(pair, 2))
    now = await agreement(scene, carla, pair)
    assert now is not None
    assert (now.version, now.agreed) == (2, False), "Carla has not said anything to this one"
    carla.dm.sees_not("Marta agrees.")

    await carla.dm.press("Yes, agreed")
    marta.dm.sees("Carla agrees. This is how you work together:", "Once a month")


async def test_agreeing_twice_tells_the_other_once(scene: Scene, marta: Actor, carla: Actor, pair: int) -> None:
    await carla.dm.press("Agree on how you work")
    await carla.fill(rhythm="weekly")
    version = links.agree(pair, 1)
    await claim(scene, marta.dm, version)
    await claim(scene, marta.dm, version)
    assert len([text for text in carla.dm.texts() if "Marta agrees." in text]) == 1


# -- check-ins


async def test_an_answer_can_be_given_again_and_changed(scene: Scene, marta: Actor, carla: Actor, pair: int) -> None:
    await scene.pass_(weeks=1)
    for _ in range(2):
        await carla.dm.press("Not yet")
    first = await checkin(scene, carla, pair, 1)
    assert first is not None
    assert first.met is False

    await carla.dm.press("We met")
    await carla.dm.pick("How was it?", "4 – good")
    changed = await checkin(scene, carla, pair, 1)
    assert changed is not None
    assert (changed.met, changed.rating) == (True, 4)

    await carla.dm.press("Not yet")
    back = await checkin(scene, carla, pair, 1)
    assert back is not None
    assert (back.met, back.rating) == (False, None), "a week without a meeting has no rating"
    assert await checkin(scene, marta, pair, 1) is None, "it is Carla's answer alone"


async def test_a_week_to_come_cannot_be_answered(scene: Scene, carla: Actor, pair: int) -> None:
    for week in (0, -1, 2, 9):
        await claim(scene, carla.dm, links.met(pair, week, True))
        assert "I cannot find this any more." in carla.dm.last()
        assert await checkin(scene, carla, pair, week) is None


async def test_a_rating_is_one_of_five(scene: Scene, carla: Actor, pair: int) -> None:
    for picked in ("0", "6", "-1", "²", "five", ""):
        await claim(scene, carla.dm, links.rate(pair, 1), picked)
        assert "I cannot find this any more." in carla.dm.last()
    assert await checkin(scene, carla, pair, 1) is None


def actions_of(pair: int) -> list[tuple[Action, str]]:
    """Every press about a pair, with what is picked."""
    return [
        (links.met(pair, 1, True), ""),
        (links.rate(pair, 1), "1"),
        (links.note(pair, 1), ""),
        (links.show(pair), ""),
        (links.expectations(pair), ""),
        (links.agree(pair, 1), ""),
        (links.more(pair), ""),
        (links.finish(pair), ""),
        (links.finished(pair), ""),
        (links.extend(pair), ""),
        (links.stop(pair), ""),
        (links.stopped(pair), "time"),
        (links.feedback(pair), "1"),
    ]


async def test_a_pair_is_nobody_elses(scene: Scene, lena: Actor, marta: Actor, carla: Actor, pair: int) -> None:
    """Also not the coordinator's, and not somebody's who has no profile yet."""
    stranger = scene.person("nora", "Nora")
    await offer(lena, "Taxes")
    before, nobody = (await pairs_of(scene, carla))[0], len(carla.dm.messages())
    for actor in (lena, stranger):
        for action, picked in actions_of(pair):
            await claim(scene, actor.dm, action, *([picked] if picked else []))
            assert "I cannot find this any more." in actor.dm.last(), action
            assert scene.room.form_of(actor.id) is None
            assert "Carla" not in actor.dm.last()
            assert "Marta" not in actor.dm.last()
    assert (await pairs_of(scene, carla))[0] == before
    assert len(carla.dm.messages()) == nobody


async def test_nothing_changes_after_the_end(scene: Scene, marta: Actor, carla: Actor, pair: int) -> None:
    await claim(scene, carla.dm, links.finished(pair))
    ended = (await pairs_of(scene, carla, ended=True))[0]
    for action, picked in actions_of(pair):
        if action != links.feedback(pair):
            await claim(scene, marta.dm, action, *([picked] if picked else []))
            assert "Your time with Carla is finished already." in marta.dm.last(), action
    assert (await pairs_of(scene, carla, ended=True))[0] == ended
    assert await checkin(scene, marta, pair, 1) is None


# -- what is one's own


async def lived(folder: Path, rating: str, note: str, reason: str) -> tuple[list[str], list[str]]:
    """What Carla and Marta see of a pair in which Carla rates and writes so, and stops for this reason."""
    scene = await open_scene(folder)
    try:
        lena = scene.person("lena", "Lena", coordinator=True)
        await lena.use("/programme setup")
        await lena.press("Start the programme")
        await lena.use("/programme digest")  # tells a coordinator who is in no such pair that some pair needs a look
        await lena.press("Turn this message off")
        marta, carla = scene.person("marta", "Marta"), scene.person("carla", "Carla")
        await offer(marta, "Newsletters")
        await become_pair(scene, marta, carla)
        for _ in range(3):
            await scene.pass_(weeks=1)
            await carla.dm.press("We met")
            await carla.dm.pick("How was it?", rating)
            await carla.dm.press("Note a next step")
            await carla.fill(note=note)
            await marta.dm.press("We met")
            await marta.use("/mentor status")
            await marta.press("This week with Carla")
        await carla.use("/mentor status")
        await carla.press("This week with Marta")
        await carla.dm.press("More…")
        await carla.dm.press("Stop this pair")
        await carla.dm.pick("What is the reason?", reason)
        await marta.use("/mentor status")
        others = [text for one in (marta, lena) for text in everything_seen(scene, one, but="moderators")]
        return everything_seen(scene, carla), others
    finally:
        await scene.close()


async def test_the_partner_sees_the_same_whatever_one_rates_and_writes(tmp_path: Path) -> None:
    (tmp_path / "kind").mkdir()
    (tmp_path / "harsh").mkdir()
    _, one = await lived(tmp_path / "kind", "5 – very good", "So helpful", "The goal has changed")
    no = "We are not the right match"
    own, other = await lived(tmp_path / "harsh", "1 – not good", "Awful", no)
    assert one == other
    assert any("Awful" in text for text in own), "one's own note is there"


async def test_the_page_asks_once_a_week_whether_they_met(scene: Scene, carla: Actor, pair: int) -> None:
    await carla.dm.press("This week's step")
    carla.dm.sees("Week 1 of 8 with Marta", "Your step:")
    assert carla.dm.labels() == [
        "We met this week",
        "Note a next step",
        "Plan a meeting",
        "Agree on how you work",
        "Thank Marta",
        "More…",
    ]
    await carla.dm.press("We met this week")
    await carla.dm.press("This week's step")
    assert carla.dm.labels() == [
        "Note a next step",
        "Plan a meeting",
        "Agree on how you work",
        "Thank Marta",
        "More…",
    ]
    await scene.pass_(weeks=1)
    carla.dm.sees("Week 1 of 8 with Marta", "You met Marta in week 1. Good!")


# -- going on, finishing, stopping


async def test_four_more_weeks_are_four_however_often_they_are_asked_for(
    scene: Scene, marta: Actor, carla: Actor, pair: int
) -> None:
    await claim(scene, carla.dm, links.extend(pair))
    assert (await pairs_of(scene, carla))[0].weeks == 8, "only asked for at the end"
    await weeks_in_touch(scene, 9)
    carla.dm.sees("Your 8 weeks with Marta are over.", "Did you and Marta meet in week 8?")
    await scene.restart()
    await carla.dm.press("Four more weeks")
    carla.dm.sees("you and Marta go on until week 12.")
    marta.dm.sees("Carla would like to go on, so your weeks together go on until week 12.")
    await carla.dm.press("Four more weeks")
    await marta.dm.press("Four more weeks")
    marta.dm.sees("Your weeks with Carla have been extended already.")
    assert (await pairs_of(scene, carla))[0].weeks == 12

    await scene.pass_(weeks=1)
    carla.dm.sees("Week 9 of 12 with Marta", "meet in week 8?")
    await weeks_in_touch(scene, 4)
    marta.dm.sees("Your 12 weeks with Carla are over.")
    await marta.dm.press("Four more weeks")
    assert (await pairs_of(scene, carla))[0].weeks == 16


async def test_a_course_has_24_weeks_at_most(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await lena.use("/programme setup")
    await lena.press("Change language and times")
    await lena.fill(weeks="20")
    await become_pair(scene, marta, carla)
    await weeks_in_touch(scene, 21)
    carla.dm.sees("Your 20 weeks with Marta are over.")
    await carla.dm.press("Four more weeks")
    await weeks_in_touch(scene, 5)
    await carla.dm.press("Four more weeks")
    carla.dm.sees("A course lasts 24 weeks at most.")
    assert (await pairs_of(scene, carla))[0].weeks == 24


async def test_the_mentor_finishes_early(scene: Scene, marta: Actor, carla: Actor, pair: int) -> None:
    await scene.pass_(weeks=2)
    await marta.dm.press("We met")
    await marta.dm.press("More…")
    await marta.dm.press("Finish together")
    marta.dm.sees("Shall I finish your time with Carla as a success, now in week 2?")
    await scene.restart()
    await marta.dm.press("Yes, finish")
    marta.dm.sees("You have finished with Carla.", "You met in 1 week of 2.")
    carla.dm.sees("Marta has finished your time together.", "You met in 1 week of 2.")
    carla.at("s-1").sees("Your time as a pair in the programme ends here.")
    ended = (await pairs_of(scene, marta, ended=True))[0]
    assert (ended.state, ended.ended) == (PairState.FINISHED, scene.clock.now())
    assert not await pairs_of(scene, carla)


async def test_the_place_is_free_at_once(scene: Scene, marta: Actor, carla: Actor, pair: int) -> None:
    dora = scene.person("dora", "Dora")
    await seek(dora, "newsletters")
    dora.sees("Nobody with a free place offers Newsletters yet")
    await claim(scene, carla.dm, links.finished(pair))
    await dora.press("Change what I look for")
    await dora.fill()
    await dora.press("Ask Marta")
    await dora.fill(need="A plan")
    await marta.dm.press("Say yes to Dora")
    dora.dm.sees("Marta is your mentor.")


async def test_the_last_word_can_be_changed_and_is_kept_once(
    scene: Scene, marta: Actor, carla: Actor, pair: int
) -> None:
    await claim(scene, carla.dm, links.feedback(pair), "5")
    assert await feedback(scene, carla, pair) is None, "not before the end"
    await claim(scene, carla.dm, links.finished(pair))
    rating = carla.dm.menu("How was it, all in all?")
    await scene.restart()
    await carla.dm.pick("How was it, all in all?", "2 – not so good")
    await carla.dm.press("Add a few words")
    await carla.fill(words="It was short.")
    await claim(scene, carla.dm, rating[1].id, "3")
    kept = await feedback(scene, carla, pair)
    assert kept is not None
    assert (kept.rating, kept.words) == (3, "It was short.")
    await marta.dm.pick("How was it, all in all?", "4 – good")
    marta.dm.sees_not("It was short.")
    other = await feedback(scene, marta, pair)
    assert other is not None
    assert (other.rating, other.words) == (4, "")


async def test_words_without_a_rating_are_not_lost_silently(scene: Scene, carla: Actor, pair: int) -> None:
    await claim(scene, carla.dm, links.finished(pair))
    await claim(scene, carla.dm, links.feedback_words(pair))
    await carla.fill(words="It was short.")
    assert carla.form()["words"] == ("It was short.",)
    assert await feedback(scene, carla, pair) is None


async def test_stopping_never_shows_the_reason(
    scene: Scene, lena: Actor, marta: Actor, carla: Actor, pair: int
) -> None:
    await carla.dm.press("More…")
    await carla.dm.press("Stop this pair")
    await scene.restart()
    await carla.dm.pick("What is the reason?", "We do not reach each other")
    carla.dm.sees("Your pair with Marta has ended.")
    marta.dm.sees("Carla cannot go on with your pair.", "Your place is free again.")
    for actor in (marta, lena):
        assert not [text for text in everything_seen(scene, actor) if "reach each other" in text]
    stopped = (await pairs_of(scene, marta, ended=True))[0]
    assert (stopped.state, stopped.reason) == (PairState.STOPPED, "contact")


async def test_a_mentee_left_behind_is_helped_on(scene: Scene, marta: Actor, carla: Actor, pair: int) -> None:
    await marta.dm.press("More…")
    await marta.dm.press("Stop this pair")
    await marta.dm.pick("What is the reason?", "No time at the moment")
    carla.dm.sees("Marta cannot go on with your pair.", "we look for somebody else together")
    await carla.dm.press("Look for a mentor")
    assert carla.form()["topics"] == ("Newsletters",)


async def test_a_mentee_passes_it_on(scene: Scene, marta: Actor, carla: Actor, pair: int) -> None:
    await claim(scene, carla.dm, links.finished(pair))
    await carla.dm.pick("How was it, all in all?", "5 – very good")
    await scene.restart()
    await carla.dm.press("Offer a topic yourself")
    await carla.fill(topics="Ceramics", capacity="1")
    carla.dm.sees("You offer Ceramics, for 1 mentee at a time.")


async def test_closed_direct_messages_do_not_hold_the_partner_up(scene: Scene, marta: Actor, carla: Actor) -> None:
    scene.room.somebody("carla").dms_open = False
    await put_together(scene, marta, carla)
    assert carla.dm.messages() == []
    marta.dm.sees("You and Carla are a pair now.")
    carla.at("s-1").sees("Welcome, Marta and Carla!")
    assert await delivered(scene, State.UNTOLD) == 1
