"""What every Work promises about delivery: order, leases, fencing, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.delivery.ports import Sent, Without
from bot.identity import Place, Ref
from bot.logs import traced
from bot.ui import Action
from bot.work import Delivery, Kind, Sending, Sort, State, Target, Work
from tests.contracts.store_scene import DAY, FOREIGN, HOSTILE, HOUR, NOW, Scene, person, sending

LEASE = timedelta(seconds=90)
MINUTE = timedelta(minutes=1)
REF = Ref(Place("room", "c1", "square"), "m1")


async def put(scene: Scene, once: str, to: str = "carla", now: datetime = NOW, **more: object) -> bool:
    row = sending(once, scene.home, to, **more)
    return bool(await scene.write(lambda work: work.outbox.put(row, now)))


async def claim(scene: Scene, now: datetime = NOW, limit: int = 100, owner: str = "one") -> Sequence[Delivery]:
    def decide(work: Work) -> Sequence[Delivery]:
        return work.outbox.take(work.outbox.due(now, limit), now, owner, LEASE)

    found: Sequence[Delivery] = await scene.write(decide)
    return found


async def claimed(scene: Scene, now: datetime = NOW, limit: int = 100) -> list[str]:
    return [delivery.sending.once for delivery in await claim(scene, now, limit)]


async def finish(scene: Scene, delivery: Delivery, state: State = State.SENT) -> bool:
    return bool(await scene.write(lambda work: work.outbox.finish(delivery, state, NOW, refs=(REF,))))


async def again(scene: Scene, delivery: Delivery, at: datetime, *, in_doubt: bool = False) -> bool:
    def decide(work: Work) -> bool:
        return work.outbox.again(delivery, at, refs=(REF,), why="busy", in_doubt=in_doubt)

    return bool(await scene.write(decide))


async def owed(scene: Scene) -> list[str]:
    found = await scene.read(lambda work: work.outbox.owed(100))
    return [one.sending.once for one in found]


async def counts(scene: Scene) -> dict[State, int]:
    found = await scene.read(lambda work: work.outbox.counts())
    assert set(found) == set(State)
    return {state: count for state, count in found.items() if count}


async def next_due(scene: Scene, now: datetime = NOW) -> datetime | None:
    at: datetime | None = await scene.read(lambda work: work.outbox.next_due(now))
    return at


class Putting:
    async def test_a_row_comes_back_as_it_was_put(self, scene: Scene) -> None:
        full = replace(
            sending("full", scene.home),
            kind=Kind.GATHER,
            title="Marta and Carla",
            target=Target((person("marta"), person("carla"))),
            not_before=NOW,
            expires=NOW + DAY,
            collapse="c",
            after="nothing",
            then=Action("pairs.gathered", {"pair": 7, "late": None}),
            original="nothing either",
            sort=Sort.SAFETY,
        )
        bare = Sending("bare", scene.home, Target(place=Place("room", "c1", "square")))
        for row in (full, bare):
            assert await scene.write(lambda work, row: work.outbox.put(row, NOW), row)
        deliveries = await claim(scene)
        assert [delivery.sending for delivery in deliveries] == [full, bare]
        assert [(d.attempt, d.first_attempt, d.refs, d.in_doubt) for d in deliveries] == [(1, NOW, (), False)] * 2
        assert deliveries[0].sending.target.people[1].name == "Carla"

    @pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
    async def test_messages_hold_whatever_people_type(self, scene: Scene, typed: str) -> None:
        row = replace(sending(typed, scene.home), title=typed)
        await scene.write(lambda work: work.outbox.put(row, NOW))
        (delivery,) = await claim(scene)
        assert delivery.sending == row

    async def test_a_key_is_known_forever_inside_its_community(self, scene: Scene) -> None:
        assert await put(scene, "a")
        assert not await put(scene, "a", "somebody else")
        (delivery,) = await claim(scene)
        await finish(scene, delivery)
        assert not await put(scene, "a")
        assert await claim(scene) == ()
        elsewhere = sending("a", scene.away)
        assert await scene.write(lambda work: work.outbox.put(elsewhere, NOW))

    async def test_a_newer_row_takes_the_place_of_those_that_wait(self, scene: Scene) -> None:
        await put(scene, "going", collapse="tally")
        assert await claimed(scene) == ["going"]
        await put(scene, "old", "bruno", collapse="tally", not_before=NOW + HOUR)
        await put(scene, "other", "dora", collapse="another")
        await put(scene, "plain", "emil")
        foreign = sending("old", scene.away, "bruno", collapse="tally")
        await scene.write(lambda work: work.outbox.put(foreign, NOW))
        await put(scene, "new", "bruno", collapse="tally")
        assert sorted(await claimed(scene, NOW + HOUR)) == ["going", "new", "old", "other", "plain"]
        assert await counts(scene) == {State.CANCELLED: 1, State.SENDING: 5}
        assert not await put(scene, "new", collapse="another"), "known, so nothing changes"
        assert (await counts(scene))[State.CANCELLED] == 1

    async def test_what_waits_can_be_cancelled(self, scene: Scene) -> None:
        await put(scene, "b", "b", collapse="x", not_before=NOW + DAY)
        await put(scene, "c", "c", collapse="y")
        await put(scene, "d", "d")
        assert await scene.write(lambda work: work.outbox.cancel(scene.away, "x")) == 0
        assert await scene.write(lambda work: work.outbox.cancel(scene.home, "")) == 0
        assert await scene.write(lambda work: work.outbox.cancel(scene.home, "x")) == 1
        assert await scene.write(lambda work: work.outbox.cancel(scene.home, "x")) == 0
        assert await claimed(scene, NOW + DAY) == ["c", "d"]

    async def test_nothing_is_put_for_a_community_that_is_not_there(self, scene: Scene) -> None:
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(lambda work: work.outbox.put(sending("a", 999), NOW))


class Claiming:
    async def test_due_rows_come_oldest_first_and_no_more_than_asked(self, scene: Scene) -> None:
        await put(scene, "third", "c", now=NOW)
        await put(scene, "first", "a", not_before=NOW - HOUR)
        await put(scene, "second", "b", now=NOW - MINUTE)
        await put(scene, "later", "d", not_before=NOW + timedelta(microseconds=1))
        assert await claimed(scene, limit=2) == ["first", "second"]
        assert await claimed(scene) == ["third"]
        assert await claimed(scene) == []
        assert await claimed(scene, NOW + timedelta(microseconds=1)) == ["later"]

    async def test_one_at_a_time_for_each_recipient(self, scene: Scene) -> None:
        for once, to in (("a1", "anna"), ("b1", "bruno"), ("a2", "anna"), ("a3", "anna")):
            await put(scene, once, to)
        first, _ = await claim(scene)
        assert await claimed(scene) == []
        await finish(scene, first)
        (second,) = await claim(scene)
        assert second.sending.once == "a2"
        await finish(scene, second, State.DEAD)
        assert await claimed(scene) == ["a3"]

    async def test_the_same_people_in_another_order_are_one_recipient(self, scene: Scene) -> None:
        two = (person("anna"), person("bruno"))
        await put(scene, "one", target=Target(two))
        await put(scene, "two", target=Target(two[::-1]))
        await put(scene, "place", target=Target(place=Place("room", "anna")))
        await put(scene, "anna", target=Target(two[:1]))
        assert await claimed(scene) == ["one", "place", "anna"]

    async def test_a_row_planned_for_later_holds_up_nobody(self, scene: Scene) -> None:
        await put(scene, "planned", not_before=NOW + HOUR)
        await put(scene, "now")
        (now,) = await claim(scene)
        assert now.sending.once == "now"
        assert await claimed(scene, NOW + MINUTE) == []
        await finish(scene, now)
        assert await claimed(scene, NOW + HOUR) == ["planned"]

    async def test_a_planned_row_waits_for_what_is_on_its_way(self, scene: Scene) -> None:
        await put(scene, "planned", not_before=NOW + MINUTE)
        await put(scene, "now")
        assert await claimed(scene) == ["now"]
        assert await claimed(scene, NOW + MINUTE) == []

    async def test_of_two_due_rows_the_one_put_first_goes_first(self, scene: Scene) -> None:
        await put(scene, "planned", not_before=NOW + HOUR)
        await put(scene, "now")
        assert await claimed(scene, NOW + 2 * HOUR) == ["planned"]

    async def test_a_retry_keeps_its_turn(self, scene: Scene) -> None:
        await put(scene, "first")
        await put(scene, "second")
        (first,) = await claim(scene)
        assert await again(scene, first, NOW + HOUR)
        assert await claimed(scene, NOW + MINUTE) == []
        (retried,) = await claim(scene, NOW + HOUR)
        assert (retried.id, retried.attempt, retried.first_attempt) == (first.id, 2, NOW)
        assert (retried.refs, retried.in_doubt) == ((REF,), False)

    async def test_a_row_waits_until_another_is_finished(self, scene: Scene) -> None:
        await put(scene, "space", "pair")
        await put(scene, "hello", after="space")
        await put(scene, "meanwhile")
        await put(scene, "orphan", "dora", after="never put")
        space, meanwhile, _ = await claim(scene)
        assert (space.sending.once, meanwhile.sending.once) == ("space", "meanwhile")
        await finish(scene, meanwhile)
        assert await claimed(scene) == []
        await again(scene, space, NOW)
        assert await claimed(scene) == ["space"]
        assert not await finish(scene, space), "an old token"

    @pytest.mark.parametrize("state", [State.SENT, State.DEAD, State.UNCERTAIN, State.SKIPPED])
    async def test_any_end_of_the_other_row_will_do(self, scene: Scene, state: State) -> None:
        await put(scene, "space", "pair")
        await put(scene, "hello", after="space")
        (space,) = await claim(scene)
        await finish(scene, space, state)
        assert await claimed(scene) == ["hello"]

    async def test_a_row_of_another_community_is_not_the_one_waited_for(self, scene: Scene) -> None:
        foreign = sending("space", scene.away, "pair")
        await scene.write(lambda work: work.outbox.put(foreign, NOW))
        await put(scene, "hello", after="space")
        assert await claimed(scene) == ["space", "hello"]

    async def test_what_expired_is_skipped(self, scene: Scene) -> None:
        await put(scene, "old", expires=NOW)
        await put(scene, "planned", "bruno", not_before=NOW + HOUR, expires=NOW - MINUTE)
        await put(scene, "good", "dora", expires=NOW + timedelta(microseconds=1))
        await put(scene, "next")
        assert await claimed(scene) == ["good", "next"]
        assert await counts(scene) == {State.SKIPPED: 2, State.SENDING: 2}


class Leases:
    async def test_a_lost_row_is_claimed_again_in_doubt(self, scene: Scene) -> None:
        await put(scene, "a", expires=NOW + timedelta(seconds=1))
        (first,) = await claim(scene)
        assert await claim(scene, NOW + LEASE - timedelta(microseconds=1), owner="two") == ()
        (second,) = await claim(scene, NOW + LEASE, owner="two")
        assert (second.id, second.attempt, second.first_attempt) == (first.id, 2, NOW)
        assert second.in_doubt, "it may have been sent before it expired"
        assert not await finish(scene, first)
        assert not await again(scene, first, NOW)
        assert await finish(scene, second)
        assert await counts(scene) == {State.SENT: 1}

    async def test_an_outcome_counts_once(self, scene: Scene) -> None:
        await put(scene, "a")
        (delivery,) = await claim(scene)
        assert await finish(scene, delivery)
        assert not await finish(scene, delivery, State.DEAD)
        assert not await again(scene, delivery, NOW)
        assert await counts(scene) == {State.SENT: 1}

    async def test_after_the_clock_went_back_a_lease_begins_anew(self, scene: Scene) -> None:
        """Whoever holds it may be sending at this moment."""
        back = NOW - LEASE - timedelta(microseconds=1)
        await put(scene, "a", now=NOW - 2 * DAY)
        await claim(scene)
        assert await claim(scene, NOW - LEASE) == (), "not more than twice its length ahead"
        assert await claim(scene, back) == ()
        assert await next_due(scene, back) == back + LEASE
        (delivery,) = await claim(scene, back + LEASE)
        assert delivery.in_doubt

    async def test_lost_rows_count_towards_the_limit(self, scene: Scene) -> None:
        for once in ("a", "b", "c"):
            await put(scene, once, once)
        await claim(scene, limit=1)
        deliveries = await claim(scene, NOW + LEASE, limit=2)
        assert [(d.sending.once, d.in_doubt) for d in deliveries] == [("a", True), ("b", False)]
        assert await claimed(scene, NOW + LEASE) == ["c"]

    async def test_when_something_is_due(self, scene: Scene) -> None:
        assert await next_due(scene) is None
        await put(scene, "later", "bruno", not_before=NOW + HOUR)
        assert await next_due(scene) == NOW + HOUR
        await put(scene, "now")
        await put(scene, "behind")
        await put(scene, "waits", "dora", after="now")
        assert await next_due(scene) == NOW
        (delivery,) = await claim(scene)
        assert await next_due(scene) == NOW + LEASE, "until then the rows behind it cannot go"
        await again(scene, delivery, NOW + MINUTE)
        assert await next_due(scene) == NOW + MINUTE
        (delivery,) = await claim(scene, NOW + MINUTE)
        await finish(scene, delivery)
        assert await next_due(scene) == NOW

    async def test_whatever_is_due_can_be_claimed(self, scene: Scene) -> None:
        """A worker that sleeps until the next due row and then claims never finds nothing."""
        await put(scene, "retry", "anna", not_before=NOW - MINUTE)
        await put(scene, "space", "pair")
        retry, space = await claim(scene)
        await again(scene, retry, NOW + HOUR)
        await again(scene, space, NOW + 2 * HOUR)
        for once, to in (("behind", "anna"), ("hello", "bruno"), ("after hello", "bruno")):
            await put(scene, once, to, after="space" if once == "hello" else "")
        await put(scene, "planned", "bruno", not_before=NOW + 3 * HOUR)
        seen = []
        for _ in range(6):
            now = await next_due(scene)
            assert now is not None
            deliveries = await claim(scene, now)
            assert deliveries, f"nothing at {now}"
            for delivery in deliveries:
                seen.append(delivery.sending.once)
                await finish(scene, delivery)
        assert seen == ["after hello", "retry", "behind", "space", "hello", "planned"]
        assert await next_due(scene) is None

    async def test_a_lease_far_ahead_is_due_at_once(self, scene: Scene) -> None:
        """The clock went back; what is due is not hidden behind the old time."""
        await put(scene, "a", now=NOW - 2 * DAY)
        await claim(scene)
        assert await next_due(scene, NOW - LEASE) == NOW + LEASE
        assert await next_due(scene, NOW - 2 * DAY) == NOW - 2 * DAY

    async def test_what_whoever_asks_has_under_way_is_not_lost(self, scene: Scene) -> None:
        """Their clock went on while they wait for an answer."""
        await put(scene, "a")
        await put(scene, "b", "dora")
        mine, _ = await claim(scene)
        due = await scene.write(lambda work: work.outbox.due(NOW + DAY, 10, Without(mine=[mine.id])))
        assert [(one.sending.once, one.in_doubt) for one in due] == [("b", True)]
        assert await finish(scene, mine)

    async def test_doubt_lasts_until_it_is_taken_again(self, scene: Scene) -> None:
        await put(scene, "a", collapse="x", expires=NOW + HOUR)
        (delivery,) = await claim(scene)
        assert await again(scene, delivery, NOW + HOUR, in_doubt=True)
        assert await scene.write(lambda work: work.outbox.cancel(scene.home, "x")) == 0, "it may be there"
        (delivery,) = await claim(scene, NOW + HOUR)
        assert (delivery.in_doubt, delivery.refs, delivery.attempt) == (True, (REF,), 2), "and it does not expire"
        await scene.write(lambda work: work.outbox.again(delivery, NOW + HOUR, refs=(), why="not there"))
        assert await claimed(scene, NOW + HOUR) == []
        assert await counts(scene) == {State.SKIPPED: 1}


class Holding:
    async def test_a_held_row_comes_later_and_holds_up_nobody(self, scene: Scene) -> None:
        await put(scene, "nudge")
        await put(scene, "answer")

        def hold(work: Work) -> None:
            (first,) = work.outbox.due(NOW, 100)
            work.outbox.hold([(first, NOW + HOUR)])

        await scene.write(hold)
        assert await claimed(scene) == ["answer"]
        assert await next_due(scene) == NOW + LEASE

    async def test_what_ends_unsent_owes_what_was_to_follow(self, scene: Scene) -> None:
        then = Action("pairs.gathered", {"pair": 7})
        await put(scene, "expired", "a", expires=NOW, then=then)
        await put(scene, "cancelled", "b", collapse="x", then=then)
        await put(scene, "plain", "b", collapse="x", not_before=NOW + DAY)
        await put(scene, "collapsed", "c", collapse="y", then=then)
        await put(scene, "newer", "c", collapse="y", not_before=NOW + DAY)
        await put(scene, "dropped", "d", then=then)

        def drop(work: Work) -> None:
            for one in work.outbox.due(NOW, 100):
                work.outbox.drop(one, "nobody wants it", NOW)

        await scene.write(drop)
        assert await owed(scene) == ["expired", "cancelled", "collapsed", "dropped"]
        assert await next_due(scene) == NOW
        for delivery in await scene.read(lambda work: work.outbox.owed(100)):
            assert await scene.write(lambda work, one: work.outbox.paid(one, NOW), delivery)
            assert not await scene.write(lambda work, one: work.outbox.paid(one, NOW), delivery)
        assert await owed(scene) == []
        assert await next_due(scene) == NOW + DAY

    async def test_what_could_not_come_waits_for_its_person(self, scene: Scene) -> None:
        def untold(who: str, home: int, limit: int = 9) -> Callable[[Work], list[str]]:
            return lambda work: [one.sending.once for one in work.outbox.untold(home, person(who), limit)]

        for once, to in (("a", "carla"), ("b", "bruno"), ("c", "carla"), ("d", "carla")):
            await put(scene, once, to)
            state = State.DEAD if once == "d" else State.UNTOLD
            assert await finish(scene, (await claim(scene))[0], state)
        assert await claimed(scene, NOW + DAY) == []
        assert await scene.read(untold("carla", scene.home)) == ["a", "c"]
        assert await scene.read(untold("carla", scene.home, 1)) == ["a"]
        assert await scene.read(untold("carla", scene.away)) == []
        first = await scene.read(lambda work: work.outbox.untold(scene.home, person("carla"), 1)[0])
        assert first.sending.message == sending("a", scene.home, "carla").message
        assert await scene.write(lambda work: work.outbox.close(first, State.TOLD, NOW))
        assert not await scene.write(lambda work: work.outbox.close(first, State.SKIPPED, NOW))
        assert await scene.read(untold("carla", scene.home)) == ["c"]
        assert await counts(scene) == {State.UNTOLD: 2, State.TOLD: 1, State.DEAD: 1}

    async def test_something_is_due_when_a_row_expires(self, scene: Scene) -> None:
        await put(scene, "planned", not_before=NOW + DAY, expires=NOW + HOUR)
        assert await next_due(scene) == NOW + HOUR


class Changing:
    async def test_a_change_waits_for_what_it_changes_and_goes_to_the_same_people(self, scene: Scene) -> None:
        await put(scene, "post", "anna")
        await put(scene, "edit", target=Target(), kind=Kind.EDIT, original="post")
        (delivery,) = await claim(scene)
        assert await scene.read(lambda work: work.outbox.sent(scene.home, "post")) == Sent(State.SENDING, ())
        await finish(scene, delivery)
        (edit,) = await claim(scene)
        assert edit.sending.target == Target((person("anna"),))
        assert await scene.read(lambda work: work.outbox.sent(scene.home, "post")) == Sent(State.SENT, (REF,))
        assert await scene.read(lambda work: work.outbox.sent(scene.away, "post")) is None
        other = Ref(REF.place, "m2")
        await scene.write(lambda work: work.outbox.stand(scene.home, "post", (REF, other)))
        assert await scene.read(lambda work: work.outbox.sent(scene.home, "post")) == Sent(State.SENT, (REF, other))

    async def test_of_waiting_edits_the_newest_stays(self, scene: Scene) -> None:
        await put(scene, "post")
        await put(scene, "other", "bruno")
        for once, original in (("one", "post"), ("two", "post"), ("three", "other"), ("four", "post")):
            await put(scene, once, target=Target(), kind=Kind.EDIT, original=original)
        for delivery in await claim(scene):
            await finish(scene, delivery)
        assert sorted(await claimed(scene)) == ["four", "three"]

    async def test_what_is_deleted_before_anybody_began_is_never_sent(self, scene: Scene) -> None:
        await put(scene, "post", not_before=NOW + HOUR)
        await put(scene, "begun", "bruno")
        (begun,) = await claim(scene)
        for once in ("post", "begun"):
            await put(scene, f"delete:{once}", target=Target(), kind=Kind.DELETE, original=once)
        assert await counts(scene) == {State.CANCELLED: 1, State.SENDING: 1, State.PENDING: 2}
        await again(scene, begun, NOW)
        assert sorted(await claimed(scene, NOW + HOUR)) == ["begun", "delete:post"]


class Elsewhere:
    async def test_what_is_for_a_platform_that_is_not_served_waits_for_a_process_that_serves_it(
        self, scene: Scene
    ) -> None:
        await put(scene, "post")
        room, other = Without(served=frozenset({"room"})), Without(served=frozenset({"other"}))
        assert await scene.read(lambda work: work.outbox.next_due(NOW, other.served)) is None
        assert await scene.write(lambda work: work.outbox.due(NOW, 9, other)) == []
        assert await counts(scene) == {State.PENDING: 1}
        assert await scene.read(lambda work: work.outbox.next_due(NOW, room.served)) == NOW
        (delivery,) = await scene.write(lambda work: work.outbox.due(NOW, 9, room))
        assert delivery.sending.once == "post"

    async def test_of_each_community_as_many_as_there_are_places(self, scene: Scene) -> None:
        for number in range(4):
            await put(scene, f"row {number}", f"person {number}")

        async def given(without: Without) -> list[str]:
            rows = await scene.write(lambda work: work.outbox.due(NOW, 9, without))
            return [one.sending.once for one in rows]

        assert await given(Without(each=3)) == ["row 0", "row 1", "row 2"]
        assert await given(Without(each=3, busy={scene.home: 2})) == ["row 0"]
        assert await given(Without(each=3, busy={scene.away: 2})) == ["row 0", "row 1", "row 2"]
        assert len(await given(Without(busy={scene.home: 2}))) == 4

    async def test_a_row_knows_what_it_follows_from(self, scene: Scene) -> None:
        with traced("0a1b2c3d"):
            await put(scene, "caused")
        await put(scene, "by itself", "bruno")
        assert {one.sending.once: one.trace for one in await claim(scene)} == {"caused": "0a1b2c3d", "by itself": ""}

    async def test_what_is_left_out_is_counted(self, scene: Scene) -> None:
        await put(scene, "expired", expires=NOW)
        await put(scene, "expired too", "bruno", expires=NOW, sort=Sort.NUDGE)
        await put(scene, "unwanted", "dora")

        def leave(work: Work) -> dict[tuple[str, str], int]:
            for one in work.outbox.due(NOW, 9):
                work.outbox.drop(one, "nobody wants it", NOW)
            return dict(work.outbox.left_out)

        counted = {("answer", "expired"): 1, ("nudge", "expired"): 1, ("answer", "nobody wants it"): 1}
        assert await scene.write(leave) == counted
        assert await scene.write(leave) == {}
