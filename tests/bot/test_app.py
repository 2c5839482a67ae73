"""Three seconds, once, and whatever goes wrong: how an event is answered."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from adapters.playground.room import Fault
from bot.app import Bot
from bot.codec import dumps
from bot.commands import Command
from bot.context import Context
from bot.errors import Busy, StorageDown, Unreachable
from bot.events import ActionUsed, CommandUsed, FormSent, MemberJoined, MemberLeft
from bot.features.everything import registry
from bot.features.mentoring import links as mentoring
from bot.features.pairs import links
from bot.i18n import t
from bot.identity import Community, Person, Ref
from bot.ports import Store
from bot.post import FormPost, Post
from bot.work import By, Work
from tests.features.conftest import offer, seek
from tests.features.pairing import become_pair, pairs_of, stored
from tests.features.scene import Actor, Scene, open_scene
from tests.features.wire import claim

Result = TypeVar("Result")
UNSAVED = "Nothing could be saved just now; this is our fault."
GONE = "I cannot find this any more."
OUTDATED = "This button is from an earlier time."


class Weather:
    """A store on a bad day: reads and writes take a while, or the database is down."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.reading = self.writing = 0.0
        self.down = False

    async def read(self, decide: Callable[[Work], Result]) -> Result:
        await self._comes(self.reading)
        return await self.store.read(decide)

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        await self._comes(self.writing)
        return await self.store.write(decide)

    async def close(self) -> None:
        await self.store.close()

    async def _comes(self, seconds: float) -> None:
        if self.down:
            raise StorageDown("the disk is full")
        if seconds:
            await asyncio.sleep(seconds)

    def clear(self) -> None:
        self.reading = self.writing = 0.0
        self.down = False


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """A programme that runs, with Marta who offers and Carla who has not begun."""
    opened = await open_scene(tmp_path)
    lena = opened.person("lena", "Lena", coordinator=True)
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    await offer(opened.person("marta", "Marta"), "Newsletters, Pricing")
    opened.person("carla", "Carla")
    yield opened
    await opened.close()


@pytest.fixture
async def weather(scene: Scene) -> Weather:
    weather = Weather(scene.store)
    scene.store = weather
    await scene.play.restart()
    return weather


@pytest.fixture
def marta(scene: Scene) -> Actor:
    return Actor(scene, "marta", "mentoring")


@pytest.fixture
def carla(scene: Scene) -> Actor:
    return Actor(scene, "carla", "mentoring")


async def received(scene: Scene) -> int:
    return len(await scene.store.read(lambda work: work.inbox.received(100)))


async def until(scene: Scene, seen: Callable[[], bool], seconds: float) -> None:
    """Look again at each change; raises `TimeoutError` when it takes longer than this."""
    async with asyncio.timeout(seconds):
        while not seen():
            await scene.room.wait_changed(scene.room.version)


# -- three seconds


async def test_a_slow_database_lets_the_person_wait_and_answers(scene: Scene, weather: Weather, carla: Actor) -> None:
    weather.reading = 1.2
    using = asyncio.create_task(scene.room.use("carla", carla.place, "mentor status"))
    await until(scene, lambda: scene.room.is_thinking("carla", carla.place), 1.5)
    await using
    carla.sees("Everything is still open here.")
    assert not scene.room.is_thinking("carla", carla.place)
    weather.clear()
    assert await received(scene) == 0, "answered, so a restart does not answer again"


async def test_a_slow_write_has_one_effect_and_one_answer(
    scene: Scene, weather: Weather, marta: Actor, carla: Actor
) -> None:
    pair = await become_pair(scene, marta, carla)
    weather.writing = 1.2
    began = time.monotonic()
    await claim(scene, carla.dm, links.met(pair, 1, True))
    assert time.monotonic() - began < 3.0
    assert len([text for text in carla.dm.texts() if "Good to hear" in text]) == 1
    weather.clear()
    kept = await stored(scene, carla, lambda work, me: work.pairs.checkin(me.community, pair, 1, me.id))
    assert kept is not None
    assert kept.met
    assert await received(scene) == 0


async def test_a_form_that_is_not_ready_becomes_a_button(scene: Scene, weather: Weather, carla: Actor) -> None:
    weather.reading = 0.7
    began = time.monotonic()
    await scene.room.use("carla", carla.place, "mentor seek topic: pricing")
    assert 2.0 <= time.monotonic() - began < 3.0
    assert scene.room.form_of("carla") is None
    assert carla.last() == "This took a moment longer than usual. Everything is ready now."
    weather.clear()
    await carla.press("Open the form")
    assert carla.form()["topics"] == ("pricing",)


async def test_a_button_whose_form_is_not_ready_asks_for_another_press(
    scene: Scene, weather: Weather, carla: Actor
) -> None:
    said, button = carla.button("Look for a mentor")
    weather.reading = 0.7
    await scene.room.press("carla", said.id, button.id)
    assert "Please press the button once more." in carla.last()
    weather.clear()
    await carla.press("Look for a mentor")
    assert "topics" in carla.form()


async def test_where_nothing_can_be_stored_the_words_come_back(scene: Scene, weather: Weather, carla: Actor) -> None:
    await carla.use("/mentor offer")
    weather.writing = 60.0
    began = time.monotonic()
    await scene.room.fill("carla", {"topics": "Ceramics", "about": "I make cups.", "conduct": "yes"})
    assert time.monotonic() - began < 3.0
    text = carla.sees(UNSAVED, "This is what you typed, so that it is not lost:")
    assert "Ceramics" in text
    assert "I make cups." in text
    weather.clear()
    with pytest.raises(AssertionError, match="no profile"):
        await stored(scene, carla, lambda work, me: me)


async def test_a_command_whose_way_in_is_not_found_in_time_comes_back(
    scene: Scene, weather: Weather, carla: Actor
) -> None:
    weather.reading = 60.0
    began = time.monotonic()
    await scene.room.use("carla", carla.place, "mentor seek topic: pricing")
    assert time.monotonic() - began < 3.0
    carla.sees(UNSAVED, "mentor seek topic: pricing")
    weather.clear()


async def test_a_database_that_is_down_is_said_at_once(scene: Scene, weather: Weather, carla: Actor) -> None:
    weather.down = True
    began = time.monotonic()
    await scene.room.use("carla", carla.place, "mentor status")
    assert time.monotonic() - began < 1.0
    carla.sees(UNSAVED)
    weather.clear()


@pytest.fixture
def held(scene: Scene, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Another program, which can hold the database's file."""
    other = sqlite3.connect(tmp_path / "mansarda.sqlite3", isolation_level=None)
    yield other
    other.close()


async def test_what_was_said_to_be_lost_is_not_stored_later(
    scene: Scene, carla: Actor, held: sqlite3.Connection
) -> None:
    """When the file is free again, the transaction that was given up must not go through."""
    await carla.use("/mentor offer")
    held.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    await scene.room.fill("carla", {"topics": "Ceramics", "conduct": "yes"})
    assert time.monotonic() - began < 3.0
    carla.sees(UNSAVED, "Ceramics")
    held.execute("ROLLBACK")
    await scene.store.write(lambda work: None)  # the writer is through with what waited before
    with pytest.raises(AssertionError, match="no profile"):
        await stored(scene, carla, lambda work, me: me)
    assert await received(scene) == 0


async def test_what_was_said_to_be_lost_is_not_taken_up_later(
    scene: Scene, weather: Weather, carla: Actor, held: sqlite3.Connection
) -> None:
    """Here it was the inbox that waited for the file."""
    held.execute("BEGIN IMMEDIATE")
    weather.reading = 60.0
    await scene.room.use("carla", carla.place, "mentor status")
    carla.sees(UNSAVED, "mentor status")
    held.execute("ROLLBACK")
    weather.clear()
    await scene.store.write(lambda work: None)
    assert await received(scene) == 0


# -- once


async def test_the_same_event_again_has_no_second_effect(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await scene.room.again()
    assert len([text for text in marta.dm.texts() if "would like to ask you" in text]) == 1
    await marta.dm.press("Say yes to Carla")
    await scene.room.again()
    await scene.quiet()
    assert len(await pairs_of(scene, marta)) == 1
    assert len([text for text in carla.dm.texts() if "is your mentor." in text]) == 1


async def test_the_same_event_twice_at_once_has_one_effect(scene: Scene, marta: Actor, carla: Actor) -> None:
    pair = await become_pair(scene, marta, carla)
    said, button = carla.dm.button("Agree on how you work")
    await scene.room.press("carla", said.id, button.id)
    await scene.room.fill("carla", {"rhythm": "weekly"})
    await asyncio.gather(scene.room.again(), scene.room.again())
    await scene.quiet()
    wanted = await stored(scene, carla, lambda work, me: work.pairs.expectations(me.community, pair))
    assert wanted is not None
    assert wanted.version == 1
    assert len([text for text in marta.dm.texts() if "Carla proposes" in text]) == 1


async def test_two_clicks_on_one_button_have_one_effect(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    said, button = marta.dm.button("Say yes to Carla")
    await asyncio.gather(*(scene.room.press("marta", said.id, button.id) for _ in range(3)))
    await scene.quiet()
    assert len(await pairs_of(scene, marta)) == 1
    assert len([text for text in carla.dm.texts() if "is your mentor." in text]) == 1
    marta.dm.sees("You and Carla are a pair already.")


# -- taken up again after a crash


async def receive(scene: Scene, event: CommandUsed | ActionUsed | FormSent) -> None:
    """As a process leaves it that was killed in the middle of this event."""
    now = scene.clock.now()
    await scene.store.write(lambda work: work.inbox.receive(event.person.platform, event.id, dumps(event), now))


async def test_an_unfinished_event_is_answered_by_direct_message_once(scene: Scene, marta: Actor, carla: Actor) -> None:
    pair = await become_pair(scene, marta, carla)
    id = scene.play.bot.registry.actions["pairs.met"].name
    press = f"{id}|1|{pair}|1|1|"
    await receive(scene, ActionUsed("e1", scene.room.person("carla"), scene.room.place("d-carla"), press))
    await receive(
        scene,
        CommandUsed(
            "e2", scene.room.person("marta"), scene.room.place("mentoring"), scene.room.community, words="mentor status"
        ),
    )
    for _ in range(2):
        await scene.restart()
        await scene.quiet()
    assert len([text for text in carla.dm.texts() if "Good to hear: you met in week 1." in text]) == 1
    assert len([text for text in marta.dm.texts() if "is your mentee, week 1 of 8." in text]) == 1
    assert await received(scene) == 0


async def test_a_process_that_dies_while_somebody_waits(scene: Scene, weather: Weather, carla: Actor) -> None:
    weather.reading = 60.0
    using = asyncio.create_task(scene.room.use("carla", carla.place, "mentor status"))
    await until(scene, lambda: scene.room.is_thinking("carla", carla.place), 3)
    using.cancel()
    await asyncio.gather(using, return_exceptions=True)
    weather.clear()
    await scene.restart()
    carla.dm.sees("Everything is still open here.")
    await scene.restart()
    assert len(carla.dm.messages()) == 1


async def test_an_unfinished_form_that_needs_mending_comes_back(scene: Scene, carla: Actor) -> None:
    sent = FormSent(
        "f1",
        scene.room.person("carla"),
        scene.room.place("mentoring"),
        "mentoring.offered|1|",
        {"topics": ("Ceramics",), "capacity": ("1",), "languages": (), "about": (), "conduct": ("yes",)},
        scene.room.community,
    )
    await receive(scene, sent)
    await scene.restart()
    carla.dm.sees("One answer needs another look. Nothing you typed is lost.", "Languages you speak: Please pick one.")
    await carla.dm.press("Try again")
    assert carla.form()["topics"] == ("Ceramics",)


async def test_events_that_nobody_can_be_told_about_do_not_stop_a_start(
    scene: Scene, marta: Actor, carla: Actor
) -> None:
    where, here = scene.room.place("mentoring"), scene.room.community
    scene.room.somebody("carla").dms_open = False
    await receive(scene, CommandUsed("e1", scene.room.person("carla"), where, here, words="mentor status"))
    await receive(scene, CommandUsed("e2", Person("gone", "x"), where, here, words="mentor status"))
    now = scene.clock.now()
    await scene.store.write(lambda work: work.inbox.receive("playground", "e3", '{"~":"Nobody"}', now))
    await receive(scene, CommandUsed("e4", scene.room.person("marta"), where, here, words="mentor status"))
    await scene.restart()
    marta.dm.sees("You offer Newsletters and Pricing; 1 place is free.")
    assert await received(scene) == 1, "what belongs to a platform that is not set up waits for it"


async def test_what_was_dealt_with_is_forgotten_after_a_week(scene: Scene, carla: Actor) -> None:
    await receive(scene, CommandUsed("e1", Person("gone", "x"), scene.room.place("mentoring"), words="help"))
    await seek(carla, "pricing")
    await carla.use("/mentor seek")
    await carla.fill()
    scene.clock.set(scene.clock.now().replace(day=20))
    await scene.play.tidy()
    assert await received(scene) == 1
    said = len(carla.texts())
    await scene.room.again()
    assert len(carla.texts()) == said + 1, "not known any more"


# -- ids that are not (or no longer) what was shown


OF_ANOTHER_TIME = (
    *("", "x", "|", "||", "pairs.met", "pairs.met|1", "nothing.here|1|", "pairs.met|1|1|"),
    *("pairs.met|1|x|1|1|", "pairs.met|1|1|1|7|", "pairs.met|?|1|1|1|", "pairs.met|1|1|1|1|1|1|"),
    *(f"pairs.met|1|{2**63}|1|1|", f"pairs.met|1|{'9' * 5000}|1|1|", f"pairs.met|{'z' * 30}|1|1|1|"),
    *("pairs.noted|1|1|1|", "form.step|1|1|1|", "\x00|1|", "pairs.space_made|1|1|"),
)
OF_NOTHING = (
    *("pairs.met|1|99|1|1|", "pairs.met|1|0|1|1|", "pairs.met|1|-1|1|1|", "pairs.met|zz|1|1|1|"),
    *("pairs.met|-1|1|1|1|", f"pairs.met|1|{2**63 - 1}|1|1|", f"pairs.met|{'z' * 12}|1|1|1|"),
    *("mentoring.accept|1|77|", "pairs.show|1|5|"),
)


async def test_an_id_of_another_time_is_answered_kindly(scene: Scene, carla: Actor) -> None:
    for id in OF_ANOTHER_TIME:
        await claim(scene, carla.dm, id)
        assert carla.dm.last().startswith(OUTDATED), id
    assert len(carla.dm.texts()) == len(OF_ANOTHER_TIME), "each was answered"


async def test_an_id_of_nothing_is_not_found(scene: Scene, carla: Actor) -> None:
    await seek(carla, "pricing")
    for id in OF_NOTHING:
        await claim(scene, carla.dm, id)
        assert carla.dm.last().startswith(GONE), id
    assert len(carla.dm.texts()) == len(OF_NOTHING), "each was answered"


async def test_a_form_of_another_time_is_answered_kindly(scene: Scene, carla: Actor) -> None:
    await carla.use("/mentor offer")
    asking = scene.room.form_of("carla")
    assert asking is not None
    for id in ("", "x|1|", "pairs.met|1|1|1|1|", "form.step|1|77|1|"):
        asking.form = replace(asking.form, id=id)
        scene.room.ask(asking)
        await carla.fill(topics="Ceramics", conduct="yes")
        assert "Please open it once more." in carla.last(), id


# -- who is where


async def test_who_left_is_told_so_and_who_is_back_goes_on(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.room.leave("carla")
    await carla.dm.press("This week's step")
    carla.dm.sees("You are not in", "any more, so this cannot go on here.")
    assert await stored(scene, carla, lambda work, me: me.left)
    await scene.room.join(scene.room.somebody("carla"))
    await carla.dm.press("This week's step")
    carla.dm.sees("Week 1 of 8 with Marta")
    assert not await stored(scene, carla, lambda work, me: me.left)


async def test_an_event_that_is_told_again_undoes_nothing(scene: Scene, marta: Actor, carla: Actor) -> None:
    person, here = scene.room.person("marta"), scene.room.community
    for event in (MemberLeft("1", person, here), MemberJoined("2", person, here), MemberLeft("1", person, here)):
        await scene.play.bot.notice(event)
        await scene.restart()
    assert not await stored(scene, marta, lambda work, me: me.left)
    await scene.play.bot.notice(MemberLeft("3", person, here))
    assert await stored(scene, marta, lambda work, me: me.left)


async def test_a_mentor_who_left_is_offered_to_nobody(scene: Scene, carla: Actor) -> None:
    await scene.room.leave("marta")
    await seek(carla, "newsletters")
    carla.sees("Nobody with a free place offers Newsletters yet")


async def test_coming_back_unnoticed_counts_from_the_first_act(scene: Scene, marta: Actor) -> None:
    await scene.room.leave("marta")
    scene.room.somebody("marta").left = False
    scene.clock.set(scene.clock.now().replace(hour=12))
    await marta.use("/mentor status")
    assert not await stored(scene, marta, lambda work, me: me.left)


async def test_a_notice_that_cannot_be_kept_is_not_acknowledged(scene: Scene, weather: Weather, marta: Actor) -> None:
    weather.down = True
    with pytest.raises(StorageDown):
        await scene.room.leave("marta")
    weather.clear()


async def test_a_new_name_language_and_zone_hold_from_the_next_act_on(scene: Scene, marta: Actor) -> None:
    somebody = scene.room.somebody("marta")
    somebody.name, somebody.locale, somebody.zone = "Martina", "it", "Asia/Kathmandu"
    scene.clock.set(scene.clock.now().replace(hour=12))
    await marta.use("/mentor status")
    kept = await stored(scene, marta, lambda work, me: me)
    assert (kept.name, kept.locale, kept.zone) == ("Martina", "it", "Asia/Kathmandu")


# -- a command in a direct conversation


async def test_a_command_in_a_direct_conversation_needs_a_community(scene: Scene, carla: Actor) -> None:
    await carla.dm.use("/mentor status")
    assert carla.dm.last().startswith("Please type this in your community.")


async def test_a_command_in_a_direct_conversation_runs_in_the_only_community(scene: Scene, marta: Actor) -> None:
    await marta.dm.use("/mentor status")
    marta.dm.sees("You offer Newsletters and Pricing; 1 place is free.")


async def test_a_command_in_a_direct_conversation_asks_which_community(scene: Scene, marta: Actor) -> None:
    def elsewhere(work: Work) -> None:
        other = work.communities.ensure(Community("playground", "ponte", "Ponte"), "en", "UTC", scene.clock.now())
        work.members.ensure(By(other.key, Person("playground", "marta", "Marta"), scene.clock.now()))

    await scene.store.write(elsewhere)
    await marta.dm.use("/mentor pause 2")
    assert [text for text in marta.dm.texts() if text.startswith("Is this for")] == [
        "Is this for Corte?",
        "Is this for Ponte?",
    ]
    assert await stored(scene, marta, lambda work, me: me.paused_until) is None, "nothing happens before"
    await scene.restart()
    await marta.dm.press("Yes, for Corte")
    marta.dm.sees("You are on a break until")
    assert await stored(scene, marta, lambda work, me: me.paused_until) is not None
    await marta.dm.press("Yes, for Ponte")
    marta.dm.sees("You are not in Ponte any more")

    await marta.dm.use("/mentor seek topic: taxes")
    await marta.dm.press("Yes, for Corte")
    assert marta.form()["topics"] == ("taxes",)


async def test_nobody_elses_kept_command_can_be_run(scene: Scene, marta: Actor, carla: Actor) -> None:
    await marta.dm.use("/mentor status")
    for draft in range(5):
        await claim(scene, carla.dm, f"app.run|1|{draft}|")
        carla.dm.sees("Please type the command once more.")


# -- what goes wrong


async def broken(ctx: Context) -> None:
    raise LookupError("secret detail")


async def test_our_own_mistake_is_said_without_its_text(
    scene: Scene, carla: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    known = registry()
    commands = {**known.commands, "broken": Command("broken", t("Fails"), broken)}
    adapters = {scene.room.platform: scene.room}
    scene.play.bot = Bot(scene.store, scene.clock, adapters, replace(known, commands=commands), scene.keys)
    await scene.room.start(scene.play.bot, tuple(commands.values()))
    await carla.use("/broken in two")
    text = carla.sees("Something went wrong on our side", "/broken in two"[1:])
    assert "secret detail" not in text
    reference = re.search(r"\(([0-9a-f]{8})\)", text)
    assert reference is not None
    assert reference[1] in caplog.text
    assert "secret detail" in caplog.text


class Deaf:
    """A reply that the platform takes no longer."""

    async def answer(self, post: Post, *, private: bool) -> Ref | None:
        raise Unreachable

    async def replace(self, post: Post) -> None:
        raise Unreachable

    async def wait(self) -> None:
        raise Unreachable

    async def open(self, form: FormPost) -> None:
        raise Unreachable


async def test_an_answer_that_cannot_be_given_is_no_accident(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    press = ActionUsed(
        "e1", scene.room.person("marta"), scene.room.place("d-marta"), marta.dm.button("Say yes to Carla")[1].id
    )
    await scene.play.bot.action(press, Deaf())
    await scene.quiet()
    carla.dm.sees("Marta is your mentor.")


async def test_a_platform_that_does_not_say_who_somebody_is(scene: Scene, carla: Actor) -> None:
    scene.room.faults.append(Fault(Busy(5), on="standing"))
    await carla.use("/mentor status")
    carla.sees("Something went wrong on our side")
    await carla.use("/mentor status")
    carla.sees("Everything is still open here.")


# -- completions


async def test_completions_know_the_communitys_topics(scene: Scene, carla: Actor) -> None:
    found = await scene.room.suggest("carla", "mentor seek", "topic", "news", "mentoring")
    assert [one.label for one in found] == ["Newsletters"]


async def test_completions_never_fail(scene: Scene, weather: Weather, carla: Actor) -> None:
    assert list(await scene.room.suggest("carla", "mentor nothing", "topic", "news", "mentoring")) == []
    assert list(await scene.room.suggest("carla", "mentor seek", "nothing", "news", "mentoring")) == []
    assert list(await scene.room.suggest("carla", "mentor seek", "topic", "news", "d-carla")) == []
    weather.down = True
    assert list(await scene.room.suggest("carla", "mentor seek", "topic", "news", "mentoring")) == []
    weather.clear()
    scene.room.somebody("carla").left = True
    scene.play.bot.standings.forget(scene.room.person("carla"), scene.room.community)
    assert list(await scene.room.suggest("carla", "mentor seek", "topic", "news")) == []


async def test_a_button_of_a_request_that_is_over_says_so(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await carla.press("Withdraw it")
    await marta.dm.press("Say yes to Carla")
    marta.dm.sees("This request was withdrawn, so there is nothing to do.")
    await claim(scene, carla, mentoring.accept(1))
    assert carla.last().startswith(GONE)
