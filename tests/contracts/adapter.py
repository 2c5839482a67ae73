"""The contract of every Adapter: what the core may rely on, whatever the platform."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.delivery.lanes import Call
from bot.errors import (
    Busy,
    Forbidden,
    Gone,
    PlatformError,
    Revoked,
    TooLate,
    Uncertain,
    Unreachable,
)
from bot.events import MemberJoined, MemberLeft, PersonActive
from bot.i18n import words
from bot.identity import Community, Person, Place, Ref
from bot.ports import Absent, FormReply, OpenReply, Standing
from bot.post import FormPost, Post, PostChoice, PostField, PostPicture, Span
from bot.ui import FieldKind, Picture
from tests.contracts.stage import Stage, Trouble, button, menu, post

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)

PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")

OFFER = FormPost(
    "Offer mentorship",
    "members.offer",
    "Offer mentorship",
    (
        PostField("topic", "Topic", FieldKind.LINE, "One or two words", required=True),
        PostField("about", "About you", FieldKind.LONG, most=1000),
        PostField("seats", "Seats", FieldKind.ONE, choices=(PostChoice("One", "1"), PostChoice("Two", "2"))),
    ),
)


class Posting:
    async def test_what_is_sent_is_seen(self, stage: Stage) -> None:
        ref = await stage.adapter.send(stage.channel, post("Good morning"), once="a:1")
        assert ref.place == stage.channel
        assert await stage.reads(stage.anna, stage.channel) == ["Good morning"]
        assert await stage.reads(stage.bruno, stage.channel) == ["Good morning"]

    async def test_the_same_once_again_gives_the_earlier_message(self, stage: Stage) -> None:
        first = await stage.adapter.send(stage.channel, post("Good morning"), once="a:1")
        again = await stage.adapter.send(stage.channel, post("Good morning"), once="a:1")
        other = await stage.adapter.send(stage.channel, post("Good evening"), once="a:2")
        assert again == first != other
        assert await stage.reads(stage.anna, stage.channel) == ["Good morning", "Good evening"]

    async def test_the_same_once_at_the_same_time_is_one_message(self, stage: Stage) -> None:
        sends = (stage.adapter.send(stage.channel, post("Hello"), once="a:1") for _ in range(3))
        assert len(set(await asyncio.gather(*sends))) == 1
        assert await stage.reads(stage.anna, stage.channel) == ["Hello"]

    async def test_once_belongs_to_its_place(self, stage: Stage) -> None:
        for person in (stage.anna, stage.bruno):
            place = await stage.adapter.direct(person)
            await stage.adapter.send(place, post(f"For {person.id}"), once="a:1")
            assert await stage.reads(person, place) == [f"For {person.id}"]

    async def test_find_tells_whether_it_was_sent(self, stage: Stage) -> None:
        ref = await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
        assert await stage.adapter.find(stage.channel, once="a:1", since=LONG_AGO) == ref
        assert await stage.adapter.find(stage.channel, once="a:2", since=LONG_AGO) == Absent()

    async def test_an_edit_takes_the_place_of_the_message(self, stage: Stage) -> None:
        ref = await stage.adapter.send(stage.channel, post("3 votes", button("Vote", "v")), once="a:1")
        await stage.adapter.send(stage.channel, post("Later"), once="a:2")
        await stage.adapter.edit(ref, post("4 votes"))
        assert await stage.reads(stage.anna, stage.channel) == ["4 votes", "Later"]
        with pytest.raises(LookupError):
            await stage.press(stage.anna, stage.channel, "Vote")

    async def test_what_is_deleted_is_gone(self, stage: Stage) -> None:
        ref = await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
        await stage.adapter.delete(ref)
        assert await stage.reads(stage.anna, stage.channel) == []
        with pytest.raises(Gone):
            await stage.adapter.edit(ref, post("Hello again"))
        await stage.adapter.delete(ref)  # a second try is no error

    async def test_only_notify_pings(self, stage: Stage) -> None:
        words = f"@{stage.anna.id} <@{stage.anna.id}> @everyone @here <!channel>"
        await stage.adapter.send(stage.channel, post(words), once="a:1")
        assert not await stage.pinged(stage.anna, stage.channel)
        await stage.adapter.send(stage.channel, post("Hello", notify=(stage.anna,)), once="a:2")
        assert await stage.pinged(stage.anna, stage.channel)
        assert not await stage.pinged(stage.bruno, stage.channel)

    async def test_texts_are_shown_as_they_are(self, stage: Stage) -> None:
        words = "**not bold** <b> & `code` [x](http://example.org) _a_ ~b~ :smile: \\ 你好"
        await stage.adapter.send(stage.channel, post(words), once="a:1")
        assert await stage.reads(stage.anna, stage.channel) == [words]


class Showing:
    PICTURE = PostPicture(Picture(PIXEL, "roof.png", words("A roof")), "A roof over Turin")

    async def test_a_picture_comes_with_the_words_for_it(self, stage: Stage) -> None:
        shown = Post((Span("Our story"),), pictures=(self.PICTURE,))
        await stage.adapter.send(stage.channel, shown, once="a:1")
        assert stage.pictures(stage.channel) == [("A roof over Turin", PIXEL)]

    @pytest.mark.parametrize("how", ["edited", "deleted"])
    async def test_a_picture_goes_with_its_message(self, stage: Stage, how: str) -> None:
        """The platform does not have it any more: not behind the message, and not as a file of its own."""
        shown = Post((Span("Our story"),), pictures=(self.PICTURE,))
        ref = await stage.adapter.send(stage.channel, shown, once="a:1")
        for _ in range(2):  # a second try is fine
            if how == "edited":
                await stage.adapter.edit(ref, post("Taken back"))
            else:
                await stage.adapter.delete(ref)
        assert stage.pictures(stage.channel) == []
        assert await stage.reads(stage.anna, stage.channel) == (["Taken back"] if how == "edited" else [])


class Limits:
    async def test_what_a_call_takes_is_said_without_asking_anybody(self, stage: Stage) -> None:
        place = await stage.adapter.direct(stage.anna)
        for call in Call:
            for where in (None, stage.channel, place):
                several = stage.adapter.lanes(call, stage.community, where)
                assert several == stage.adapter.lanes(call, stage.community, where)
                assert len({one.key for one in several}) == len(several)
                assert all(one.every > 0 and one.burst >= 1 and 0 <= one.cost <= one.burst for one in several)
                assert not any(one.key == "" or one.key.startswith("community ") for one in several), "the core's own"


class Places:
    async def test_a_direct_conversation_is_always_the_same_and_private(self, stage: Stage) -> None:
        place = await stage.adapter.direct(stage.anna)
        assert await stage.adapter.direct(stage.anna) == place != await stage.adapter.direct(stage.bruno)
        await stage.adapter.send(place, post("Between us"), once="a:1")
        assert await stage.reads(stage.anna, place) == ["Between us"]
        assert await stage.reads(stage.bruno, place) == []

    async def test_a_space_is_gathered_once_and_seen_by_its_members(self, stage: Stage) -> None:
        pair = (stage.anna, stage.bruno)
        space = await stage.adapter.gather(pair, "Anna and Bruno", once="space:1")
        assert await stage.adapter.gather(pair, "Anna and Bruno", once="space:1") == space
        assert await stage.adapter.gather(pair, "Anna and Bruno", once="space:2") != space
        await stage.adapter.send(space, post("Welcome"), once="a:1")
        for person in pair:
            assert await stage.reads(person, space) == ["Welcome"]
        assert await stage.reads(stage.cora, space) == []

    async def test_a_space_that_was_put_away_can_be_read_and_comes_back(self, stage: Stage) -> None:
        space = await stage.adapter.gather((stage.anna, stage.bruno), "Anna and Bruno", once="space:1")
        ref = await stage.adapter.send(space, post("Welcome"), once="a:1")
        await stage.adapter.archive(space)
        await stage.adapter.archive(space)  # a second try is no error
        assert await stage.reads(stage.anna, space) == ["Welcome"]
        await stage.adapter.edit(ref, post("Welcome, both"))
        await stage.adapter.archive(space)
        await stage.adapter.send(space, post("One more thing"), once="a:2")
        assert await stage.reads(stage.bruno, space) == ["Welcome, both", "One more thing"]

    async def test_channels_are_where_the_bot_can_post(self, stage: Stage) -> None:
        assert stage.channel in await stage.adapter.channels(stage.community)

    async def test_standing_says_who_somebody_is(self, stage: Stage) -> None:
        adapter, here = stage.adapter, stage.community
        anna = await adapter.standing(stage.anna, here)
        assert (anna.member, anna.coordinator, anna.name) == (True, False, stage.anna.name)
        assert (await adapter.standing(stage.cora, here)).coordinator
        assert await adapter.standing(stage.stranger, here) == Standing(member=False)

    async def test_a_channel_says_what_may_not_be_done_in_it(self, stage: Stage) -> None:
        assert await stage.adapter.lacking(stage.channel, community=stage.community) == frozenset()
        with pytest.raises(Gone):
            await stage.adapter.lacking(replace(stage.channel, id="nowhere"), community=stage.community)

    async def test_members_come_and_go(self, stage: Stage) -> None:
        await stage.leave(stage.anna)
        assert await stage.adapter.standing(stage.anna, stage.community) == Standing(member=False)
        await stage.join(stage.stranger)
        assert (await stage.adapter.standing(stage.stranger, stage.community)).member
        people = [one for one in stage.script.notices if isinstance(one, MemberJoined | MemberLeft)]
        told = [(type(one).__name__, one.person, one.community) for one in people]
        assert told == [
            ("MemberLeft", stage.anna, stage.community),
            ("MemberJoined", stage.stranger, stage.community),
        ]


class Troubles:
    async def test_closed_direct_messages_are_forbidden(self, stage: Stage) -> None:
        async def write() -> None:  # a platform may refuse at either step
            place = await stage.adapter.direct(stage.anna)
            await stage.adapter.send(place, post("Hello"), once="a:1")

        await stage.close_directs(stage.anna)
        with pytest.raises(Forbidden):
            await write()

    async def test_an_unknown_place_or_message_is_gone(self, stage: Stage) -> None:
        nowhere = Place(stage.adapter.platform, "999999999999999999")
        with pytest.raises(Gone):
            await stage.adapter.send(nowhere, post("Hello"), once="a:1")
        with pytest.raises(Gone):
            await stage.adapter.edit(Ref(stage.channel, "999999999999999999"), post("Hello"))

    @pytest.mark.parametrize(
        ("kind", "error", "shown"),
        [
            ("busy", Busy, []),
            ("unreachable", Unreachable, []),
            ("lost before", Uncertain, []),
            ("lost after", Uncertain, ["Hello"]),
            ("revoked", Revoked, []),
        ],
    )
    async def test_trouble_has_a_name_and_passes(
        self, stage: Stage, kind: Trouble, error: type[PlatformError], shown: list[str]
    ) -> None:
        await stage.trouble(kind)
        with pytest.raises(error):
            await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
        assert await stage.reads(stage.anna, stage.channel) == shown
        await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
        assert await stage.reads(stage.anna, stage.channel) == ["Hello"]

    async def test_busy_says_for_how_long(self, stage: Stage) -> None:
        await stage.trouble("busy")
        with pytest.raises(Busy) as caught:
            await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
        assert caught.value.wait > 0

    async def test_nothing_is_known_of_another_platform(self, stage: Stage) -> None:
        assert not (await stage.adapter.standing(Person("elsewhere", stage.anna.id), stage.community)).member
        foreign = Community(stage.adapter.platform, "another")
        assert not (await stage.adapter.standing(stage.anna, foreign)).member


class Answering:
    async def test_a_command_arrives_with_who_and_where(self, stage: Stage) -> None:
        await stage.use(stage.anna, stage.channel, "mentor seek topic: taxes")
        (event,) = stage.script.commands
        assert (event.person, event.place, event.community) == (stage.anna, stage.channel, stage.community)
        assert event.words == "mentor seek topic: taxes" or (
            (event.name, event.options) == ("mentor seek", {"topic": "taxes"})
        )

    async def test_a_direct_conversation_has_no_community(self, stage: Stage) -> None:
        place = await stage.adapter.direct(stage.anna)
        await stage.use(stage.anna, place, "mentor status")
        assert stage.script.commands[0].community is None

    async def test_every_event_has_its_own_id(self, stage: Stage) -> None:
        for _ in range(3):
            await stage.use(stage.anna, stage.channel, "mentor status")
        assert len({event.id for event in stage.script.commands}) == 3

    async def test_a_private_answer_is_seen_by_one_person(self, stage: Stage) -> None:
        stage.script.on_command = lambda reply: reply.answer(post("You seek taxes"), private=True)
        await stage.use(stage.anna, stage.channel, "mentor status")
        assert await stage.reads(stage.anna, stage.channel) == ["You seek taxes"]
        assert await stage.reads(stage.bruno, stage.channel) == []

    async def test_an_open_answer_is_seen_by_all(self, stage: Stage) -> None:
        stage.script.on_command = lambda reply: reply.answer(post("Anna seeks taxes"), private=False)
        await stage.use(stage.anna, stage.channel, "mentor status")
        assert await stage.reads(stage.bruno, stage.channel) == ["Anna seeks taxes"]

    async def test_a_further_answer_follows_the_first_or_a_wait(self, stage: Stage) -> None:
        async def slowly(reply: OpenReply) -> None:
            await reply.wait()
            await reply.answer(post("One"), private=True)
            await reply.answer(post("Two"), private=True)

        stage.script.on_command = slowly
        await stage.use(stage.anna, stage.channel, "mentor find")
        assert await stage.reads(stage.anna, stage.channel) == ["One", "Two"]
        assert await stage.reads(stage.bruno, stage.channel) == []

    async def test_a_press_brings_the_exact_id(self, stage: Stage) -> None:
        name = 'pairs.met:{"pair":7,"yes":true}~ü'
        ref = await stage.adapter.send(stage.channel, post("Did you meet?", button("We met", name)), once="a:1")
        await stage.press(stage.anna, stage.channel, "We met")
        (event,) = stage.script.actions
        assert (event.action, event.picked, event.message) == (name, (), ref)
        assert (event.person, event.place, event.community) == (stage.anna, stage.channel, stage.community)

    async def test_a_pick_brings_the_exact_values(self, stage: Stage) -> None:
        topics = replace(menu("Topics", "topics", **{"1": "Taxes", "t:2": "Logos", "3": "Pricing"}), most=2)
        await stage.adapter.send(stage.channel, post("Which ones?", topics), once="a:1")
        await stage.pick(stage.anna, stage.channel, ["Logos", "Pricing"])
        (event,) = stage.script.actions
        assert (event.action, set(event.picked)) == ("topics", {"t:2", "3"})

    async def test_an_answer_replaces_the_pressed_message(self, stage: Stage) -> None:
        stage.script.on_action = lambda reply: reply.replace(post("Noted: you met."))
        await stage.adapter.send(stage.channel, post("Did you meet?", button("We met", "met")), once="a:1")
        await stage.press(stage.anna, stage.channel, "We met")
        assert await stage.reads(stage.anna, stage.channel) == ["Noted: you met."]

    async def test_an_answer_to_a_deleted_message_still_arrives(self, stage: Stage) -> None:
        ref = await stage.adapter.send(stage.channel, post("Did you meet?", button("We met", "met")), once="a:1")

        async def late(reply: OpenReply) -> None:
            await stage.adapter.delete(ref)
            await reply.replace(post("Noted: you met."))

        stage.script.on_action = late
        await stage.press(stage.anna, stage.channel, "We met")
        assert await stage.reads(stage.anna, stage.channel) == ["Noted: you met."]

    async def test_completions_make_the_round(self, stage: Stage) -> None:
        stage.script.completions = (PostChoice("Taxes", "1"), PostChoice("Text", "2"))
        assert await stage.type(stage.anna, "mentor seek", "topic", "ta") == ["Taxes", "Text"]
        (event,) = stage.script.typed
        assert (event.command, event.option, event.typed) == ("mentor seek", "topic", "ta")
        assert (event.person, event.community) == (stage.anna, stage.community)

    async def test_what_people_say_pings_nobody_and_is_not_told(self, stage: Stage) -> None:
        await stage.talk(stage.bruno, stage.channel, f"Hello @{stage.anna.id} @everyone")
        assert not await stage.pinged(stage.anna, stage.channel)
        stage.script.notices[:] = [one for one in stage.script.notices if not isinstance(one, PersonActive)]
        assert stage.script == type(stage.script)(), "that somebody is there, and nothing else"


class Forms:
    async def test_a_form_opens_and_arrives_as_filled_in(self, stage: Stage) -> None:
        stage.script.on_command = lambda reply: reply.open(OFFER)
        stage.script.on_form = lambda reply: reply.answer(post("Thank you"), private=True)
        await stage.use(stage.anna, stage.channel, "mentor offer")
        opened = await stage.form(stage.anna)
        assert opened
        assert opened.title == "Offer mentorship"
        assert await stage.form(stage.bruno) is None
        await stage.fill(stage.anna, {"topic": "Tax\u00e9s & <b>", "seats": ["2"]})
        (event,) = stage.script.forms
        assert event.action == "members.offer"
        assert event.answers == {"topic": ("Tax\u00e9s & <b>",), "about": ("",), "seats": ("2",)}
        assert (event.person, event.place, event.community) == (stage.anna, stage.channel, stage.community)
        assert await stage.form(stage.anna) is None
        assert await stage.reads(stage.anna, stage.channel) == ["Thank you"]

    async def test_a_form_shows_what_is_filled_in_already(self, stage: Stage) -> None:
        known = tuple(replace(one, value=("2",) if one.name == "seats" else ("x",)) for one in OFFER.fields)
        stage.script.on_command = lambda reply: reply.open(replace(OFFER, fields=known))
        await stage.use(stage.anna, stage.channel, "mentor offer")
        opened = await stage.form(stage.anna)
        assert opened
        assert opened.values == {"topic": ("x",), "about": ("x",), "seats": ("2",)}

    @pytest.mark.parametrize("first", ["wait", "answer", "open"])
    async def test_a_form_can_only_be_the_first_answer(self, stage: Stage, first: str) -> None:
        async def late(reply: OpenReply) -> None:
            if first == "wait":
                await reply.wait()
            elif first == "answer":
                await reply.answer(post("One moment"), private=True)
            else:
                await reply.open(replace(OFFER, title="The first one"))
            with pytest.raises(TooLate):
                await reply.open(OFFER)
            await reply.answer(post("After all"), private=True)

        stage.script.on_command = late
        await stage.use(stage.anna, stage.channel, "mentor offer")
        assert "After all" in await stage.reads(stage.anna, stage.channel)
        opened = await stage.form(stage.anna)
        assert (opened.title if opened else None) == ("The first one" if first == "open" else None)

    async def test_a_form_replaces_the_message_it_came_from(self, stage: Stage) -> None:
        stage.script.on_action = lambda reply: reply.open(OFFER)
        stage.script.on_form = lambda reply: reply.replace(post("You offer taxes."))
        place = await stage.adapter.direct(stage.anna)
        await stage.adapter.send(place, post("Offer something?", button("Offer", "offer")), once="a:1")
        await stage.press(stage.anna, place, "Offer")
        await stage.fill(stage.anna, {"topic": "Taxes"})
        assert await stage.reads(stage.anna, place) == ["You offer taxes."]

    async def test_a_refused_form_keeps_what_was_typed(self, stage: Stage) -> None:
        if not stage.adapter.capabilities.inline_errors:
            pytest.skip("this platform cannot show a form again")

        async def mend(reply: FormReply) -> None:
            if len(stage.script.forms) == 1:
                await reply.refuse({"topic": "At most 40 characters."}, "One answer needs another look.")

        stage.script.on_command = lambda reply: reply.open(OFFER)
        stage.script.on_form = mend
        await stage.use(stage.anna, stage.channel, "mentor offer")
        await stage.fill(stage.anna, {"topic": "x" * 50, "about": "I paint", "seats": ["1"]})
        again = await stage.form(stage.anna)
        assert again
        assert again.errors == {"topic": "At most 40 characters."}
        assert again.values == {"topic": ("x" * 50,), "about": ("I paint",), "seats": ("1",)}
        await stage.fill(stage.anna, {"topic": "Taxes"})
        assert stage.script.forms[1].answers == {"topic": ("Taxes",), "about": ("I paint",), "seats": ("1",)}
        assert await stage.form(stage.anna) is None


class AdapterContract(Posting, Showing, Limits, Places, Troubles, Answering, Forms):
    """Everything; a subclass named ``Test…`` brings the fixture ``stage``."""
