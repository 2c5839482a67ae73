"""What every Work promises about events and drafts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.i18n import words
from bot.identity import Place
from bot.ui import Message
from bot.work import Work
from tests.contracts.store_scene import DAY, HOSTILE, HOUR, NOW, Scene, person

CARLA = person("carla")


async def applied(scene: Scene, event: str, platform: str = "room") -> bool:
    return bool(await scene.write(lambda work: work.inbox.once(platform, event, NOW)))


class Inbox:
    async def test_an_event_is_applied_once(self, scene: Scene) -> None:
        assert await applied(scene, "e1")
        assert not await applied(scene, "e1")
        assert await applied(scene, "e2")
        assert await applied(scene, "e1", "elsewhere")

    async def test_an_event_of_a_failed_transaction_was_not_applied(self, scene: Scene) -> None:
        def fail(work: Work) -> None:
            assert work.inbox.once("room", "e1", NOW)
            raise KeyError("something else")

        with pytest.raises(KeyError, match="something else"):
            await scene.write(fail)
        assert await applied(scene, "e1")

    @pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
    async def test_received_events_wait_until_they_are_applied(self, scene: Scene, typed: str) -> None:
        def receive(work: Work, event: str, at: int) -> bool:
            return work.inbox.receive("room", event, typed, NOW + at * HOUR)

        assert await scene.write(receive, "late", 1)
        assert await scene.write(receive, "early", 0)
        assert not await scene.write(receive, "early", 2)
        waiting = (("room", "early", typed), ("room", "late", typed))
        assert await scene.read(lambda work: work.inbox.received(9)) == waiting
        assert await scene.read(lambda work: work.inbox.received(1)) == waiting[:1]
        assert await applied(scene, "early")
        assert not await applied(scene, "early")
        assert not await scene.write(receive, "early", 3)
        assert await scene.read(lambda work: work.inbox.received(9)) == waiting[1:]

    async def test_applied_events_are_forgotten_and_received_ones_are_not(self, scene: Scene) -> None:
        for event, at in (("old", NOW - HOUR), ("new", NOW)):
            await scene.write(lambda work, event, at: work.inbox.once("room", event, at), event, at)
        await scene.write(lambda work: work.inbox.receive("room", "waiting", "{}", NOW - DAY))
        assert await scene.write(lambda work: work.inbox.forget(NOW)) == 1
        assert await applied(scene, "old")
        assert not await applied(scene, "new")
        assert await scene.read(lambda work: work.inbox.received(9)) == (("room", "waiting", "{}"),)


class Drafts:
    @pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
    async def test_a_draft_comes_back_until_it_expires(self, scene: Scene, typed: str) -> None:
        body = {
            "typed": typed,
            typed: ("a", 1, True, None),
            "message": Message((words(typed),)),
            "place": Place("room", "c1"),
        }
        id = await scene.write(lambda work: work.drafts.keep(scene.home, CARLA, body, NOW + DAY))
        almost = NOW + DAY - HOUR / 3_600_000_000
        draft = await scene.read(lambda work: work.drafts.get(scene.home, CARLA, id, almost))
        assert draft
        assert (draft.id, draft.community, draft.person, draft.body) == (id, scene.home, CARLA, body)
        assert await scene.read(lambda work: work.drafts.get(scene.home, CARLA, id, NOW + DAY)) is None
        await scene.write(lambda work: work.drafts.save(replace(draft, body={"step": 2})))
        changed = await scene.read(lambda work: work.drafts.get(scene.home, CARLA, id, almost))
        assert changed == replace(draft, body={"step": 2})

    async def test_a_draft_is_its_writer_s_alone(self, scene: Scene) -> None:
        id = await scene.write(lambda work: work.drafts.keep(scene.home, CARLA, {"a": 1}, NOW + DAY))
        others = [
            (scene.away, CARLA),
            (scene.home, person("bruno")),
            (scene.home, person("carla", "elsewhere")),
        ]
        draft = await scene.read(lambda work: work.drafts.get(scene.home, CARLA, id, NOW))
        for community, who in others[:2]:
            found = await scene.read(lambda work, c, w: work.drafts.get(c, w, id, NOW), community, who)
            assert found is None
            taken = replace(draft, community=community, person=who, body={})
            await scene.write(lambda work, draft: work.drafts.save(draft), taken)
        assert await scene.read(lambda work: work.drafts.get(*others[2], id, NOW)) is None
        assert await scene.read(lambda work: work.drafts.get(scene.home, CARLA, id, NOW)) == draft

    async def test_old_drafts_are_forgotten_and_their_ids_never_used_again(self, scene: Scene) -> None:
        old, kept = [
            await scene.write(lambda work, e: work.drafts.keep(scene.home, CARLA, {}, e), expires)
            for expires in (NOW + DAY, NOW + HOUR)
        ]
        assert await scene.write(lambda work: work.drafts.forget(NOW + HOUR)) == 0
        assert await scene.write(lambda work: work.drafts.forget(NOW + DAY)) == 1
        assert await scene.read(lambda work: work.drafts.get(scene.home, CARLA, kept, NOW)) is None
        assert await scene.read(lambda work: work.drafts.get(scene.home, CARLA, old, NOW)) is not None
        fresh = await scene.write(lambda work: work.drafts.keep(scene.home, CARLA, {}, NOW + DAY))
        assert fresh > max(old, kept)
