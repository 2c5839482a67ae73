"""The policy of a pair: its two may, everybody else finds nothing, and neither does who was blocked."""

from __future__ import annotations

import pytest

from bot.features.mentoring import links as mentoring
from bot.features.safety import links
from tests.features.pairing import become_pair, put_together
from tests.features.scene import Actor, Scene
from tests.features.test_matrix import REFUSALS, REGISTRY, TABLE, some
from tests.features.test_policy import stored
from tests.features.wire import claim, send

GONE = "I cannot find this any more. /mentor status shows where things stand."
OF_A_PAIR = [
    name
    for kind in ("action", "form")
    for name, who in TABLE[kind].items()
    if "pair" in REGISTRY.actions[name].kinds and who == "member"
]
AFTERWARDS = ("pairs.came", "pairs.feedback", "pairs.words", "pairs.worded")
"""What is only for a pair that has ended."""
PICKED = {"pairs.came": "much"}


async def tried(scene: Scene, actor: Actor, name: str, pair: int) -> str:
    """What somebody is told who uses this on that pair."""
    scene.room.close_form(actor.id)
    action = some(name, pair=pair)
    before = len(actor.texts())
    await (
        send(scene, actor, action, {})
        if REGISTRY.actions[name].form
        else claim(scene, actor, action, PICKED.get(name, "4"))
    )
    asking = scene.room.form_of(actor.id)
    return " ".join([*actor.texts()[before:], asking.text if asking else ""])


@pytest.mark.parametrize("side", ["mentor", "mentee"])
async def test_the_two_of_a_pair_may_and_others_find_nothing(scene: Scene, lena: Actor, side: str) -> None:
    bert = scene.person("bert", "Bert")
    await put_together(scene, bert, scene.person("cora", "Cora"))
    for number, name in enumerate(OF_A_PAIR):
        mentor = scene.person(f"o{number}", f"Mentor {number}")
        mentee = scene.person(f"e{number}", f"Mentee {number}")
        pair = await put_together(scene, mentor, mentee)
        await send(scene, mentor, some("pairs.expected", pair=pair), {"goal": ("Readers",), "rhythm": ("weekly",)})
        if name in AFTERWARDS:
            await claim(scene, mentor, some("pairs.finished", pair=pair))
        for other in (bert, lena):
            before = stored(scene)
            assert GONE in await tried(scene, other, name, pair), name
            assert stored(scene) == before, name
        said = await tried(scene, mentor if side == "mentor" else mentee, name, pair)
        assert GONE not in said, name
        assert not [refusal for refusal in REFUSALS.values() if refusal in said], name


async def test_who_was_blocked_finds_no_pair_and_no_mentor(scene: Scene, marta: Actor, carla: Actor) -> None:
    pair = await become_pair(scene, marta, carla)
    await claim(scene, marta, links.blocked(links.PAIR, pair))
    answers = set()
    for mentor in (1, 99):
        before = stored(scene)
        await claim(scene, carla, mentoring.ask(mentor))
        answers.add(carla.last())
        assert stored(scene) == before
        assert scene.room.form_of("carla") is None
    assert len(answers) == 1, "as if there were nobody"
    for name in ("pairs.met", "pairs.noted", "pairs.extend", "pairs.agree"):
        before = stored(scene)
        await tried(scene, carla, name, pair)
        assert stored(scene) == before, name
