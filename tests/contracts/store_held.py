"""What every Work promises about messages that are held back, put together, or too late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.i18n import words
from bot.ui import Action, Message
from bot.work import Delivery, Sort
from tests.contracts.store_outbox import again, claim, finish, put
from tests.contracts.store_scene import DAY, HOUR, NOW, Scene, person, sending


async def due(scene: Scene, now: datetime = NOW) -> dict[str, Delivery]:
    """What may be taken now, by its key; nothing is taken."""
    found: Sequence[Delivery] = await scene.write(lambda work: work.outbox.due(now, 100))
    return {one.sending.once: one for one in found}


class Held:
    async def test_what_else_waits_for_the_same_person(self, scene: Scene) -> None:
        await put(scene, "first", sort=Sort.NUDGE)
        others: dict[str, dict[str, object]] = {
            "second": {},
            "held": {"not_before": NOW - DAY},
            "planned": {"not_before": NOW + HOUR},
            "expired": {"expires": NOW},
            "after": {"after": "first"},
            "other sort": {"sort": Sort.ANSWER},
        }
        for once, more in others.items():
            await put(scene, once, "carla", NOW, **{"sort": Sort.NUDGE, **more})
        await put(scene, "other person", "bruno", sort=Sort.NUDGE)
        foreign = sending("foreign", scene.away, sort=Sort.NUDGE)
        await scene.write(lambda work: work.outbox.put(foreign, NOW))
        first = (await due(scene))["first"]
        found = await scene.read(lambda work: work.outbox.waiting(first, NOW))
        assert [one.sending.once for one in found] == ["second", "held"]
        assert [one.planned for one in found] == [NOW, NOW - DAY]
        await scene.write(lambda work: work.outbox.hold([(found[0], NOW + DAY)]))
        still = await scene.read(lambda work: work.outbox.waiting(first, NOW))
        assert [one.sending.once for one in still] == ["second", "held"], "whatever holds it back"
        assert [one.planned for one in still] == [NOW, NOW - DAY]

    async def test_other_words_are_kept(self, scene: Scene) -> None:
        await put(scene, "a", then=Action("any"))
        delivery = (await due(scene))["a"]
        said = Message((words("something else"),))
        await scene.write(lambda work: work.outbox.reword(delivery, said))
        (claimed,) = await claim(scene)
        assert claimed.sending.message == said
        assert claimed.sending.then == Action("any")

    async def test_what_is_unprompted_is_asked_about_anew(self, scene: Scene) -> None:
        for once, sort in (("week", Sort.WEEKLY), ("nudge", Sort.NUDGE), ("answer", Sort.ANSWER)):
            await put(scene, once, sort=sort, not_before=NOW - HOUR)
        await put(scene, "bruno", "bruno", sort=Sort.NUDGE)
        for _ in range(3):
            for delivery in (await due(scene)).values():
                await scene.write(lambda work, one: work.outbox.hold([(one, NOW + DAY)]), delivery)
        assert await due(scene) == {}
        await scene.write(lambda work: work.outbox.reconsider(scene.home, person("carla")))
        await scene.write(lambda work: work.outbox.reconsider(scene.away, person("bruno")))
        found = []
        for _ in range(3):
            for delivery in await claim(scene):
                found.append((delivery.sending.once, delivery.planned))
                await finish(scene, delivery)
        assert found == [("week", NOW - HOUR), ("nudge", NOW - HOUR)]

    async def test_what_was_tried_keeps_its_time(self, scene: Scene) -> None:
        await put(scene, "nudge", sort=Sort.NUDGE)
        (delivery,) = await claim(scene)
        await again(scene, delivery, NOW + HOUR)
        await scene.write(lambda work: work.outbox.reconsider(scene.home, person("carla")))
        assert await due(scene) == {}

    async def test_what_was_begun_does_not_expire(self, scene: Scene) -> None:
        """One part of it is there, or may be; and a worker is not called for it before its time."""
        for once, in_doubt in (("part", False), ("doubt", True)):
            await put(scene, once, once, expires=NOW + HOUR)
            (delivery,) = await claim(scene)
            await again(scene, delivery, NOW + DAY, in_doubt=in_doubt)
        assert await due(scene, NOW + 2 * HOUR) == {}
        assert await scene.read(lambda work: work.outbox.next_due(NOW + 2 * HOUR)) == NOW + DAY
        assert len(await due(scene, NOW + DAY)) == 2

    async def test_posts_that_came_too_late_can_be_told(self, scene: Scene) -> None:
        for once, sort, why in (
            ("post", Sort.POST, "too late"),
            ("other", Sort.POST, "something else"),
            ("nudge", Sort.NUDGE, "too late"),
        ):
            await put(scene, once, once, sort=sort)
            delivery = (await due(scene))[once]
            await scene.write(lambda work, one, why: work.outbox.drop(one, why, NOW), delivery, why)
        assert await scene.read(lambda work: work.outbox.missed(scene.home, NOW)) == ("post",)
        assert await scene.read(lambda work: work.outbox.missed(scene.home, NOW + HOUR)) == ()
        assert await scene.read(lambda work: work.outbox.missed(scene.away, NOW)) == ()
