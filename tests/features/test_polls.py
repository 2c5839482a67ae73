"""Polls: asked once, answered by a tap, secret where that was promised, and the result said once."""

from __future__ import annotations

import asyncio
import csv
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from io import StringIO
from typing import TypeVar

import pytest

from bot.features.polls import links
from bot.ports import Store
from bot.work import Work
from tests.features.scene import Actor, Scene
from tests.features.wire import claim

Result = TypeVar("Result")
QUESTION = "Which evening suits you?"


async def ask(lena: Actor, *, post: bool = True, **more: str | tuple[str, ...]) -> None:
    await lena.use("/poll create")
    await lena.fill(question=QUESTION, options="Monday\n- Tuesday\n\n  Friday ", **more)
    if post:
        await lena.press("Post the poll")


def crowd(scene: Scene, number: int) -> list[Actor]:
    return [scene.person(f"p{n}", f"Person {n}") for n in range(number)]


def files(actor: Actor) -> list[tuple[str, bytes]]:
    return [(one.file.name, one.file.data) for said in actor.messages() if said.post for one in said.post.files]


def everything(scene: Scene) -> bytes:
    """The raw database, its log included."""
    path = scene.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return "\n".join(database.iterdump()).encode()


async def test_an_anonymous_poll_from_question_to_result(scene: Scene, lena: Actor) -> None:
    await ask(lena, post=False)
    lena.sees("nobody has seen it yet", QUESTION, "• Monday\n• Tuesday\n• Friday", "Everybody here can answer.")
    await lena.press("Post the poll")
    lena.sees("Your poll is on its way to mentoring. It closes by itself.")
    people = crowd(scene, 6)
    for one in people[:3]:
        one.sees(QUESTION, "Your answer is anonymous.", "at least 5 people", "Open until")
        await one.press("Monday")
        assert one.last().startswith("Your answer is kept: Monday.")
        one.sees("Nobody can see who chose what, and after the end nobody can find out.")
    await scene.restart()
    await people[0].press("Friday")
    people[0].sees("Your answer is kept: Friday.")
    for one in people[3:]:
        await one.press("Tuesday")
    await lena.use("/poll list")
    await lena.pick("Which poll?", QUESTION)
    lena.sees("6 people have answered so far.")
    assert "Monday: " not in lena.last()
    await scene.pass_(days=7)
    lena.sees(f"Result: {QUESTION}", "6 people answered.\n• Monday: 2 of 6\n• Tuesday: 3 of 6\n• Friday: 1 of 6")
    assert sum("Result:" in text for text in lena.texts()) == 1
    lena.sees(QUESTION, "This poll is closed.")
    with pytest.raises(AssertionError, match="no button"):
        people[0].button("Monday")


async def test_after_the_end_nothing_links_an_answer_to_a_person(scene: Scene, lena: Actor) -> None:
    await ask(lena)
    people = crowd(scene, 5)
    for one in people:
        await one.press("Monday")
    with closing(sqlite3.connect(scene.url.removeprefix("sqlite:///"))) as database:
        columns = [name for _, name, *_ in database.execute("PRAGMA table_info(ballot)")]
        assert columns == ["community", "poll", "voter", "chosen", "member"], "no time, no order"
        assert {member for (member,) in database.execute("SELECT member FROM ballot")} == {None}
        voters = [voter for (voter,) in database.execute("SELECT voter FROM ballot")]
    assert len(scene.keys.names()) == 1
    events = [line for line in everything(scene).decode().splitlines() if line.startswith('INSERT INTO "inbox"')]
    assert events
    assert not any(trace in line for line in events for trace in ("Monday", "polls.vote", *voters))
    await scene.pass_(days=8)
    assert scene.keys.names() == frozenset()
    dump = everything(scene)
    assert not any(voter.encode() in dump for voter in voters)
    assert b'INSERT INTO "ballot"' not in dump


async def test_few_anonymous_answers_are_not_shown(scene: Scene, lena: Actor) -> None:
    await ask(lena)
    for one in crowd(scene, 4):
        await one.press("Monday")
    await scene.pass_(days=7)
    lena.sees("4 people answered. Anonymous answers are shown from 5 people on, so nothing is shown.")
    with closing(sqlite3.connect(scene.url.removeprefix("sqlite:///"))) as database:
        assert [count for (count,) in database.execute("SELECT count FROM poll_option")] == [None] * 3


async def test_one_vote_a_person_and_it_can_be_taken_back(scene: Scene, lena: Actor) -> None:
    await ask(lena, secrecy="hidden")
    carla, bruno = crowd(scene, 2)
    for label in ("Monday", "Monday", "Tuesday", "Monday"):
        await carla.press(label)
    await scene.room.again()
    await bruno.press("Friday")
    await bruno.press("Take my answer back")
    bruno.sees("Your answer is taken back.")
    await scene.pass_(days=7)
    lena.sees("1 person answered.\n• Monday: 1 of 1\n• Tuesday: 0 of 1\n• Friday: 0 of 1")


async def test_a_live_poll_counts_in_its_message_once_for_many_answers(scene: Scene, lena: Actor) -> None:
    await ask(lena, secrecy="live", several="yes")
    carla, bruno = crowd(scene, 2)
    await carla.pick("Choose your answers", "Monday", "Friday")
    await bruno.pick("Choose your answers", "Friday")
    carla.sees_not("Friday: 2 of 2")
    await scene.pass_(seconds=30)
    carla.sees(QUESTION, "2 people answered.\n• Monday: 1 of 2\n• Tuesday: 0 of 2\n• Friday: 2 of 2")
    assert sum(QUESTION in text for text in carla.texts()) == 1


async def test_the_end_is_judged_by_time_alone(scene: Scene, lena: Actor) -> None:
    await ask(lena, secrecy="hidden", days="1")
    carla, bruno, dora = crowd(scene, 3)
    end = scene.clock.now() + timedelta(days=1)
    scene.clock.set(end - timedelta(milliseconds=1))
    await carla.press("Monday")
    carla.sees("Your answer is kept: Monday.")
    for late in (timedelta(), timedelta(milliseconds=1)):
        scene.clock.set(end + late)
        await bruno.press("Monday")
        assert bruno.last() == "This poll is closed, so nothing has changed. The result is in the channel."
    await scene.pass_(minutes=1)
    dora.sees("1 person answered.")


async def test_only_those_who_are_asked_answer(scene: Scene, lena: Actor, marta: Actor, carla: Actor) -> None:
    await ask(lena, secrecy="hidden", electorate="mentors")
    await carla.press("Monday")
    carla.sees("This poll is for mentors, so your answer is not counted.")
    await marta.press("Monday")
    marta.sees("Your answer is kept: Monday.")


async def test_who_has_not_answered_is_reminded_once(scene: Scene, lena: Actor, marta: Actor) -> None:
    dora = scene.person("dora", "Dora")
    await dora.use("/mentor seek")
    await dora.fill(topics="Pricing", goal="A price", languages=("it",), conduct="yes")
    await ask(lena)
    await marta.press("Monday")
    await scene.restart()
    await scene.pass_(days=6, hours=12)
    dora.dm.sees("still open, and your answer counts", QUESTION)
    marta.dm.sees_not(QUESTION)
    await dora.dm.press("Friday")
    dora.dm.sees("Your answer is kept: Friday.")
    await scene.pass_(hours=10)
    assert sum(QUESTION in text for text in dora.dm.texts()) == 1


async def test_the_same_question_again_stands_beside_the_first(scene: Scene, lena: Actor) -> None:
    await ask(lena, days="1")
    people = crowd(scene, 12)
    for one in people[:10]:
        await one.press("Monday")
    await scene.pass_(days=1, hours=1)
    lena.sees("10 people answered.\n• Monday: 10 of 10 (100 %)")
    await lena.use("/poll list")
    lena.sees(f"• {QUESTION}: closed, 10 people answered")
    await lena.pick("Which poll?", QUESTION)
    await lena.press("Ask the same again")
    lena.sees("nobody has seen it yet", "• Monday\n• Tuesday\n• Friday")
    await lena.press("Post the poll")
    for one in people:
        await one.press("Friday")
    await scene.pass_(days=1, hours=1)
    lena.sees("• Friday: 12 of 12 (100 %)", "The same question on Mon 2 Mar:\n10 people answered.")


async def test_a_survey_comes_again_by_itself(scene: Scene, lena: Actor) -> None:
    await ask(lena, days="1")
    await scene.pass_(days=2)
    await lena.use("/poll list")
    await lena.pick("Which poll?", QUESTION)
    await lena.pick("Ask it again by itself?", "Every 4 weeks")
    lena.sees("I ask this question again every 4 weeks")
    await scene.restart()
    await scene.pass_(weeks=9)
    assert sum("Result:" in text for text in lena.texts()) == 3
    assert scene.keys.names() == frozenset()


async def test_closed_early_and_exported(scene: Scene, lena: Actor) -> None:
    await lena.use("/poll create")
    await lena.fill(question="=cmd|' /C calc'!A1", options="+1\n@sum\nYes", secrecy="hidden")
    await lena.press("Post the poll")
    await lena.use("/poll list")
    lena.sees("open, closes ")
    carla = scene.person("carla", "=Carla")
    await carla.press("Yes")
    await lena.press("Look at the poll")
    await lena.press("Close it now")
    lena.sees("The poll is closed.", "• Yes: 1 of 1")
    await lena.use("/poll list")
    await lena.pick("Which poll?", "=cmd|' /C calc'!A1")
    await lena.press("Save as a table")
    ((name, data),) = files(lena)
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"))))
    assert name.endswith(".csv")
    assert rows[0] == ["question", "answer", "count", "respondents", "people"]
    assert rows[1] == ["'=cmd|' /C calc'!A1", "'+1", "0", "1", ""]
    assert rows[3][1:] == ["Yes", "1", "1", "'=Carla"]


class Slow:
    """A store whose reads take longer than an answer may; ``kept`` is what lay in the inbox after each write."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.close = store.close
        self.kept: list[str] = []

    async def read(self, decide: Callable[[Work], Result]) -> Result:
        await asyncio.sleep(0.6)
        return await self._store.read(decide)

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        result = await self._store.write(decide)
        self.kept += [body for _, _, body in await self._store.read(lambda work: work.inbox.received(10))]
        return result


async def test_a_vote_that_takes_long_is_not_kept_with_what_was_chosen(scene: Scene, lena: Actor) -> None:
    """What an ordinary button was told rests in the inbox until it is done; of a vote there is nothing."""
    await ask(lena)
    carla = scene.person("carla", "Carla")
    slow = scene.play.bot.store = Slow(scene.store)
    await carla.press("Tuesday")
    carla.sees("Your answer is kept: Tuesday.")
    assert slow.kept == []
    await lena.press("Look at the poll")
    assert any("polls.show" in body for body in slow.kept), "an ordinary one is"


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ("Monday", "Please write two to ten answers, one a line."),
        ("Monday\nmonday", "Two answers are the same."),
        ("\n".join("abcdefghijk"), "Please write two to ten answers, one a line."),
        (f"Monday\n{'x' * 101}", "An answer has at most 100 characters."),
    ],
)
async def test_answers_that_cannot_be(scene: Scene, lena: Actor, options: str, problem: str) -> None:
    await lena.use("/poll create")
    await lena.fill(question=QUESTION, options=options)
    assert lena.errors()["options"].startswith(problem)
    assert lena.form()["options"] == (options,)


async def test_a_draft_can_be_thrown_away_and_votes_on_it_find_nothing(scene: Scene, lena: Actor) -> None:
    await ask(lena, post=False)
    await lena.press("Throw it away")
    lena.sees("The draft is gone.")
    await lena.use("/poll list")
    lena.sees("There is no poll yet.")
    carla = scene.person("carla", "Carla")
    await claim(scene, carla, links.vote(1, 0))
    carla.sees("I cannot find this poll any more.")
