"""Sending on Discord: once, found again, and what its refusals mean."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from adapters.discord.adapter import Discord
from adapters.discord.calls import needed
from adapters.discord.rest import INVALID, Rest
from bot.errors import Busy, Forbidden, Full, Gone, Revoked, Uncertain
from bot.i18n import t
from bot.identity import Person, Place
from bot.ports import SET_BACK, Ability, Absent, Unknown
from bot.post import Post, PostPicture, Span
from bot.ui import Picture
from tests.adapters.discord.stage import DiscordStage
from tests.contracts.stage import button, post
from tests.standins.discord import shapes
from tests.standins.discord.rest import Fault
from tests.standins.discord.town import Town

AGO = datetime.now(UTC) - timedelta(minutes=5)
PIXEL = Picture(b"\x89PNG not really", "roof.png", t("A roof"))


def restarted(stage: DiscordStage) -> None:
    """What the process remembers is gone; what Discord has is there."""
    stage.adapter._sent.clear()


async def texts(stage: DiscordStage, place: Place | None = None) -> list[str]:
    return await stage.reads(stage.anna, place or stage.channel)


@pytest.mark.parametrize("kind", ["500", "drop"])
async def test_what_was_stored_before_the_trouble_is_not_sent_twice(stage: DiscordStage, kind: str) -> None:
    stage.server.rest.faults.append(Fault(kind, after=True))
    with pytest.raises(Uncertain):
        await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
    await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
    assert await texts(stage) == ["Hello"]


async def test_a_request_leaves_once_however_it_ends(stage: DiscordStage) -> None:
    """The library would ask five times by itself."""
    stage.server.rest.faults.append(Fault("500"))
    before = len(stage.server.rest.asked)
    with pytest.raises(Uncertain):
        await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
    assert len(stage.server.rest.asked) == before + 1


async def test_a_message_is_found_by_its_mark_after_a_restart(stage: DiscordStage) -> None:
    ref = await stage.adapter.send(stage.channel, post("Did you meet?", button("We met", "met")), once="a:1")
    await stage.adapter.send(stage.channel, post("And you?", button("We met", "met")), once="a:2")
    restarted(stage)
    assert await stage.adapter.find(stage.channel, once="a:1", since=AGO) == ref
    assert await stage.adapter.find(stage.channel, once="a:3", since=AGO) == Absent()


async def test_the_mark_stays_when_the_message_is_answered(stage: DiscordStage) -> None:
    stage.script.on_action = lambda reply: reply.replace(post("You met.", button("Note a step", "note")))
    ref = await stage.adapter.send(stage.channel, post("Did you meet?", button("We met", "met")), once="a:1")
    await stage.press(stage.anna, stage.channel, "We met")
    restarted(stage)
    assert await stage.adapter.find(stage.channel, once="a:1", since=AGO) == ref


async def test_a_message_without_a_mark_leaves_a_doubt_after_a_restart(stage: DiscordStage) -> None:
    await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
    restarted(stage)
    assert await stage.adapter.find(stage.channel, once="a:1", since=AGO) == Unknown()
    ahead = datetime.now(UTC) + SET_BACK
    assert await stage.adapter.find(stage.channel, once="a:1", since=ahead) == Unknown(), (
        "the clock may have been wrong"
    )
    later = ahead + timedelta(minutes=5)
    assert await stage.adapter.find(stage.channel, once="a:1", since=later) == Absent()


@pytest.mark.parametrize("after", [True, False])
async def test_what_this_process_tried_itself_it_knows_by_its_words(stage: DiscordStage, after: bool) -> None:
    await stage.adapter.send(stage.channel, post("Another"), once="a:0")
    restarted(stage)
    stage.server.rest.faults.append(Fault("drop", after=after))
    with pytest.raises(Uncertain):
        await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
    found = await stage.adapter.find(stage.channel, once="a:1", since=AGO)
    assert (found != Absent()) == after
    assert found != Unknown()


async def test_what_others_say_and_answers_to_clicks_leave_no_doubt(stage: DiscordStage) -> None:
    await stage.talk(stage.bruno, stage.channel, "Good morning")
    stage.script.on_command = lambda reply: reply.answer(post("Anna seeks taxes"), private=False)
    await stage.use(stage.anna, stage.channel, "mentor status")
    assert await stage.adapter.find(stage.channel, once="a:1", since=AGO) == Absent()


async def test_a_long_history_is_read_to_its_end(stage: DiscordStage) -> None:
    for number in range(130):
        await stage.talk(stage.bruno, stage.channel, f"Word {number}")
    ref = await stage.adapter.send(stage.channel, post("Here", button("Go", "go")), once="a:1")
    restarted(stage)
    assert await stage.adapter.find(stage.channel, once="a:1", since=AGO) == ref


@pytest.mark.parametrize("kind", ["429", "429 bare", "429 global"])
async def test_every_kind_of_too_fast_says_when_to_come_back(stage: DiscordStage, kind: str) -> None:
    stage.server.rest.faults.append(Fault(kind))
    with pytest.raises(Busy) as caught:
        await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
    assert 0 < caught.value.wait <= 2


async def test_a_global_limit_holds_for_everything(stage: DiscordStage) -> None:
    stage.server.rest.faults.append(Fault("429 global"))
    with pytest.raises(Busy):
        await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
    before = len(stage.server.rest.asked)
    with pytest.raises(Busy):
        await stage.adapter.direct(stage.anna)
    assert len(stage.server.rest.asked) == before
    stage.script.on_command = lambda reply: reply.answer(post("Answers are not counted"), private=True)
    await stage.use(stage.anna, stage.channel, "mentor status")
    assert await texts(stage) == ["Answers are not counted"]


async def test_a_token_that_was_taken_back_makes_nobody_a_stranger(stage: DiscordStage) -> None:
    stage.server.rest.faults.append(Fault("401/0", path="/members/", method="GET"))
    with pytest.raises(Revoked):
        await stage.adapter.standing(stage.anna, stage.community)
    stage.server.rest.faults.append(Fault("404/10004", path="/members/", method="GET"))
    assert not (await stage.adapter.standing(stage.anna, stage.community)).member


async def test_coordinators_are_those_who_manage_the_server(stage: DiscordStage) -> None:
    owner = Person("discord", stage.guild.owner)
    assert (await stage.adapter.standing(owner, stage.community)).coordinator
    await stage.use(stage.cora, stage.channel, "mentor status")
    asked = len(stage.server.rest.asked)
    assert (await stage.adapter.standing(stage.cora, stage.community)).coordinator
    assert len(stage.server.rest.asked) == asked  # what somebody just did says who they are


async def test_the_limits_that_discord_tells_are_kept(stage: DiscordStage) -> None:
    """Five requests a window: twelve sends take their time and meet no refusal."""
    stage.server.rest.bucket = (5, 0.2)
    for number in range(12):
        await stage.adapter.send(stage.channel, post(f"Number {number}"), once=f"a:{number}")
    assert stage.server.rest.limited == 0
    assert len(await texts(stage)) == 12


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        ("403/50007", Forbidden),
        ("403/50278", Forbidden),
        ("403/50013", Forbidden),
        ("403/50001", Forbidden),
        ("400/40003", Busy),
        ("400/160006", Full),
        ("400/50035", Forbidden),
        ("404/10003", Gone),
    ],
)
async def test_each_refusal_has_its_name(stage: DiscordStage, refusal: str, error: type[Exception]) -> None:
    stage.server.rest.faults.append(Fault(refusal))
    with pytest.raises(error):
        await stage.adapter.send(stage.channel, post("Hello"), once="a:1")


async def test_conversations_opened_too_fast_are_opened_later(stage: DiscordStage) -> None:
    stage.server.rest.directs = (2, 0.3)
    for person in (stage.anna, stage.bruno):
        await stage.adapter.direct(person)
    with pytest.raises(Busy) as busy:
        await stage.adapter.direct(stage.cora)
    assert busy.value.wait == 60, "Discord does not say how long"
    await asyncio.sleep(0.3)
    assert await stage.adapter.direct(stage.cora)


async def test_who_shares_no_server_any_more_cannot_be_written_to(stage: DiscordStage) -> None:
    place = await stage.adapter.direct(stage.anna)
    del stage.guild.members[stage.anna.id]
    with pytest.raises(Forbidden):
        await stage.adapter.send(place, post("Hello"), once="a:1")


async def test_five_hundred_refusals_stop_the_asking(stage: DiscordStage) -> None:
    rest: Rest = stage.adapter._rest
    await stage.close_directs(stage.anna)
    place = await stage.adapter.direct(stage.anna)
    rest._invalid.extend([time.monotonic()] * (INVALID - 1))
    with pytest.raises(Forbidden):
        await stage.adapter.send(place, post("Hello"), once="a:1")
    with pytest.raises(Busy):
        await stage.adapter.send(stage.channel, post("Hello"), once="a:2")


async def test_a_picture_says_what_it_shows(stage: DiscordStage) -> None:
    shown = Post((Span("Our roof"),), pictures=(PostPicture(PIXEL, "A red roof under snow"),))
    ref = await stage.adapter.send(stage.channel, shown, once="a:1")
    (attached,) = stage.town.messages[ref.id].attachments
    assert (attached["filename"], attached["description"]) == ("roof.png", "A red roof under snow")
    assert attached["size"] == len(PIXEL.data)
    await stage.adapter.edit(ref, post("No picture any more"))
    assert stage.town.messages[ref.id].attachments == []


async def test_links_show_no_preview(stage: DiscordStage) -> None:
    ref = await stage.adapter.send(stage.channel, post("See https://example.org/a"), once="a:1")
    assert stage.town.messages[ref.id].flags == 1 << 2


async def test_who_came_by_a_direct_conversation_needs_no_new_one(stage: DiscordStage) -> None:
    here = stage.town.direct(stage.anna.id)
    await stage.use(stage.anna, Place("discord", here.id), "mentor status")
    before = len(stage.server.rest.asked)
    assert (await stage.adapter.direct(stage.anna)).id == here.id
    assert len(stage.server.rest.asked) == before


def asleep(stage: DiscordStage, space: Place) -> bool:
    return stage.town.channels[space.id].archived


async def test_a_sleeping_thread_is_woken_for_what_is_said_and_changed(stage: DiscordStage) -> None:
    space = await stage.adapter.gather((stage.anna, stage.bruno), "Anna and Bruno", once="s:1")
    ref = await stage.adapter.send(space, post("Welcome"), once="a:1")
    await stage.adapter.archive(space)
    assert asleep(stage, space)
    await stage.adapter.edit(ref, post("Welcome both"))
    assert not asleep(stage, space)
    await stage.adapter.archive(space)
    assert await stage.adapter.gather((stage.anna, stage.bruno), "Anna and Bruno", once="s:1") == space
    assert not asleep(stage, space)
    await stage.adapter.archive(space)
    await stage.adapter.send(space, post("Week 1"), once="a:2")
    assert not asleep(stage, space)
    assert await texts(stage, space) == ["Welcome both", "Week 1"]


async def test_a_pair_space_is_one_even_when_its_making_was_not_answered(stage: DiscordStage) -> None:
    stage.server.rest.faults.append(Fault("drop", path="/threads$", after=True))
    with pytest.raises(Uncertain):
        await stage.adapter.gather((stage.anna, stage.bruno), "Anna and Bruno", once="s:1")
    await stage.adapter.gather((stage.anna, stage.bruno), "Anna and Bruno", once="s:1")
    threads = [one for one in stage.town.channels.values() if one.kind == 12]
    assert [one.members for one in threads] == [{stage.town.bot.id, stage.anna.id, stage.bruno.id}]


async def test_a_channel_the_bot_may_not_write_in_is_no_place_for_it(stage: DiscordStage) -> None:
    closed = stage.town.channel(stage.guild, "quiet")
    closed.denied[stage.guild.id] = 1 << 11
    with pytest.raises(Forbidden):
        await stage.adapter.send(Place("discord", closed.id), post("Hello"), once="a:1")


def without_directs(stage: DiscordStage) -> Discord:
    stage.adapter._no_directs = True
    return stage.adapter


async def test_without_direct_messages_a_person_has_a_thread_of_their_own(stage: DiscordStage) -> None:
    adapter = without_directs(stage)
    place = await adapter.direct(stage.anna)
    assert await adapter.direct(stage.anna) == place != await adapter.direct(stage.bruno)
    await adapter.send(place, post("Only for you"), once="a:1")
    assert await stage.reads(stage.anna, place) == ["Only for you"]
    for other in (stage.bruno, stage.cora):
        assert await stage.reads(other, place) == []
    assert not [one for one in stage.town.channels.values() if one.kind == 1]


async def test_without_direct_messages_nothing_goes_into_another_server(stage: DiscordStage) -> None:
    adapter = without_directs(stage)
    other = stage.town.guild("Altra", int(needed()))
    stage.town.join(other, stage.someone(stage.anna))
    stage.town.channel(other, "mentoring")
    await stage.server.gateway.tell("GUILD_CREATE", shapes.guild(stage.town, other), other.id)
    await stage.use(stage.bruno, stage.channel, "mentor status")  # events arrive in order
    with pytest.raises(Forbidden):
        await adapter.direct(stage.anna)
    here = await adapter.direct(stage.anna, community=stage.community)
    assert stage.town.channels[here.id].guild == stage.guild.id


async def test_what_the_bot_lacks_is_told_channel_by_channel(stage: DiscordStage) -> None:
    here = stage.community
    assert await stage.adapter.lacking(stage.channel, community=here) == frozenset()
    quiet = stage.town.channel(stage.guild, "quiet")
    quiet.denied[stage.town.bot.id] = 1 << 36
    hidden = stage.town.channel(stage.guild, "hidden")
    hidden.denied[stage.town.bot.id] = 1 << 10
    await stage.server.gateway.tell("GUILD_CREATE", shapes.guild(stage.town, stage.guild), stage.guild.id)
    await stage.use(stage.bruno, stage.channel, "mentor status")
    assert await stage.adapter.lacking(Place("discord", quiet.id), community=here) == {Ability.SPACES}
    assert Ability.SEE in await stage.adapter.lacking(Place("discord", hidden.id), community=here)
    with pytest.raises(Gone):
        await stage.adapter.lacking(Place("discord", "1"), community=here)


async def test_a_pair_space_is_in_its_own_community_beside_the_programmes_channel() -> None:
    """The two share another server as well, and the programme's channel has another name than expected."""
    stage = DiscordStage(Town())
    town, pair = stage.town, (stage.anna, stage.bruno)
    other = town.guild("Ponte", int(needed()))
    for person in pair:
        town.join(other, stage.someone(person))
    town.channel(other, "mentoring")
    quiet = town.channel(stage.guild, "quiet-corner")
    await stage.start()
    beside = Place("discord", quiet.id, "quiet-corner")
    space = await stage.adapter.gather(pair, "Anna and Bruno", once="s:9", community=stage.community, beside=beside)
    assert town.channels[space.id].parent == quiet.id
    await stage.stop()
