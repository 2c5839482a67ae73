"""Reading typed words, and what a declaration must get right."""

from __future__ import annotations

from types import ModuleType
from typing import Annotated

import pytest

from bot.actions import action, form, parameters
from bot.commands import Command, Option, by_name, command, understand
from bot.context import Context
from bot.errors import Refused
from bot.features.everything import registry
from bot.i18n import t
from bot.markup import Reader, plain, render
from bot.registry import collect
from bot.ui import Form
from tests.features.scene import MONDAY

COMMANDS = registry().commands


def read(words: str) -> tuple[str, dict[str, str]]:
    typed = understand(words, COMMANDS)
    return typed.name, dict(typed.options)


def refusal(words: str) -> str:
    with pytest.raises(Refused) as refused:
        understand(words, COMMANDS)
    return plain(render(refused.value.text, Reader("en", "UTC", MONDAY)))


@pytest.mark.parametrize(
    ("words", "name", "options"),
    [
        ("help", "help", {}),
        ("/help", "help", {}),
        ("HELP me please", "help", {}),
        ("mentor seek", "mentor seek", {}),
        ("  Mentor   Seek  ", "mentor seek", {}),
        ("mentor seek taxes", "mentor seek", {"topic": "taxes"}),
        ("/mentor cerca tasse", "mentor seek", {"topic": "tasse"}),
        ("Mentor Suchen Steuern", "mentor seek", {"topic": "Steuern"}),
        ("programma coppie", "programme pairs", {}),
        ("mentor seek topic: taxes", "mentor seek", {"topic": "taxes"}),
        ("mentor seek topic:taxes", "mentor seek", {"topic": "taxes"}),
        ("mentor seek topic=taxes", "mentor seek", {"topic": "taxes"}),
        ("mentor seek TOPIC: Taxes", "mentor seek", {"topic": "Taxes"}),
        ("mentor seek topic:", "mentor seek", {}),
        ("mentor offer pricing, online shop", "mentor offer", {"topics": "pricing, online shop"}),
        ("mentor offer pricing,  logo", "mentor offer", {"topics": "pricing,  logo"}),
        ('mentor seek "my taxes"', "mentor seek", {"topic": "my taxes"}),
        ("mentor seek topic: 'my taxes'", "mentor seek", {"topic": "my taxes"}),
        ("mentor seek l'IVA", "mentor seek", {"topic": "l'IVA"}),
        ("mentor seek https://example.org: what is it", "mentor seek", {"topic": "https://example.org: what is it"}),
        ("mentor seek 税金", "mentor seek", {"topic": "税金"}),
        ("mentor find district: Turin language: Italian", "mentor find", {"district": "Turin", "language": "Italian"}),
        ("mentor find taxes language: Italian", "mentor find", {"topic": "taxes", "language": "Italian"}),
        ("mentor find topic: a district: b topic: c", "mentor find", {"topic": "c", "district": "b"}),
        ("mentor find subtopic: taxes", "mentor find", {"topic": "subtopic: taxes"}),
        (
            'mentor find topic: "a second language: Danish" district: Turin',
            "mentor find",
            {"topic": "a second language: Danish", "district": "Turin"},
        ),
        ("mentor find l'arte language: it d'oggi", "mentor find", {"topic": "l'arte", "language": "it d'oggi"}),
        ('mentor find " language: it', "mentor find", {"topic": '"', "language": "it"}),
        ("mentor pause 2", "mentor pause", {"weeks": "2"}),
        ("mentor status please", "mentor status", {}),
    ],
)
def test_words_that_are_understood(words: str, name: str, options: dict[str, str]) -> None:
    assert read(words) == (name, options)


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("mentor sek", "/mentor seek"),
        ("mentor ofer pricing", "/mentor offer"),
        ("mentro find", "/mentor find"),
        ("program setup", "/programme setup"),
        ("programme", "/programme setup"),
        ("programme courses", "/programme template"),
        ("programme safety", "/safety contacts, /safety reports"),
        ("courses", "/programme template"),
        ("hlep", "/help"),
        ("mentor", "/mentor offer, /mentor find"),
        ("grazie", "/kudos"),
        ("programma", "/programme setup, /programme pairs"),
    ],
)
def test_a_near_miss_is_told_the_nearest(words: str, near: str) -> None:
    said = refusal(words)
    assert "Did you mean" in said
    assert all(one in said for one in near.split(", ")), said


@pytest.mark.parametrize("words", ["", "/", "   ", "xyzzy", "9" * 10_000, "税金", "\x00\u202e"])
def test_other_words_lead_to_help(words: str) -> None:
    said = refusal(words)
    assert "`" not in said
    assert "/mentor help" in said
    assert len(said) < 200


def test_every_command_is_understood_by_its_own_name() -> None:
    assert [read(name)[0] for name in COMMANDS] == list(COMMANDS)


# declarations


async def nothing(ctx: Context) -> None: ...


def test_two_commands_of_one_name_are_a_mistake() -> None:
    one = Command("mentor seek", t("Look"), nothing)
    with pytest.raises(ValueError, match="two commands share a name"):
        by_name([one, Command("mentor seek", t("Look again"), nothing)])


def test_two_actions_of_one_name_are_a_mistake() -> None:
    module = declaring(action("pairs.met"), action("pairs.met"))
    with pytest.raises(ValueError, match="two handlers share a name"):
        collect([module])


def test_an_action_and_a_form_of_one_name_are_a_mistake() -> None:
    async def build(ctx: Context) -> Form:
        raise AssertionError("no form is built to be declared")

    with pytest.raises(ValueError, match="two handlers share a name"):
        collect([declaring(action("pairs.met"), form("pairs.met", build))])


def test_what_a_module_only_imports_is_not_its_own() -> None:
    module = declaring(action("pairs.met"))
    borrower = ModuleType("borrower")
    vars(borrower)["handler0"] = vars(module)["handler0"]
    assert list(collect([module]).actions) == ["pairs.met"]
    assert not collect([borrower]).actions


def declaring(*declarations: object) -> ModuleType:
    """A module with handlers that these decorators make of functions of its own."""
    module = ModuleType("declaring")
    for number, declaration in enumerate(declarations):

        async def run(ctx: Context) -> None: ...

        run.__module__ = module.__name__
        vars(module)[f"handler{number}"] = declaration(run)  # type: ignore[operator]
    return module


def test_an_option_is_written_as_an_option() -> None:
    async def loose(ctx: Context, topic: str) -> None: ...

    with pytest.raises(TypeError, match="topic: an option is written as"):
        command("mentor seek", t("Look"))(loose)


def test_options_are_read_from_the_signature() -> None:
    async def seek(
        ctx: Context,
        topic: Annotated[str, Option(t("What"))],
        district: Annotated[str | None, Option(t("Where"))] = None,
    ) -> None: ...

    made = command("mentor seek", t("Look"))(seek)
    assert [(one.name, one.required) for one in made.options] == [("topic", True), ("district", False)]


def test_an_action_carries_only_what_fits_into_an_id() -> None:
    async def handler(ctx: Context, pair: list[int]) -> None: ...

    with pytest.raises(TypeError, match="an action carries str, int and bool"):
        parameters(handler)
