"""When Slack fails, forgets or refuses: nothing lost, nothing twice, and every failure by its right name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.slack.api import Uninstalled
from adapters.slack.manifest import scopes
from adapters.slack.posting import Posting
from bot.errors import Busy, Forbidden, Gone, PlatformError, Problem, Revoked, Uncertain, Unreachable
from bot.ports import SET_BACK, Absent, Unknown
from bot.post import Post, PostPicture, Span
from bot.ui import Picture
from tests.adapters.slack.corte import corte
from tests.adapters.slack.slack_stage import TEAM, SlackStage, World
from tests.contracts.stage import post
from tests.standins.slack.things import Channel, Fault
from tests.standins.slack.wires import NotAcknowledged

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
async def stage() -> AsyncIterator[SlackStage]:
    stage = await SlackStage(await World().start()).start()
    yield stage
    await stage.stop()
    assert stage.slack.wrong == []


@pytest.fixture
async def blind() -> AsyncIterator[SlackStage]:
    """A workspace that lets nobody look into its history."""
    stage = await SlackStage(await World().start(frozenset(scopes()))).start()
    yield stage
    await stage.stop()
    assert stage.slack.wrong == []


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("token_revoked", Uninstalled),
        ("account_inactive", Uninstalled),
        ("invalid_auth", Revoked),
        ("is_archived", Gone),
        ("channel_not_found", Gone),
        ("not_in_channel", Forbidden),
        ("restricted_action", Forbidden),
        ("messages_tab_disabled", Forbidden),
        ("ratelimited", Busy),
        ("service_unavailable", Unreachable),
        ("internal_error", Uncertain),
        ("500", Uncertain),
        ("something_new", Forbidden),
    ],
)
async def test_each_error_of_slack_has_its_name(stage: SlackStage, error: str, kind: type[PlatformError]) -> None:
    stage.slack.faults.append(Fault("chat.postMessage", error))
    with pytest.raises(PlatformError) as caught:
        await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
    assert type(caught.value) is kind


async def test_an_archived_channel_and_one_without_the_bot(stage: SlackStage) -> None:
    stage.slack.channel(Channel("C8", "old", "public", TEAM, archived=True))
    stage.slack.channel(Channel("C9", "closed", "private", TEAM, bot=False))
    for channel in ("C8", "C9"):
        with pytest.raises(Gone):
            await stage.adapter.send(stage.channel.__class__("slack", f"{TEAM}/{channel}"), post("Hi"), once="a:1")
    found = {one.id for one in await stage.adapter.channels(stage.community)}
    assert found == {f"{TEAM}/C1"}


@pytest.mark.parametrize("error", ["500", "lost", "internal_error"])
async def test_a_message_whose_answer_was_lost_is_found_and_not_sent_again(stage: SlackStage, error: str) -> None:
    stage.slack.faults.append(Fault("chat.postMessage", error, done=True))
    with pytest.raises(Uncertain):
        await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
    ref = await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
    assert await stage.adapter.find(stage.channel, once="a:1", since=LONG_AGO) == ref
    assert await stage.reads(stage.anna, stage.channel) == ["Hello"]


async def test_without_the_history_nobody_can_say_and_nothing_is_doubled(blind: SlackStage) -> None:
    blind.slack.faults.append(Fault("chat.postMessage", "500", done=True))
    for _ in range(2):
        with pytest.raises(Uncertain):
            await blind.adapter.send(blind.channel, post("Hello"), once="a:1")
    assert await blind.adapter.find(blind.channel, once="a:1", since=LONG_AGO) == Unknown()
    assert await blind.reads(blind.anna, blind.channel) == ["Hello"]


async def test_find_looks_through_all_pages_since_the_first_attempt(stage: SlackStage) -> None:
    ref = await stage.adapter.send(stage.channel, post("Hello"), once="a:1")
    for number in range(250):
        await stage.talk(stage.bruno, stage.channel, f"{number}")
    assert await stage.adapter.find(stage.channel, once="a:1", since=datetime.now(UTC)) == ref
    ahead = datetime.now(UTC) + SET_BACK
    assert await stage.adapter.find(stage.channel, once="a:1", since=ahead) == ref, "the clock may have been wrong"
    late = ahead + timedelta(hours=1)
    assert await stage.adapter.find(stage.channel, once="a:1", since=late) == Absent()
    assert await stage.adapter.find(stage.channel, once="a:2", since=LONG_AGO) == Absent()


async def test_a_message_a_second_and_slack_says_when_to_come_back(stage: SlackStage) -> None:
    stage.slack.burst = 1
    await stage.adapter.send(stage.channel, post("One"), once="a:1")
    with pytest.raises(Busy) as caught:
        await stage.adapter.send(stage.channel, post("Two"), once="a:2")
    assert 0 < caught.value.wait <= 1


async def test_no_call_is_repeated_by_the_sdk(stage: SlackStage) -> None:
    before = len(stage.slack.calls)
    for error in ("500", "lost", "429"):
        stage.slack.faults.append(Fault("chat.postMessage", error))
        with pytest.raises(PlatformError):
            await stage.adapter.send(stage.channel, post("Hello"), once=error)
    assert len(stage.slack.calls) - before == 3


async def test_a_restarted_process_finds_what_the_one_before_had_sent(tmp_path: Path) -> None:
    """The outbox in doubt: the answer was lost, and the process died."""
    async with corte(tmp_path) as scene:
        lena = scene.person("ULENA", "Lena", admin=True)
        await lena.use("/programme setup")
        await lena.press("Start the programme")
        marta = scene.person("UMARTA", "Marta")
        ref = scene.adapter.posting
        place = await scene.adapter.direct(scene.person_of("UMARTA"))
        scene.slack.faults.append(Fault("chat.postMessage", "lost", done=True))
        with pytest.raises(Uncertain):
            await scene.adapter.send(place, post("Hello"), once="k" * 24)
        await scene.restart()
        assert scene.adapter.posting is not ref
        found = await scene.adapter.find(place, once="k" * 24, since=scene.clock.now())
        assert not isinstance(found, Absent | Unknown)
        assert marta.dm.texts() == ["Hello"]


async def test_pictures_are_uploaded_with_the_words_for_them(stage: SlackStage) -> None:
    picture = PostPicture(Picture(b"\x89PNG data", "map.png", None), "A map of Turin")  # type: ignore[arg-type]
    await stage.adapter.send(stage.channel, Post((Span("Look"),), pictures=(picture,)), once="a:1")
    (said,) = stage.hand(stage.anna).messages("C1")
    image = next(one for one in said.blocks if one["type"] == "image")
    assert image["alt_text"] == "A map of Turin"
    assert stage.slack.files[image["slack_file"]["id"]].data == b"\x89PNG data"


async def test_a_picture_goes_also_after_a_restart_and_where_it_was_found_again(stage: SlackStage) -> None:
    """Which files a message shows is known from what stands for it, or from the message itself."""
    picture = PostPicture(Picture(b"\x89PNG data", "map.png", None), "A map of Turin")  # type: ignore[arg-type]
    shown = Post((Span("Look"),), pictures=(picture,))
    refs = [await stage.adapter.send(stage.channel, shown, once=once) for once in ("a:1", "a:2")]
    found = await stage.adapter.find(stage.channel, once="a:2", since=LONG_AGO)
    assert found == refs[1]
    stage.adapter.posting = Posting(stage.adapter.workspaces)
    await stage.adapter.edit(refs[0], post("Taken back"))
    await stage.adapter.delete(found)
    assert stage.pictures(stage.channel) == []


async def test_where_a_message_cannot_be_posted_its_picture_is_not_left_behind(stage: SlackStage) -> None:
    stage.slack.faults.append(Fault("chat.postMessage", "restricted_action"))
    picture = PostPicture(Picture(b"\x89PNG data", "map.png", None), "A map of Turin")  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        await stage.adapter.send(stage.channel, Post((Span("Look"),), pictures=(picture,)), once="a:1")
    assert stage.pictures(stage.channel) == []


async def test_without_the_right_to_upload_the_words_stand_there(stage: SlackStage) -> None:
    stage.slack.faults.append(Fault("files.getUploadURLExternal", "missing_scope"))
    picture = PostPicture(Picture(b"data", "map.png", None), "A map of Turin")  # type: ignore[arg-type]
    await stage.adapter.send(stage.channel, Post((Span("Look"),), pictures=(picture,)), once="a:1")
    assert await stage.reads(stage.anna, stage.channel) == ["Look\nA map of Turin"]


async def test_a_wrong_token_is_one_sentence_at_the_start() -> None:
    world = await World().start()
    for setting in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        stage = SlackStage(world)
        world.values._values[setting] = "xoxb-wrong"
        with pytest.raises(Problem, match=setting):
            await stage.start()
        world.values._values[setting] = "xoxb-1"
    await stage.adapter.stop()
    await world.stop()


async def test_a_slack_that_cannot_be_reached_is_one_sentence_at_the_start() -> None:
    stage = SlackStage(await World().start())
    await stage.world.server.stop()
    with pytest.raises(Problem, match="cannot be reached"):
        await stage.start()
    await stage.world.stop()


async def test_the_token_and_what_people_wrote_are_never_logged(
    stage: SlackStage, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even where everything is logged, and not where Bolt is given what it does not know."""
    caplog.set_level("DEBUG")
    stage.script.on_command = lambda reply: reply.answer(post("A secret answer"), private=True)
    stage.slack.faults.append(Fault("chat.postMessage", "invalid_blocks"))
    with pytest.raises(Forbidden):
        await stage.adapter.send(stage.channel, post("A secret of Anna's"), once="a:1")
    await stage.use(stage.anna, stage.channel, "mentor seek secret words")
    strange = {"type": "message_action", "callback_id": "x", "team": {"id": TEAM}, "user": {"id": "UANNA"}}
    with pytest.raises(NotAcknowledged):
        await stage.world.wire.deliver("interactive", {**strange, "message": {"text": "a secret message"}})
    assert "chat.postMessage was refused: invalid_blocks" in caplog.text
    assert "secret" not in caplog.text
    assert "xoxb-1" not in caplog.text


async def test_settings_in_the_environment_do_not_confuse_bolt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Bolt looks for names of its own there, which are ours as well."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CLIENT_ID", "CLIENT_SECRET", "BOT_TOKEN", "SIGNING_SECRET"):
        monkeypatch.setenv(f"SLACK_{name}", "xoxb-of-the-environment")
    stage = await SlackStage(await World().start()).start()
    stage.script.on_command = lambda reply: reply.answer(post("Hello"), private=True)
    await stage.use(stage.anna, stage.channel, "mentor status")
    assert await stage.reads(stage.anna, stage.channel) == ["Hello"]
    await stage.stop()
    assert list(tmp_path.iterdir()) == []


async def test_who_somebody_is_stays_known_while_slack_is_busy(stage: SlackStage) -> None:
    known = await stage.adapter.standing(stage.anna, stage.community)
    users = stage.adapter.people._users
    users.update({key: (at - 10_000, user) for key, (at, user) in users.items()})
    stage.slack.faults.append(Fault("users.info", "429"))
    assert await stage.adapter.standing(stage.anna, stage.community) == known
    stage.slack.faults.append(Fault("users.info", "429"))
    with pytest.raises(Busy):
        await stage.adapter.standing(stage.bruno, stage.community)


# connections


async def test_two_connections_listen_and_one_is_always_there(stage: SlackStage) -> None:
    sockets = stage.world.sockets
    assert stage.adapter.door.connections() == len(sockets.connections) == 2
    for _ in range(2):
        total, sockets.fewest = sockets.total, 2
        await asyncio.gather(*(sockets.warn(one) for one in list(sockets.connections)))
        uses = [stage.hand(stage.anna).use("C1", f"mentor status {number}") for number in range(20)]
        await asyncio.gather(*uses)
        await sockets.connected(2, total=total + 2)
        assert sockets.fewest >= 1, "a line was open at every moment of the refresh"
        assert stage.adapter.connections() >= 1
    assert len(stage.script.commands) == 40


async def test_three_hundred_commands_at_once_are_all_acknowledged(tmp_path: Path) -> None:
    """With the whole bot and its database; one that took Slack more than 3 s would raise."""
    async with corte(tmp_path) as scene:
        scene.slack.limits = scene.slack.checks = False
        lena = scene.person("ULENA", "Lena", admin=True)
        await lena.use("/programme setup")
        await lena.press("Start the programme")
        people = [scene.person(f"U{number:03d}", f"Person {number}") for number in range(30)]
        before = len(people[0].texts())  # the announcement
        await asyncio.gather(*(people[at % 30].hand.use("C1", "/mentor status") for at in range(300)))
        await scene.quiet()
        assert {len(one.texts()) for one in people} == {before + 10}
