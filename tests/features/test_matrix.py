"""The policy as a matrix: every handler by everybody; who may not is refused alike and without a trace."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.features.everything import registry
from bot.ui import Action
from tests.features.scene import Actor, Scene
from tests.features.test_policy import stored
from tests.features.wire import claim, send

TABLE: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent.parent / "policy.toml").read_text())
REGISTRY = registry()
SOME: dict[type, Any] = {int: 1, str: "topic", bool: True}
HERE_NO_MORE = {
    "outsider": "I cannot find this any more. /mentor status shows where things stand.",
    "left": "You are not in Corte any more, so this cannot go on here.",
}
REFUSALS = {
    "coordinator": "Only the coordination can do this. If it should be you, ask an administrator here.",
    "safety": "Only the safety contacts can do this. /report reaches them.",
}
ROLES = {
    "member": {"coordinator", "safety"},
    "coordinator": {"safety"},
    "contact": {"coordinator"},
    "outsider": {"anyone", "member", "coordinator", "safety"},
    "left": {"anyone", "member", "coordinator", "safety"},
}
"""For each role the kinds of handlers that refuse it."""


async def somebody(scene: Scene, lena: Actor, role: str) -> Actor:
    if role == "left":
        gone = scene.person("gone", "Gone")
        await gone.use("/mentor offer")
        await gone.fill(topics="Knots", capacity="1", languages=("en",), conduct="yes")
    actor = scene.person("gone" if role == "left" else "actor", "Actor", coordinator=role == "coordinator")
    if role == "contact":
        await lena.use("/safety contacts")
        await lena.press("Name a contact")
        await lena.fill(person="actor")
    if role == "outsider":
        scene.room.somebody("actor").left = True
    if role == "left":
        await scene.room.leave("gone")
    await scene.quiet()
    return actor.dm if role in HERE_NO_MORE else actor


def some(name: str, **known: int) -> Action:
    return Action(name, {one: SOME[kind] for one, kind in REGISTRY.actions[name].kinds.items()} | known)


@pytest.mark.parametrize("role", ROLES)
async def test_who_may_not_changes_nothing(scene: Scene, lena: Actor, role: str) -> None:
    actor = await somebody(scene, lena, role)
    tried = 0
    for kind in ("action", "form"):
        for name, who in TABLE[kind].items():
            if who not in ROLES[role]:
                continue
            before = stored(scene)
            if kind == "form":
                await send(scene, actor, some(name), {})
            else:
                await claim(scene, actor, some(name))
            wanted = HERE_NO_MORE.get(role) or REFUSALS[who]
            assert wanted in actor.last(), (name, actor.last())
            assert stored(scene) == before, name
            tried += 1
    assert tried == sum(who in ROLES[role] for kind in ("action", "form") for who in TABLE[kind].values())
    assert tried


@pytest.mark.parametrize("role", ["member", "coordinator", "contact"])
async def test_commands(scene: Scene, lena: Actor, role: str) -> None:
    actor = await somebody(scene, lena, role)
    for name, who in TABLE["command"].items():
        if who in ROLES[role]:
            before = stored(scene)
            await actor.use(f"/{name}")
            assert actor.last() == REFUSALS[who], name
            assert stored(scene) == before, name


@pytest.mark.parametrize("role", ["member", "coordinator", "contact"])
async def test_who_may_is_not_refused(scene: Scene, lena: Actor, role: str) -> None:
    """Whatever else is said, since most of it is about things that are not there."""
    actor = await somebody(scene, lena, role)
    allowed = [(kind, name) for kind, table in TABLE.items() for name, who in table.items() if who not in ROLES[role]]
    for kind, name in sorted(allowed, key=lambda one: one[1].startswith("privacy.")):  # who is erased is no contact
        before = len(actor.texts())
        scene.room.close_form("actor")
        match kind:
            case "command":
                await actor.use(f"/{name}")
            case "form":
                await send(scene, actor, some(name), {})
            case _:
                await claim(scene, actor, some(name))
        said = " ".join(actor.texts()[before:])
        assert said or scene.room.form_of("actor"), name
        assert not [refusal for refusal in REFUSALS.values() if refusal in said], name
    assert len(allowed) > 80
