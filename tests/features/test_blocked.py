"""Who was blocked finds neither the pair nor the mentor."""

from __future__ import annotations

from bot.actions import encode
from bot.features.mentoring import links as mentoring
from bot.features.safety import links
from bot.ui import Action
from tests.features.matrix import REGISTRY
from tests.features.pairing import become_pair
from tests.features.scene import Actor, Scene
from tests.features.test_policy import stored
from tests.features.test_twice import just_so
from tests.features.wire import claim, send

AFTERWARDS = {"pairs.came", "pairs.feedback", "pairs.stop", "pairs.words", "pairs.worded"}
"""What a pair that has ended still finds, and what blocked pairs therefore do too."""
OF_A_PAIR = [name for name, one in REGISTRY.actions.items() if "pair" in one.kinds and name not in AFTERWARDS]


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
    for name in OF_A_PAIR:
        before, handler = stored(scene), REGISTRY.actions[name]
        args = dict(zip(handler.kinds, just_so(name).args, strict=True)) | {"pair": pair}
        id = encode(Action(name, args), 1)
        await (send(scene, carla, id, {}) if handler.form else claim(scene, carla, id))
        assert stored(scene) == before, name
