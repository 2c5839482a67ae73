"""The contract of what is counted over requests, what was said in them, and who waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.features.members.model import Member
from bot.features.mentoring.model import Line, Offer, Queue, Request, RequestState, Seek
from bot.work import Work
from tests.contracts.store_scene import DAY, NOW, Scene, add_mentor, by, person

ME = person("me")


def ask(work: Work, mentee: Member, mentor: Member, sent: timedelta = timedelta()) -> Request:
    return work.mentoring.add_request(mentee.community, mentee.id, mentor.id, "Please", NOW + sent)


class Asking:
    async def test_what_a_mentee_sent_and_who_said_no(self, scene: Scene) -> None:
        def settle(work: Work) -> tuple[Member, list[Member]]:
            mentee = work.members.ensure(by(scene.home, person("carla")))
            mentors = [add_mentor(work, scene.home, name, "Taxes") for name in ("ada", "bea", "cleo")]
            first, second, third = (ask(work, mentee, one, n * DAY) for n, one in enumerate(mentors))
            work.mentoring.answer(first, RequestState.DECLINED, NOW + DAY, "time")
            work.mentoring.answer(second, RequestState.RELEASED, NOW + 9 * DAY)
            work.mentoring.answer(third, RequestState.WITHDRAWN, NOW + 9 * DAY)
            return mentee, mentors

        mentee, (ada, bea, _) = await scene.write(settle)
        sent = await scene.read(lambda work: work.mentoring.sent_since(scene.home, mentee.id, NOW))
        assert sent == (NOW + DAY, NOW + 2 * DAY), "later than the instant"
        down = await scene.read(lambda work: work.mentoring.turned_down(scene.home, mentee.id, NOW))
        assert down == {ada.id, bea.id}
        later = await scene.read(lambda work: work.mentoring.turned_down(scene.home, mentee.id, NOW + 5 * DAY))
        assert later == {bea.id}
        assert not await scene.read(lambda work: work.mentoring.sent_since(scene.away, mentee.id, NOW - DAY))

    async def test_a_mentors_load(self, scene: Scene) -> None:
        def settle(work: Work) -> Member:
            mentor = add_mentor(work, scene.home, "ada", "Taxes")
            states = (RequestState.ACCEPTED, RequestState.WITHDRAWN, RequestState.DECLINED, RequestState.RELEASED)
            for n, state in enumerate(states):
                mentee = work.members.ensure(by(scene.home, person(f"m{n}")))
                work.mentoring.answer(ask(work, mentee, mentor, n * DAY), state, NOW + (10 + n) * DAY)
            return mentor

        mentor = await scene.write(settle)
        last, week = await scene.read(lambda work: work.mentoring.load(scene.home, mentor.id, NOW, 2))
        assert (last, week) == ((RequestState.RELEASED, RequestState.DECLINED), 3)
        assert await scene.read(lambda work: work.mentoring.load(scene.away, mentor.id, NOW, 2)) == ((), 0)
        held = Offer(mentor.id, 1, (), held=True, load_asked=NOW)
        await scene.write(lambda work: work.mentoring.save_offer(scene.home, held))
        assert await scene.read(lambda work: work.mentoring.offer(scene.home, mentor.id)) == held
        assert await scene.read(lambda work: work.mentoring.candidates(scene.home, ME, (), (), NOW)) == ()

    async def test_a_question_and_its_answer(self, scene: Scene) -> None:
        def settle(work: Work) -> tuple[Request, Line, Line]:
            mentee = work.members.ensure(by(scene.home, person("carla")))
            mentor = add_mentor(work, scene.home, "ada", "Taxes")
            request = work.mentoring.ask_back(ask(work, mentee, mentor), NOW)
            lines = Line(mentor.id, "How many?", NOW), Line(mentee.id, "Two", NOW + DAY)
            for line in lines:
                work.mentoring.say(request, line)
            return request, *lines

        request, *lines = await scene.write(settle)
        assert await scene.read(lambda work: work.mentoring.request(scene.home, request.id)) == request
        assert request.asked_back == NOW
        assert await scene.read(lambda work: work.mentoring.said(scene.home, request.id)) == tuple(lines)
        assert await scene.read(lambda work: work.mentoring.said(scene.away, request.id)) == ()
        await scene.write(lambda work: work.mentoring.ask_back(replace(request, community=scene.away), None))
        kept = await scene.read(lambda work: work.mentoring.request(scene.home, request.id))
        assert kept == request, "nobody else's turn changes"

    async def test_who_waits_and_for_how_long(self, scene: Scene) -> None:
        def settle(work: Work) -> tuple[int, list[int]]:
            topic = work.members.topic(scene.home, "Taxes")
            waiting = []
            for n, name in enumerate(("young", "old", "asking", "gone")):
                member = work.members.ensure(by(scene.home, person(name)))
                since = NOW - (n + 1) * DAY
                work.mentoring.save_seek(scene.home, Seek(member.id, "", (topic,), since))
                waiting.append(member.id)
            add_mentor(work, scene.home, "free", "Taxes", capacity=3)
            asked = add_mentor(work, scene.home, "asked", "Logo")
            work.mentoring.add_request(scene.home, waiting[2], asked.id, "Please", NOW)
            gone = work.members.get(scene.home, waiting[3])
            assert gone is not None
            work.members.save(replace(gone, left=True))
            return topic.id, waiting

        topic, (young, old, *_) = await scene.write(settle)
        assert await scene.read(lambda work: work.mentoring.waiting_for(scene.home, [topic], 9)) == (old, young)
        assert await scene.read(lambda work: work.mentoring.waiting_for(scene.home, [topic], 1)) == (old,)
        assert await scene.read(lambda work: work.mentoring.waiting_for(scene.away, [topic], 9)) == ()
        assert await scene.read(lambda work: work.mentoring.queue(scene.home, topic, ME, NOW)) == Queue(3, 3, 2 * DAY)
        assert await scene.read(lambda work: work.mentoring.queue(scene.away, topic, ME, NOW)) == Queue(0, 0, 0 * DAY)
