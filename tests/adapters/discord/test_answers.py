"""Answers to people's acts: privacy, waiting, and what happens to the ones that come too late."""

from __future__ import annotations

import asyncio

import pytest

from bot.identity import Place
from bot.ports import FormReply, OpenReply
from bot.post import FormPost, PostField
from bot.ui import FieldKind
from tests.adapters.discord.stage import DiscordStage
from tests.contracts.stage import button, post
from tests.standins.discord.answers import THINKING, Act
from tests.standins.discord.rest import Fault

CALLBACK = "/callback$"


def acts(stage: DiscordStage) -> list[Act]:
    return list(stage.server.rest.answers.acts.values())


def direct(stage: DiscordStage) -> Place:
    return Place("discord", stage.town.direct(stage.anna.id).id)


async def test_a_private_answer_that_is_too_late_becomes_a_direct_message(stage: DiscordStage) -> None:
    stage.server.rest.answers.deadline = 0
    stage.script.on_command = lambda reply: reply.answer(post("You seek taxes"), private=True)
    await stage.use(stage.anna, stage.channel, "mentor status")
    assert await stage.reads(stage.anna, stage.channel) == []
    assert await stage.reads(stage.anna, direct(stage)) == ["You seek taxes"]


async def test_a_change_that_is_too_late_becomes_a_direct_message(stage: DiscordStage) -> None:
    await stage.adapter.send(stage.channel, post("Did you meet?", button("We met", "met")), once="a:1")
    stage.server.rest.answers.deadline = 0
    stage.script.on_action = lambda reply: reply.replace(post("Noted: you met."))
    await stage.press(stage.anna, stage.channel, "We met")
    assert await stage.reads(stage.anna, stage.channel) == ["Did you meet?"]
    assert await stage.reads(stage.anna, direct(stage)) == ["Noted: you met."]


async def test_where_direct_messages_are_closed_a_late_private_answer_is_not_made_public(stage: DiscordStage) -> None:
    await stage.close_directs(stage.anna)
    stage.server.rest.answers.deadline = 0
    stage.script.on_command = lambda reply: reply.answer(post("You seek taxes"), private=True)
    await stage.use(stage.anna, stage.channel, "mentor status")
    said = [one.content for one in stage.town.messages.values()]
    assert said == []


async def test_an_open_answer_that_is_too_late_becomes_a_normal_message(stage: DiscordStage) -> None:
    stage.server.rest.answers.deadline = 0
    stage.script.on_command = lambda reply: reply.answer(post("Anna seeks taxes"), private=False)
    await stage.use(stage.anna, stage.channel, "mentor status")
    assert await stage.reads(stage.bruno, stage.channel) == ["Anna seeks taxes"]


async def test_an_answer_after_fifteen_minutes_becomes_a_direct_message(stage: DiscordStage) -> None:
    async def slowly(reply: OpenReply) -> None:
        await reply.wait()
        stage.server.rest.answers.lifetime = 0
        await reply.answer(post("At last"), private=True)

    stage.script.on_command = slowly
    await stage.use(stage.anna, stage.channel, "mentor find")
    assert await stage.reads(stage.anna, direct(stage)) == ["At last"]


async def test_a_form_that_is_too_late_says_so_to_the_core(stage: DiscordStage) -> None:
    from bot.errors import TooLate

    stage.server.rest.answers.deadline = 0
    caught = []

    async def late(reply: OpenReply) -> None:
        try:
            await reply.open(FormPost("Offer", "offer", "Offer", (PostField("topic", "Topic", FieldKind.LINE),)))
        except TooLate as error:
            caught.append(error)
        await reply.answer(post("Please type it once more"), private=True)

    stage.script.on_command = late
    await stage.use(stage.anna, stage.channel, "mentor offer")
    assert len(caught) == 1
    assert await stage.reads(stage.anna, direct(stage)) == ["Please type it once more"]


async def test_an_answer_that_was_given_before_is_quiet(stage: DiscordStage) -> None:
    stage.server.rest.faults.append(Fault("400/40060", path=CALLBACK))
    stage.script.on_command = lambda reply: reply.answer(post("You seek taxes"), private=True)
    await stage.use(stage.anna, stage.channel, "mentor status")
    assert list(stage.town.messages) == []


@pytest.mark.parametrize("kind", ["500", "drop"])
async def test_a_lost_acknowledgement_is_one_answer(stage: DiscordStage, kind: str) -> None:
    stage.server.rest.faults.append(Fault(kind, path=CALLBACK, after=True))
    stage.script.on_command = lambda reply: reply.answer(post("You seek taxes"), private=True)
    await stage.use(stage.anna, stage.channel, "mentor status")
    assert await stage.reads(stage.anna, stage.channel) == ["You seek taxes"]


async def test_an_answer_that_discord_puts_off_comes_a_moment_later(stage: DiscordStage) -> None:
    stage.server.rest.faults.append(Fault("429", path=CALLBACK))
    stage.script.on_command = lambda reply: reply.answer(post("You seek taxes"), private=True)
    await stage.use(stage.anna, stage.channel, "mentor status")
    assert await stage.reads(stage.anna, stage.channel) == ["You seek taxes"]


async def test_waiting_is_seen_by_one_person_and_gives_way_to_the_answer(stage: DiscordStage) -> None:
    seen: list[list[str]] = []

    async def slowly(reply: OpenReply) -> None:
        await reply.wait()
        seen.append(await stage.reads(stage.anna, stage.channel))
        seen.append(await stage.reads(stage.bruno, stage.channel))
        await reply.answer(post("Anna seeks taxes"), private=False)

    stage.script.on_command = slowly
    await stage.use(stage.anna, stage.channel, "mentor find")
    assert seen == [[THINKING], []]
    for person in (stage.anna, stage.bruno):
        assert await stage.reads(person, stage.channel) == ["Anna seeks taxes"]


async def test_a_press_that_takes_longer_still_changes_its_message(stage: DiscordStage) -> None:
    async def slowly(reply: OpenReply) -> None:
        await reply.wait()
        await reply.replace(post("Noted: you met."))
        await reply.answer(post("Only for you"), private=True)

    stage.script.on_action = slowly
    await stage.adapter.send(stage.channel, post("Did you meet?", button("We met", "met")), once="a:1")
    await stage.press(stage.anna, stage.channel, "We met")
    assert await stage.reads(stage.anna, stage.channel) == ["Noted: you met.", "Only for you"]
    assert await stage.reads(stage.bruno, stage.channel) == ["Noted: you met."]


async def test_a_private_message_can_be_changed_by_its_own_button(stage: DiscordStage) -> None:
    stage.script.on_command = lambda reply: reply.answer(post("Page 1", button("More", "page")), private=True)
    stage.script.on_action = lambda reply: reply.replace(post("Page 2"))
    await stage.use(stage.anna, stage.channel, "mentor find")
    await stage.press(stage.anna, stage.channel, "More")
    assert await stage.reads(stage.anna, stage.channel) == ["Page 2"]


async def test_an_answer_and_then_a_change_of_the_pressed_message(stage: DiscordStage) -> None:
    async def both(reply: OpenReply) -> None:
        await reply.answer(post("Thank you"), private=True)
        await reply.replace(post("Noted"))

    stage.script.on_action = both
    await stage.adapter.send(stage.channel, post("Did you meet?", button("We met", "met")), once="a:1")
    await stage.press(stage.anna, stage.channel, "We met")
    assert await stage.reads(stage.anna, stage.channel) == ["Noted", "Thank you"]


async def test_a_private_message_is_changed_after_an_answer_too(stage: DiscordStage) -> None:
    async def both(reply: OpenReply) -> None:
        await reply.answer(post("One moment"), private=True)
        await reply.replace(post("Page 2"))

    stage.script.on_command = lambda reply: reply.answer(post("Page 1", button("More", "page")), private=True)
    stage.script.on_action = both
    await stage.use(stage.anna, stage.channel, "mentor find")
    await stage.press(stage.anna, stage.channel, "More")
    assert await stage.reads(stage.anna, stage.channel) == ["Page 2", "One moment"]


@pytest.mark.parametrize("private", [True, False])
async def test_who_puts_the_waiting_line_away_still_gets_the_answer(stage: DiscordStage, private: bool) -> None:
    async def slowly(reply: OpenReply) -> None:
        await reply.wait()
        (act,) = acts(stage)
        stage.town.messages[act.original].deleted, act.held = True, False
        await reply.answer(post("You seek taxes"), private=private)

    stage.script.on_command = slowly
    await stage.use(stage.anna, stage.channel, "mentor find")
    assert await stage.reads(stage.anna, stage.channel) == ["You seek taxes"]
    assert await stage.reads(stage.bruno, stage.channel) == ([] if private else ["You seek taxes"])


async def test_a_form_of_a_command_has_no_message_to_replace(stage: DiscordStage) -> None:
    form = FormPost("Offer", "offer", "Offer", (PostField("topic", "Topic", FieldKind.LINE),), intro="One minute.")

    async def slowly(reply: FormReply) -> None:
        await reply.wait()
        await reply.replace(post("You offer taxes."))

    stage.script.on_command = lambda reply: reply.open(form)
    stage.script.on_form = slowly
    await stage.use(stage.anna, stage.channel, "mentor offer")
    await stage.fill(stage.anna, {"topic": "Taxes"})
    assert await stage.reads(stage.anna, stage.channel) == ["You offer taxes."]
    assert await stage.reads(stage.bruno, stage.channel) == []


async def test_every_kind_of_question_comes_back_as_it_was_answered(stage: DiscordStage) -> None:
    from bot.post import PostChoice

    days = tuple(PostChoice(day, f"d{n}") for n, day in enumerate(("Mon", "Tue", "Wed")))
    form = FormPost(
        "All",
        "all",
        "Send",
        (
            PostField("long", "Long", FieldKind.LONG, "As long as you like", most=9000, value=("x" * 5000,)),
            PostField("one", "One", FieldKind.ONE, choices=days, value=("d1",)),
            PostField("many", "Many", FieldKind.MANY, most=2, choices=days),
            PostField("where", "Where", FieldKind.PLACE, value=(stage.channel.id,)),
            PostField("word", "Word", FieldKind.LINE, required=True),
        ),
    )
    stage.script.on_command = lambda reply: reply.open(form)
    await stage.use(stage.anna, stage.channel, "mentor offer")
    opened = await stage.form(stage.anna)
    assert opened
    assert opened.values["where"] == (stage.channel.id,)
    await stage.fill(stage.anna, {"many": ["d0", "d2"], "word": "Yes"})
    (event,) = stage.script.forms
    assert event.answers == {
        "long": ("x" * 4000,),
        "one": ("d1",),
        "many": ("d0", "d2"),
        "where": (stage.channel.id,),
        "word": ("Yes",),
    }


async def test_completions_for_who_typed_on_are_dropped_quietly(stage: DiscordStage) -> None:
    stage.server.rest.answers.deadline = 0
    one = stage.someone(stage.anna)
    await stage.people.type(one, stage.square, "mentor seek", "topic", "ta")
    await stage.until(lambda: any("10062" in said for said in stage.server.rest.refusals))
    stage.server.rest.answers.deadline = 3
    assert await stage.type(stage.anna, "mentor seek", "topic", "tax") == []


async def test_two_hundred_events_told_again_have_no_second_effect(stage: DiscordStage) -> None:
    stage.script.on_command = lambda reply: reply.answer(post("Noted"), private=True)
    for _ in range(200):
        await stage.people.use(stage.someone(stage.anna), stage.square, "mentor status")
    await asyncio.gather(*(stage.heard.dealt_with(act.id) for act in acts(stage)))
    gateway = stage.server.gateway
    gateway.rewind = 200
    await gateway.drop()
    await gateway.until(lambda: gateway.resumed == 1)
    await stage.use(stage.anna, stage.channel, "mentor find")
    assert len(stage.script.commands) == 201
    assert len(await stage.reads(stage.anna, stage.channel)) == 201
    assert gateway.identified == 1
