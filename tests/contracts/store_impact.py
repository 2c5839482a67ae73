"""What every Work promises about figures, confidential answers, days of activity and posts of a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.features.impact.model import (
    Connected,
    Count,
    Goal,
    Mean,
    Measured,
    Middle,
    MonthPost,
    PostState,
    Settings,
    Share,
    Span,
    Week,
)
from bot.features.mentoring.model import RequestState
from bot.features.pairs.model import CheckIn, Feedback, PairState
from bot.work import Work
from tests.contracts.store_needs import add_seeker
from tests.contracts.store_scene import DAY, HOSTILE, NOW, Scene, add_mentor, add_pair

ALL = Span(NOW + DAY)


def years(work: Work, home: int) -> None:
    """Six pairs: five stopped for want of time and rated by both, one runs; requests of every fate."""
    for n in range(6):
        mentor = add_mentor(work, home, f"anna{n}", "Taxes", capacity=2)
        mentee = add_seeker(work, home, f"carla{n}", "Taxes")
        pair = add_pair(work, home, mentor.id, mentee.id, NOW + (n + 1) * DAY / 10)
        request = work.mentoring.add_request(home, mentee.id, mentor.id, "", NOW)
        if n == 5:
            continue
        work.mentoring.answer(request, (*RequestState,)[1:][n], NOW)
        work.pairs.save(replace(pair, state=PairState.STOPPED, ended=NOW + n * DAY / 10, reason="time"))
        for member, rating in ((mentor.id, 5), (mentee.id, 3)):
            work.pairs.save_feedback(home, Feedback(pair.id, member, NOW, rating))


async def measured(scene: Scene, span: Span = ALL, community: int = 0) -> dict[str, Measured]:
    return dict(await scene.read(lambda work: work.impact.measure(community or scene.home, span, NOW)))


class Figures:
    async def test_figures_are_of_one_community_and_one_time(self, scene: Scene) -> None:
        await scene.write(lambda work: years(work, scene.home))
        assert await scene.write(lambda work: work.impact.tally(scene.home)) == 3
        found = await measured(scene)
        assert found["people"] == Count(12)
        assert found["waiting"] == Count(6), "the searches of this test stay open"
        assert found["seats"] == Count(11)
        assert found["requests"] == Count(6)
        assert found["answered"] == Share(2, 3), "accepted, declined; released; the rest is not the mentor's"
        assert found["pairs"] == Count(6)
        assert (found["running"], found["stopped"], found["finished"]) == (Count(1), Count(5), Count(0))
        assert found["wait"] == Middle(DAY * 0.35, 6)
        assert found["satisfaction"] == Mean(40, 10)
        assert found["connections"] == Connected(0, 0, None)
        assert await scene.read(lambda work: work.impact.endings(scene.home, ALL)) == {"time": 5}
        before = await measured(scene, Span(NOW))
        assert (before["requests"], before["pairs"], before["satisfaction"]) == (Count(0), Count(0), Mean(0, 0))
        assert await scene.read(lambda work: work.impact.endings(scene.home, Span(NOW))) == {}
        away = await measured(scene, community=scene.away)
        assert away["people"] == Count(0)
        assert away["satisfaction"] == Mean(0, 0)

    async def test_what_was_counted_changes_no_more(self, scene: Scene) -> None:
        await scene.write(lambda work: years(work, scene.home))
        await scene.write(lambda work: work.impact.tally(scene.home))
        before = await measured(scene)

        def change(work: Work) -> None:
            for pair in range(1, 6):
                found = work.pairs.get(scene.home, pair)
                if found and found.ended:
                    work.pairs.save_feedback(scene.home, Feedback(pair, found.mentor, NOW + DAY, 1))
                    work.pairs.save(replace(found, reason=""))

        await scene.write(change)
        assert await scene.write(lambda work: work.impact.tally(scene.home)) == 0
        assert (await measured(scene))["satisfaction"] == before["satisfaction"]
        assert await scene.read(lambda work: work.impact.endings(scene.home, ALL)) == {"time": 5}

    async def test_goal_and_switch_come_back(self, scene: Scene) -> None:
        assert await scene.read(lambda work: work.impact.settings(scene.home)) == Settings()
        kept = Settings(NOW, Goal("pairs", 20, date(2030, 6, 30)))
        for settings in (kept, Settings(None, kept.goal), Settings(NOW)):
            await scene.write(lambda work, settings: work.impact.save_settings(scene.home, settings), settings)
            assert await scene.read(lambda work: work.impact.settings(scene.home)) == settings
        assert await scene.read(lambda work: work.impact.settings(scene.away)) == Settings()


class Connections:
    async def test_a_pair_is_connected_by_both_being_active_and_in_touch(self, scene: Scene) -> None:
        week, until = NOW - 7 * DAY, NOW

        def settle(work: Work) -> None:
            home = scene.home
            for n in range(4):
                mentor, mentee = (add_mentor(work, home, f"{who}{n}", "Taxes") for who in ("a", "b"))
                pair = add_pair(work, home, mentor.id, mentee.id, NOW - 30 * DAY)
                for member in (mentor.id, mentee.id)[: 1 if n == 1 else 2]:
                    assert work.impact.mark(home, member, NOW - 14 * DAY)
                    assert not work.impact.mark(home, member, NOW - 14 * DAY), "once a day"
                    work.pairs.save_checkin(home, CheckIn(pair.id, 1, member, NOW - (20 if n == 2 else 3) * DAY, False))
                if n == 3:
                    work.pairs.save(replace(pair, state=PairState.FINISHED, ended=NOW - 8 * DAY))

        await scene.write(settle)
        found = await scene.write(lambda work: work.impact.connect(scene.home, week, until))
        assert found == Week(week, 3, 1), "one in touch; one silent side; one whose check-in is too old; one had ended"
        await scene.write(lambda work: work.impact.stop_counting(scene.home))
        await scene.write(lambda work: work.impact.connect(scene.home, week, until))
        assert await scene.read(lambda work: work.impact.weeks(scene.home, 5)) == (found,), "kept as it was counted"
        assert await scene.read(lambda work: work.impact.weeks(scene.away, 5)) == ()

    async def test_who_says_no_is_not_counted(self, scene: Scene) -> None:
        anna = await scene.write(lambda work: add_mentor(work, scene.home, "anna", "Taxes"))
        for counted, kept in ((True, True), (False, False), (False, False), (True, True)):
            await scene.write(lambda work, yes: work.impact.count_me(scene.home, anna.id, yes), counted)
            assert await scene.write(lambda work: work.impact.mark(scene.home, anna.id, NOW)) is kept
            assert await scene.read(lambda work: work.impact.counted(scene.home, anna.id)) is counted


class MonthsAndLessons:
    async def test_a_post_comes_back_with_its_figures(self, scene: Scene) -> None:
        march = date(2030, 3, 1)
        figures = await measured(scene)
        figures["wait"] = Middle(timedelta(days=1, microseconds=1), 3)
        figures["connections"] = Connected(1, 2, NOW)
        for state, words in zip(PostState, HOSTILE, strict=False):
            post = MonthPost(march, state, NOW, words, figures)
            await scene.write(lambda work, post: work.impact.save_post(scene.home, post), post)
            assert await scene.read(lambda work: work.impact.post(scene.home, march)) == post
        assert await scene.read(lambda work: work.impact.post(scene.away, march)) is None
        assert await scene.read(lambda work: work.impact.post(scene.home, date(2030, 4, 1))) is None

    async def test_lessons_come_back_newest_first(self, scene: Scene) -> None:
        for words in HOSTILE:
            await scene.write(lambda work, words: work.impact.add_lesson(scene.home, words, NOW), words)
        found = await scene.read(lambda work: work.impact.lessons(scene.home, 100))
        assert [one.words for one in found] == list(HOSTILE)[::-1]
        assert not await scene.write(lambda work: work.impact.drop_lesson(scene.away, found[0].id))
        assert await scene.write(lambda work: work.impact.drop_lesson(scene.home, found[0].id))
        assert not await scene.write(lambda work: work.impact.drop_lesson(scene.home, found[0].id))

    async def test_names_of_everybody_in_a_pair(self, scene: Scene) -> None:
        await scene.write(lambda work: years(work, scene.home))
        await scene.write(lambda work: add_mentor(work, scene.home, "zoe", "Taxes"))
        names = await scene.read(lambda work: work.impact.names_in_pairs(scene.home))
        assert sorted(names) == sorted(f"{who}{n}" for who in ("Anna", "Carla") for n in range(6))
