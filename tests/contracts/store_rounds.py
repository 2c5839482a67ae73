"""What every Work promises about rounds of matching."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.features.matching.cohort import Fairness, Left, Proposal
from bot.features.matching.model import OPEN, PairState, Proposed, Round, RoundState
from bot.features.matching.score import bits
from bot.features.mentoring.model import RequestState, Seek
from bot.features.pairs.model import PairState as Mentorship
from bot.features.safety.model import Exclusion, Why
from bot.work import Work
from tests.contracts.store_scene import DAY, FOREIGN, NOW, Scene, add_mentor, add_pair, by, person


def look_for(work: Work, community: int, id: str, *topics: str) -> int:
    member = work.members.ensure(by(community, person(id)))
    work.members.save(replace(member, conduct=1, languages=("it", "en"), district="Turin"))
    named = tuple(work.members.topic(community, name) for name in topics)
    work.mentoring.save_seek(community, Seek(member.id, "a plan", named, NOW - 3 * DAY))
    return member.id


class MatchRounds:
    async def test_who_is_to_be_matched(self, scene: Scene) -> None:
        def settle(work: Work) -> tuple[int, int]:
            mentor = add_mentor(work, scene.home, "anna", "Taxes", "Logos", capacity=2)
            mentee = look_for(work, scene.home, "carla", "Taxes")
            busy = look_for(work, scene.home, "dora", "Taxes")
            work.mentoring.add_request(scene.home, busy, mentor.id, "", NOW)
            work.members.save(replace(work.members.ensure(by(scene.home, person("emil"))), conduct=1))
            return mentor.id, mentee

        mentor, mentee = await scene.write(settle)
        (seeker,) = await scene.read(lambda work: work.rounds.seekers(scene.home, NOW, 0, 9))
        assert (seeker.id, seeker.goal, seeker.days, seeker.let_down) == (mentee, "a plan", 3, False)
        assert (seeker.languages, seeker.district) == (bits(("it", "en")), "turin")
        (helper,) = await scene.read(lambda work: work.rounds.helpers(scene.home, NOW, 0, 9))
        assert (helper.id, len(helper.topics), helper.seats, helper.capacity) == (mentor, 2, 2, 2)
        assert await scene.read(lambda work: work.rounds.seekers(scene.home, NOW, mentee, 9)) == ()
        assert await scene.read(lambda work: work.rounds.helpers(scene.away, NOW, 0, 9)) == ()

        def stop(work: Work) -> None:
            pair = add_pair(work, scene.home, mentor, mentee)
            work.pairs.save(replace(pair, state=Mentorship.STOPPED, ended=NOW, reason="contact"))

        await scene.write(stop)
        (seeker,) = await scene.read(lambda work: work.rounds.seekers(scene.home, NOW + DAY, 0, 9))
        (helper,) = await scene.read(lambda work: work.rounds.helpers(scene.home, NOW + DAY, 0, 9))
        assert (seeker.let_down, helper.cooling) == (True, True)
        assert await scene.read(lambda work: work.rounds.apart(scene.home)) == {(mentor, mentee)}

    async def test_a_seat_that_waits_for_an_answer_is_not_free(self, scene: Scene) -> None:
        def settle(work: Work) -> tuple[int, int]:
            mentor = add_mentor(work, scene.home, "anna", "Taxes", capacity=2)
            mentee = look_for(work, scene.home, "carla", "Taxes")
            found = work.rounds.begin(scene.home, NOW)
            work.rounds.put(scene.home, Proposed(found.id, mentor.id, mentee, 700, PairState.SENT))
            return mentor.id, mentee

        mentor, mentee = await scene.write(settle)
        assert await scene.read(lambda work: work.rounds.seekers(scene.home, NOW, 0, 9)) == ()
        (helper,) = await scene.read(lambda work: work.rounds.helpers(scene.home, NOW, 0, 9))
        assert helper.seats == 1
        for member in (mentor, mentee):
            (waits,) = await scene.read(lambda work, id: work.rounds.waiting_with(scene.home, id), member)
            assert (waits.mentor, waits.mentee) == (mentor, mentee)

    async def test_a_round_is_kept_and_worked_out_anew(self, scene: Scene) -> None:
        def settle(work: Work) -> tuple[Round, list[int]]:
            people = [work.members.ensure(by(scene.home, person(id))).id for id in ("a", "b", "c", "d")]
            return work.rounds.begin(scene.home, NOW), people

        round, (one, two, three, four) = await scene.write(settle)
        pairs = [Proposal(one, two, 900, {}), Proposal(three, four, 500, {})]
        await scene.write(lambda work: work.rounds.propose(scene.home, round.id, pairs))
        await scene.write(lambda work: work.rounds.leave(scene.home, round.id, [Left(two, "full", 1, 3, 1)]))
        found = await scene.read(lambda work: work.rounds.pairs(scene.home, round.id, OPEN, 0, 9))
        assert [(pair.mentor, pair.mentee, pair.score) for pair in found] == [(three, four, 500), (one, two, 900)]
        locked = replace(found[0], state=PairState.LOCKED)
        await scene.write(lambda work: work.rounds.put(scene.home, locked))
        await scene.write(lambda work: work.rounds.clear(scene.home, round.id))
        assert await scene.read(lambda work: work.rounds.left_count(scene.home, round.id)) == 0
        await scene.write(lambda work: work.rounds.propose(scene.home, round.id, pairs))
        count = await scene.read(lambda work: work.rounds.count(scene.home, round.id))
        assert (count[PairState.LOCKED], count[PairState.PROPOSED], count[PairState.SENT]) == (1, 1, 0)
        assert await scene.read(lambda work: work.rounds.pair(scene.home, round.id, three, four)) == locked
        assert await scene.read(lambda work: work.rounds.pair(scene.away, round.id, three, four)) is None
        await scene.write(lambda work: work.rounds.drop(scene.home, locked))
        assert await scene.read(lambda work: work.rounds.pair(scene.home, round.id, three, four)) is None
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(lambda work: work.rounds.put(scene.away, locked))

    async def test_one_round_follows_another(self, scene: Scene) -> None:
        first = await scene.write(lambda work: work.rounds.begin(scene.home, NOW))
        assert await scene.read(lambda work: work.rounds.current(scene.home)) == first
        done = replace(first, state=RoundState.CLOSED, fairness=Fairness(1, 2, 3.5, 4.0, 5.0))
        await scene.write(lambda work: work.rounds.save(done))
        assert await scene.read(lambda work: work.rounds.current(scene.home)) is None
        second = await scene.write(lambda work: work.rounds.begin(scene.home, NOW + DAY))
        assert await scene.read(lambda work: work.rounds.before(scene.home, second.id)) == done
        assert await scene.read(lambda work: work.rounds.before(scene.home, first.id)) is None
        assert await scene.read(lambda work: work.rounds.get(scene.away, first.id)) is None
        assert await scene.read(lambda work: work.rounds.current(scene.away)) is None

    async def test_a_no_is_remembered_for_a_while(self, scene: Scene) -> None:
        def settle(work: Work) -> tuple[int, int, int]:
            one, two, three = (work.members.ensure(by(scene.home, person(id))).id for id in ("a", "b", "c"))
            round = work.rounds.begin(scene.home, NOW)
            work.rounds.put(scene.home, Proposed(round.id, one, two, 1, PairState.DECLINED))
            asked = work.mentoring.add_request(scene.home, three, one, "", NOW)
            work.mentoring.answer(asked, RequestState.DECLINED, NOW)
            return one, two, three

        one, two, three = await scene.write(settle)
        for since, known in ((NOW - DAY, {(one, two), (one, three)}), (NOW + timedelta(hours=1), set())):
            assert await scene.read(lambda work, at: work.rounds.turned_down(scene.home, at), since) == known

    async def test_those_kept_apart_are_told_apart(self, scene: Scene) -> None:
        one, two = await scene.member("anna"), await scene.member("bert")
        row = Exclusion(two.person, one.person, Why.BLOCK, NOW)
        await scene.write(lambda work: work.safety.keep_apart(scene.home, row))
        assert await scene.read(lambda work: work.rounds.apart(scene.home)) == {(one.id, two.id)}

    async def test_sliders(self, scene: Scene) -> None:
        middle = {"learn": 2, "near": 2, "wait": 2}
        assert await scene.read(lambda work: work.rounds.sliders(scene.home)) == middle
        wanted = {"learn": 4, "near": 0, "wait": 1}
        await scene.write(lambda work: work.rounds.save_sliders(scene.home, wanted))
        assert await scene.read(lambda work: work.rounds.sliders(scene.home)) == wanted
        assert await scene.read(lambda work: work.rounds.sliders(scene.away)) == middle
