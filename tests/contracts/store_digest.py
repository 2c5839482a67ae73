"""The contract of the digest: who gets it, and what a week is counted from."""

from __future__ import annotations

from dataclasses import replace

from bot.features.digest.model import Happened, Reader, Undelivered
from bot.features.mentoring.model import RequestState
from bot.features.pairs.model import CheckIn, PairState
from bot.identity import Person
from bot.work import State, Target, Work
from tests.contracts.store_scene import DAY, NOW, Scene, add_pair, person, sending


class Digest:
    async def test_a_reader_is_kept_and_found_by_the_person(self, scene: Scene) -> None:
        made = await scene.write(lambda work: work.digests.add(Reader(0, scene.home, person("lena"))))
        other = await scene.write(lambda work: work.digests.add(Reader(0, scene.away, person("lena"), off=True)))
        assert await scene.read(lambda work: work.digests.reader(scene.home, person("lena"))) == made
        assert await scene.read(lambda work: work.digests.reader(scene.home, Person("else", "lena"))) is None
        assert await scene.read(lambda work: work.digests.get(scene.away, made.id)) is None
        wanted = [replace(made, wanted=NOW + DAY), replace(other, wanted=NOW)]
        for one in wanted:
            await scene.write(lambda work, one=one: work.digests.save(one))
        assert await scene.read(lambda work: work.digests.wanted(5)) == tuple(reversed(wanted))
        await scene.write(lambda work: work.communities.leave(scene.away, NOW))
        assert await scene.read(lambda work: work.digests.wanted(5)) == (wanted[0],)
        await scene.write(lambda work: work.digests.remove(replace(made, community=scene.away)))
        assert await scene.read(lambda work: work.digests.get(scene.home, made.id)) == wanted[0]
        await scene.write(lambda work: work.digests.remove(made))
        assert await scene.read(lambda work: work.digests.reader(scene.home, person("lena"))) is None

    async def test_a_week_is_counted_from_its_beginning(self, scene: Scene) -> None:
        marta, carla = await scene.member("marta"), await scene.member("carla")

        def fill(work: Work) -> None:
            work.members.accept_conduct(marta, 1, NOW)
            asked = [work.mentoring.add_request(scene.home, carla.id, marta.id, "Hello", NOW) for _ in range(2)]
            work.mentoring.answer(asked[0], RequestState.ACCEPTED, NOW + DAY)
            begun = [add_pair(work, scene.home, marta.id, carla.id) for _ in range(3)]
            work.pairs.save(replace(begun[0], state=PairState.FINISHED, ended=NOW + DAY))
            work.pairs.save(replace(begun[1], state=PairState.STOPPED, ended=NOW + DAY))
            work.pairs.save_checkin(scene.home, CheckIn(begun[2].id, 1, carla.id, NOW + DAY, met=True))

        await scene.write(fill)
        assert await scene.read(lambda work: work.digests.happened(scene.home, NOW)) == Happened(1, 2, 1, 3, 1, 1, 1)
        later = await scene.read(lambda work: work.digests.happened(scene.home, NOW + DAY))
        assert later == Happened(0, 0, 1, 0, 1, 1, 1)
        assert await scene.read(lambda work: work.digests.happened(scene.away, NOW)) == Happened()

    async def test_what_did_not_arrive_is_counted_by_people(self, scene: Scene) -> None:
        ends = [("a", "marta", State.UNTOLD), ("b", "marta", State.DEAD), ("c", "carla", State.UNCERTAIN)]
        ends += [("d", "dora", State.SENT), ("e", "emil", State.DEAD)]

        def fill(work: Work) -> None:
            for once, name, _ in ends:
                work.outbox.put(replace(sending(once, scene.home), target=Target(people=(person(name),))), NOW)
            for _ in ends:
                for one in work.outbox.take(work.outbox.due(NOW, 9), NOW, "me", DAY):
                    state = next(state for once, _, state in ends if once == one.sending.once)
                    work.outbox.finish(one, state, NOW)

        await scene.write(fill)
        assert await scene.read(lambda work: work.digests.undelivered(scene.home, NOW)) == Undelivered(2, 1)
        assert await scene.read(lambda work: work.digests.undelivered(scene.home, NOW + DAY)) == Undelivered()
        assert await scene.read(lambda work: work.digests.undelivered(scene.away, NOW)) == Undelivered()
