"""Recognition on any database: thanks as they were said, shown and taken down, inside one community."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from bot.errors import Conflict, Refused
from bot.features.pairs.model import PairState
from bot.features.recognition import month
from bot.features.recognition.honours import Honour, HonourState, Nomination
from bot.features.recognition.model import Kudos, Passed
from bot.identity import Place
from bot.work import Work
from tests.contracts.store_scene import DAY, FOREIGN, HOSTILE, NOW, Scene, add_pair, by, person


async def give(scene: Scene, words: str = "Thank you", **more: object) -> Kudos:
    pair = await scene.pair()
    new = Kudos(0, scene.home, pair.id, pair.mentee, pair.mentor, words, NOW, **more)  # type: ignore[arg-type]
    return await scene.write(lambda work: work.kudos.add(new))


class KudosRecords:
    async def test_thanks_are_given_back_as_they_were_said(self, scene: Scene) -> None:
        for words in HOSTILE:
            made = await give(scene, words, open=bool(words))
            assert (made.words, made.given, made.open, made.shown) == (words, NOW, bool(words), None)
            assert await scene.read(lambda work, made=made: work.kudos.get(scene.home, made.id)) == made
            assert await scene.read(lambda work, made=made: work.kudos.get(scene.away, made.id)) is None

    async def test_where_they_stand_is_kept_and_the_words_stay(self, scene: Scene) -> None:
        made = await give(scene, open=True)
        shown = replace(made, shown=NOW + DAY, post="kudos-post:1:1", edits=1)
        await scene.write(lambda work: work.kudos.save(shown))
        await scene.write(lambda work: work.kudos.save(replace(shown, community=scene.away, edits=9)))
        assert await scene.read(lambda work: work.kudos.get(scene.home, made.id)) == shown

    async def test_what_one_said_lately_and_what_there_is_of_a_member(self, scene: Scene) -> None:
        one = await give(scene)
        giver, taker = one.giver, one.taker

        async def lately(who: int, since: datetime) -> list[Kudos]:
            return list(await scene.read(lambda work: work.kudos.lately(scene.home, one.pair, who, since)))

        assert await lately(giver, NOW) == [one]
        assert await lately(giver, NOW + DAY) == await lately(taker, NOW) == []
        assert await scene.read(lambda work: list(work.kudos.of_member(scene.home, giver))) == [one]
        assert await scene.read(lambda work: list(work.kudos.of_member(scene.away, giver))) == []

    async def test_nobody_of_another_community_is_thanked(self, scene: Scene) -> None:
        made, stranger = await give(scene), await scene.member("zoe", scene.away)
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(lambda work: work.kudos.add(replace(made, taker=stranger.id)))

    async def test_who_does_not_want_to_be_named(self, scene: Scene) -> None:
        member = await scene.member("ada")
        assert member.may_be_named
        nameless = replace(member, nameless=True)
        await scene.write(lambda work: work.members.save(nameless))
        assert await scene.read(lambda work: work.members.get(scene.home, member.id)) == nameless
        assert not nameless.may_be_named


def nominated(work: Work, community: int, words: str = "They did well", at: datetime = NOW) -> Nomination:
    one, other = (work.members.ensure(by(community, person(id))) for id in ("nora", "carla"))
    return work.nominations.add(Nomination(0, community, one.id, other.id, words, at))


async def honour(scene: Scene, month: str = "2030-03", words: str = "They did well") -> Honour:
    pair = await scene.pair()
    new = Honour(0, scene.home, month, pair.id, pair.mentor, pair.mentee, words, NOW)
    return await scene.write(lambda work: work.honours.add(new))


class HonourRecords:
    async def test_nominations_are_given_back_as_they_came(self, scene: Scene) -> None:
        made = [await scene.write(nominated, scene.home, words, NOW + DAY * at) for at, words in enumerate(HOSTILE)]
        assert [one.words for one in made] == list(HOSTILE)
        assert await scene.read(lambda work: list(work.nominations.since(scene.home, NOW, 3))) == made[1:4]
        assert await scene.read(lambda work: list(work.nominations.since(scene.away, NOW, 3))) == []
        mine = await scene.read(lambda work: list(work.nominations.by(scene.home, made[0].nominator, NOW + 2 * DAY)))
        assert mine == made[2:]
        said = replace(made[0], words="Better words", nominee=made[0].nominator)
        await scene.write(lambda work: work.nominations.save(said))
        await scene.write(lambda work: work.nominations.save(replace(said, community=scene.away, words="No")))
        kept = await scene.read(lambda work: work.nominations.get(scene.home, said.id))
        assert kept == replace(made[0], words="Better words")
        assert await scene.read(lambda work: work.nominations.get(scene.away, said.id)) is None

    async def test_what_becomes_of_a_pair_of_the_month(self, scene: Scene) -> None:
        first, other = await honour(scene), await honour(scene, "2030-04")
        said = replace(first, state=HonourState.POSTED, mentor_says="named", post="honour-post:1:1", edits=1, ended=NOW)
        await scene.write(lambda work: work.honours.save(said))
        await scene.write(lambda work: work.honours.save(replace(said, community=scene.away, edits=9)))
        assert await scene.read(lambda work: work.honours.get(scene.home, first.id)) == said
        assert await scene.read(lambda work: list(work.honours.of_month(scene.home, "2030-03"))) == [said]
        assert await scene.read(lambda work: list(work.honours.of_month(scene.away, "2030-03"))) == []
        assert await scene.read(lambda work: list(work.honours.of_member(scene.home, first.mentor))) == [said, other]
        assert await scene.read(lambda work: work.honours.last_taken(scene.home)) == NOW
        for one in (said, other):
            await scene.write(lambda work, one=one: work.honours.save(replace(one, state=HonourState.DROPPED)))
        assert await scene.read(lambda work: work.honours.last_taken(scene.home)) is None

    async def test_two_at_once_choose_one_pair_for_a_month(self, scene: Scene) -> None:
        def prepare(work: Work) -> list[tuple[int, int]]:
            found = work.programmes.of(scene.home)
            work.programmes.save(replace(found, channel=Place("room", "mentoring", "mentoring"), opened=NOW))
            made = []
            for mentor, mentee in (("ada", "ben"), ("cleo", "dan")):
                one, other = (work.members.ensure(by(scene.home, person(id))) for id in (mentor, mentee))
                pair = add_pair(work, scene.home, one.id, other.id)
                new = Nomination(0, scene.home, one.id, other.id, "They did well", NOW)
                made.append((work.nominations.add(new).id, pair.id))
            return made

        async def choose(at: int, nomination: int, pair: int) -> bool:
            lena = by(scene.home, person(f"lena{at}"), NOW + DAY)
            store = (scene.store, scene.other)[at]
            while True:
                try:
                    await store.write(lambda work: month.choose(work, lena, nomination, pair, "They did well"))
                    return True
                except Conflict:
                    continue
                except Refused:
                    return False

        made = await scene.write(prepare)
        chosen = await asyncio.gather(*(choose(at, *one) for at, one in enumerate(made)))
        assert sorted(chosen) == [False, True]
        assert len(await scene.read(lambda work: list(work.honours.of_month(scene.home, "2030-03")))) == 1

    async def test_a_milestone_is_reached_once_however_many_look(self, scene: Scene) -> None:
        pair = await scene.pair()
        await scene.write(lambda work: work.pairs.save(replace(pair, state=PairState.FINISHED)))
        await scene.pair()
        counts = await scene.read(lambda work: work.milestones.counts(scene.home))
        assert counts == {Passed.BEGUN: 2, Passed.FINISHED: 1}
        assert await scene.read(lambda work: work.milestones.counts(scene.away)) == dict.fromkeys(Passed, 0)

        async def reach(at: int) -> bool:
            store = (scene.store, scene.other)[at % 2]
            while True:
                try:
                    return await store.write(lambda work: work.milestones.reach(scene.home, Passed.BEGUN, 1, NOW))
                except Conflict:
                    continue

        assert sorted(await asyncio.gather(*map(reach, range(6)))) == [False] * 5 + [True]
        assert await scene.write(lambda work: work.milestones.reach(scene.away, Passed.BEGUN, 1, NOW))

    async def test_milestones_are_wanted_until_somebody_says_otherwise(self, scene: Scene) -> None:
        for yes in (False, True, False):
            await scene.write(lambda work, yes=yes: work.milestones.want(scene.home, yes))
            assert await scene.read(lambda work: work.milestones.wanted(scene.home)) is yes
            assert await scene.read(lambda work: work.milestones.wanted(scene.away)) is True
