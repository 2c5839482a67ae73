"""The contract of stories and their pictures: one version at a time, one picture in one place, one asking."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.features.stories.model import Agreed, Consent, Story, StoryState, Told
from bot.i18n import words
from bot.identity import Place
from bot.ui import Message
from bot.work import Sort, State, Target, Work
from tests.contracts.store_scene import DAY, FOREIGN, HOSTILE, HOUR, NOW, Scene, add_pair, by, person, sending

TOLD = Told("A plan", "Four calls", "200 readers")


async def told(scene: Scene, mentor: str = "marta", mentee: str = "carla", **more: object) -> Story:
    pair = await scene.pair(mentor, mentee)
    new = Story(0, scene.home, pair.id, pair.mentor, pair.mentee, pair.mentee, TOLD, created=NOW, idle=NOW)
    return await scene.write(lambda work: work.stories.add(replace(new, **more)))  # type: ignore[arg-type]


class StoryRecords:
    async def test_a_story_is_kept_as_it_is(self, scene: Scene) -> None:
        story = await told(scene)
        assert await scene.read(lambda work: work.stories.get(scene.home, story.id)) == story
        full = replace(
            story,
            told=Told(*HOSTILE[:4]),
            state=StoryState.QUEUED,
            version=3,
            place=2,
            idle=None,
            reason="short",
            row="post:1",
            posted=NOW,
            ended=NOW + DAY,
        )
        await scene.write(lambda work: work.stories.save(full))
        assert await scene.read(lambda work: work.stories.get(scene.home, story.id)) == full
        assert await scene.read(lambda work: work.stories.get(scene.away, story.id)) is None
        await scene.write(lambda work: work.stories.save(replace(story, community=scene.away)))
        assert await scene.read(lambda work: work.stories.get(scene.home, story.id)) == full

    async def test_it_is_found_by_its_pair_its_people_and_its_state(self, scene: Scene) -> None:
        first = await told(scene, state=StoryState.QUEUED, place=2)
        other = await told(scene, "nora", "dora", state=StoryState.QUEUED, place=1, posted=NOW)
        gone = await told(scene, "nora", "emil", state=StoryState.WITHDRAWN, posted=NOW + HOUR)

        def look(work: Work) -> tuple[object, ...]:
            stories = work.stories
            return (
                stories.of_pair(scene.home, first.pair),
                stories.of_pair(scene.away, first.pair),
                stories.of_member(scene.home, other.mentor),
                stories.of_member(scene.home, first.mentee),
                stories.in_state(scene.home, StoryState.QUEUED),
                stories.in_state(scene.home, StoryState.WAITING, StoryState.WITHDRAWN),
                stories.posted(scene.home, 5),
                stories.posted(scene.home, 1),
                stories.in_state(scene.away, *StoryState),
            )

        expected = (first, None, (other,), (first,), (other, first), (gone,), (gone, other), (gone,), ())
        assert await scene.read(look) == expected

    async def test_of_a_pair_the_one_that_was_not_withdrawn_comes_first(self, scene: Scene) -> None:
        story = await told(scene)
        again = replace(story, state=StoryState.WITHDRAWN)
        late = await scene.write(lambda work: work.stories.add(again))
        assert await scene.read(lambda work: work.stories.of_pair(scene.home, story.pair)) == story
        await scene.write(lambda work: work.stories.save(again))
        assert await scene.read(lambda work: work.stories.of_pair(scene.home, story.pair)) == late

    async def test_a_consent_holds_for_one_version(self, scene: Scene) -> None:
        story = await told(scene)
        one, other = Consent(story.mentor, 1, NOW, True), Consent(story.mentee, 1, NOW, False)
        for consent in (one, other, replace(other, named=True, at=NOW + HOUR)):
            await scene.write(lambda work, consent=consent: work.stories.agree(story, consent))
        agreed = await scene.read(lambda work: work.stories.agreed(story))
        assert agreed == Agreed({story.mentor: one, story.mentee: replace(other, named=True, at=NOW + HOUR)})
        assert agreed.of(story)
        assert not (await scene.read(lambda work: work.stories.agreed(replace(story, version=2)))).consents

    async def test_somebody_is_asked_once(self, scene: Scene) -> None:
        story = await told(scene)
        for at in (NOW, NOW + DAY):
            asked = await scene.write(lambda work, at=at: work.stories.ask(scene.home, story.pair, story.mentor, at))
            assert asked == NOW
        later = await scene.write(lambda work: work.stories.ask(scene.home, story.pair, story.mentee, NOW + DAY))
        assert later == NOW + DAY

    async def test_nothing_of_a_story_reaches_into_another_community(self, scene: Scene) -> None:
        story = await told(scene)
        stranger = await scene.member("marta", scene.away)
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(lambda work: work.stories.agree(story, Consent(stranger.id + 99, 1, NOW, True)))
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(lambda work: work.stories.add(replace(story, community=scene.away)))

    async def test_what_is_counted_lies_between_two_instants(self, scene: Scene) -> None:
        def fill(work: Work) -> None:
            for name, at in (("marta", NOW), ("carla", NOW + DAY), ("dora", NOW + 2 * DAY)):
                member = work.members.ensure(by(scene.home, person(name), at))
                work.members.accept_conduct(member, 1, at)
            work.members.ensure(by(scene.home, person("emil"), NOW))  # looked around, and agreed to nothing
            ids = {one.person.id: one.id for one in work.members.named(scene.home, "")}
            add_pair(work, scene.home, ids["marta"], ids["carla"], NOW + DAY)
            place = Target(place=Place("room", "square", "Square"))
            for once, sort in (("post:1", Sort.POST), ("reply:1", Sort.ANSWER), ("late:1", Sort.POST)):
                work.outbox.put(sending(once, scene.home, target=place, sort=sort), NOW)

        await scene.write(fill)
        await scene.write(deliver)
        found = await scene.read(lambda work: work.stories.events(scene.home, NOW, NOW + 2 * DAY))
        assert (found.signups, found.requests, found.pairs) == ((NOW, NOW + DAY), (), (NOW + DAY,))
        assert found.posts == {"post:1": NOW + HOUR}
        none = await scene.read(lambda work: work.stories.events(scene.away, NOW, NOW + 2 * DAY))
        assert (none.signups, none.posts) == ((), {})


def deliver(work: Work) -> None:
    """One at a time goes to the same place."""
    while due := work.outbox.due(NOW, 5):
        for delivery in work.outbox.take(due, NOW, "me", DAY):
            late = delivery.sending.once == "late:1"
            work.outbox.finish(delivery, State.SKIPPED if late else State.SENT, NOW + HOUR)


class StoryPictures:
    async def test_a_picture_is_in_one_place_and_gone_when_it_is_removed(self, scene: Scene) -> None:
        story = await told(scene)
        first = await scene.write(lambda work: work.pictures.add(scene.home, story.id, b"\0first\xff"))
        assert await scene.read(lambda work: work.pictures.get(scene.home, first)) == b"\0first\xff"
        assert (await scene.read(lambda work: work.stories.get(scene.home, story.id))) == replace(story, picture=first)
        second = await scene.write(lambda work: work.pictures.add(scene.home, story.id, b"second"))
        assert second != first
        assert await scene.read(lambda work: work.pictures.get(scene.home, first)) is None
        assert await scene.read(lambda work: work.pictures.get(scene.away, second)) is None
        assert await scene.read(lambda work: work.pictures.of(scene.home, story.id)) == second
        assert await scene.write(lambda work: work.pictures.remove(scene.away, story.id)) is False
        assert await scene.write(lambda work: work.pictures.remove(scene.home, story.id)) is True
        assert await scene.write(lambda work: work.pictures.remove(scene.home, story.id)) is False
        assert await scene.read(lambda work: work.pictures.get(scene.home, second)) is None


class Recalling:
    """What must not be seen any more, wherever it is on its way."""

    INSTEAD = Message((words("Taken back"),))

    async def recalled(self, scene: Scene, once: str = "story") -> tuple[bool, State, str]:
        edit = await scene.write(lambda work: work.outbox.recall(scene.home, once, self.INSTEAD))
        sent = await scene.read(lambda work: work.outbox.sent(scene.home, once))
        later = await scene.write(lambda work: work.outbox.due(NOW + DAY, 5))
        said = [one.sending.message.text[0].values["words"] for one in later if one.sending.message]
        assert sent
        return edit, sent.state, "".join(map(str, said))

    async def test_what_nobody_has_begun_to_send_never_comes(self, scene: Scene) -> None:
        await scene.write(lambda work: work.outbox.put(sending("story", scene.home), NOW))
        assert await self.recalled(scene) == (False, State.CANCELLED, "")

    async def test_what_surely_was_not_sent_never_comes(self, scene: Scene) -> None:
        def failed(work: Work) -> None:
            work.outbox.put(sending("story", scene.home), NOW)
            (taken,) = work.outbox.take(work.outbox.due(NOW, 5), NOW, "me", HOUR)
            work.outbox.again(taken, NOW + HOUR)

        await scene.write(failed)
        assert await self.recalled(scene) == (False, State.CANCELLED, "")

    @pytest.mark.parametrize("doubt", [True, False])
    async def test_what_may_be_there_says_something_else_from_now_on(self, scene: Scene, doubt: bool) -> None:
        def begun(work: Work) -> None:
            work.outbox.put(sending("story", scene.home), NOW)
            (taken,) = work.outbox.take(work.outbox.due(NOW, 5), NOW, "me", HOUR)
            if doubt:
                work.outbox.again(taken, NOW + HOUR, in_doubt=True)

        await scene.write(begun)
        assert await self.recalled(scene) == (True, State.PENDING if doubt else State.SENDING, "Taken back")

    @pytest.mark.parametrize("state", [State.SENT, State.UNCERTAIN, State.DEAD, State.UNTOLD])
    async def test_of_what_has_ended_no_words_stay(self, scene: Scene, state: State) -> None:
        def ended(work: Work) -> None:
            work.outbox.put(sending("story", scene.home), NOW)
            (taken,) = work.outbox.take(work.outbox.due(NOW, 5), NOW, "me", HOUR)
            work.outbox.finish(taken, state, NOW)

        await scene.write(ended)
        edit, now, said = await self.recalled(scene)
        assert (edit, said) == (state in (State.SENT, State.UNCERTAIN), "")
        assert now is (State.CANCELLED if state is State.UNTOLD else state)
        assert await scene.read(lambda work: work.outbox.untold(scene.home, person("carla"), 5)) == []

    async def test_only_this_one_and_only_here(self, scene: Scene) -> None:
        def both(work: Work) -> None:
            for once in ("story", "story:2"):
                work.outbox.put(sending(once, scene.home), NOW)

        await scene.write(both)
        assert not await scene.write(lambda work: work.outbox.recall(scene.away, "story", self.INSTEAD))
        assert not await scene.write(lambda work: work.outbox.recall(scene.home, "none", self.INSTEAD))
        await self.recalled(scene)
        left = await scene.read(lambda work: work.outbox.sent(scene.home, "story:2"))
        assert left
        assert left.state is State.PENDING
        assert await scene.read(lambda work: work.outbox.known(scene.home, "story:")) == ("story:2",)
        assert await scene.read(lambda work: work.outbox.known(scene.away, "story")) == ()
