"""What every Work promises about introductions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.contracts.store_scene import DAY, FOREIGN, HOSTILE, NOW, Scene


class PeerIntroductions:
    @pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
    async def test_an_introduction_comes_back_as_it_was_kept(self, scene: Scene, words: str) -> None:
        giver, one, other = [(await scene.member(id)).id for id in ("gina", "anna", "bert")]
        made = await scene.write(lambda work: work.introductions.add(scene.home, giver, one, other, words, NOW))
        assert await scene.read(lambda work: work.introductions.get(scene.home, made.id)) == made
        said = replace(made, one_said=True, other_said=False)
        await scene.write(lambda work: work.introductions.save(said))
        assert await scene.read(lambda work: work.introductions.get(scene.home, made.id)) == said
        assert await scene.read(lambda work: work.introductions.get(scene.away, made.id)) is None
        await scene.write(lambda work: work.introductions.save(replace(said, community=scene.away, one_said=None)))
        assert await scene.read(lambda work: work.introductions.get(scene.home, made.id)) == said

    async def test_introductions_are_counted_and_found_in_either_order(self, scene: Scene) -> None:
        giver, one, other = [(await scene.member(id)).id for id in ("gina", "anna", "bert")]
        made = [
            await scene.write(lambda work, at: work.introductions.add(scene.home, giver, one, other, "", at), NOW + day)
            for day in (0 * DAY, DAY)
        ]
        for pair in ((one, other), (other, one)):
            found = await scene.read(lambda work, two: work.introductions.between(scene.home, *two), pair)
            assert list(found) == made[::-1]
        assert await scene.read(lambda work: work.introductions.between(scene.home, giver, one)) == ()
        for since, many in ((NOW - DAY, 2), (NOW, 1), (NOW + DAY, 0)):
            count = await scene.read(lambda work, at: work.introductions.given_since(scene.home, giver, at), since)
            assert count == many
            waits = await scene.read(lambda work, at: work.introductions.waiting_with(scene.home, other, at), since)
            assert list(waits) == made[2 - many :]
        await scene.write(lambda work: work.introductions.save(replace(made[0], other_said=False)))
        for member, left in ((other, 1), (one, 2), (giver, 0)):
            waits = await scene.read(
                lambda work, who: work.introductions.waiting_with(scene.home, who, NOW - DAY), member
            )
            assert len(waits) == left
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(lambda work: work.introductions.add(scene.away, giver, one, other, "", NOW))
