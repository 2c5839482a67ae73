"""The declared commands as Discord's own."""

from __future__ import annotations

from typing import Annotated, Any

import pytest

from adapters.discord.commands import MOST, compiled, essence, length
from bot.actions import Who
from bot.commands import Command, Option, command
from bot.features.everything import registry
from bot.i18n import t, words
from bot.ui import Choice
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
