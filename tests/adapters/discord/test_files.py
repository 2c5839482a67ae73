"""Files on Discord: those that messages carry, those that people attach, and people picked from a menu."""

from __future__ import annotations

import pytest

from bot.errors import Gone, TooLarge
from bot.i18n import t
from bot.post import FormPost, Post, PostField, PostFile, Span
from bot.ui import FieldKind, File
from tests.adapters.discord.stage import DiscordStage
from tests.contracts.stage import button, post

ICS = File(b"BEGIN:VCALENDAR", "meeting.ics", t("Meeting"))
FORM = FormPost(
    "Story",
    "story.shared",
    "Share it",
    (
        PostField("who", "With whom", FieldKind.PERSON, required=True),
        PostField("picture", "A picture", FieldKind.FILE),
        PostField("words", "Your words", FieldKind.LONG, most=1000),
    ),
)


async def asked(stage: DiscordStage, form: FormPost = FORM) -> None:
    stage.script.on_command = lambda reply: reply.open(form)
    stage.script.on_form = lambda reply: reply.answer(post("Thank you"), private=True)
    await stage.use(stage.anna, stage.channel, "mentor status")


async def test_a_file_comes_with_the_message_and_says_what_it_is(stage: DiscordStage) -> None:
    shown = Post((Span("On Tuesday"),), files=(PostFile(ICS, "Your meeting on Tuesday"),))
    ref = await stage.adapter.send(stage.channel, shown, once="a:1")
    (attached,) = stage.town.messages[ref.id].attachments
    assert (attached["filename"], attached["description"]) == ("meeting.ics", "Your meeting on Tuesday")
    assert attached["size"] == len(ICS.data)


async def test_a_form_takes_a_person_and_a_file_and_keeps_its_bytes(stage: DiscordStage) -> None:
    await asked(stage)
    id = stage.people.attach(b"a picture", "roof.png")
    await stage.fill(stage.anna, {"who": stage.bruno.id, "picture": id, "words": "We did it"})
    (sent,) = stage.script.forms
    assert (sent.answers["who"], sent.answers["words"]) == ((stage.bruno.id,), ("We did it",))
    (address,) = sent.answers["picture"]
    fetched = await stage.adapter.fetch(address, community=stage.community, most=100)
    assert fetched == b"a picture"
    with pytest.raises(TooLarge):
        await stage.adapter.fetch(address, community=stage.community, most=5)
    stage.server.rest.files.clear()
    with pytest.raises(Gone):
        await stage.adapter.fetch(address, community=stage.community, most=100)


async def test_a_file_may_be_left_out_and_a_person_stands_in_the_form_already(stage: DiscordStage) -> None:
    who = PostField("who", "With whom", FieldKind.PERSON, required=True, value=(stage.bruno.id,))
    await asked(stage, FormPost("Story", "story.shared", "Share it", (who, *FORM.fields[1:])))
    await stage.fill(stage.anna, {"words": "Alone"})
    (sent,) = stage.script.forms
    assert (sent.answers["who"], sent.answers["picture"]) == ((stage.bruno.id,), ())


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/cdn/x", "https://example.org/x.png", "", "file:///etc/passwd"])
async def test_nothing_is_fetched_from_elsewhere(stage: DiscordStage, address: str) -> None:
    with pytest.raises(Gone):
        await stage.adapter.fetch(address, community=stage.community, most=100)


async def test_a_space_that_was_put_away_can_be_put_away_again(stage: DiscordStage) -> None:
    space = await stage.adapter.gather((stage.anna, stage.bruno), "Anna and Bruno", once="s:1")
    await stage.adapter.send(space, post("Hello", button("Go", "go")), once="a:1")
    await stage.adapter.archive(space)
    await stage.adapter.archive(space)
    assert stage.town.channels[space.id].archived
