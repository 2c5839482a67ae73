"""What every Work promises about people who get to know each other by turns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.features.peers.circles import Team
from bot.work import Work
from tests.contracts.store_scene import DAY, FOREIGN, NOW, Scene, add_mentor, add_pair, by, person


class Turns:
    async def test_who_takes_part(self, scene: Scene) -> None:
        def settle(work: Work) -> list[int]:
            people = [add_mentor(work, scene.home, id, "Taxes").id for id in ("anna", "bert", "carla", "dora")]
            for id in people:
                work.circles.join(scene.home, id, NOW)
            work.circles.join(scene.home, people[0], NOW + DAY)
            bert = work.members.ensure(by(scene.home, person("bert")))
            work.members.save(replace(bert, paused_until=NOW + DAY))
            carla = work.members.ensure(by(scene.home, person("carla")))
            work.members.save(replace(carla, left=True))
            work.circles.leave(scene.home, people[3])
            return people

        anna, bert, *_, dora = await scene.write(settle)
        for now, there in ((NOW, (anna,)), (NOW + DAY, (anna, bert))):
            assert await scene.read(lambda work, at: work.circles.people(scene.home, at), now) == there
        assert await scene.read(lambda work: work.circles.people(scene.away, NOW)) == ()
        assert await scene.read(lambda work: work.circles.joined(scene.home, anna))
        assert not await scene.read(lambda work: work.circles.joined(scene.home, dora))
        topics = await scene.read(lambda work: work.circles.topics(scene.home))
        assert set(topics) == {anna, bert, dora - 1}
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(lambda work: work.circles.join(scene.away, anna, NOW))

    async def test_groups_are_told_once_and_remembered(self, scene: Scene) -> None:
        one, two, three, four, five = [(await scene.member(id)).id for id in ("a", "b", "c", "d", "e")]
        await scene.write(lambda work: work.circles.add(scene.home, [(two, one), (five, three, four)], NOW))
        first, second = await scene.read(lambda work: work.circles.untold(scene.home, 9))
        assert (first, second) == (Team(first.id, (two, one)), Team(second.id, (five, three, four)))
        await scene.write(lambda work: work.circles.tell(scene.home, first.id))
        assert await scene.read(lambda work: work.circles.untold(scene.home, 9)) == (second,)
        assert await scene.read(lambda work: work.circles.threes(scene.home)) == {four: 1}
        assert await scene.read(lambda work: work.circles.team(scene.away, first.id)) is None
        await scene.write(lambda work: add_pair(work, scene.home, one, five))
        await scene.write(lambda work: work.introductions.add(scene.home, one, four, two, "", NOW))
        known = {(one, two), (three, four), (three, five), (four, five), (one, five), (two, four)}
        assert await scene.read(lambda work: work.circles.met(scene.home)) == known
        assert await scene.write(lambda work: work.circles.say_met(scene.home, first.id, one, met=True))
        assert not await scene.write(lambda work: work.circles.say_met(scene.home, first.id, three, met=True))
        assert not await scene.write(lambda work: work.circles.say_met(scene.away, first.id, one, met=True))
