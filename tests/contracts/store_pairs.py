"""What every Work promises about pairs, their check-ins and their endings."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.features.mentoring.model import Offer
from bot.features.pairs.model import CheckIn, Expectations, Feedback, Pair, PairState, Why
from bot.features.programme.formats import Format
from bot.identity import Place
from bot.work import Work
from tests.contracts.store_scene import DAY, FOREIGN, HOSTILE, HOUR, NOW, Scene, add_pair


class Pairs:
    async def test_a_pair_begins_active_in_its_first_week(self, scene: Scene) -> None:
        pair = await scene.pair()
        assert (pair.template, pair.weeks, pair.goal) == ("first-steps", 8, "a plan")
        assert (pair.started, pair.week, pair.week_at, pair.state) == (NOW, 1, NOW, PairState.ACTIVE)
        assert await scene.read(lambda work: work.pairs.get(scene.home, pair.id)) == pair

    async def test_everything_that_may_change_is_saved(self, scene: Scene) -> None:
        pair = await scene.pair()
        changed = replace(
            pair,
            template="short",
            weeks=4,
            goal="another",
            week=3,
            week_at=NOW + 14 * DAY,
            state=PairState.STOPPED,
            last_asked=NOW + DAY,
            ended=NOW + 2 * DAY,
            reason="no time",
            format=Format.QUESTION,
            space=Place("room", "s1", "Marta and Carla"),
        )
        await scene.write(lambda work: work.pairs.save(changed))
        found = await scene.read(lambda work: work.pairs.get(scene.home, pair.id))
        assert found == changed
        assert found.space.name == "Marta and Carla"

    async def test_a_member_s_pairs_on_either_side(self, scene: Scene) -> None:
        first = await scene.pair("marta", "carla")
        second = await scene.write(lambda work: add_pair(work, scene.home, first.mentee, first.mentor, NOW + HOUR))
        third = await scene.pair("marta", "bruno")

        async def of(member: int) -> list[int]:
            pairs = await scene.read(lambda work: work.pairs.of_member(scene.home, member))
            return [pair.id for pair in pairs]

        assert await of(first.mentor) == [first.id, third.id, second.id], "oldest first"
        assert await of(first.mentee) == [first.id, second.id]
        assert await of(third.mentee) == [third.id]
        assert await scene.read(lambda work: work.pairs.of_member(scene.away, first.mentor)) == ()

    async def test_ended_pairs_newest_first_and_at_most_twenty(self, scene: Scene) -> None:
        one, other = await scene.member("marta"), await scene.member("carla")

        def settle(work: Work) -> list[Pair]:
            pairs = [add_pair(work, scene.home, one.id, other.id) for _ in range(23)]
            ended = [
                replace(pair, state=PairState.FINISHED, ended=NOW + at * HOUR) for at, pair in enumerate(pairs[1:])
            ]
            for pair in ended:
                work.pairs.save(pair)
            return [pairs[0], *ended]

        active, *ended = await scene.write(settle)
        found = await scene.read(lambda work: work.pairs.of_member(scene.home, other.id, ended=True))
        assert list(found) == ended[::-1][:20]
        assert await scene.read(lambda work: work.pairs.of_member(scene.home, other.id)) == (active,)
        assert await scene.read(lambda work: work.pairs.active_with(scene.home, one.id)) == 1
        assert await scene.read(lambda work: work.pairs.active_with(scene.home, other.id)) == 0
        assert await scene.read(lambda work: work.pairs.active_with(scene.away, one.id)) == 0

    async def test_a_seat_that_rests_is_not_free(self, scene: Scene) -> None:
        pair = await scene.pair("marta", "carla")
        offer = Offer(pair.mentor, 2, ())
        await scene.write(lambda work: work.mentoring.save_offer(scene.home, offer))
        ended = replace(pair, state=PairState.FINISHED, ended=NOW)

        async def seats() -> tuple[int, list[int]]:
            free = await scene.read(lambda work: work.mentoring.free_seats(scene.home, pair.mentor))
            resting = await scene.read(lambda work: work.pairs.resting(scene.home, pair.mentor))
            return free, [one.id for one in resting]

        assert await seats() == (1, [])
        await scene.write(lambda work: work.pairs.save(replace(ended, rests=NOW + DAY)))
        assert await seats() == (1, [pair.id])
        assert await scene.read(lambda work: work.pairs.resting(scene.away, pair.mentor)) == ()
        assert await scene.read(lambda work: work.pairs.resting(scene.home, pair.mentee)) == ()
        await scene.write(lambda work: work.pairs.save(ended))
        assert await seats() == (2, [])

    async def test_were_these_two_ever_a_pair(self, scene: Scene) -> None:
        pair = await scene.pair()
        await scene.write(lambda work: work.pairs.save(replace(pair, state=PairState.STOPPED, ended=NOW)))
        stranger = await scene.member("zoe")

        async def ever(community: int, one: int, other: int) -> bool:
            return bool(await scene.read(lambda work: work.pairs.ever(community, one, other)))

        assert await ever(scene.home, pair.mentor, pair.mentee)
        assert await ever(scene.home, pair.mentee, pair.mentor)
        assert not await ever(scene.home, pair.mentor, stranger.id)
        assert not await ever(scene.away, pair.mentor, pair.mentee)

    async def test_pairs_whose_week_is_over_come_in_portions(self, scene: Scene) -> None:
        pairs = [await scene.pair("marta", mentee) for mentee in "abcd"]
        ended = replace(pairs[1], state=PairState.FINISHED, ended=NOW)
        young = replace(pairs[2], week_at=NOW + DAY)
        for pair in (ended, young):
            await scene.write(lambda work, pair: work.pairs.save(pair), pair)

        async def due(after: int, limit: int = 9, community: int = scene.home) -> list[int]:
            found = await scene.read(lambda work: work.pairs.due(community, NOW + DAY, after, limit))
            return [pair.id for pair in found]

        assert await due(0) == [pairs[0].id, pairs[3].id]
        assert await due(0, 1) == [pairs[0].id]
        assert await due(pairs[0].id) == [pairs[3].id]
        assert await due(0, community=scene.away) == []

    async def test_pairs_of_another_community_are_not_found(self, scene: Scene) -> None:
        pair = await scene.pair()
        assert await scene.read(lambda work: work.pairs.get(scene.away, pair.id)) is None
        await scene.write(lambda work: work.pairs.save(replace(pair, community=scene.away, goal="taken over")))
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(lambda work: add_pair(work, scene.away, pair.mentor, pair.mentee))
        assert await scene.read(lambda work: work.pairs.get(scene.home, pair.id)) == pair


class PairRecords:
    async def test_when_a_pair_was_looked_after_last(self, scene: Scene) -> None:
        pair = await scene.pair()

        async def last(community: int) -> datetime | None:
            return await scene.read(lambda work: work.pairs.looked_after(community, pair.id))

        assert await last(scene.home) is None
        for at in (NOW, NOW + DAY):
            await scene.write(lambda work, at: work.pairs.add_risk(pair, Why.LOW, at), at)
            await scene.write(lambda work, at: work.pairs.close_risks(scene.home, pair.id, at + HOUR), at)
        assert await last(scene.home) == NOW + DAY + HOUR
        assert await last(scene.away) is None

    @pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
    async def test_what_a_pair_writes_comes_back_exactly(self, scene: Scene, typed: str) -> None:
        pair = await scene.pair()
        agreed = Expectations(pair.id, typed, typed, typed, pair.mentee)
        checkin = CheckIn(pair.id, 1, pair.mentor, NOW, True, 5, typed, typed)
        feedback = Feedback(pair.id, pair.mentor, NOW, 5, typed)

        def write(work: Work) -> None:
            work.pairs.save_expectations(scene.home, agreed)
            work.pairs.save_checkin(scene.home, checkin)
            work.pairs.save_feedback(scene.home, feedback)

        await scene.write(write)
        assert await scene.read(lambda work: work.pairs.expectations(scene.home, pair.id)) == agreed
        assert await scene.read(lambda work: work.pairs.checkin(scene.home, pair.id, 1, pair.mentor)) == checkin
        assert await scene.read(lambda work: work.pairs.feedback(scene.home, pair.id, pair.mentor)) == feedback

    async def test_expectations_are_replaced(self, scene: Scene) -> None:
        pair = await scene.pair()
        assert await scene.read(lambda work: work.pairs.expectations(scene.home, pair.id)) is None
        first = Expectations(pair.id, "goal", "weekly", "notes", pair.mentee, mentee_agreed=True)
        second = Expectations(pair.id, "other", "monthly", "calls", pair.mentor, 2, mentor_agreed=True)
        for said in (first, second):
            await scene.write(lambda work, said: work.pairs.save_expectations(scene.home, said), said)
            assert await scene.read(lambda work: work.pairs.expectations(scene.home, pair.id)) == said

    async def test_what_is_agreed_holds_while_something_else_is_proposed(self, scene: Scene) -> None:
        pair = await scene.pair()

        async def agreed() -> Expectations | None:
            return await scene.read(lambda work: work.pairs.expectations(scene.home, pair.id, agreed=True))

        first = Expectations(pair.id, "goal", "weekly", "notes", pair.mentee, mentee_agreed=True, form="video")
        await scene.write(lambda work: work.pairs.save_expectations(scene.home, first))
        assert await agreed() is None
        both = replace(first, mentor_agreed=True)
        second = Expectations(pair.id, "other", "monthly", "calls", pair.mentor, 2, mentor_agreed=True, form="phone")
        for said in (both, second):
            await scene.write(lambda work, said: work.pairs.save_expectations(scene.home, said), said)
            assert await agreed() == both
        assert await scene.read(lambda work: work.pairs.expectations(scene.home, pair.id)) == second
        await scene.write(lambda work: work.pairs.save_expectations(scene.home, replace(second, mentee_agreed=True)))
        assert await agreed() == replace(second, mentee_agreed=True)

    async def test_a_checkin_is_one_side_s_week_and_may_be_changed(self, scene: Scene) -> None:
        pair = await scene.pair()
        third = CheckIn(pair.id, 3, pair.mentor, NOW, met=False)
        first = CheckIn(pair.id, 1, pair.mentor, NOW, met=True, rating=4)
        other = CheckIn(pair.id, 1, pair.mentee, NOW, rating=2)
        changed = replace(first, met=None, rating=None, note="changed", at=NOW + HOUR)
        for checkin in (third, first, other, changed):
            await scene.write(lambda work, checkin: work.pairs.save_checkin(scene.home, checkin), checkin)
        found = await scene.read(lambda work: work.pairs.checkins(scene.home, pair.id, pair.mentor))
        assert found == (changed, third)
        assert await scene.read(lambda work: work.pairs.checkin(scene.home, pair.id, 1, pair.mentee)) == other
        assert await scene.read(lambda work: work.pairs.checkin(scene.home, pair.id, 2, pair.mentee)) is None

    async def test_a_week_counts_as_met_when_either_side_says_so(self, scene: Scene) -> None:
        pair = await scene.pair()
        said = [(1, pair.mentor, True), (1, pair.mentee, True), (2, pair.mentee, True), (2, pair.mentor, False)]
        for week, member, met in [*said, (3, pair.mentor, False), (4, pair.mentor, None)]:
            checkin = CheckIn(pair.id, week, member, NOW, met=met)
            await scene.write(lambda work, checkin: work.pairs.save_checkin(scene.home, checkin), checkin)
        assert await scene.read(lambda work: work.pairs.met_count(scene.home, pair.id)) == 2
        assert await scene.read(lambda work: work.pairs.met_count(scene.away, pair.id)) == 0

    async def test_feedback_of_each_side_may_be_changed(self, scene: Scene) -> None:
        pair = await scene.pair()
        mine = Feedback(pair.id, pair.mentor, NOW, 2)
        theirs = Feedback(pair.id, pair.mentee, NOW, 5, "Thank you")
        for feedback in (mine, theirs, replace(mine, rating=4)):
            await scene.write(lambda work, feedback: work.pairs.save_feedback(scene.home, feedback), feedback)
        found = [
            await scene.read(lambda work, who: work.pairs.feedback(scene.home, pair.id, who), who)
            for who in (pair.mentor, pair.mentee, 999)
        ]
        assert found == [replace(mine, rating=4), theirs, None]

    async def test_records_of_another_community_are_not_found(self, scene: Scene) -> None:
        pair = await scene.pair()
        agreed = Expectations(pair.id, "", "", "", pair.mentee)
        checkin, feedback = CheckIn(pair.id, 1, pair.mentor, NOW), Feedback(pair.id, pair.mentor, NOW, 5)

        def write(work: Work, community: int) -> None:
            work.pairs.save_expectations(community, agreed)
            work.pairs.save_checkin(community, checkin)
            work.pairs.save_feedback(community, feedback)

        await scene.write(write, scene.home)
        assert await scene.read(lambda work: work.pairs.expectations(scene.away, pair.id)) is None
        assert await scene.read(lambda work: work.pairs.checkin(scene.away, pair.id, 1, pair.mentor)) is None
        assert await scene.read(lambda work: work.pairs.checkins(scene.away, pair.id, pair.mentor)) == ()
        assert await scene.read(lambda work: work.pairs.feedback(scene.away, pair.id, pair.mentor)) is None
        for save in (
            lambda work: work.pairs.save_expectations(scene.away, agreed),
            lambda work: work.pairs.save_checkin(scene.away, checkin),
            lambda work: work.pairs.save_feedback(scene.away, feedback),
        ):
            with pytest.raises(Exception, match=FOREIGN):
                await scene.write(save)
