"""What every Work promises about lanes and pauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.delivery.lanes import Fill
from bot.delivery.outcomes import PAUSE
from bot.delivery.ports import Without
from tests.contracts.store_outbox import claimed, next_due, put
from tests.contracts.store_scene import DAY, HOUR, NOW, Scene, sending

MINUTE = timedelta(minutes=1)


class Lanes:
    async def test_a_lane_comes_back_as_it_was_saved(self, scene: Scene) -> None:
        full = Fill(NOW, NOW + HOUR, NOW + MINUTE, NOW, 7, "Busy")
        await scene.write(lambda work: work.lanes.save("room", {"all": full, "place c1": Fill(full=NOW)}))
        await scene.write(lambda work: work.lanes.save("other", {"all": Fill(failures=1)}))
        await scene.write(lambda work: work.lanes.save("room", {"place c1": Fill(full=NOW + HOUR)}))
        known = await scene.read(lambda work: work.lanes.read("room", ["all", "place c1", "never used"]))
        assert known == {"all": full, "place c1": Fill(full=NOW + HOUR)}
        assert await scene.read(lambda work: work.lanes.closed(NOW)) == {("room", "all"): full}
        assert await scene.read(lambda work: work.lanes.closed(NOW + HOUR)) == {}
        assert await scene.read(lambda work: work.lanes.closed(NOW - DAY)) == {}, "the clock went back"

    async def test_it_is_seen_of_which_platforms_something_was_asked_lately(self, scene: Scene) -> None:
        await scene.write(lambda work: work.lanes.save("room", {"all": Fill(full=NOW), "place c1": Fill(failures=1)}))
        await scene.write(lambda work: work.lanes.save("other", {"": Fill(closed=NOW + HOUR, since=NOW)}))
        assert await scene.read(lambda work: work.lanes.asked(NOW - MINUTE)) == {"room", "other"}
        assert await scene.read(lambda work: work.lanes.asked(NOW)) == {"other"}
        assert await scene.read(lambda work: work.lanes.asked(NOW + HOUR)) == set()
        assert await scene.read(lambda work: work.backlog.platforms()) == {"room"}

    async def test_what_wore_off_is_forgotten(self, scene: Scene) -> None:
        fills = {"old": Fill(full=NOW), "new": Fill(full=NOW + HOUR), "failing": Fill(failures=3)}
        await scene.write(lambda work: work.lanes.save("room", fills))
        assert await scene.write(lambda work: work.lanes.forget(NOW + MINUTE)) == 1
        assert set(await scene.read(lambda work: work.lanes.read("room", list(fills)))) == {"new", "failing"}

    async def test_rows_without_room_are_passed_over(self, scene: Scene) -> None:
        await put(scene, "here")
        await scene.write(lambda work: work.outbox.put(sending("away", scene.away), NOW))

        def due(without: Without) -> object:
            return lambda work: [one.sending.once for one in work.outbox.due(NOW, 9, without)]

        everything = Without()
        assert await scene.write(due(everything)) == ["here", "away"]  # type: ignore[arg-type]
        nobody_here = everything.also("room", scene.home, everything=False)
        assert await scene.write(due(nobody_here)) == ["away"]  # type: ignore[arg-type]
        nobody = everything.also("room", scene.home, everything=True)
        assert await scene.write(due(nobody)) == []  # type: ignore[arg-type]

    async def test_nothing_is_due_in_a_community_that_pauses(self, scene: Scene) -> None:
        await put(scene, "here")
        home = await scene.read(lambda work: work.communities.get(scene.home))
        await scene.write(lambda work: work.communities.pause(scene.home, NOW))
        assert await scene.read(lambda work: work.communities.get(scene.home)) == replace(home, paused=NOW)
        assert await next_due(scene) is None
        assert await claimed(scene) == []
        assert await next_due(scene, NOW + PAUSE) == NOW, "after a day one is tried again"
        await scene.write(lambda work: work.communities.pause(scene.home, None))
        assert await claimed(scene) == ["here"]
