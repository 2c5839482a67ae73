"""The contract of polls: kept as asked, one ballot a voter, and nothing of another community."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.features.polls.model import Electorate, Poll, PollState, Secrecy
from bot.identity import Place
from bot.work import Work
from tests.contracts.store_scene import DAY, NOW, Scene, add_mentor, add_pair

QUESTION = "Which evening?"


def poll(community: int, uid: str = "u1", **more: object) -> Poll:
    plain = Poll(
        0, community, uid, QUESTION, ("Monday", "Friday"), True, Secrecy.HIDDEN, Electorate.ALL, DAY, created=NOW
    )
    return replace(plain, **more)  # type: ignore[arg-type]


class Polls:
    async def test_a_poll_is_kept_as_it_was_asked(self, scene: Scene) -> None:
        made = await scene.write(lambda work: work.polls.add(poll(scene.home, place=Place("room", "square", "Square"))))
        assert replace(made, id=0) == poll(scene.home, place=Place("room", "square", "Square"))
        opened = replace(made, state=PollState.OPEN, opened=NOW, closes=NOW + DAY, reminding=True, every=4)
        await scene.write(lambda work: work.polls.save(opened))
        assert await scene.read(lambda work: work.polls.get(scene.home, made.id)) == opened
        assert await scene.read(lambda work: work.polls.waiting(PollState.OPEN, 5)) == (opened,)
        assert await scene.read(lambda work: work.polls.reminding(5)) == (opened,)
        closed = replace(opened, state=PollState.CLOSED, respondents=3, counts=(1, 2), reminding=False)
        await scene.write(lambda work: work.polls.save(closed))
        assert await scene.read(lambda work: work.polls.recent(scene.home, 5)) == (closed,)
        states = await scene.read(lambda work: work.polls.states({"u1", "stranger"}))
        assert states == {"u1": PollState.CLOSED}

    async def test_a_voter_has_one_ballot_until_it_is_taken_back(self, scene: Scene) -> None:
        def votes(work: Work) -> Poll:
            made = work.polls.add(poll(scene.home))
            for chosen in ((0,), (0, 1), (1,)):
                work.polls.vote(made, "a", chosen)
            work.polls.vote(made, "b", (0,))
            work.polls.vote(made, "b", ())
            return made

        made = await scene.write(votes)
        assert await scene.read(lambda work: work.polls.ballots(made)) == {"a": (1,)}
        assert await scene.read(lambda work: work.polls.answer(made, "a")) == (1,)
        assert await scene.read(lambda work: work.polls.answer(made, "b")) == ()
        await scene.write(lambda work: work.polls.burn(made))
        assert await scene.read(lambda work: work.polls.ballots(made)) == {}

    async def test_a_round_knows_the_first_once_that_is_closed(self, scene: Scene) -> None:
        first = await scene.write(lambda work: work.polls.add(poll(scene.home)))
        second = await scene.write(lambda work: work.polls.add(poll(scene.home, "u2", repeats=first.id)))
        assert await scene.read(lambda work: work.polls.round_before(second)) is None
        closed = replace(first, state=PollState.CLOSED)
        await scene.write(lambda work: work.polls.save(closed))
        assert await scene.read(lambda work: work.polls.round_before(second)) == closed
        assert await scene.read(lambda work: work.polls.round_before(closed)) is None
        await scene.write(lambda work: work.polls.remove(second))
        assert await scene.read(lambda work: work.polls.get(scene.home, second.id)) is None

    async def test_who_is_asked(self, scene: Scene) -> None:
        def people(work: Work) -> dict[str, int]:
            teacher = add_mentor(work, scene.home, "teacher", "Taxes")
            pair = add_pair(work, scene.home, teacher.id, add_mentor(work, scene.home, "pupil").id)
            free = add_mentor(work, scene.home, "free", "Taxes")
            gone = add_mentor(work, scene.home, "gone", "Taxes", left=True)
            away = add_mentor(work, scene.away, "away", "Taxes")
            named = {"mentor": pair.mentor, "mentee": pair.mentee, "free": free.id}
            for one in named.values():
                member = work.members.get(scene.home, one)
                assert member is not None
                work.members.accept_conduct(member, 1, NOW)
            assert gone.id != away.id
            return named

        who = await scene.write(people)

        async def asked(electorate: Electorate) -> set[int]:
            return set(await scene.read(lambda work: work.polls.electorate(scene.home, electorate, NOW)))

        assert await asked(Electorate.ALL) == set(who.values())
        assert await asked(Electorate.PAIRS) == {who["mentor"], who["mentee"]}
        assert {who["mentor"], who["free"]} <= await asked(Electorate.MENTORS)
        assert await asked(Electorate.MENTEES) == {who["mentee"]}

    async def test_nothing_of_another_community_is_found_or_changed(self, scene: Scene) -> None:
        made = await scene.write(lambda work: work.polls.add(poll(scene.home)))
        foreign = replace(made, community=scene.away, length=timedelta(days=9))

        def meddle(work: Work) -> None:
            work.polls.save(foreign)
            work.polls.remove(foreign)
            work.polls.burn(foreign)

        await scene.write(meddle)
        assert await scene.read(lambda work: work.polls.get(scene.home, made.id)) == made
        assert await scene.read(lambda work: work.polls.get(scene.away, made.id)) is None
        assert await scene.read(lambda work: work.polls.recent(scene.away, 5)) == ()
