"""What every Work promises about offers, seeks, requests and the search for mentors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.features.members.model import Topic
from bot.features.mentoring.model import Filter, Offer, Request, RequestState, Seek
from bot.features.pairs.model import PairState
from bot.features.programme.formats import Format, Terms
from bot.work import Work
from tests.contracts.store_scene import DAY, FOREIGN, HOSTILE, HOUR, NOW, Scene, add_mentor, add_pair, by, person

ANY = Filter()
ME = person("viewer")


async def topics(scene: Scene, *names: str) -> list[Topic]:
    return await scene.write(lambda work: [work.members.topic(scene.home, name) for name in names])


class Offers:
    async def test_an_offer_is_saved_with_its_topics_in_their_order(self, scene: Scene) -> None:
        mentor = await scene.member("marta")
        taxes, web, logo = await topics(scene, "Taxes", "Web", "Logo")
        assert await scene.read(lambda work: work.mentoring.offer(scene.home, mentor.id)) is None
        for offer in (
            Offer(mentor.id, 2, (web, taxes), Terms(Format.QUESTION)),
            Offer(mentor.id, 3, (taxes, logo, web), Terms(Format.COURSE, 12), open=False),
            Offer(mentor.id, 1, ()),
        ):
            await scene.write(lambda work, offer: work.mentoring.save_offer(scene.home, offer), offer)
            assert await scene.read(lambda work: work.mentoring.offer(scene.home, mentor.id)) == offer

    @pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
    async def test_a_seek_is_saved(self, scene: Scene, typed: str) -> None:
        mentee = await scene.member("carla")
        taxes, web = await topics(scene, "Taxes", "Web")
        assert await scene.read(lambda work: work.mentoring.seek(scene.home, mentee.id)) is None
        for seek in (
            Seek(mentee.id, typed, (web, taxes), NOW, Terms(None, 6)),
            Seek(mentee.id, typed, (taxes,), NOW + DAY, Terms(Format.COURSE), open=False),
        ):
            await scene.write(lambda work, seek: work.mentoring.save_seek(scene.home, seek), seek)
            assert await scene.read(lambda work: work.mentoring.seek(scene.home, mentee.id)) == seek

    async def test_the_waiting_are_the_open_seeks_of_a_topic(self, scene: Scene) -> None:
        taxes, web = await topics(scene, "Taxes", "Web")

        def settle(work: Work) -> None:
            for id, wanted, still in (("a", (taxes, web), True), ("b", (taxes,), True), ("c", (taxes,), False)):
                member = work.members.ensure(by(scene.home, person(id)))
                work.mentoring.save_seek(scene.home, Seek(member.id, "", wanted, NOW, open=still))

        await scene.write(settle)
        waiting = [
            await scene.read(lambda work, where: work.mentoring.waiting(*where), where)
            for where in ((scene.home, taxes.id), (scene.home, web.id), (scene.home, 999), (scene.away, taxes.id))
        ]
        assert waiting == [2, 1, 0, 0]

    async def test_free_seats_are_the_capacity_less_active_pairs(self, scene: Scene) -> None:
        mentor = await scene.write(lambda work: add_mentor(work, scene.home, "marta", "Taxes", capacity=2))
        mentees = [await scene.member(id) for id in ("a", "b")]

        async def free() -> int:
            seats: int = await scene.read(lambda work: work.mentoring.free_seats(scene.home, mentor.id))
            card = await scene.read(lambda work: work.mentoring.card(scene.home, mentor.id))
            assert card
            assert card.free == seats
            return seats

        assert await free() == 2
        pairs = [
            await scene.write(lambda work, who: add_pair(work, scene.home, mentor.id, who), mentee.id)
            for mentee in mentees
        ]
        assert await free() == 0
        ended = replace(pairs[0], state=PairState.FINISHED, ended=NOW)
        await scene.write(lambda work: work.pairs.save(ended))
        assert await free() == 1
        await scene.write(lambda work: work.mentoring.save_offer(scene.home, Offer(mentor.id, 0, ())))
        assert await free() == 0, "never less than none"
        assert await scene.read(lambda work: work.mentoring.free_seats(scene.home, mentees[0].id)) == 0
        assert await scene.read(lambda work: work.mentoring.free_seats(scene.away, mentor.id)) == 0

    async def test_a_card_shows_the_member_and_the_offer(self, scene: Scene) -> None:
        mentor = await scene.write(lambda work: add_mentor(work, scene.home, "marta", "Taxes", "Web"))
        card = await scene.read(lambda work: work.mentoring.card(scene.home, mentor.id))
        offer = await scene.read(lambda work: work.mentoring.offer(scene.home, mentor.id))
        assert card
        assert (card.member, card.offer, card.free) == (mentor, offer, 1)
        plain = await scene.member("carla")
        assert await scene.read(lambda work: work.mentoring.card(scene.home, plain.id)) is None
        assert await scene.read(lambda work: work.mentoring.card(scene.away, mentor.id)) is None

    async def test_nothing_is_found_from_another_community(self, scene: Scene) -> None:
        mentor = await scene.write(lambda work: add_mentor(work, scene.home, "marta", "Taxes"))
        seek = Seek(mentor.id, "", (), NOW)
        await scene.write(lambda work: work.mentoring.save_seek(scene.home, seek))
        assert await scene.read(lambda work: work.mentoring.offer(scene.away, mentor.id)) is None
        assert await scene.read(lambda work: work.mentoring.seek(scene.away, mentor.id)) is None
        assert await scene.read(lambda work: work.mentoring.candidates(scene.away, ME, (), (), NOW)) == ()
        assert await scene.read(lambda work: work.mentoring.browse(scene.away, ME, ANY, NOW, 0, 9)) == ((), 0)

    async def test_nothing_is_saved_into_another_community(self, scene: Scene) -> None:
        mentor = await scene.write(lambda work: add_mentor(work, scene.home, "marta", "Taxes"))
        (taxes,) = await topics(scene, "Taxes")
        stranger = await scene.member("zoe", scene.away)
        for offer in (Offer(mentor.id, 1, ()), Offer(stranger.id, 1, (taxes,))):
            with pytest.raises(Exception, match=FOREIGN):
                await scene.write(lambda work, offer: work.mentoring.save_offer(scene.away, offer), offer)
            assert await scene.read(lambda work, id: work.mentoring.offer(scene.away, id), offer.member) is None


class Finding:
    async def test_only_who_can_take_somebody_is_found(self, scene: Scene) -> None:
        def settle(work: Work) -> None:
            add_mentor(work, scene.home, "free", "Taxes")
            add_mentor(work, scene.home, "back", "Taxes", paused_until=NOW)
            add_mentor(work, scene.home, "paused", "Taxes", paused_until=NOW + HOUR)
            add_mentor(work, scene.home, "gone", "Taxes", left=True)
            add_mentor(work, scene.home, "unasked", "Taxes", conduct=0)
            add_mentor(work, scene.away, "foreign", "Taxes")
            closed = add_mentor(work, scene.home, "closed")
            work.mentoring.save_offer(scene.home, Offer(closed.id, 1, (), open=False))
            full = add_mentor(work, scene.home, "full", "Taxes")
            add_pair(work, scene.home, full.id, work.members.ensure(by(scene.home, person("mentee"))).id)

        await scene.write(settle)
        (taxes,) = await topics(scene, "Taxes")
        for wanted in ((), (taxes.id,), (taxes.id, 999)):
            found = await scene.read(lambda work, ids: work.mentoring.candidates(scene.home, ME, ids, (), NOW), wanted)
            assert [card.member.name for card in found] == ["Free", "Back"]
        for filter in (ANY, Filter(topic=taxes.id), Filter(language="it")):
            page, total = await scene.read(lambda work, f: work.mentoring.browse(scene.home, ME, f, NOW, 0, 9), filter)
            assert ([card.member.name for card in page], total) == (["Back", "Free"], 2)

    async def test_those_with_more_of_the_topics_come_first(self, scene: Scene) -> None:
        def settle(work: Work) -> None:
            add_mentor(work, scene.home, "one", "Taxes", "Logo", "Shop")
            add_mentor(work, scene.home, "two", "Web", "Taxes")
            add_mentor(work, scene.home, "none", "Logo")

        await scene.write(settle)
        wanted = [topic.id for topic in await topics(scene, "Taxes", "Web")]

        async def found(limit: int) -> list[tuple[str, list[str]]]:
            cards = await scene.read(lambda work: work.mentoring.candidates(scene.home, ME, wanted, (), NOW, limit))
            return [(card.member.name, [topic.name for topic in card.offer.topics]) for card in cards]

        assert await found(9) == [("Two", ["Web", "Taxes"]), ("One", ["Taxes", "Logo", "Shop"])]
        assert await found(1) == [("Two", ["Web", "Taxes"])]

    async def test_of_many_alike_those_near_come_first_and_everybody_has_a_turn(self, scene: Scene) -> None:
        def settle(work: Work) -> None:
            for number in range(30):
                add_mentor(work, scene.home, f"m{number}", "Taxes", district="Isola" if number > 27 else "Brera")
            for number in range(20):
                viewer = work.members.ensure(by(scene.home, person(f"v{number}")))
                work.members.save(replace(viewer, district="isola" if number == 0 else ""))

        await scene.write(settle)
        wanted = [topic.id for topic in await topics(scene, "Taxes")]

        async def found(number: int) -> set[str]:
            viewer = person(f"v{number}")
            cards = await scene.read(
                lambda work: work.mentoring.candidates(scene.home, viewer, wanted, ("it",), NOW, 3)
            )
            return {card.member.name for card in cards}

        near = await found(0)
        assert {"M28", "M29"} < near
        assert near == await found(0), "the same person sees the same"
        assert len(set().union(*[await found(number) for number in range(1, 20)])) > 15

    async def test_a_rare_language_is_not_crowded_out(self, scene: Scene) -> None:
        def settle(work: Work) -> None:
            for number in range(5):
                add_mentor(work, scene.home, f"it{number}", "Taxes", "Web")
            add_mentor(work, scene.home, "rare", "Taxes", languages=("fi",))

        await scene.write(settle)
        wanted = [topic.id for topic in await topics(scene, "Taxes", "Web")]
        for ids in (wanted, []):
            cards = await scene.read(
                lambda work, ids: work.mentoring.candidates(scene.home, ME, ids, ("fi",), NOW, 3), ids
            )
            assert [card.member.name for card in cards] == ["Rare"]

    async def test_pages_go_by_name_and_say_how_many_there_are(self, scene: Scene) -> None:
        def settle(work: Work) -> None:
            for id in ("delta", "Àlpha", "charlie", "BRAVO", "echo"):
                add_mentor(work, scene.home, id)

        await scene.write(settle)

        async def page(offset: int) -> tuple[list[str], int]:
            cards, total = await scene.read(lambda work: work.mentoring.browse(scene.home, ME, ANY, NOW, offset, 2))
            return [card.member.name for card in cards], total

        assert await page(0) == (["Àlpha", "Bravo"], 5)
        assert await page(2) == (["Charlie", "Delta"], 5)
        assert await page(4) == (["Echo"], 5)
        assert await page(6) == ([], 5)

    async def test_a_search_filters_by_topic_language_and_district(self, scene: Scene) -> None:
        def settle(work: Work) -> None:
            add_mentor(work, scene.home, "a", "Taxes", languages=("it", "de"), district="Vanchiglia")
            add_mentor(work, scene.home, "b", "Taxes", "Web", languages=("de",), district="Aurora")
            add_mentor(work, scene.home, "c", "Web", languages=("it",), district="Àurora")

        await scene.write(settle)
        taxes, web = (topic.id for topic in await topics(scene, "Taxes", "Web"))

        async def found(**filter: int | str) -> str:
            wanted = Filter(**filter)  # type: ignore[arg-type]
            cards, total = await scene.read(lambda work: work.mentoring.browse(scene.home, ME, wanted, NOW, 0, 9))
            assert total == len(cards)
            return "".join(card.member.name for card in cards)

        assert await found(topic=taxes) == "AB"
        assert await found(language="it") == "AC"
        assert await found(district="aurora") == "BC"
        assert await found(topic=web, language="de") == "B"
        assert await found(topic=web, language="it", district="AURORA") == "C"
        assert await found(topic=taxes, district="Vanchiglia") == "A"
        assert await found(language="en") == ""
        assert await found(topic=999) == ""

    async def test_languages_that_were_dropped_are_not_found(self, scene: Scene) -> None:
        mentor = await scene.write(lambda work: add_mentor(work, scene.home, "a", languages=("it", "de")))
        await scene.write(lambda work: work.members.save(replace(mentor, languages=("de", "fr"))))

        async def speaks(code: str) -> bool:
            filter = Filter(language=code)
            return bool((await scene.read(lambda work: work.mentoring.browse(scene.home, ME, filter, NOW, 0, 9)))[1])

        assert [await speaks(code) for code in ("it", "de", "fr")] == [False, True, True]


class Requests:
    async def asked(self, scene: Scene, mentor: str, words: str = "Hello", hours: int = 0) -> Request:
        one, other = await scene.member("carla"), await scene.member(mentor)
        at = NOW + hours * HOUR
        return await scene.write(lambda work: work.mentoring.add_request(scene.home, one.id, other.id, words, at))

    @pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
    async def test_a_request_is_kept_with_its_words(self, scene: Scene, typed: str) -> None:
        request = await self.asked(scene, "marta", typed)
        assert (request.words, request.state, request.sent) == (typed, RequestState.OPEN, NOW)
        assert await scene.read(lambda work: work.mentoring.request(scene.home, request.id)) == request

    async def test_open_requests_are_listed_oldest_first(self, scene: Scene) -> None:
        later = await self.asked(scene, "marta", hours=1)
        first = await self.asked(scene, "bruno")
        closed = await self.asked(scene, "dora")
        await scene.write(lambda work: work.mentoring.answer(closed, RequestState.WITHDRAWN, NOW))
        mentee = first.mentee
        assert await scene.read(lambda work: work.mentoring.requests_from(scene.home, mentee)) == (first, later)
        assert await scene.read(lambda work: work.mentoring.requests_to(scene.home, later.mentor)) == (later,)
        assert await scene.read(lambda work: work.mentoring.requests_to(scene.home, closed.mentor)) == ()

    async def test_a_request_is_answered_once(self, scene: Scene) -> None:
        request = await self.asked(scene, "marta")
        answered = await scene.write(
            lambda work: work.mentoring.answer(request, RequestState.DECLINED, NOW + HOUR, "busy")
        )
        expected = replace(request, state=RequestState.DECLINED, answered=NOW + HOUR, reason="busy")
        assert answered == expected
        with pytest.raises(ValueError, match="not open any more"):
            await scene.write(lambda work: work.mentoring.answer(request, RequestState.ACCEPTED, NOW))
        assert await scene.read(lambda work: work.mentoring.request(scene.home, request.id)) == expected

    async def test_requests_of_another_community_are_not_found(self, scene: Scene) -> None:
        request = await self.asked(scene, "marta")
        assert await scene.read(lambda work: work.mentoring.request(scene.away, request.id)) is None
        assert await scene.read(lambda work: work.mentoring.requests_from(scene.away, request.mentee)) == ()
        assert await scene.read(lambda work: work.mentoring.requests_to(scene.away, request.mentor)) == ()
        foreign = replace(request, community=scene.away)
        with pytest.raises(ValueError, match="not open any more"):
            await scene.write(lambda work: work.mentoring.answer(foreign, RequestState.ACCEPTED, NOW))
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(
                lambda work: work.mentoring.add_request(scene.away, request.mentee, request.mentor, "", NOW)
            )
        assert await scene.read(lambda work: work.mentoring.request(scene.home, request.id)) == request
