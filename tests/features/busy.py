"""A community in which everything is under way at once, kept as files, so that tests can begin there."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from bot.features.digest import links as digest
from bot.features.impact import links as impact
from bot.features.impact.model import MonthPost, PostState, so_far
from bot.features.members import links as members
from bot.features.pairs import links as pairs
from bot.features.polls import links as polls
from bot.features.posts import links as posts
from bot.features.recognition import links as recognition
from bot.features.safety import links as safety
from bot.features.stories.model import Consent, Story, StoryState, Told
from bot.features.suggestions import links as suggestions
from bot.work import By, Work
from storage.database import open_store
from tests.features import under_way
from tests.features.conftest import offer, seek
from tests.features.pairing import by, in_touch, put_together, weeks_in_touch
from tests.features.scene import Scene, open_scene
from tests.features.under_way import actor
from tests.features.wire import claim, send

FILE = "mansarda.sqlite3"


async def prepare(folder: Path) -> datetime:
    """Build it; when it is there."""
    scene = await open_scene(folder)
    await _people(scene)
    await under_way.turns(scene)
    await _pairs(scene)
    await _requests(scene)
    await _polls(scene)
    await _suggestions(scene)
    await _course(scene)
    await _recognition(scene)
    await _safety(scene)
    await scene.store.write(lambda work: _stories(work, by(scene, work, actor(scene, "carla"))))
    await _posts(scene)
    await _impact(scene)
    await under_way.begin(scene)
    await scene.quiet()
    at = scene.clock.now()
    await scene.close()
    return at


@asynccontextmanager
async def again(prepared: Path, folder: Path, at: datetime) -> AsyncIterator[Scene]:
    """A copy of it."""
    shutil.copytree(prepared, folder)
    url = f"sqlite:///{folder / FILE}"
    scene = Scene(await open_store(url), folder, url)
    scene.clock.set(at)
    await scene.play.start()
    try:
        yield scene
    finally:
        await scene.close()
        shutil.rmtree(folder)


async def _people(scene: Scene) -> None:
    lena = scene.person("lena", "Lena", coordinator=True)
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    await lena.use("/programme setup")
    await lena.press("Change channels and course")
    await lena.fill(moderators="moderators")
    await claim(scene, lena, digest.switch(False))
    for id, topics in (("marta", "Newsletters, Pricing"), ("nora", "Taxes"), ("paul", "Welding")):
        await offer(scene.person(id, id.title()), topics, capacity="3")
    for id in ("carla", "dora", "emil", "fred", "gast", "hans", "zoe"):
        scene.person(id, id.title())
    await seek(actor(scene, "gast"), "Webseite mit Tax und Newslettern")
    ines = scene.person("ines", "Ines")
    await offer(ines, "Bees")
    await ines.use("/mentor pause 4")
    await claim(scene, ines, members.snooze(7))


async def _pairs(scene: Scene) -> None:
    """1 is in its last week, with a proposal and a bad week; 2 was finished three months ago; 3 has just begun."""
    marta, carla, dora = (actor(scene, id) for id in ("marta", "carla", "dora"))
    await put_together(scene, marta, dora)
    await claim(scene, marta, pairs.finished(1))
    await claim(scene, dora, pairs.feedback(1), "4")
    await weeks_in_touch(scene, 5)
    await put_together(scene, marta, carla)
    await send(scene, carla, "pairs.expected|1|2|", {"goal": ("Readers",), "rhythm": ("weekly",), "form": ("video",)})
    for words in ("Write", "Send"):
        await send(scene, carla, "pairs.noted|1|2|1|", {"step": (words,), "who": ("me",)})
    await claim(scene, carla, pairs.tick(), "2")
    await weeks_in_touch(scene, 9)
    await claim(scene, carla, pairs.met(2, 7, True))
    await claim(scene, carla, pairs.rate(2, 7), "2")
    await in_touch(scene)
    await put_together(scene, actor(scene, "paul"), dora)


async def _requests(scene: Scene) -> None:
    """1 is open, 2 was asked about, 3 is of somebody who is blocked since."""
    for id, topic, mentor in (("emil", "Taxes", "Nora"), ("fred", "Taxes", "Nora"), ("hans", "Welding", "Paul")):
        await seek(actor(scene, id), topic)
        await actor(scene, id).press(f"Ask {mentor}")
        await actor(scene, id).fill(need="A plan")
    await send(scene, actor(scene, "nora"), "mentoring.questioned|1|2|", {"words": ("Since when?",)})
    await claim(scene, actor(scene, "paul"), safety.blocked(safety.REQUEST, 3))

    def much(work: Work) -> None:
        who = by(scene, work, actor(scene, "paul"))
        paul = work.members.find(who.community, who.person)
        found = work.mentoring.offer(who.community, paul.id) if paul else None
        assert found
        work.mentoring.save_offer(who.community, replace(found, held=True, load_asked=who.now))

    await scene.store.write(much)


async def _polls(scene: Scene) -> None:
    """1 takes one answer, and Carla has given hers; 2 takes several; 3 is a draft."""
    lena = actor(scene, "lena")
    for more in ({}, {"several": "yes"}):
        await lena.use("/poll create")
        await lena.fill(question=f"Which evening {len(more)}?", options="Monday\nTuesday", secrecy="hidden", **more)
        await lena.press("Post the poll")
    await lena.use("/poll create")
    await lena.fill(question="Where?", options="Here\nThere")
    await claim(scene, actor(scene, "carla"), polls.vote(1, 1))


async def _course(scene: Scene) -> None:
    await send(
        scene,
        actor(scene, "lena"),
        "programme.copied|1|career|",
        {"en": ("Our course",), "de": ("Unser Kurs",), "it": ("Il nostro corso",)},
    )


async def _suggestions(scene: Scene) -> None:
    """1 is Carla's, and Marta stands behind it; 2 is Dora's, and answered."""
    lena = actor(scene, "lena")
    for id, words in (("carla", "A shelf of books that we lend each other"), ("dora", "An evening walk in May")):
        await actor(scene, id).use("/suggest")
        await actor(scene, id).fill(words=words)
    await claim(scene, actor(scene, "marta"), suggestions.support(1, yes=True))
    await claim(scene, lena, suggestions.answer(2))
    await lena.fill(answer="On the first Monday.")


async def _recognition(scene: Scene) -> None:
    """1 is Dora's, shown by Marta; 2 and 3 are Carla's and Marta's, who may show them."""
    for id, pair in (("dora", 1), ("carla", 2), ("marta", 2)):
        words = {"words": (f"Thank you from {id}",), "open": ("yes",)}
        await send(scene, actor(scene, id), f"recognition.thanked|1|{pair}|", words)
    await claim(scene, actor(scene, "marta"), recognition.show(1))
    for id, whom in (("carla", "marta"), ("marta", "dora")):
        await send(
            scene, actor(scene, id), "recognition.nominated|1|", {"person": (whom,), "words": ("They did well",)}
        )
    await send(scene, actor(scene, "lena"), "recognition.chosen|1|1|2|", {"words": ("They did well",)})


async def _safety(scene: Scene) -> None:
    """Sara is a contact; report 1 is open, and 2 is taken up."""
    lena, sara = actor(scene, "lena"), scene.person("sara", "Sara")
    await lena.use("/safety contacts")
    await lena.press("Name a contact")
    await lena.fill(person="sara")
    for id in ("emil", "fred"):
        await actor(scene, id).use("/report")
        await actor(scene, id).fill(person="hans", category="harassment", words="He said that", pause="yes")
    await claim(scene, sara, safety.take(2))


async def _posts(scene: Scene) -> None:
    """Series 1 comes on Wednesdays and 2 is paused; piece 15 is taken away."""
    lena = actor(scene, "lena")
    await claim(scene, lena, posts.begin())
    await send(scene, lena, "posts.made|1|", {"source": ("tips",), "weekday": ("0",), "hour": ("9",)})
    await claim(scene, lena, posts.pause(2))
    await claim(scene, lena, posts.remove(15))


def _stories(work: Work, who: By) -> None:
    """1 is new, 2 waits to be read, 3 and 4 are in the queue, 3 with a picture, and 5 stands in the channel."""
    states = (
        StoryState.AGREEING,
        StoryState.WAITING,
        StoryState.QUEUED,
        StoryState.QUEUED,
        StoryState.POSTED,
    )
    for number, state in enumerate(states, 1):
        pair = work.pairs.get(who.community, {1: 2, 2: 1}.get(number, 3))
        assert pair
        told = Told("A plan", "Four calls", "Readers", "Us two" if number == 3 else "")
        two = (pair.mentor, pair.mentee)
        story = Story(0, who.community, pair.id, *two, pair.mentee, told, state, created=who.now)
        kept = work.stories.add(replace(story, place=number, posted=who.now if number == 5 else None))
        for member in two if number > 1 else ():
            work.stories.agree(kept, Consent(member, 1, who.now, True))
    work.pictures.add(who.community, 3, b"\x89PNG")


async def _impact(scene: Scene) -> None:
    """Activity counts, something was learned, and the figures of January wait to be looked at."""
    lena = actor(scene, "lena")
    await claim(scene, lena, impact.count(yes=True))
    await send(scene, lena, "impact.learned|1|", {"words": ("Ask for a rhythm in week 1.",)})

    def wait(work: Work) -> None:
        home, now = by(scene, work, lena).community, scene.clock.now()
        figures = work.impact.measure(home, so_far(now), now)
        work.impact.save_post(home, MonthPost(date(2026, 1, 1), PostState.WAITING, now, figures=figures))

    await scene.store.write(wait)
