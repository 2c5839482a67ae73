"""What every Work promises about schedules, their occurrences, and steps at an instant."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from bot.planned import EveryDays, Fate, Later, Monthly, Rule, Schedule, Weekly
from bot.ui import Action
from bot.work import Sort, Work
from tests.contracts.store_scene import DAY, FOREIGN, HOSTILE, HOUR, NOW, Scene

MINUTE = HOUR / 60
WEDNESDAYS = Weekly(2, 18, "Europe/Rome")
TODAY = date(2030, 3, 6)


class Schedules:
    async def placed(self, scene: Scene, community: int, kind: str, hours: int, key: str = "") -> Schedule:
        wanted = Schedule(community, kind, WEDNESDAYS, Sort.WEEKLY, NOW + hours * HOUR, key)
        await scene.write(lambda work: work.schedules.set(wanted))
        made: Schedule | None = await scene.read(lambda work: work.schedules.of(community, kind, key))
        assert made
        assert replace(made, id=0) == wanted
        return made

    async def occur(self, scene: Scene, schedule: Schedule, day: date, days: int, fate: Fate = Fate.DONE) -> bool:
        following = NOW + days * DAY
        return bool(await scene.write(lambda work: work.schedules.occur(schedule, day, fate, following, NOW)))

    @pytest.mark.parametrize(
        "rule",
        [
            Weekly(6, 23, "Pacific/Apia", 59),
            EveryDays(10, date(2028, 2, 29), 0, "UTC", 1),
            Monthly(28, 9, "Asia/Kathmandu"),
        ],
        ids=["weekly", "days", "monthly"],
    )
    async def test_every_rule_comes_back(self, scene: Scene, rule: Rule) -> None:
        wanted = Schedule(
            *(scene.home, "any", rule, Sort.POST, None, "its key"), paused=True, skip=TODAY, ends=date(2031, 1, 1)
        )
        await scene.write(lambda work: work.schedules.set(wanted))
        (found,) = await scene.read(lambda work: work.schedules.all(scene.home, "any"))
        assert replace(found, id=0) == wanted
        assert await scene.read(lambda work: work.schedules.next_due()) is None, "it is paused"
        assert await scene.read(lambda work: work.schedules.due(NOW + 9999 * DAY, 9)) == ()

    async def test_one_schedule_for_a_community_kind_and_key(self, scene: Scene) -> None:
        first = await self.placed(scene, scene.home, "weekly", 1)
        second = await self.placed(scene, scene.home, "weekly", 2)
        assert second.id == first.id
        other = await self.placed(scene, scene.home, "weekly", 3, "other")
        assert other.id != first.id
        assert await scene.read(lambda work: work.schedules.all(scene.home, "weekly")) == (second, other)
        assert await scene.read(lambda work: work.schedules.of(scene.away, "weekly")) is None
        assert await scene.read(lambda work: work.schedules.of(scene.home, "monthly")) is None

    async def test_due_schedules_come_oldest_first(self, scene: Scene) -> None:
        assert await scene.read(lambda work: work.schedules.next_due()) is None
        later = await self.placed(scene, scene.home, "b", 0)
        first = await self.placed(scene, scene.away, "a", -1)
        await self.placed(scene, scene.home, "c", 1)
        assert await scene.read(lambda work: work.schedules.due(NOW, 9)) == (first, later)
        assert await scene.read(lambda work: work.schedules.due(NOW, 1)) == (first,)
        assert await scene.read(lambda work: work.schedules.next_due()) == NOW - HOUR

    async def test_an_occurrence_happens_once_and_moves_on(self, scene: Scene) -> None:
        schedule = await self.placed(scene, scene.home, "weekly", 0)
        assert await self.occur(scene, schedule, TODAY, 7)
        assert await scene.read(lambda work: work.schedules.due(NOW, 9)) == ()
        assert not await self.occur(scene, schedule, TODAY, 14)
        assert await scene.read(lambda work: work.schedules.next_due()) == NOW + 7 * DAY, "seen too early"
        set_back = await self.placed(scene, scene.home, "weekly", 0)
        assert not await self.occur(scene, set_back, TODAY, 7)
        assert await scene.read(lambda work: work.schedules.next_due()) == NOW + 7 * DAY, "not due forever"

    async def test_the_last_occurrence_leaves_nothing_due(self, scene: Scene) -> None:
        schedule = await self.placed(scene, scene.home, "weekly", 0)
        await scene.write(lambda work: work.schedules.occur(schedule, TODAY, Fate.DONE, None, NOW))
        assert await scene.read(lambda work: work.schedules.next_due()) is None
        found = await scene.read(lambda work: work.schedules.of(scene.home, "weekly"))
        assert found == replace(schedule, next_due=None)

    async def test_what_failed_is_looked_at_again_later(self, scene: Scene) -> None:
        schedule = await self.placed(scene, scene.home, "weekly", -1)
        await scene.write(lambda work: work.schedules.put_off(schedule, NOW + MINUTE))
        assert await scene.read(lambda work: work.schedules.due(NOW, 9)) == ()
        assert await scene.read(lambda work: work.schedules.next_due()) == NOW + MINUTE
        assert await scene.read(lambda work: work.schedules.due(NOW + MINUTE, 9)) == (schedule,)

    async def test_what_was_too_late_can_be_told(self, scene: Scene) -> None:
        schedule = await self.placed(scene, scene.home, "posts", 0, "tips")
        days = [date(2030, 3, number) for number in (6, 7, 8)]
        for day, fate in zip(days, (Fate.LATE, Fate.SKIPPED, Fate.DONE), strict=True):
            again = replace(schedule, next_due=await scene.read(lambda work: work.schedules.next_due()))
            assert await self.occur(scene, again, day, 7, fate)
        (missed,) = await scene.read(lambda work: work.schedules.missed(scene.home, NOW))
        assert (missed.kind, missed.key, missed.day, missed.noticed) == ("posts", "tips", TODAY, NOW)
        (skipped,) = await scene.read(lambda work: work.schedules.skipped(scene.home, NOW))
        assert (skipped.key, skipped.day) == ("tips", date(2030, 3, 7))
        assert await scene.read(lambda work: work.schedules.skipped(scene.away, NOW)) == ()
        assert await scene.read(lambda work: work.schedules.missed(scene.home, NOW + MINUTE)) == ()
        assert await scene.read(lambda work: work.schedules.missed(scene.away, NOW)) == ()

    async def test_a_schedule_is_taken_away_with_its_record(self, scene: Scene) -> None:
        schedule = await self.placed(scene, scene.home, "posts", 0, "tips")
        kept = await self.placed(scene, scene.home, "posts", 0)
        await self.occur(scene, schedule, TODAY, 7, Fate.LATE)
        assert not await scene.write(lambda work: work.schedules.end(scene.away, "posts", "tips"))
        assert await scene.write(lambda work: work.schedules.end(scene.home, "posts", "tips"))
        assert not await scene.write(lambda work: work.schedules.end(scene.home, "posts", "tips"))
        assert await scene.read(lambda work: work.schedules.all(scene.home, "posts")) == (kept,)
        assert await scene.read(lambda work: work.schedules.missed(scene.home, NOW)) == ()

    async def test_an_occurrence_stays_in_its_community(self, scene: Scene) -> None:
        schedule = await self.placed(scene, scene.home, "weekly", 0)
        foreign = replace(schedule, community=scene.away)
        with pytest.raises(Exception, match=FOREIGN):
            await self.occur(scene, foreign, TODAY, 1)
        assert await scene.read(lambda work: work.schedules.due(NOW, 9)) == (schedule,)


CLOSE = Action("polls.close", {"poll": 7, "early": False, "why": None})


class Laters:
    async def plan(self, scene: Scene, key: str, hours: int = 0, call: Action = CLOSE) -> Later:
        await scene.write(lambda work: work.later.at(scene.home, key, call, NOW + hours * HOUR))
        return Later(scene.home, key, call, NOW + hours * HOUR)

    async def take(self, scene: Scene, later: Later) -> bool:
        return bool(await scene.write(lambda work: work.later.take(later)))

    @pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
    async def test_a_call_comes_back_as_it_was_planned(self, scene: Scene, typed: str) -> None:
        planned = await self.plan(scene, typed, call=Action("any", {"words": typed, "n": 2**62, "yes": True}))
        assert await scene.read(lambda work: work.later.of(scene.home, typed)) == planned
        assert await scene.read(lambda work: work.later.due(NOW, 9)) == (planned,)
        assert await self.take(scene, planned)

    async def test_due_steps_come_oldest_first(self, scene: Scene) -> None:
        assert await scene.read(lambda work: work.later.next_due()) is None
        await self.plan(scene, "later", 1)
        second, first = await self.plan(scene, "a"), await self.plan(scene, "b", -1)
        assert await scene.read(lambda work: work.later.due(NOW, 9)) == (first, second)
        assert await scene.read(lambda work: work.later.due(NOW, 1)) == (first,)
        assert await scene.read(lambda work: work.later.next_due()) == NOW - HOUR

    async def test_the_same_key_again_takes_its_place(self, scene: Scene) -> None:
        before = await self.plan(scene, "poll:7")
        moved = await self.plan(scene, "poll:7", 2)
        elsewhere = Later(scene.away, "poll:7", CLOSE, NOW)
        await scene.write(lambda work: work.later.at(scene.away, "poll:7", CLOSE, NOW))
        assert await scene.read(lambda work: work.later.due(NOW + DAY, 9)) == (elsewhere, moved)
        assert not await self.take(scene, before), "what was seen is not planned any more"
        assert not await self.take(scene, replace(moved, call=Action("polls.other")))
        assert await self.take(scene, moved)

    async def test_what_is_cancelled_is_not_done(self, scene: Scene) -> None:
        planned = await self.plan(scene, "poll:7")
        assert not await scene.write(lambda work: work.later.cancel(scene.away, "poll:7"))
        assert await scene.write(lambda work: work.later.cancel(scene.home, "poll:7"))
        assert not await scene.write(lambda work: work.later.cancel(scene.home, "poll:7"))
        assert not await self.take(scene, planned)
        assert await scene.read(lambda work: work.later.next_due()) is None

    async def test_a_step_that_fails_was_not_done(self, scene: Scene) -> None:
        planned = await self.plan(scene, "poll:7")

        def fail(work: Work) -> None:
            assert work.later.take(planned)
            raise KeyError("something else")

        with pytest.raises(KeyError, match="something else"):
            await scene.write(fail)
        await scene.write(lambda work: work.later.put_off(planned, NOW + MINUTE))
        assert await scene.read(lambda work: work.later.due(NOW, 9)) == ()
        assert await scene.read(lambda work: work.later.next_due()) == NOW + MINUTE
        assert await scene.read(lambda work: work.later.due(NOW + MINUTE, 9)) == (planned,)
        assert await self.take(scene, planned)

    async def test_two_processes_do_it_once(self, scene: Scene) -> None:
        planned = [await self.plan(scene, f"poll:{number}") for number in range(10)]

        async def try_(store: int, later: Later) -> bool:
            from tests.contracts.store import insist

            return bool(await insist((scene.store, scene.other)[store], lambda work: work.later.take(later)))

        for later in planned:
            both = await asyncio.gather(*(try_(number, later) for number in (0, 1)))
            assert sorted(both) == [False, True]

    async def test_nothing_is_planned_for_a_community_that_is_not_there(self, scene: Scene) -> None:
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(lambda work: work.later.at(999, "a", CLOSE, NOW))
