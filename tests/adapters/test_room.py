"""The playground's room: the contract of every Adapter, and what is the room's own."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.playground.capabilities import PLAIN, PLAYGROUND, check_form, check_limits
from adapters.playground.lines import CANCEL, SKIP, is_word, spoken
from adapters.playground.room import Fault, Room
from adapters.playground.shelf import Shelf
from adapters.playground.things import NotThere
from bot.errors import Forbidden, Gone, TooLate, Unreachable
from bot.i18n import words
from bot.identity import Person
from bot.ports import FormReply, OpenReply
from bot.post import Post, PostButton, PostLine, PostPicture, Span
from bot.ui import Picture
from tests.adapters.room_stage import LONG, RoomStage, lively
from tests.contracts.adapter import OFFER, AdapterContract
from tests.contracts.stage import Stage, button, menu, post

LINES = Post((Span("Did you meet?\n1. We met\n2. Not yet"),), lines=(PostLine(1, "met"), PostLine(2, "pick", "no")))


@pytest.fixture
async def stage() -> RoomStage:
    return await RoomStage(lively()).start()


@pytest.fixture
async def plain() -> RoomStage:
    return await RoomStage(lively(show="plain")).start()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "chat.sqlite"


class TestContract(AdapterContract):
    """Everything that every Adapter must do."""

    @pytest.fixture
    async def stage(self) -> Stage:
        return await RoomStage(lively()).start()


def seen(stage: RoomStage, who: str = "anna", where: str = "square") -> list[str]:
    return [said.words for said in stage.room.sees(who, where)]


# what can be reached


async def test_nobody_uses_what_they_cannot_see(stage: RoomStage) -> None:
    room = stage.room
    space = await room.gather([stage.anna], "Anna's", once="s:1")
    ref = await room.send(space, post("Hi", button("Go", "go"), menu("Which", "which", a="A")), once="a:1")
    with pytest.raises(NotThere):
        await room.press("bruno", ref.id, "go")
    with pytest.raises(NotThere):
        await room.press("anna", ref.id, "went")
    with pytest.raises(NotThere):
        await room.press("anna", ref.id, "which")
    with pytest.raises(NotThere):
        await room.pick("anna", ref.id, "which", ["b"])
    with pytest.raises(NotThere):
        await room.pick("anna", ref.id, "which", [])
    with pytest.raises(NotThere):
        await room.use("bruno", space.id, "mentor status")
    with pytest.raises(NotThere):
        await room.fill("anna", {})
    assert stage.script.actions == []
    assert stage.script.commands == []


async def test_who_left_keeps_only_the_direct_conversation(stage: RoomStage) -> None:
    await stage.room.gather([stage.anna, stage.bruno], "Two", once="s:1")
    kinds = [one.place.kind for one in stage.room.places_of("anna")]
    await stage.room.leave("anna")
    assert kinds == ["channel", "direct", "space"]
    assert [one.place.kind for one in stage.room.places_of("anna")] == ["direct"]
    with pytest.raises(Gone):
        await stage.room.gather([stage.anna], "One", once="s:2")


async def test_the_last_event_can_come_twice(stage: RoomStage) -> None:
    await stage.room.use("anna", "square", "/mentor seek")
    await stage.room.again()
    first, second = stage.script.commands
    assert first == second
    assert (first.words, first.locale) == ("mentor seek", "de")


async def test_a_bot_that_is_not_there_is_said_and_nothing_is_lost(stage: RoomStage) -> None:
    stage.script.on_command = lambda reply: reply.open(OFFER)
    await stage.room.use("anna", "square", "mentor offer")
    await stage.room.stop()
    with pytest.raises(NotThere):
        await stage.room.fill("anna", {"topic": "Taxes"})
    await stage.start()
    asking = stage.room.form_of("anna")
    assert asking
    assert asking.form.fields[0].value == ("Taxes",)
    await stage.room.fill("anna", {})
    assert stage.script.forms[0].answers["topic"] == ("Taxes",)


async def test_a_handler_that_fails_leaves_the_form_as_filled_in(stage: RoomStage) -> None:
    async def broken(reply: FormReply) -> None:
        raise ZeroDivisionError

    stage.script.on_command, stage.script.on_form = (lambda reply: reply.open(OFFER)), broken
    await stage.room.use("anna", "square", "mentor offer")
    with pytest.raises(ZeroDivisionError):
        await stage.room.fill("anna", {"topic": "Taxes"})
    opened = await stage.form(stage.anna)
    assert opened
    assert opened.values["topic"] == ("Taxes",)
    await stage.room.settled()


async def test_thinking_is_shown_to_one_until_the_answer(stage: RoomStage) -> None:
    moments: list[bool] = []

    async def slowly(reply: OpenReply) -> None:
        await reply.wait()
        moments.extend(stage.room.is_thinking(who, "square") for who in ("anna", "bruno"))
        await reply.answer(post("Here"), private=True)
        moments.append(stage.room.is_thinking("anna", "square"))

    stage.script.on_command = slowly
    await stage.room.use("anna", "square", "mentor find")
    assert moments == [True, False, False]


async def test_settled_waits_for_what_is_in_progress(stage: RoomStage) -> None:
    go = asyncio.Event()
    stage.script.on_command = lambda reply: go.wait()
    used = asyncio.create_task(stage.room.use("anna", "square", "mentor find"))
    settled = asyncio.create_task(stage.room.settled())
    for _ in range(5):
        await asyncio.sleep(0)
    assert not settled.done()
    go.set()
    await asyncio.wait_for(asyncio.gather(used, settled), 5)


async def test_a_stop_lets_what_is_in_progress_end(stage: RoomStage) -> None:
    go = asyncio.Event()

    async def slowly(reply: OpenReply) -> None:
        await reply.wait()
        await go.wait()

    stage.script.on_command = slowly
    used = asyncio.create_task(stage.room.use("anna", "square", "mentor find"))
    stopped = asyncio.create_task(stage.room.stop())
    for _ in range(5):
        await asyncio.sleep(0)
    states = [stage.room.running]
    go.set()
    await asyncio.wait_for(asyncio.gather(used, stopped), 5)
    assert [*states, stage.room.running] == [True, False]
    assert stage.room.is_thinking("anna", "square")
    await stage.start()  # a new bot knows nothing of what the old one was thinking about
    assert not stage.room.is_thinking("anna", "square")


async def test_a_change_wakes_who_looks(stage: RoomStage) -> None:
    version = stage.room.version
    waiting = asyncio.create_task(stage.room.wait_changed(version))
    await asyncio.sleep(0)
    assert not waiting.done()
    await stage.room.say("anna", "square", "Hello")
    assert await asyncio.wait_for(waiting, 5) == stage.room.version > version


async def test_a_form_comes_back_only_where_it_can_and_first(stage: RoomStage) -> None:
    async def late(reply: FormReply) -> None:
        await reply.wait()
        with pytest.raises(TooLate):
            await reply.refuse({"topic": "No"}, "Not yet")

    stage.script.on_command, stage.script.on_form = (lambda reply: reply.open(OFFER)), late
    await stage.room.use("anna", "square", "mentor offer")
    await stage.room.fill("anna", {"topic": "Taxes"})
    assert stage.room.form_of("anna") is None
    assert len(stage.script.forms) == 1


# unread


async def test_unread_is_counted_for_each_person(stage: RoomStage) -> None:
    def unread(who: str) -> tuple[int, bool]:
        square = stage.room.places_of(who)[0]
        return square.unread, square.pinged

    await stage.room.send(stage.channel, post("One", notify=(stage.anna,)), once="a:1")
    await stage.room.say("bruno", "square", "Two")
    assert (unread("anna"), unread("bruno")) == ((2, True), (1, False))
    stage.room.mark_read("anna", "square")
    assert (unread("anna"), unread("bruno")) == ((0, False), (1, False))
    await stage.room.send(stage.channel, post("Three"), once="a:2")
    assert unread("anna") == (1, False)


async def test_an_edit_and_another_ones_secret_are_not_unread(stage: RoomStage) -> None:
    ref = await stage.room.send(stage.channel, post("One"), once="a:1")
    stage.room.mark_read("bruno", "square")
    stage.script.on_command = lambda reply: reply.answer(post("Private"), private=True)
    await stage.room.use("anna", "square", "mentor status")
    await stage.room.edit(ref, post("Uno", notify=(stage.bruno,)))
    square = stage.room.places_of("bruno")[0]
    assert (square.unread, square.pinged, square.last and square.last.words) == (0, False, "Uno")
    assert square.last
    assert square.last.edited_at


async def test_who_cannot_see_a_place_is_not_pinged_there(stage: RoomStage) -> None:
    space = await stage.room.gather([stage.anna], "Anna's", once="s:1")
    ref = await stage.room.send(space, post("Hi", notify=(stage.anna, stage.bruno, stage.stranger)), once="a")
    assert stage.room.message("anna", ref.id).pings == ("anna",)


# plain text: lines, and forms asked one question after the other


async def test_a_typed_number_uses_the_line(plain: RoomStage) -> None:
    ref = await plain.room.send(plain.channel, LINES, once="a:1")
    await plain.room.send(plain.channel, post("Something else"), once="a:2")
    await plain.room.say("anna", "square", " 2. ")
    await plain.room.say("anna", "square", "1")
    picked, pressed = plain.script.actions
    assert (picked.action, picked.picked, picked.message) == ("pick", ("no",), ref)
    assert (pressed.action, pressed.picked) == ("met", ())
    assert "1" in seen(plain, "anna")
    assert "1" not in seen(plain, "bruno")


async def test_other_numbers_are_talk(plain: RoomStage) -> None:
    await plain.room.say("anna", "square", "1")
    await plain.room.send(plain.channel, LINES, once="a:1")
    await plain.room.say("anna", "square", "3")
    await plain.room.say("anna", "square", "1 apple")
    assert plain.script.actions == []
    assert [one for one in seen(plain, "bruno") if one != seen(plain, "bruno")[1]] == ["1", "3", "1 apple"]


async def test_anything_can_be_typed(file: Path) -> None:
    odd = ["\ud800", "1" * 5000, "", "\u202eevil\x00\n" * 1000, "\u0663"]
    with closing(Shelf(file)) as shelf:
        stage = await RoomStage(lively(shelf, show="plain")).start()
        await stage.room.send(stage.channel, LINES, once="a:1")
        for one in odd:
            await stage.room.say("anna", "square", one)
        assert seen(stage)[1:] == odd
    with closing(Shelf(file)) as shelf:
        assert seen(RoomStage(Room(stage.room.clock, shelf)))[1:] == odd


async def test_a_typed_slash_is_a_command(plain: RoomStage) -> None:
    await plain.room.say("anna", "square", "/mentor status")
    assert plain.script.commands[0].words == "mentor status"
    assert seen(plain, "bruno") == []


async def asked(plain: RoomStage, *typed: str, who: str = "bruno") -> str:
    """What the bot last says to somebody who types this."""
    for one in typed:
        await plain.room.say(who, "square", one)
    return (await plain.reads(plain.room.person(who), plain.channel))[-1]


async def test_a_form_is_asked_line_by_line(plain: RoomStage) -> None:
    plain.script.on_command = lambda reply: reply.open(LONG)
    plain.script.on_form = lambda reply: reply.answer(post("Thank you"), private=True)
    first = await asked(plain, "/mentor offer", who="cora")
    assert first.splitlines()[:4] == ["Offer", "Under a minute.", "Topic", "One word"]
    assert (await asked(plain, "Taxes", who="cora")).startswith("About you\nWrite “skip” to leave it as it is: I paint")
    assert "2. Tue" in await asked(plain, "SKIP", who="cora")
    assert (await asked(plain, "7", who="cora")).startswith("Please write one of the numbers.")
    assert "1. #square" in await asked(plain, "3, 1", who="cora")
    assert await asked(plain, "-", who="cora") == "Thank you"
    (event,) = plain.script.forms
    assert event.answers == {"topic": ("Taxes",), "about": ("I paint",), "days": ("d2", "d0"), "where": ()}
    assert seen(plain, "anna") == []


async def test_a_filled_in_answer_can_stay_and_a_pick_counts_once(plain: RoomStage) -> None:
    known = (replace(LONG.fields[0], value=("Taxes",)), LONG.fields[2])
    plain.script.on_command = lambda reply: reply.open(replace(LONG, fields=known))
    await asked(plain, "/mentor offer", "-", "2, 2", who="cora")
    assert plain.script.forms[0].answers == {"topic": ("Taxes",), "days": ("d1",)}


async def test_a_required_answer_cannot_be_skipped(plain: RoomStage) -> None:
    plain.script.on_command = lambda reply: reply.open(replace(LONG, fields=LONG.fields[:1]))
    await asked(plain, "/mentor offer", "-", who="cora")
    assert plain.script.forms[0].answers == {"topic": ("-",)}  # what it is worth is for the bot to say


@pytest.mark.parametrize("locale", ["de-AT", "it", None])
def test_the_words_work_in_both_languages(locale: str | None) -> None:
    for word in (CANCEL, SKIP):
        assert is_word(f" {spoken(word, locale).upper()} ", word, locale)
        assert is_word(word.key, word, locale)
    assert not is_word(CANCEL.key, SKIP, locale)


async def test_only_what_is_refused_is_asked_again(plain: RoomStage) -> None:
    async def mend(reply: FormReply) -> None:
        if len(plain.script.forms) == 1:
            await reply.refuse({"topic": "At most 5 characters."}, "One answer needs another look.")

    plain.script.on_command, plain.script.on_form = (lambda reply: reply.open(LONG)), mend
    again = await asked(plain, "/mentor offer", "Newsletters", "I draw", "mon", "1", who="cora")
    assert again.splitlines()[:3] == ["One answer needs another look.", "At most 5 characters.", "Topic"]
    await plain.room.say("cora", "square", "Taxes")
    assert plain.script.forms[1].answers == {
        "topic": ("Taxes",),
        "about": ("I draw",),
        "days": ("d0",),
        "where": ("square",),
    }
    assert plain.room.form_of("cora") is None


async def test_cancel_leaves_the_questions(plain: RoomStage) -> None:
    plain.script.on_command = lambda reply: reply.open(LONG)
    await asked(plain, "/mentor offer", "Cancel")
    assert plain.room.form_of("bruno") is None
    await plain.room.say("bruno", "square", "Taxes")
    assert plain.script.forms == []
    assert seen(plain, "anna") == ["Taxes"]


# faults, shows, limits


async def test_a_fault_waits_for_its_own_call(stage: RoomStage) -> None:
    stage.room.faults = [Fault(Unreachable("down"), on="gather", done=True), Fault(Gone("no"), on="edit")]
    ref = await stage.room.send(stage.channel, post("Hello"), once="a:1")
    with pytest.raises(Gone):
        await stage.room.edit(ref, post("Bye"))
    with pytest.raises(Unreachable):
        await stage.room.gather([stage.anna], "Anna's", once="s:1")
    assert await stage.room.gather([stage.anna], "Anna's", once="s:1") == stage.room.place("s-1")
    assert stage.room.faults == []


async def test_what_a_show_cannot_do_is_refused() -> None:
    bare = replace(PLAYGROUND, spaces=False, private=False, inline_errors=False)
    room = lively()
    room.shows["bare"] = bare
    room.show_as("bare")
    stage = await RoomStage(room).start()
    with pytest.raises(Forbidden):
        await room.gather([stage.anna], "Anna's", once="s:1")
    stage.script.on_command = lambda reply: reply.answer(post("Psst"), private=True)
    with pytest.raises(ValueError, match="no private answers"):
        await room.use("anna", "square", "mentor status")
    await room.use("anna", room.direct_of("anna").id, "mentor status")
    assert seen(stage, "anna", room.direct_of("anna").id) == ["Psst"]
    stage.script.on_command = lambda reply: reply.open(OFFER)
    stage.script.on_form = lambda reply: reply.refuse({}, "No")
    await room.use("anna", "square", "mentor offer")
    with pytest.raises(ValueError, match="inline_errors"):
        await room.fill("anna", {"topic": "Taxes"})
    stage.script.on_command = lambda reply: reply.open(replace(OFFER, title="x" * 81))
    with pytest.raises(ValueError, match="title: 81 of at most 80"):
        await room.use("anna", "square", "mentor offer")


async def test_a_post_made_for_the_show_before_is_to_be_made_anew(stage: RoomStage) -> None:
    wide = post("Hello", button("Go", "go"))
    stage.room.show_as("plain")
    with pytest.raises(Unreachable):
        await stage.room.send(stage.channel, wide, once="a:1")
    with pytest.raises(ValueError, match="rows: 11 of at most 10"):
        await stage.room.send(stage.channel, post("Hello", *(button("Go", f"{n}") for n in range(11))), once="a:2")
    assert seen(stage) == []
    with pytest.raises(NotThere):
        stage.room.show_as("telegraph")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (post(""), "nothing to read"),
        (post("x" * 10_001), "text: 10001 of at most 10000"),
        (post("x", button("x" * 81, "a")), "81 of at most 80"),
        (post("x", button("", "a")), "without a label"),
        (post("x", ()), "without buttons"),
        (post("x", button("x", "a"), button("y", "a")), "component ids twice"),
        (post("x", button("x", "a" * 201)), "201 of at most 200"),
        (post("x", tuple(PostButton("x", str(n)) for n in range(6))), "buttons in a row: 6 of at most 5"),
        (post("x", menu("x", "a")), "none, or a value twice"),
        (post("x", replace(menu("x", "a", one="One"), chosen=("two",))), "chooses what it does not offer"),
        (post("x", menu("x" * 101, "a", one="One")), "101 of at most 100"),
        (Post((Span("x"),), lines=(PostLine(1, "a"), PostLine(1, "b"))), "line numbers twice"),
        (
            Post((Span("x"),), pictures=(PostPicture(Picture(b"", "a.png", words("")), ""),)),
            "has no alt text",
        ),
    ],
)
def test_a_post_over_the_limits_is_a_mistake(wrong: Post, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        check_limits(wrong, PLAYGROUND)


def test_a_menu_needs_menus_and_a_form_its_room() -> None:
    with pytest.raises(ValueError, match="there are none here"):
        check_limits(post("x", menu("x", "a", one="One")), replace(PLAYGROUND, menus=False))
    check_form(LONG, PLAIN)
    with pytest.raises(ValueError, match="fields: 4 of at most 3"):
        check_form(LONG, replace(PLAYGROUND, fields=3))
    with pytest.raises(ValueError, match="text of topic: 200 of at most 100"):
        check_form(LONG, replace(PLAYGROUND, field_text=100))


def test_people_of_other_platforms_are_not_pinged() -> None:
    room = lively()
    said = room.put(room.conversations["square"], "bot", "x", post=post("x", notify=(Person("other", "anna"),)))
    assert said.pings == ()


async def test_a_space_put_away_comes_last_until_somebody_writes(stage: RoomStage) -> None:
    pair = (stage.anna, stage.bruno)
    first, second = [await stage.adapter.gather(pair, "Two", once=f"space:{n}") for n in (1, 2)]

    def spaces() -> list[str]:
        return [one.place.id for one in stage.room.places_of("anna") if one.place.kind == "space"]

    await stage.adapter.archive(first)
    assert spaces() == [second.id, first.id]
    await stage.talk(stage.anna, first, "Still there?")
    assert spaces() == [first.id, second.id]
