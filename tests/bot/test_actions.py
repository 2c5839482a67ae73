"""An action travels in a component's id: there and back, whatever is in it, and whatever comes instead."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actions import Claim, Handler, Who, arguments, decode, encode
from bot.features.everything import registry
from bot.forms import STEP
from bot.ui import Action

ACTIONS = {**registry().actions, STEP.name: STEP}
LONGEST_ID = 100
"""The shortest limit among the platforms that we know."""
LARGE: dict[type, int | bool | str] = {int: 2**31 - 1, bool: True, str: "district"}
"""Ids of the millions are far away; this is what a column of the smaller integers holds."""
KEY = "abcdefgh"
MARK = "~12"
"""What `fit` adds to the second component that does the same."""

ints = st.integers(min_value=-(2**31), max_value=2**31)
values = st.one_of(st.none(), st.booleans(), ints, st.text(max_size=40))


async def nothing(*_: object) -> None: ...


def handler_of(args: dict[str, Any]) -> Handler[...]:
    kinds = {name: str if value is None else type(value) for name, value in args.items()}
    return Handler("some.action", Who.MEMBER, nothing, kinds=kinds)


calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""The first text that is drawn takes a second on a busy machine, and says nothing about the code."""


@calmly
@given(args=st.dictionaries(st.sampled_from("abcdef"), values), community=st.integers(1, 2**40), key=st.text("abc234"))
def test_there_and_back(args: dict[str, Any], community: int, key: str) -> None:
    claim = decode(encode(Action("some.action", args), community, key))
    assert claim is not None
    assert (claim.name, claim.community) == ("some.action", community)
    assert arguments(handler_of(args), claim) == args


@calmly
@given(st.text(max_size=60))
def test_no_text_is_too_strange_to_be_read(id: str) -> None:
    claim = decode(id)
    for handler in ACTIONS.values():
        read = arguments(handler, claim) if claim else None
        assert read is None or list(read) == list(handler.kinds)


@pytest.mark.parametrize("id", ["", "|", "pairs.met", "pairs.met|", "pairs.met|!|1|", "pairs.met||1|", "|||||"])
def test_an_id_of_others_is_no_claim(id: str) -> None:
    claim = decode(id)
    assert claim is None or claim.name not in ACTIONS


@pytest.mark.parametrize(
    "args",
    [
        ("1", "2"),
        ("1", "2", "1", "1"),
        ("one", "2", "1"),
        ("1", "2", "2"),
        ("1", "2", "yes"),
        ("1.5", "2", "1"),
        ("", "2", "1"),
        ("1" * 5000, "2", "1"),
    ],
)
def test_an_outdated_or_forged_id_has_no_arguments(args: tuple[str, ...]) -> None:
    assert arguments(ACTIONS["pairs.met"], Claim("pairs.met", 1, args)) is None


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_the_longest_id_of_every_action_fits(name: str) -> None:
    args = {one: LARGE[kind] for one, kind in ACTIONS[name].kinds.items()}
    id = encode(Action(name, args), 2**31 - 1, KEY) + MARK
    assert len(id) <= LONGEST_ID, f"{len(id)}: {id}"


def test_calling_a_handler_makes_its_action() -> None:
    met = ACTIONS["pairs.met"]
    wanted = Action("pairs.met", {"pair": 1, "week": 2, "yes": True})
    assert met(1, 2, True) == met(pair=1, week=2, yes=True) == met(1, week=2, yes=True) == wanted
