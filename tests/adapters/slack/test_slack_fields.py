"""Topics and people are picked, files are attached and fetched."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.slack import ids
from bot.actions import encode
from bot.errors import Forbidden, Gone, PlatformError, TooLarge
from bot.events import OptionTyped
from bot.forms import STEP, keep
from bot.i18n import words
from bot.post import FormPost, Post, PostField, PostFile, Span
from bot.ui import Action, FieldKind
from bot.ui import File as UiFile
from bot.work import By
from tests.adapters.slack.corte import Corte, corte
from tests.adapters.slack.slack_stage import COMMANDS, OPENS, TEAM, SlackStage, World
from tests.features.conftest import offer
from tests.standins.slack.things import Channel, Fault


@pytest.fixture
async def stage() -> AsyncIterator[SlackStage]:
    stage = SlackStage(await World().start())
    await stage.start((*COMMANDS, OPENS))
    yield stage
    await stage.stop()
    assert stage.slack.wrong == []


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Corte]:
    async with corte(tmp_path) as opened:
        yield opened


async def test_topics_are_picked_as_they_are_typed_in_a_form(scene: Corte) -> None:
    lena = scene.person("ULENA", "Lena", admin=True)
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    marta, carla = scene.person("UMARTA", "Marta"), scene.person("UCARLA", "Carla")
    await offer(marta, topics="Newsletters, Pricing")  # type: ignore[arg-type]
    await carla.use("/mentor seek")
    first, *_, last = await carla.hand.type("topics", "pri")
    assert (first, last) == ("Pricing", "pri")
    assert await carla.hand.type("topics", "xylophones") == ["xylophones"]
    await carla.fill(topics="Pricing, Xylophones", goal="More bees", languages=("en",), conduct=("yes",))
    await scene.restart()
    await carla.use("/mentor seek")
    assert carla.form()["topics"] == ("Pricing, Xylophones",)


async def test_topics_of_a_form_in_steps_are_completed_as_well(scene: Corte) -> None:
    """The id of a step names a draft, which knows the form."""
    lena = scene.person("ULENA", "Lena", admin=True)
    await lena.use("/programme setup")
    await lena.press("Start the programme")
    marta = scene.person("UMARTA", "Marta")
    await offer(marta, topics="Newsletters, Pricing")  # type: ignore[arg-type]
    who = scene.person_of("UMARTA")
    by = By(1, who, scene.clock.now())
    draft = await scene.store.write(lambda work: keep(work, by, Action("mentoring.sought"), {}, 2))
    typed = OptionTyped(who, "", "topics", "pri", ids.community(TEAM), form=encode(STEP(draft=draft, step=1), 1))
    assert (await scene.bot.suggest(typed))[0].value == "Pricing"
    for form in ("", "nonsense", encode(STEP(draft=99, step=1), 1), encode(Action("mentoring.status"), 1)):
        assert await scene.bot.suggest(replace(typed, form=form)) == []
    assert await scene.bot.suggest(replace(typed, option="goal")) == []
    stranger = replace(typed, person=ids.person("T9", "UEVE"))
    assert await scene.bot.suggest(stranger) == []


PERSON = FormPost("Thank", "thank|1|", "Thank", (PostField("to", "Whom", FieldKind.PERSON, required=True),))
FILE = FormPost("Picture", "picture|1|", "Send", (PostField("picture", "A picture", FieldKind.FILE),))


async def test_a_person_is_picked_from_everybody_here(stage: SlackStage) -> None:
    chosen = replace(PERSON.fields[0], value=(stage.cora.id,))
    stage.script.on_command = lambda reply: reply.open(replace(PERSON, fields=(chosen,)))
    await stage.use(stage.anna, stage.channel, "/mentor offer")
    filled = await stage.form(stage.anna)
    assert filled
    assert filled.values == {"to": ("UCORA",)}
    stage.script.on_form = lambda reply: reply.refuse({}, "Somebody else, please.")
    await stage.fill(stage.anna, {"to": "UBRUNO"})
    again = await stage.form(stage.anna)
    assert again
    assert again.values == {"to": ("UBRUNO",)}
    assert stage.script.forms[0].answers == {"to": (stage.bruno.id,)}


async def test_a_name_that_was_only_typed_stands_in_the_menu_to_be_looked_for(stage: SlackStage) -> None:
    typed = replace(PERSON.fields[0], value=("Bruno",))
    stage.script.on_command = lambda reply: reply.open(replace(PERSON, fields=(typed,)))
    await stage.use(stage.anna, stage.channel, "/mentor offer")
    view = stage.hand(stage.anna).view
    assert view
    assert view.body["blocks"][0]["element"]["placeholder"]["text"] == "Bruno"


async def test_a_file_that_was_attached_is_fetched_with_the_bots_own_token(stage: SlackStage) -> None:
    stage.script.on_command = lambda reply: reply.open(FILE)
    await stage.use(stage.anna, stage.channel, "/mentor offer")
    id = stage.hand(stage.anna).upload("bees.png", b"\x89PNG bees")
    await stage.fill(stage.anna, {"picture": id})
    ((file,),) = (event.answers["picture"] for event in stage.script.forms)
    assert file == f"{TEAM}/{id}"
    fetch = stage.adapter.fetch
    assert await fetch(file, community=stage.community, most=9) == b"\x89PNG bees"
    with pytest.raises(TooLarge):
        await fetch(file, community=stage.community, most=8)
    with pytest.raises(Gone):
        await fetch(f"{TEAM}/F99", community=stage.community, most=9)
    with pytest.raises(Gone):
        await fetch(f"T9/{id}", community=stage.community, most=9)
    stage.slack.of(TEAM).scopes -= {"files:read"}
    with pytest.raises(Forbidden):
        await fetch(file, community=stage.community, most=9)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://files.example.org/x",
        "https://files.slack.com.example.org/x",
        "https://files.slack.com@example.org/x",
        "file:///etc/passwd",
        "//files.slack.com/x",
    ],
)
async def test_a_file_that_lies_elsewhere_is_not_fetched_and_gets_no_token(stage: SlackStage, elsewhere: str) -> None:
    """Slack also lists files that are only links to other services."""
    with pytest.raises(Gone, match="does not lie with the platform"):
        await stage.adapter.web.download(elsewhere, "xoxb-1", 1000)


async def test_a_file_without_a_size_is_read_no_further_than_asked(stage: SlackStage) -> None:
    id = stage.hand(stage.anna).upload("big.bin", b"x" * 300_000)
    url, token = stage.slack.files[id].told(stage.slack.address)["url_private"], "xoxb-1"
    with pytest.raises(TooLarge):
        await stage.adapter.web.download(url, token, 1000)
    with pytest.raises(Forbidden):
        await stage.adapter.web.download(url, "xoxb-of-another-workspace", 1_000_000)


ICS = PostFile(UiFile(b"BEGIN:VCALENDAR", "talk.ics", words("An invitation")), "An invitation")


async def test_a_file_comes_with_its_message_and_only_once(stage: SlackStage) -> None:
    place = await stage.adapter.direct(stage.anna)
    said = Post((Span("Your talk\ntalk.ics: An invitation"),), files=(ICS,))
    for error in ("429", "500"):
        stage.slack.faults.append(Fault("chat.postMessage", error))
        with pytest.raises(PlatformError):
            await stage.adapter.send(place, said, once="a:1")
    await stage.adapter.send(place, said, once="a:1")
    hand, here = stage.hand(stage.anna), ids.own(place.id)
    assert hand.files(here) == [("talk.ics", b"BEGIN:VCALENDAR")]
    assert hand.reads(here) == ["Your talk\ntalk.ics: An invitation"]


async def test_where_no_file_may_be_put_its_words_stand_there(stage: SlackStage) -> None:
    stage.slack.channel(Channel("C5", "outside", "public", TEAM, bot=False))
    place = replace(stage.channel, id=f"{TEAM}/C5")
    await stage.adapter.send(place, Post((Span("Your talk"),), files=(ICS,)), once="a:1")
    assert stage.hand(stage.anna).reads("C5") == ["Your talk\nBEGIN:VCALENDAR"]
    binary = replace(ICS, file=replace(ICS.file, data=b"\xff\xfe"))
    with pytest.raises(Forbidden):
        await stage.adapter.send(place, Post((Span("Your talk"),), files=(binary,)), once="a:2")


async def test_a_file_for_one_person_lies_in_their_conversation_with_the_bot(stage: SlackStage) -> None:
    stage.script.on_command = lambda reply: reply.answer(Post((Span("Your data"),), files=(ICS,)), private=True)
    await stage.use(stage.anna, stage.channel, "/mentor status")
    assert await stage.reads(stage.anna, stage.channel) == ["Your data\nDie Datei liegt in deinem Gespräch mit mir."]
    alone = ids.own((await stage.adapter.direct(stage.anna)).id)
    assert stage.hand(stage.anna).files(alone) == [("talk.ics", b"BEGIN:VCALENDAR")]
    assert stage.hand(stage.bruno).files("C1") == []
