"""Whatever is typed is stored or kindly refused; nothing typed is lost, nobody is pinged, no error is shown."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from adapters.playground.capabilities import PLAYGROUND
from bot.errors import StorageDown
from bot.features.everything import registry
from bot.features.mentoring import links
from bot.ports import Store
from bot.work import Work
from tests.features.conftest import offer, seek
from tests.features.scene import Actor, Scene
from tests.features.wire import claim, send

Result = TypeVar("Result")

LONG = "x" * 10_000
BAD = {
    "nothing": "",
    "blank": " \n\t\u200b ",
    "long": LONG,
    "control": "pri\x00ci\x07ng \x1b[31mred",
    "direction": "\u202egnicirp\u202c and \u2066more",
    "pings": "@everyone @here <@1> <!channel> @Marta",
    "markdown": "**bold** _it_ `code` [a](https://b.example) ~~no~~ # > -",
    "emoji": "👩🏽‍💻🎈",
    "arabic": "محاسبة صغيرة",
    "chinese": "小企业税务",
    "template": "{name} %s {0} {{x}} $1",
    "code": "')) OR 1=1 -- <script>alert(1)</script>",
    "half": "half\ud83d a character",
}
SHOWN = BAD | {
    "control": "pricing [31mred",
    "direction": "gnicirp and more",
    "half": "half a character",
}
"""What of it can be read."""
NOTHING = ("nothing", "blank")
HARMFUL = re.compile("[\x00\x07\x1b\u202a-\u202e\u2066\u200b\ud83d]")


async def by_command(command: str, actor: Actor) -> None:
    await actor.use(command)


async def by_profile(actor: Actor) -> None:
    await actor.use("/mentor profile")
    await actor.press("Change my profile")
    await actor.press("All about me")


async def by_setup(actor: Actor) -> None:
    await actor.use("/programme setup")
    await actor.press("Change language and times")


async def by_asking(actor: Actor) -> None:
    await actor.use("/mentor find")
    await actor.press("Ask Emil")


Open = Callable[[Actor], Awaitable[None]]
FIELDS: Mapping[str, tuple[Open, Mapping[str, int]]] = {
    "offer": (lambda actor: by_command("/mentor offer", actor), {"topics": 300, "about": 400}),
    "seek": (lambda actor: by_command("/mentor seek", actor), {"topics": 300, "goal": 500, "district": 60}),
    "profile": (by_profile, {"about": 400, "district": 60, "link": 200}),
    "ask": (by_asking, {"doing": 300, "need": 800, "tried": 400}),
    "setup": (by_setup, {"zone": 60}),
}
REQUIRED = ("topics", "goal", "need", "zone")
STRICT = ("link", "zone")
"""Fields that take only what has a certain form."""


@pytest.fixture
async def lena(scene: Scene) -> Actor:
    """Somebody who may open every form and has filled in each."""
    lena = scene.person("lena", "Lena", coordinator=True)
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    await offer(lena, "Pricing")
    emil = scene.person("emil", "Emil")
    await offer(emil, "Taxes")
    await lena.use("/mentor seek")
    await lena.fill(topics="Taxes", goal="Calm")
    return lena


@pytest.mark.parametrize(("form", "field"), [(form, field) for form, (_, fields) in FIELDS.items() for field in fields])
async def test_every_text_field(scene: Scene, lena: Actor, form: str, field: str) -> None:
    opened, limits = FIELDS[form]
    for kind, typed in BAD.items():
        await opened(lena)
        await lena.fill(**{field: typed})
        refused = scene.room.form_of("lena") is not None
        assert refused is is_refused(kind, field), (kind, lena.last())
        if refused:
            kept_and_explained(lena, field, kind, limits[field])
            scene.room.close_form("lena")
        elif form == "ask":
            wanted = "" if kind in NOTHING else SHOWN[kind]
            assert wanted in lena.last(), kind
            scene.person("emil", "Emil").dm.sees("Lena writes: “", wanted)
            await lena.press("Withdraw it")
            scene.clock.set(scene.clock.now() + timedelta(days=2))  # five requests a week are possible
        else:
            await opened(lena)
            wanted = "" if kind in NOTHING else SHOWN[kind]
            assert "".join(lena.form()[field]) == wanted, kind
            scene.room.close_form("lena")
    nobody_is_harmed(scene)


def is_refused(kind: str, field: str) -> bool:
    if kind in NOTHING:
        return field in REQUIRED
    return kind == "long" or field in STRICT


def kept_and_explained(actor: Actor, field: str, kind: str, limit: int) -> None:
    """The form is still open, with what was typed, and says at the field what to do."""
    assert actor.form()[field] == (BAD[kind],)
    said = actor.errors()[field]
    if kind == "long":
        assert said == f"This has 10,000 characters; {limit} are possible. Please shorten it a little."
    assert said.startswith(("Please ", "This has ", "I do not know this time zone."))


def nobody_is_harmed(scene: Scene) -> None:
    """No ping but of the one who is asked, no trace of an error, and nothing harmful said or stored."""
    for person in scene.room.people:
        for place in scene.room.places_of(person):
            for said in scene.room.sees(person, place.place.id):
                assert not said.pings or (said.pings == ("emil",) and said.place == "d-emil")
                assert "went wrong" not in said.words
                assert "Traceback" not in said.words
                assert said.author != "bot" or not HARMFUL.search(said.words)
    with closing(sqlite3.connect(scene.url.removeprefix("sqlite:///"))) as database:
        for table in ("member", "offer", "seek", "topic", "request", "outbox"):
            assert not HARMFUL.search(repr(database.execute(f"SELECT * FROM {table}").fetchall()))


async def test_every_option_of_a_command(scene: Scene, lena: Actor) -> None:
    for command, option in (
        *(("mentor find", name) for name in ("topic", "language", "district")),
        *(("mentor seek", "topic"), ("mentor offer", "topics"), ("mentor pause", "weeks")),
    ):
        for kind, typed in BAD.items():
            await lena.use(f"/{command} {option}: {typed}")
            form = scene.room.close_form("lena")
            answered = ("mentor", "Nobody", "A break lasts", "How long would you like a break?")
            assert form or any(part in lena.last() for part in answered), (command, kind, lena.last())
            await scene.room.suggest("lena", command, option, typed)
    nobody_is_harmed(scene)


async def test_words_that_are_no_command(scene: Scene, lena: Actor) -> None:
    for kind, typed in BAD.items():
        for words in (typed, f"mentor {typed}"):
            await scene.room.use("lena", lena.place, words)
            said = lena.last()
            assert "/mentor help" in said or "Did you mean /" in said, (kind, said)
            assert len(said) < 300
    nobody_is_harmed(scene)


async def test_a_topic_in_any_script_is_found_again(scene: Scene, lena: Actor) -> None:
    for topic in ("👩🏽‍💻🎈", "محاسبة", "税务", "कला", "किला", "がき", "かき"):
        await lena.use("/mentor offer")
        await lena.fill(topics=topic)
        lena.sees(f"You offer {topic}, for")
    names = {topic.name for topic in await scene.store.read(lambda work: work.members.topics(1, limit=100))}
    assert {"👩🏽‍💻🎈", "محاسبة", "税务", "कला", "किला", "がき", "かき"} <= names


# Ids that nobody was given.


async def test_ids_made_by_hand(scene: Scene, lena: Actor) -> None:
    """Every action, with numbers that are nothing, a bit more than something, and too large for any column."""
    for name, handler in registry().actions.items():
        for number in ("0", "-1", "77", str(2**31), str(2**62), str(2**80)):
            id = "|".join([name, "1", *(number if kind is int else "1" for kind in handler.kinds.values()), ""])
            scene.room.close_form("lena")
            if handler.form:
                await send(scene, lena, id, {})
            else:
                await claim(scene, lena, id, "5")
            assert "went wrong" not in lena.last(), id
    nobody_is_harmed(scene)


async def test_ids_that_are_none(scene: Scene, lena: Actor) -> None:
    outdated = "This button is from an earlier time. /mentor status shows where things stand."
    for id in ("", "|", "x", "pairs.flown|1|", "pairs.met|1|1|", "pairs.met|!|1|1|1|", "\x00|1|", "x" * 5000):
        await claim(scene, lena, id)
        assert lena.last() == outdated, id
    for id in ("", "pairs.flown|1|", "mentoring.asked|1|", "mentoring.find|1|0|0|", "form.step|1|1|"):
        await send(scene, lena, id, {"need": ("My words",)})
        lena.sees("This form is from an earlier time. Please open it once more.")
        assert "so that it is not lost:\n\nMy words" in lena.last(), id


async def test_a_draft_of_something_else_is_no_form(scene: Scene, lena: Actor) -> None:
    await lena.use("/mentor find")
    for id in ("form.again|1|1|", "form.next|1|1|1|", "app.run|1|1|"):
        await claim(scene, lena, id)
        assert "waited for more than a day" in lena.last(), id
    await send(scene, lena, "form.step|1|1|1|", {"need": ("My words",)})
    assert "waited for more than a day" in lena.last()
    assert "My words" in lena.last()


# Where a form cannot come back by itself.


@pytest.fixture
async def narrow(scene: Scene, lena: Actor) -> Scene:
    """A platform that shows two fields at once and cannot show a refused form again."""
    scene.room.shows["narrow"] = replace(PLAYGROUND, inline_errors=False, fields=2)
    scene.room.show_as("narrow")
    return scene


async def walk(actor: Actor, **answers: str | tuple[str, ...]) -> None:
    """Through all steps of a form, filling in what each asks."""
    while actor.room.form_of(actor.id):
        await actor.fill(**{name: value for name, value in answers.items() if name in actor.form()})
        if actor.labels() == ["Go on"]:
            await actor.press("Go on")


async def test_steps_and_trying_again(narrow: Scene, lena: Actor) -> None:
    carla = narrow.person("carla", "Carla")
    await carla.use("/mentor offer")
    assert list(carla.form()) == ["topics", "capacity"]
    await carla.fill(topics=", -", capacity="2")
    carla.sees("Step 1 of 3 is kept.")
    await narrow.restart()
    await carla.press("Go on")
    assert list(carla.form()) == ["languages", "about"]
    await carla.fill(about="I knit.")
    await carla.press("Go on")
    await carla.fill(conduct="yes")
    carla.sees("The topics need another look. Nothing you typed is lost.", "Topics: Please name at least one topic")

    await narrow.restart()
    await carla.press("Try again")
    assert carla.form() == {"topics": (", -",), "capacity": ("2",)}
    await carla.fill(topics="Knitting")
    await carla.press("Go on")
    assert carla.form()["about"] == ("I knit.",)
    await carla.fill()
    await carla.press("Go on")
    assert carla.form() == {"conduct": ("yes",)}
    await carla.fill()
    carla.sees("Thank you! You offer Knitting, for 2 mentees at a time.")


async def test_what_is_too_long_comes_back_whole(narrow: Scene, lena: Actor) -> None:
    carla = narrow.person("carla", "Carla")
    await carla.use("/mentor seek")
    goal = "One word after the other. " * 400
    await walk(carla, topics="Taxes", goal=goal, languages=("it",), conduct="yes")
    carla.sees("One answer needs", "What you would like to reach: This has 10,399 characters; 500 are possible.")
    await carla.press("Try again")
    asking = narrow.room.form_of("carla")
    assert asking is not None
    seen = asking.form.intro + "".join(value for field in asking.form.fields for value in field.value)
    while asking and goal.strip() not in seen:
        await carla.fill()
        await carla.press("Go on")
        asking = narrow.room.form_of("carla")
        assert asking is not None
        seen = asking.form.intro
    await walk(carla, goal="Calm")
    carla.sees("would suit you", "Emil")


async def test_a_draft_of_a_day_ago(narrow: Scene, lena: Actor) -> None:
    await lena.use("/mentor offer")
    await lena.fill()
    await lena.press("Go on")
    await narrow.pass_(hours=25)
    closed = "This form waited for more than a day and is closed, sorry. Please open it once more."
    await lena.fill(about="I knit.")
    lena.sees(closed, "so that it is not lost:", "I knit.")
    await lena.press("Go on")
    assert lena.last() == closed


async def test_steps_that_became_fewer_meanwhile(narrow: Scene, lena: Actor) -> None:
    """Consent given in another form takes the last step away; what was typed is still sent."""
    carla = narrow.person("carla", "Carla")
    await carla.use("/mentor seek")
    await carla.fill(topics="Taxes", goal="Calm")
    await carla.press("Go on")
    await carla.fill(languages=("it",))
    going_on, button = carla.button("Go on")
    await carla.use("/mentor offer")
    await walk(carla, topics="Knitting", conduct="yes")
    await narrow.room.press("carla", going_on.id, button.id)
    await walk(carla)
    carla.sees("would suit you", "Emil")


async def test_a_message_to_somebody_who_is_full_by_now_is_given_back(narrow: Scene, lena: Actor) -> None:
    carla, emil = narrow.person("carla", "Carla"), narrow.person("emil", "Emil")
    await lena.use("/mentor find")
    await lena.press("Ask Emil")
    await walk(lena, need="Calm")
    await carla.use("/mentor seek")
    await walk(carla, topics="Taxes", goal="Calm", languages=("it",), conduct="yes")
    await carla.press("Ask Emil")
    await carla.fill(doing="Shoes", need="My careful question")
    await emil.dm.press("Say yes to Lena")
    await carla.press("Go on")
    carla.sees("Right now it is not possible with", "so that it is not lost:", "Shoes", "My careful question")


async def test_a_short_message_to_somebody_who_is_full_by_now_is_given_back(scene: Scene, lena: Actor) -> None:
    scene.room.shows["far"] = replace(PLAYGROUND, inline_errors=False)
    scene.room.show_as("far")
    carla, emil = scene.person("carla", "Carla"), scene.person("emil", "Emil")
    await seek(carla, "Taxes")
    await carla.press("Ask Emil")
    await lena.use("/mentor find")
    await lena.press("Ask Emil")
    await lena.fill()
    await emil.dm.press("Say yes to Lena")
    await carla.fill(doing="Shoes", need="My careful question")
    carla.sees("Right now it is not possible with", "so that it is not lost:", "Shoes", "My careful question")
    assert carla.labels() == ["Try again"]


# When we are at fault.


class Fragile:
    """A real store that fails when it is told to."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.failing: Exception | None = None

    async def read(self, decide: Callable[[Work], Result]) -> Result:
        return await self._store.read(decide)

    async def write(self, decide: Callable[[Work], Result]) -> Result:
        if self.failing:
            raise self.failing
        return await self._store.write(decide)

    async def close(self) -> None:
        await self._store.close()


@pytest.fixture
async def fragile(scene: Scene, lena: Actor) -> Fragile:
    fragile = Fragile(scene.store)
    await scene.play.stop()
    scene.store = fragile
    scene.play.bot = scene._build()
    await scene.play.start()
    return fragile


async def test_an_unexpected_error_gives_everything_back(
    scene: Scene, lena: Actor, fragile: Fragile, caplog: pytest.LogCaptureFixture
) -> None:
    await lena.use("/mentor seek")
    fragile.failing = RuntimeError("the cellar is flooded")
    with caplog.at_level(logging.ERROR):
        await lena.fill(topics="Taxes, Soap", goal="A long and careful **goal**")
    fragile.failing = None
    said = lena.sees("Something went wrong on our side", "Taxes, Soap", "A long and careful **goal**")
    found = re.search(r"\(([0-9a-f]{8})\)", said)
    assert found
    assert f"reference {found[1]}" in caplog.text
    assert "the cellar is flooded" in caplog.text
    lena.sees_not("cellar")
    lena.sees_not("RuntimeError")

    await scene.restart()
    await lena.use("/mentor seek")
    await lena.fill(topics="Taxes, Soap", goal="A long and careful **goal**")
    lena.sees("This mentor would suit you:")


async def test_an_unexpected_error_of_a_command_and_of_a_button(scene: Scene, lena: Actor, fragile: Fragile) -> None:
    await lena.use("/mentor find")
    fragile.failing = RuntimeError("the cellar is flooded")
    await lena.use("/mentor find topic: Soap and candles")
    lena.sees("Something went wrong on our side", "so that it is not lost:", "mentor find topic: Soap and candles")
    await claim(scene, lena, links.stop_offer())
    assert lena.last().startswith("Something went wrong on our side")
    assert "typed" not in lena.last()
    lena.sees_not("cellar")


async def test_nothing_can_be_stored(scene: Scene, lena: Actor, fragile: Fragile) -> None:
    await lena.use("/mentor profile")
    await lena.press("Change my profile")
    await lena.press("All about me")
    fragile.failing = StorageDown("disk I/O error")
    await lena.fill(about="My careful words")
    lena.sees("Nothing could be saved just now; this is our fault.", "so that it is not lost:", "My careful words")
    lena.sees_not("disk")
