"""Which language the bot speaks in the playground, with people and with channels, on the real bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.playground.play import Play
from adapters.playground.sample import load
from bot.markup import plain
from bot.work import Home, Work
from main import open_playground

WELCOME = {"en": "Our mentorship programme is open.", "de": "Unser Mentoring-Programm ist eröffnet."}


@pytest.fixture
async def play(tmp_path: Path) -> AsyncIterator[Play]:
    async with AsyncExitStack() as closing:
        play = await open_playground(tmp_path / "playground", load(), closing)
        await play.start()
        closing.push_async_callback(play.stop)
        yield play


def home_of(work: Work, play: Play) -> Home:
    home = work.communities.find(play.room.community)
    assert home
    return home


async def home(play: Play) -> Home:
    return await play.bot.store.read(lambda work: home_of(work, play))


async def locale(play: Play, person: str) -> str | None:
    def look(work: Work) -> str | None:
        member = work.members.find(home_of(work, play).key, play.room.person(person))
        return member.locale if member else None

    return await play.bot.store.read(look)


async def said_in(play: Play, place: str) -> list[str]:
    await play.bot.worker.deliver()
    return [plain(said.post.text) for said in play.room.sees("elena", place) if said.post]


async def test_nothing_is_sent_before_somebody_says_in_which_language(play: Play) -> None:
    await play.restart()
    await play.tick()
    assert play.room.tongue.unsaid
    assert [said for said in play.room.sees("elena", "mentoring") if said.post] == []
    await play.speak("de")
    assert (await said_in(play, "mentoring"))[0].startswith(WELCOME["de"])


async def test_everybody_and_every_channel_is_spoken_to_alike(play: Play) -> None:
    await play.speak("en")
    assert ((await home(play)).locale, await locale(play, "tobias")) == ("en", "en")
    assert (await said_in(play, "mentoring"))[0].startswith(WELCOME["en"])
    await play.speak("de")
    assert ((await home(play)).locale, await locale(play, "chiara")) == ("de", "de")


async def test_each_in_their_own_again(play: Play) -> None:
    await play.speak("en")
    await play.speak(None)
    own = {"tobias": "de", "chiara": "it", "amara": "en"}
    assert {person: await locale(play, person) for person in own} == own
    assert (await home(play)).locale == "it"
    standing = await play.room.standing(play.room.person("tobias"), play.room.community)
    assert standing.locale == "de"


async def test_a_language_that_a_coordinator_has_chosen_stays(play: Play) -> None:
    await play.speak("en")
    chosen = replace(await home(play), locale="de")
    await play.bot.store.write(lambda work: work.communities.save(chosen))
    await play.speak("it")
    assert (await home(play)).locale == "de"
    assert await locale(play, "tobias") == "it"
