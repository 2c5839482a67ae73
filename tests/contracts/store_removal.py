"""What every Work promises about communities from which the bot was removed."""

from __future__ import annotations

from bot.identity import Community
from bot.planned import Weekly
from bot.recurrence import paused, plan
from bot.ui import Action
from bot.work import Sort, Work
from storage.columns import metadata
from tests.contracts.store_scene import DAY, HOUR, NOW, Scene, add_mentor, add_pair, by, person, sending

HOME = Community("room", "home")
LATE = NOW + 30 * DAY


def furnish(work: Work, community: int) -> None:
    """Something in as many tables as a few words reach, and something planned of each sort."""
    work.schedules.set(plan(community, "pairs.weekly", Weekly(0, 9, "UTC"), Sort.WEEKLY, NOW))
    work.later.at(community, "ask", Action("any"), NOW + HOUR)
    work.outbox.put(sending("hello", community), NOW)
    mentor = add_mentor(work, community, "marta", "Taxes")
    add_pair(work, community, mentor.id, work.members.ensure(by(community, person("carla"))).id)


class Removal:
    async def test_what_is_planned_stands_still_and_goes_on(self, scene: Scene) -> None:
        await scene.write(lambda work: furnish(work, scene.home))
        before = await scene.read(lambda work: (work.schedules.next_due(), work.later.next_due()))
        await scene.write(lambda work: work.communities.leave(scene.home, NOW))
        assert await scene.read(lambda work: work.schedules.due(LATE, 9)) == ()
        assert await scene.read(lambda work: work.later.due(LATE, 9)) == ()
        await scene.write(lambda work: work.communities.back(scene.home))
        assert await scene.read(lambda work: (work.schedules.next_due(), work.later.next_due())) == before
        home = await scene.read(lambda work: work.communities.get(scene.home))
        assert home
        assert home.removed is None

    async def test_what_was_put_off_or_paused_is_so_afterwards(self, scene: Scene) -> None:
        def put(work: Work) -> None:
            furnish(work, scene.home)
            weekly = work.schedules.of(scene.home, "pairs.weekly")
            assert weekly
            work.schedules.set(paused(weekly))

        await scene.write(put)
        await scene.write(lambda work: work.communities.leave(scene.home, NOW))
        await scene.write(lambda work: work.communities.back(scene.home))
        assert await scene.read(lambda work: work.schedules.due(LATE, 9)) == ()

    async def test_the_first_removal_counts(self, scene: Scene) -> None:
        await scene.write(lambda work: work.communities.leave(scene.home, NOW))
        await scene.write(lambda work: work.communities.leave(scene.home, LATE))
        assert await scene.read(lambda work: work.communities.left(NOW - HOUR)) == ()
        (left,) = await scene.read(lambda work: work.communities.left(NOW))
        assert (left.key, left.removed) == (scene.home, NOW)

    async def test_communities_are_listed_by_their_platform(self, scene: Scene) -> None:
        listed = await scene.read(lambda work: work.communities.of_platform("room"))
        assert {scene.home, scene.away} <= {home.key for home in listed}
        assert await scene.read(lambda work: work.communities.of_platform("elsewhere")) == ()

    async def test_everything_of_one_is_erased_and_nothing_of_others(self, scene: Scene) -> None:
        await scene.write(lambda work: furnish(work, scene.home))
        await scene.write(lambda work: furnish(work, scene.away))
        await scene.write(lambda work: work.communities.erase(scene.home))
        assert await scene.read(lambda work: work.communities.get(scene.home)) is None
        assert await scene.read(lambda work: work.members.find(scene.home, person("marta"))) is None
        assert await scene.read(lambda work: work.members.find(scene.away, person("marta")))
        again = await scene.write(lambda work: work.communities.ensure(HOME, "en", "UTC", NOW))
        assert again.key not in (scene.home, scene.away), "old buttons lead to nobody else's community"

    async def test_every_table_says_whose_it_is(self, scene: Scene) -> None:
        """What erases a community goes by this column; received events and lanes are forgotten within days.

        A platform's own tables go as that platform says.
        """
        without = {
            one.name for one in metadata.sorted_tables if "community" not in one.c and not one.name.startswith("slack_")
        }
        assert without == {"community", "inbox", "lane"}
