"""The playground's shelf: a room over the same file shows the same chat."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.playground.encoding import read, write
from adapters.playground.room import Room
from adapters.playground.shelf import Shelf
from adapters.playground.things import Tongue
from bot.errors import Problem
from bot.i18n import Moment, words
from bot.post import Post, PostButton, PostLine, PostPicture, Span
from bot.ui import Picture, Tone
from tests.adapters.room_stage import LONG, RoomStage, lively
from tests.contracts.adapter import OFFER
from tests.contracts.stage import menu, post


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "chat.sqlite"


async def lived(shelf: Shelf) -> Room:
    """A room in which something of every kind has happened."""
    stage = await RoomStage(lively(shelf)).start()
    room = stage.room
    room.add_channel("zoo", "zoo")
    room.add_channel("attic", "attic")
    span = Span("Anna", bold=True, link="https://example.org", value=stage.anna)
    moment = Span("9:00", value=Moment(room.clock.now(), "time"))
    picture = PostPicture(Picture(b"\x89PNG\x00\xff", "a.png", words("A chart")), "A chart")
    buttons = (PostButton("Go", "go", Tone.DANGER),)
    rich = Post((span, moment), (buttons, menu("Which", "w", a="A")), (PostLine(1, "x", "y"),), (picture,))
    ref = await room.send(stage.channel, rich, once="a:1")
    await room.delete(await room.send(stage.channel, post("Gone"), once="a:2"))
    space = await room.gather([stage.anna, stage.bruno], "Two", once="s:1")
    await room.send(space, post("Hi", notify=(stage.bruno,)), once="a:3")
    await room.edit(ref, replace(rich, notify=(stage.anna,)))
    await room.say("bruno", "square", '~ {words} "quoted" 你好')
    room.mark_read("anna", "square")
    stage.script.on_command = lambda reply: reply.open(OFFER)
    await room.use("anna", space.id, "mentor offer")
    await room.leave("cora")
    return room


async def test_a_room_over_the_same_file_shows_the_same_chat(file: Path) -> None:
    with closing(Shelf(file)) as shelf:
        before = await lived(shelf)
    with closing(Shelf(file)) as shelf:
        after = Room(before.clock, shelf)
        assert after.people == before.people
        for who in before.people:
            assert after.places_of(who) == before.places_of(who)
            for one in before.places_of(who):
                assert after.sees(who, one.place.id) == before.sees(who, one.place.id)
        assert after.form_of("anna") == before.form_of("anna") is not None
        post_again = after.sees("anna", "square")[0].post
        assert post_again
        assert isinstance(post_again.rows[0], tuple)
        assert post_again.rows[0][0].tone is Tone.DANGER


async def test_a_room_goes_on_where_it_was(file: Path) -> None:
    with closing(Shelf(file)) as shelf:
        ids = {said.id for said in (await lived(shelf)).sees("anna", "square")}
    with closing(Shelf(file)) as shelf:
        stage = await RoomStage(Room(lively().clock, shelf)).start()
        again = await stage.room.send(stage.channel, post("Anna"), once="a:1")
        fresh = await stage.room.send(stage.channel, post("New"), once="a:9")
        space = await stage.room.gather([stage.anna, stage.bruno], "Two", once="s:1")
        assert again.id in ids
        assert fresh.id not in ids
        assert space == stage.room.place("s-1")
        await stage.room.fill("anna", {"topic": "Taxes"})
        assert stage.script.forms[0].place == space
        assert stage.room.form_of("anna") is None
    with closing(Shelf(file)) as shelf:
        assert Room(lively().clock, shelf).form_of("anna") is None


async def test_questions_go_on_where_they_were(file: Path) -> None:
    with closing(Shelf(file)) as shelf:
        stage = await RoomStage(lively(shelf, show="plain")).start()
        stage.script.on_command = lambda reply: reply.open(LONG)
        for typed in ("/mentor offer", "Taxes", "skip"):
            await stage.room.say("cora", "square", typed)
    with closing(Shelf(file)) as shelf:
        stage = await RoomStage(Room(lively().clock, shelf, show="plain")).start()
        await stage.room.say("cora", "square", "Tue")
        await stage.room.say("cora", "square", "#square")
        assert stage.script.forms[0].answers == {
            "topic": ("Taxes",),
            "about": ("I paint",),
            "days": ("d1",),
            "where": ("square",),
        }


async def test_a_room_speaks_as_it_did(file: Path) -> None:
    with closing(Shelf(file)) as shelf:
        room = lively(shelf)
        assert room.tongue == Tongue()
        room.speak(Tongue("it", unsaid=True))
        room.speak(Tongue("it", "en"))
    with closing(Shelf(file)) as shelf:
        again = Room(lively().clock, shelf)
        assert again.tongue == Tongue("it", "en")
        assert again.locale_of("anna") == "en"
        again.speak(Tongue("it"))
        assert again.locale_of("anna") == "de"


def test_a_value_is_kept_short_and_outlives_its_shape() -> None:
    assert write(Span("x", bold=True)) == '{"~":"Span","text":"x","bold":true}'
    assert read('{"~":"Span","text":"x","blink":true}', Span) == Span("x")
    with pytest.raises(ValueError, match="Span instead of Post"):
        read('{"~":"Span","text":"x"}', Post)


async def test_a_row_that_cannot_be_read_is_a_problem(file: Path) -> None:
    with closing(Shelf(file)) as shelf:
        await lived(shelf)
    with closing(sqlite3.connect(file)) as db:
        db.execute('UPDATE said SET json = \'{"~":"Sa\' WHERE number = 1')
        db.commit()
    with closing(Shelf(file)) as shelf, pytest.raises(Problem, match="cannot be read"):
        Room(lively().clock, shelf)


def test_a_file_that_is_no_chat_is_a_problem_and_stays_untouched(file: Path) -> None:
    file.write_bytes(b"this is not a database, it is a shopping list" * 40)
    with pytest.raises(Problem, match="Move the file away"):
        Shelf(file)
    assert file.read_bytes().startswith(b"this is not")
