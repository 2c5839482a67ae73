"""What somebody who coordinates finds in the sample community at their first look: the whole life of a programme."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from adapters.playground.past import load as load_past
from adapters.playground.play import Play
from adapters.playground.sample import load
from bot.markup import plain
from bot.post import PostMenu
from bot.work import State
from main import open_playground


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Play]:
    async with AsyncExitStack() as closing:
        play = await opened(tmp_path / "playground", closing)
        closing.push_async_callback(play.stop)
        await play.speak("en")
        await play.tick()
        await play.bot.worker.deliver()
        yield play


async def opened(folder: Path, closing: AsyncExitStack) -> Play:
    play = await open_playground(folder, load(), closing)
    await play.start()
    return play


def seen(play: Play, person: str, place: str) -> list[str]:
    return [plain(said.post.text) for said in play.room.sees(person, place) if said.post]


async def answer(play: Play, words: str, person: str = "elena") -> str:
    await play.room.use(person, "moderators" if person == "elena" else "mentoring", words)
    await play.room.settled()
    return seen(play, person, "moderators" if person == "elena" else "mentoring")[-1]


def labels(play: Play) -> list[str]:
    post = play.room.sees("elena", "moderators")[-1].post
    rows = post.rows if post else ()
    return [one.label for row in rows if not isinstance(row, PostMenu) for one in row]


def shows(text: str, *parts: str) -> None:
    assert [part for part in parts if part not in text] == [], text


async def test_every_page_of_the_coordination_has_something_true_to_show(play: Play) -> None:
    needs = await answer(play, "/programme needs")
    shows(needs, "1. Podcasts: 3 wait, 0 seats are free, 3 are missing")
    assert "Ask for mentors in the channel" in labels(play)
    impact = await answer(play, "/programme impact")
    shows(impact, "So far: 4.", "Finished pairs: 4", "Stopped pairs: 1", "of 5, from 5 answers", "Learned: ")
    shows(impact, "Meaningful connections: ", ", in the week of ")
    shows(await answer(play, "/programme pairs"), "5 pairs are on their way.", "1 of them needs a look.")
    shows(await answer(play, "/programme posts"), "Stories of pairs")
    shows(await answer(play, "/story queue"), "Joana Ribamar", "Gianluca Bortenero", "Silvia Torrefiume")
    shows(await answer(play, "/poll list"), "Quando vi va meglio", "What should our January evening be about?")
    shows(await answer(play, "/suggestions"), "Could the weekly message also come in the morning")
    shows(await answer(play, "/programme recognition"), "Dorothea Finkenzwirn, by Henrike Wollschmied")
    shows(await answer(play, "/safety contacts"), "Reports are read by Elena Brustoli")
    shows(await answer(play, "/programme audit"), "Elena Brustoli")


async def test_the_channel_and_the_moderators_see_what_is_of_today(play: Play) -> None:
    channel = seen(play, "carla", "mentoring")
    shows("\n".join(channel), "nel cassetto adesso ci stanno le stoffe", "moved one table, and were right")
    shows("\n".join(channel), "What should our January evening be about?", "Our mentorship programme is open.")
    shows("\n".join(seen(play, "elena", "moderators")), "needs a look", "A story waits to be read.", "are ready for")
    assert not any("Quando vi va" in text for text in channel), "what is over was said long ago"


async def test_nothing_of_the_past_is_told_as_missed_or_sent_now(play: Play) -> None:
    await play.room.use("elena", "moderators", "/programme digest")
    await play.room.settled()
    said = play.room.sees("elena", "moderators")[-1]
    (show,) = [one for row in said.post.rows for one in row if one.label == "Show how things stand"]  # type: ignore[union-attr]
    await play.room.press("elena", said.id, show.id)
    await play.room.settled()
    digest = seen(play, "elena", "moderators")[-1]
    shows(digest, "Your week in Cortile Lucciola", "What waits for you:")
    assert "What did not happen" not in digest
    counts = await play.bot.store.read(lambda work: work.outbox.counts())
    assert {state for state, n in counts.items() if n} <= {State.SENT, State.CANCELLED, State.PENDING}
    for one in ("ben", "silvia", "gianluca"):
        assert not any("introduc" in text or "Week " in text for text in seen(play, one, f"d-{one}"))


async def test_a_second_start_adds_nothing(tmp_path: Path) -> None:
    counts = []
    for _ in range(2):
        async with AsyncExitStack() as closing:
            play = await opened(tmp_path / "playground", closing)
            counts.append(await play.bot.store.read(lambda work: work.outbox.counts()))
            await play.stop()
    assert counts[0] == counts[1]


def test_everybody_in_the_past_lives_in_the_sample() -> None:
    people, past = {one.id for one in load().people}, load_past()
    named = {id for one in past.pairs for id in (one.mentee, one.mentor)}
    named |= {one.teller for one in past.stories} | {id for one in past.kudos for id in (one.giver, one.taker)}
    named |= {id for one in past.nominations for id in (one.by, one.person)}
    named |= {id for one in past.suggestions for id in (one.person, *one.behind, one.by) if id}
    named |= {id for one in past.polls for id in (one.by, *one.answers)}
    assert named <= people
    assert all(len(one.words) < 400 for one in past.suggestions)
