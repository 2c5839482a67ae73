"""The contract of own courses: every version is kept for the pairs that began with it, and the newest can be chosen."""

from __future__ import annotations

from tests.contracts.store_scene import DAY, NOW, Scene


class Courses:
    async def test_the_newest_version_of_each_can_be_chosen_until_it_is_deleted(self, scene: Scene) -> None:
        for home, name, source in ((scene.home, "ours", "1"), (scene.home, "ours", "2"), (scene.away, "ours", "3")):
            await scene.write(lambda work, at=(home, name, source): work.courses.add(*at, NOW))
        (kept,) = await scene.read(lambda work: work.courses.newest(scene.home))
        assert (kept.name, kept.source) == ("ours", "2")
        await scene.write(lambda work: work.courses.remove(scene.home, "ours", NOW + DAY))
        assert await scene.read(lambda work: work.courses.newest(scene.home)) == ()
        assert await scene.read(lambda work: work.courses.get(scene.home, kept.id)) == kept
        assert await scene.read(lambda work: work.courses.get(scene.away, kept.id)) is None
        (other,) = await scene.read(lambda work: work.courses.newest(scene.away))
        assert other.source == "3", "elsewhere it is another course"
        again = await scene.write(lambda work: work.courses.add(scene.home, "ours", "4", NOW + 2 * DAY))
        assert await scene.read(lambda work: work.courses.newest(scene.home)) == (again,)
