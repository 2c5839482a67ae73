"""The declared commands as Discord's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any

import pytest

from adapters.discord.commands import MOST, compiled, essence, length
from bot.actions import Who
from bot.commands import Command, Option, command
from bot.features.everything import registry
from bot.i18n import t, words
from bot.post import Post, Span
from bot.ui import Choice, FieldKind
from tests.adapters.discord.stage import DiscordStage
from tests.standins.discord import limits
from tests.standins.discord.schema import schemas

PATH = "/applications/{application_id}/commands"
ALL = tuple(registry().commands.values())


async def nothing(ctx: Any) -> None:
    """A command that does nothing."""


def test_every_command_is_one_that_discord_takes() -> None:
    known = schemas()
    for one in compiled(ALL):
        assert limits.command(one) == []
        assert known is None or known.request("POST", PATH, "application/json", one) == []
    assert len(compiled(ALL)) <= 100


def test_no_command_is_longer_than_discord_allows() -> None:
    assert all(length(one) <= MOST for one in compiled(ALL))


def test_the_longest_language_counts() -> None:
    one = {"name": "ab", "description": "abc", "description_localizations": {"de": "abcdef"}}
    choices = [{"name": "x", "name_localizations": {"it": "xyz"}, "value": "12"}]
    assert length(one) == 8
    assert length({**one, "options": [{"name": "o", "description": "p", "choices": choices}]}) == 8 + 2 + 5


def test_words_are_there_in_every_language() -> None:
    (mentor,) = [one for one in compiled(ALL) if one["name"] == "mentor"]
    (status,) = [one for one in mentor["options"] if one["name"] == "status"]
    told = status["description_localizations"]
    assert set(told) == {"de", "it"}
    assert len({status["description"], *told.values()}) == 3


def test_names_are_there_in_every_language_and_differ_beside_each_other() -> None:
    found = compiled(ALL)
    (mentor,) = [one for one in found if one["name"] == "mentor"]
    (seek,) = [one for one in mentor["options"] if one["name"] == "seek"]
    assert seek["name_localizations"] == {"de": "suchen", "it": "cerca"}
    assert seek["options"][0]["name_localizations"] == {"de": "thema", "it": "tema"}
    for level in levels(found):
        for language in ("de", "it"):
            names = [one.get("name_localizations", {}).get(language, one["name"]) for one in level]
            assert len(set(names)) == len(names), names
            assert all(re.fullmatch(r"[-_'\w]{1,32}", name) and name == name.lower() for name in names), names


def levels(beside: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Every list of names that stand beside each other."""
    yield beside
    for one in beside:
        yield from levels(one.get("options", []))


async def test_a_command_in_a_text_can_be_pressed_and_is_read_in_ones_own_language(stage: DiscordStage) -> None:
    id = stage.server.rest.commands["mentor"]["id"]
    code = (Span("Type "), Span("/mentor seek", code=True), Span(" or "), Span("/nothing here", code=True))
    ref = await stage.adapter.send(stage.channel, Post((*code, Span(" not `/mentor seek`"))), once="a:1")
    said = stage.town.messages[ref.id].content
    assert said == f"Type </mentor seek:{id}> or `/nothing here` not \\`/mentor seek\\`"
    many = await stage.adapter.send(stage.channel, Post((Span("x" * 1950), *code)), once="a:2")
    assert len(stage.town.messages[many.id].content) <= 2000


def test_options_are_typed_by_completions_or_choices() -> None:
    async def pick(
        ctx: Any,
        topic: Annotated[str, Option(t("What it is about"), suggest=lambda ctx, typed: ())],
        size: Annotated[str | None, Option(t("How many weeks"), choices=(Choice(words("Two"), "2"),))] = None,
    ) -> None:
        """A command with two options."""

    (found,) = compiled([command("pick", t("Browse the mentors"))(pick)])
    topic, size = found["options"]
    assert (topic["required"], topic["autocomplete"], "choices" in topic) == (True, True, False)
    assert (size["required"], "autocomplete" in size) == (False, False)
    (choice,) = size["choices"]
    assert (choice["name"], choice["value"]) == ("Two", "2")


def test_only_a_family_of_coordinators_commands_is_hidden_from_others() -> None:
    coordinators = Command("office open", t("Set the mentorship programme up, or change it"), nothing, Who.COORDINATOR)
    members = Command("office look", t("Browse the mentors"), nothing)
    assert compiled([coordinators])[0]["default_member_permissions"] == 1 << 5
    assert compiled([coordinators, members])[0]["default_member_permissions"] is None


def test_a_command_cannot_stand_beside_its_own_family() -> None:
    with pytest.raises(ValueError, match="/office cannot stand beside /office look"):
        compiled([Command("office", words("Alone"), nothing), Command("office look", words("Family"), nothing)])


def test_commands_belong_to_servers_and_direct_conversations() -> None:
    assert all((one["contexts"], one["integration_types"]) == ([0, 1], [0]) for one in compiled(ALL))


def test_people_and_channels_are_picked_from_discords_own_lists() -> None:
    async def pick(
        ctx: Any,
        person: Annotated[str, Option(t("Whom"), kind=FieldKind.PERSON)],
        place: Annotated[str | None, Option(t("What it is about"), kind=FieldKind.PLACE)] = None,
    ) -> None:
        """A command with a person and a channel."""

    (found,) = compiled([command("pick", t("Browse the mentors"))(pick)])
    person, place = found["options"]
    assert (person["type"], person["required"], place["type"]) == (6, True, 7)
    assert place["channel_types"] == [0, 5]
    assert limits.command(found) == []


async def test_commands_are_written_only_where_they_differ(stage: DiscordStage) -> None:
    rest = stage.server.rest
    assert {name: essence(one) for name, one in rest.commands.items()} == {
        one["name"]: essence(one) for one in compiled(ALL)
    }

    async def again(*commands: Command) -> list[str]:
        await stage.adapter.stop()
        stage.adapter, before = stage.build(), len(rest.asked)
        await stage.run(stage.script, commands)
        return [method for method, path in rest.asked[before:] if "/commands" in path]

    assert await again(*ALL) == ["GET"]
    rest.commands["mentor"]["options"][0]["description"] = "Something old"
    assert await again(*ALL) == ["GET", "POST"]
    assert await again(*(one for one in ALL if one.name != "help")) == ["GET", "DELETE"]
    assert await again(*ALL) == ["GET", "POST"]
