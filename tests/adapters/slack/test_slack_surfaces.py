"""What is Slack's own: words after a slash, App Home, modals in time, people from elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.slack.commands import options_view
from adapters.slack.views import Source
from bot.actions import Who
from bot.commands import Command, Option
from bot.features.everything import registry
from bot.i18n import t
from bot.identity import Community
from bot.markup import Reader
from bot.ports import OpenReply
from bot.post import PostChoice
from tests.adapters.slack.corte import Corte, corte
from tests.adapters.slack.slack_stage import COMMANDS, FORM, OPENS, TEAM, SlackStage, World, _nothing
from tests.contracts.stage import button, post
from tests.standins.slack import schema
from tests.standins.slack.person import read
from tests.standins.slack.things import Channel, Fault

ASKS = Command(
    "mentor tell",
    t("Ask for a mentor"),
    _nothing,
    options=(Option(t("What it is about"), name="topic", required=True),),
)
HELP = Command("mentor help", t("Show what I can do"), _nothing)

SHOWN = [one.name for one in registry().commands.values() if one.name != "help" and one.who is not Who.SAFETY]
"""What a coordinator who is no safety contact is shown."""


@pytest.fixture
async def stage() -> AsyncIterator[SlackStage]:
    stage = SlackStage(await World().start())
    await stage.start((*COMMANDS, ASKS, OPENS, HELP))
    yield stage
    await stage.stop()
    assert stage.slack.wrong == []


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Corte]:
    async with corte(tmp_path) as opened:
        yield opened


# words after a slash


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/mentor", "mentor help"),
        ("/mentor help", "mentor help"),
        ("/mentor ?", "mentor help"),
        ("/programme", "mentor help programme"),
        ("/programme help", "mentor help programme"),
        ("/mentor seek", "mentor seek"),
        ('/mentor seek topic: "web shops"', 'mentor seek topic: "web shops"'),
        ("/mentor seek R&D <b> > 5", "mentor seek R&D <b> > 5"),
        ("/mentor seek <@UBRUNO|bruno>", f"mentor seek {TEAM}/UBRUNO"),
        ("/mentor seek <#C1|square> now", f"mentor seek {TEAM}/C1 now"),
        ("/programme setup", "programme setup"),
    ],
)
async def test_words_reach_the_core_as_they_were_meant(stage: SlackStage, typed: str, words: str) -> None:
    await stage.use(stage.anna, stage.channel, typed)
    assert stage.script.commands[0].words == words


async def test_a_missing_word_is_asked_for_in_a_form(stage: SlackStage) -> None:
    await stage.use(stage.anna, stage.channel, "/mentor tell")
    assert stage.script.commands == []
    view = stage.hand(stage.anna).view
    assert view
    assert view.body["title"]["text"] == "/mentor tell"
    await stage.fill(stage.anna, {"topic": "Taxes & <more>"})
    (event,) = stage.script.commands
    assert (event.name, event.options) == ("mentor tell", {"topic": "Taxes & <more>"})
    assert (event.place, event.community) == (stage.channel, stage.community)


async def test_what_was_typed_needs_no_form(stage: SlackStage) -> None:
    await stage.use(stage.anna, stage.channel, "/mentor tell taxes")
    assert [one.words for one in stage.script.commands] == ["mentor tell taxes"]
    assert stage.hand(stage.anna).view is None


async def test_words_of_ones_own_can_be_picked_beside_what_is_offered(stage: SlackStage) -> None:
    stage.script.completions = (PostChoice("Art history", "Art history"),)
    await stage.type(stage.anna, "mentor seek", "topic", "art")
    assert await stage.hand(stage.anna).type("topic", " Art ") == ["Art history", "Art"]
    assert await stage.hand(stage.anna).type("topic", "art history") == ["Art history"]
    assert await stage.hand(stage.anna).type("topic", " ") == ["Art history"]


async def test_a_near_miss_is_answered_with_what_may_have_been_meant(scene: Corte) -> None:
    anna = scene.person("UANNA", "Anna")
    await anna.use("/mentor ofer")
    anna.sees("Did you mean", "/mentor offer")


async def test_the_first_words_are_in_the_persons_language(scene: Corte) -> None:
    anna = scene.person("UANNA", "Anna", locale="de-DE")
    await anna.use("/mentor ofer")
    anna.sees("Meintest du", "/mentor offer")


async def test_a_very_long_command_is_no_trouble(stage: SlackStage) -> None:
    stage.slack.faults.append(Fault("views.open", "expired_trigger_id"))
    stage.script.on_command = lambda reply: reply.open(FORM)
    await stage.use(stage.anna, stage.channel, f"/mentor offer {'x' * 4000}")
    assert len(await stage.reads(stage.anna, stage.channel)) == 1
    await stage.use(stage.anna, stage.channel, f"/mentor tell {'y' * 4000}")
    assert stage.script.commands[-1].words.endswith("y" * 4000)


@pytest.mark.parametrize("language", ["en-US", "de-DE", "it-IT"])
async def test_help_is_one_screen_with_everything(scene: Corte, language: str) -> None:
    anna = scene.person("UANNA", "Anna", locale=language, admin=True)
    await anna.use("/mentor help")
    (said,) = anna.texts()
    assert [name for name in SHOWN if f"/{name}:" not in said] == []


async def test_every_words_help_is_one_screen_about_it(scene: Corte) -> None:
    lena = scene.person("ULENA", "Lena", admin=True)
    for number, word in enumerate(sorted({name.split()[0] for name in SHOWN} - {"mentor"})):
        await lena.use(f"/{word} help")
        assert len(lena.texts()) == number + 1
        lena.sees(f"after /{word}")
        assert [name for name in SHOWN if (f"/{name}:" in lena.last()) is not (name.split()[0] == word)] == []


async def test_every_command_can_be_typed_and_asked_for_in_a_form(scene: Corte) -> None:
    """Also those that came after this test: nothing here knows their names."""
    lena = scene.person("ULENA", "Lena", admin=True)
    commands = registry().commands
    for command in (one for one in commands.values() if one.options):
        source, reader = Source(TEAM, "ULENA", "C1"), Reader("de", "UTC", scene.clock.now())
        for given in (
            {},
            {one.name: "some words" for one in command.options},
            {one.name: f"{TEAM}/U1" for one in command.options},
        ):
            assert schema.view(options_view(command, given, source, reader)) == []
    for name in (name for name in commands if name != "help"):
        before = len(lena.texts())
        lena.hand.slack.open["ULENA"] = []
        await lena.use(f"/{name}")
        assert len(lena.texts()) > before or lena.hand.view, name
        assert not any("Something went wrong" in text for text in lena.texts()), name


# forms in time


async def test_a_view_is_there_at_once_and_filled_when_the_form_is_ready(stage: SlackStage) -> None:
    seen = []

    async def slowly(reply: OpenReply) -> None:
        view = stage.hand(stage.anna).view
        seen.append(read(view.body["blocks"]) if view else "")
        await reply.open(FORM)

    stage.script.on_command = slowly
    await stage.use(stage.anna, stage.channel, "/mentor offer")
    assert seen == ["One moment …"]
    first = next(name for name, _ in stage.slack.calls if name.startswith(("views", "chat", "users")))
    assert first == "views.open"
    filled = stage.hand(stage.anna).view
    assert filled
    assert filled.body["callback_id"] == "offer|1|"
    await stage.fill(stage.anna, {"topic": "Taxes"})
    assert stage.script.forms[0].place == stage.channel


async def test_where_no_form_comes_the_view_shows_the_answer(stage: SlackStage) -> None:
    stage.script.on_command = lambda reply: reply.answer(post("Not here", button("Why", "why")), private=True)
    stage.script.on_action = lambda reply: reply.open(FORM)
    await stage.use(stage.anna, stage.channel, "/mentor offer")
    hand = stage.hand(stage.anna)
    assert hand.view
    assert read(hand.view.body["blocks"]) == "Not here"
    assert await stage.reads(stage.anna, stage.channel) == []
    first = hand.view.id
    await hand.press_in(hand.view, "Why")
    await stage.adapter.settled()
    assert stage.slack.open["UANNA"] == [first, hand.view.id], "the form lies on the answer"
    stage.script.on_form = lambda reply: reply.replace(post("Noted"))
    await stage.fill(stage.anna, {"topic": "Taxes"})
    assert stage.slack.open["UANNA"] == [first]
    assert read(hand.view.body["blocks"]) == "Noted"


async def test_an_open_answer_from_a_modal_is_seen_by_all(stage: SlackStage) -> None:
    stage.script.on_command = lambda reply: reply.answer(post("Tell all?", button("Yes", "yes")), private=True)
    stage.script.on_action = lambda reply: reply.answer(post("Anna offers taxes"), private=False)
    await stage.use(stage.anna, stage.channel, "/mentor offer")
    hand = stage.hand(stage.anna)
    assert hand.view
    await hand.press_in(hand.view, "Yes")
    await stage.adapter.settled()
    assert await stage.reads(stage.bruno, stage.channel) == ["Anna offers taxes"]


async def test_a_trigger_that_is_too_old_becomes_a_button(stage: SlackStage) -> None:
    stage.slack.faults.append(Fault("views.open", "expired_trigger_id"))
    stage.script.on_action = lambda reply: reply.open(FORM)
    place = await stage.adapter.direct(stage.anna)
    await stage.adapter.send(place, post("Offer?", button("Offer", "offer|1|x")), once="a:1")
    await stage.press(stage.anna, place, "Offer")
    assert stage.hand(stage.anna).view is None
    await stage.press(stage.anna, place, "Try again")
    assert [one.action for one in stage.script.actions] == ["offer|1|x", "offer|1|x"]
    assert stage.hand(stage.anna).view


async def test_a_command_whose_trigger_is_too_old_is_run_again(stage: SlackStage) -> None:
    stage.slack.faults.append(Fault("views.open", "expired_trigger_id"))
    stage.script.on_command = lambda reply: reply.open(FORM)
    await stage.use(stage.anna, stage.channel, "/mentor offer topics: taxes")
    await stage.press(stage.anna, stage.channel, "Try again")
    assert [one.words for one in stage.script.commands] == ["mentor offer topics: taxes"] * 2
    assert stage.hand(stage.anna).view


async def test_a_refusal_of_no_field_stands_above_the_form(stage: SlackStage) -> None:
    stage.script.on_action = lambda reply: reply.open(FORM)
    stage.script.on_form = lambda reply: reply.refuse({}, "The programme is closed.")
    await stage.adapter.send(stage.channel, post("Offer?", button("Offer", "x|1|")), once="a:1")
    await stage.press(stage.anna, stage.channel, "Offer")
    for _ in range(2):
        await stage.fill(stage.anna, {"topic": "Taxes"})
        view = stage.hand(stage.anna).view
        assert view
        assert read(view.body["blocks"]) == "The programme is closed."
    filled = await stage.form(stage.anna)
    assert filled
    assert filled.values == {"topic": ("Taxes",)}


async def test_a_long_introduction_stands_above_the_fields(stage: SlackStage) -> None:
    words = "*not bold* <!channel> " * 300
    stage.script.on_command = lambda reply: reply.open(replace(FORM, intro=words))
    await stage.use(stage.anna, stage.channel, "/mentor offer")
    view = stage.hand(stage.anna).view
    assert view
    assert read(view.body["blocks"]).replace("\n", "") == words.strip()


# answers where they are


async def test_a_private_answer_in_the_bots_own_conversation_stays(stage: SlackStage) -> None:
    stage.script.on_command = lambda reply: reply.answer(post("You seek taxes"), private=True)
    place = await stage.adapter.direct(stage.anna)
    await stage.use(stage.anna, place, "mentor status")
    assert [one.only_for for one in stage.hand(stage.anna).messages(place.id.split("/")[1])] == [None]


async def test_a_private_answer_among_two_members_is_seen_by_one(stage: SlackStage) -> None:
    stage.slack.channel(Channel("D77", "directmessage", "im", TEAM, ("UANNA", "UBRUNO"), bot=False))
    stage.script.on_command = lambda reply: reply.answer(post("You seek taxes"), private=True)
    place = replace(stage.channel, id=f"{TEAM}/D77")
    await stage.use(stage.anna, place, "mentor status")
    assert await stage.reads(stage.anna, place) == ["You seek taxes"]
    assert await stage.reads(stage.bruno, place) == []


async def test_answers_go_on_when_the_response_url_is_used_up(stage: SlackStage) -> None:
    async def much(reply: OpenReply) -> None:
        for number in range(8):
            await reply.answer(post(f"Answer {number}"), private=True)

    stage.script.on_command = much
    await stage.use(stage.anna, stage.channel, "mentor find")
    assert await stage.reads(stage.anna, stage.channel) == [f"Answer {number}" for number in range(8)]
    assert await stage.reads(stage.bruno, stage.channel) == []
    assert {one.uses for one in stage.slack.response_urls.values()} == {5}


async def test_a_private_message_is_replaced_in_place(stage: SlackStage) -> None:
    stage.script.on_command = lambda reply: reply.answer(post("Sure?", button("Yes", "yes")), private=True)
    stage.script.on_action = lambda reply: reply.replace(post("Done."))
    await stage.use(stage.anna, stage.channel, "mentor pause")
    await stage.press(stage.anna, stage.channel, "Yes")
    assert await stage.reads(stage.anna, stage.channel) == ["Done."]


# people


async def test_somebody_of_another_workspace_is_refused_and_leaves_nothing(scene: Corte) -> None:
    lena = scene.person("ULENA", "Lena", admin=True)
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    stranger = scene.person("USTRANGE", "Stranger", home_team="T9")
    guest = scene.person("UGUEST", "Guest", guest=True)
    here = (await scene.adapter.channels(Community("slack", TEAM)))[0]
    await scene.adapter.send(here, post("Hi", button("Find", "mentoring.status|1|")), once="x:1")
    await stranger.press("Find")
    stranger.sees("for the members of this workspace", "Nothing about you is kept")
    await guest.use("/mentor status")
    guest.sees("You are a guest in this workspace", "Nothing about you is kept")
    await guest.use("/mentor offer")
    guest.sees_in(guest.hand.view, "You are a guest in this workspace")
    await guest.hand.open_home()
    guest.sees_in(guest.hand.home, "You are a guest in this workspace")
    assert guest.hand.home
    assert len(guest.hand.home.body["blocks"]) == 1
    known = await scene.store.read(
        lambda work: [work.members.find(1, scene.person_of(one)) for one in ("USTRANGE", "UGUEST")]
    )
    assert known == [None, None]


async def test_coordinators_are_administrators_owners_and_the_members_of_a_channel() -> None:
    stage = SlackStage(await World().start(SLACK_COORDINATORS="#coordination"))
    stage.slack.channel(Channel("C7", "coordination", "private", TEAM, ("UANNA",)))
    stage.world.user("UOWNER", "Olga", owner=True)
    await stage.start()
    who = {
        id: (await stage.adapter.standing(replace(stage.anna, id=f"{TEAM}/{id}"), stage.community)).coordinator
        for id in ("UANNA", "UBRUNO", "UCORA", "UOWNER")
    }
    await stage.stop()
    assert who == {"UANNA": True, "UBRUNO": False, "UCORA": True, "UOWNER": True}


async def test_a_changed_profile_is_known_at_once(stage: SlackStage) -> None:
    before = await stage.adapter.standing(stage.anna, stage.community)
    assert (before.locale, before.zone) == ("de-DE", "Europe/Rome")
    hand = stage.hand(stage.anna)
    hand.user.tz, hand.user.real_name = "Asia/Tokyo", "Anna B."
    await hand.tell({"type": "user_change", "user": {**hand.user.told(), "locale": "it-IT"}})
    after = await stage.adapter.standing(stage.anna, stage.community)
    assert (after.name, after.locale, after.zone) == ("Anna B.", "it-IT", "Asia/Tokyo")
    assert sum(name == "users.info" for name, _ in stage.slack.calls) == 1


async def test_somebody_of_several_workspaces_of_an_organisation_takes_part_in_each(scene: Corte) -> None:
    """Enterprise Grid names another workspace as theirs; which ones they are in stands beside it."""
    lena = scene.person("ULENA", "Lena", admin=True)
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    grid = scene.person("WGRID", "Greta", home_team="T9", teams=("T9", TEAM))
    await grid.use("/mentor status")
    grid.sees("Everything is still open here.")


async def test_people_and_channels_are_understood_in_typed_words(scene: Corte) -> None:
    lena = scene.person("ULENA", "Lena", admin=True)
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    scene.person("UMARTA", "Marta")
    carla = scene.person("UCARLA", "Carla")
    await carla.use("/report <@UMARTA|marta>")
    form = carla.hand.view
    assert form
    whom = next(one for one in form.body["blocks"] if one.get("element", {}).get("type") == "users_select")
    assert whom["element"]["initial_user"] == "UMARTA"
