"""What every Work promises about the next steps of a pair."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.features.pairs.next_steps import NextStep
from tests.contracts.store_scene import DAY, FOREIGN, HOSTILE, NOW, Scene


class Steps:
    @pytest.mark.parametrize("words", HOSTILE[:-1], ids=range(len(HOSTILE) - 1))
    async def test_a_step_comes_back_as_it_was_kept(self, scene: Scene, words: str) -> None:
        pair = await scene.pair()
        step = NextStep(0, scene.home, pair.id, pair.mentor, words, NOW, pair.mentee, NOW + DAY)
        made = await scene.write(lambda work: work.steps.add(step))
        assert await scene.read(lambda work: work.steps.get(scene.home, made.id)) == made
        await scene.write(lambda work: work.steps.save(replace(made, done=NOW)))
        assert await scene.read(lambda work: work.steps.of_pair(scene.home, pair.id)) == (replace(made, done=NOW),)
        await scene.write(lambda work: work.steps.save(replace(made, words="")))
        assert await scene.read(lambda work: work.steps.of_pair(scene.home, pair.id)) == (), "its words are gone"

    async def test_steps_of_another_community_are_not_found(self, scene: Scene) -> None:
        pair = await scene.pair()
        step = NextStep(0, scene.home, pair.id, pair.mentor, "write", NOW)
        made = await scene.write(lambda work: work.steps.add(step))
        assert await scene.read(lambda work: work.steps.get(scene.away, made.id)) is None
        assert await scene.read(lambda work: work.steps.of_pair(scene.away, pair.id)) == ()
        await scene.write(lambda work: work.steps.save(replace(made, community=scene.away, words="taken over")))
        assert await scene.read(lambda work: work.steps.get(scene.home, made.id)) == made
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(lambda work: work.steps.add(replace(step, community=scene.away)))
