"""The contract of meetings: kept whole, found for their pair, and nobody else's."""

from __future__ import annotations

from dataclasses import replace

from bot.features.meetings.model import Meeting, MeetingState
from bot.work import Work
from tests.contracts.store_scene import DAY, HOUR, NOW, Scene, add_mentor, add_pair


def planned(work: Work, community: int) -> Meeting:
    mentor, mentee = (add_mentor(work, community, name) for name in ("ada", "bea"))
    pair = add_pair(work, community, mentor.id, mentee.id)
    times = (NOW + DAY, NOW + 2 * DAY)
    return work.meetings.add(Meeting(0, community, pair.id, mentor.id, 45, "The café", NOW, times))


class Meetings:
    async def test_a_meeting_is_kept_with_its_times(self, scene: Scene) -> None:
        made = await scene.write(planned, scene.home)
        assert (made.times, made.where, made.state) == ((NOW + DAY, NOW + 2 * DAY), "The café", MeetingState.PROPOSED)
        assert await scene.read(lambda work: work.meetings.get(scene.home, made.id)) == made
        assert await scene.read(lambda work: work.meetings.upcoming(scene.home, made.pair, NOW)) == made
        agreed = replace(made, state=MeetingState.AGREED, at=NOW + HOUR, times=(NOW + HOUR,), sequence=3)
        await scene.write(lambda work: work.meetings.save(agreed))
        assert await scene.read(lambda work: work.meetings.of_pair(scene.home, made.pair)) == (agreed,)
        assert await scene.read(lambda work: work.meetings.upcoming(scene.home, made.pair, NOW)) == agreed
        assert await scene.read(lambda work: work.meetings.upcoming(scene.home, made.pair, NOW + HOUR)) is None
        missed = replace(agreed, state=MeetingState.MISSED)
        await scene.write(lambda work: work.meetings.save(missed))
        assert await scene.read(lambda work: work.meetings.missed(scene.home, made.pair)) == 1

    async def test_a_meeting_of_another_community_is_not_found_or_changed(self, scene: Scene) -> None:
        made = await scene.write(planned, scene.home)
        foreign = replace(made, community=scene.away, where="taken over", times=())
        await scene.write(lambda work: work.meetings.save(foreign))
        assert await scene.read(lambda work: work.meetings.get(scene.home, made.id)) == made
        assert await scene.read(lambda work: work.meetings.get(scene.away, made.id)) is None
        assert await scene.read(lambda work: work.meetings.of_pair(scene.away, made.pair)) == ()
