"""What every Work promises about how members want to be reached."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.features.members.contact import Contact, Direct
from tests.contracts.store_scene import DAY, FOREIGN, NOW, Scene


class Contacts:
    async def test_wishes_come_back_as_they_were_kept(self, scene: Scene) -> None:
        carla = await scene.member("carla")
        assert await scene.read(lambda work: work.contacts.of(scene.home, carla.id)) == Contact(scene.home, carla.id)
        wanted = Contact(scene.home, carla.id, Direct.NEEDED, NOW, 0, 23, NOW + DAY, "nudge:1", NOW - DAY)
        await scene.write(lambda work: work.contacts.save(wanted))
        assert await scene.read(lambda work: work.contacts.of(scene.home, carla.id)) == wanted
        changed = replace(wanted, snoozed_until=None, direct=Direct.NONE)
        await scene.write(lambda work: work.contacts.save(changed))
        assert await scene.read(lambda work: work.contacts.of(scene.home, carla.id)) == changed

    async def test_wishes_stay_in_their_community(self, scene: Scene) -> None:
        carla = await scene.member("carla")
        await scene.write(lambda work: work.contacts.save(Contact(scene.home, carla.id, Direct.NONE)))
        assert (await scene.read(lambda work: work.contacts.of(scene.away, carla.id))).direct is Direct.ALL
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(lambda work: work.contacts.save(Contact(scene.away, carla.id, Direct.NONE)))

    async def test_what_came_to_them_changes_nothing_that_they_chose(self, scene: Scene) -> None:
        carla = await scene.member("carla")
        seen = await scene.read(lambda work: work.contacts.of(scene.home, carla.id))
        came = replace(seen, nudge="nudge:1", nudged=NOW, wrote="nudge:1", written=NOW)
        chosen = replace(seen, direct=Direct.NONE, asked=NOW, quiet_from=20, snoozed_until=NOW + DAY)
        await scene.write(lambda work: work.contacts.save(chosen))
        await scene.write(lambda work: work.contacts.came(came))
        both = replace(chosen, nudge="nudge:1", nudged=NOW, wrote="nudge:1", written=NOW)
        assert await scene.read(lambda work: work.contacts.of(scene.home, carla.id)) == both

    async def test_those_of_many_are_read_at_once(self, scene: Scene) -> None:
        """The defaults of whoever chose nothing; and nobody of another community."""
        carla, marta = await scene.member("carla"), await scene.member("marta")
        wanted = Contact(scene.home, carla.id, Direct.NEEDED)
        await scene.write(lambda work: work.contacts.save(wanted))
        found = await scene.read(lambda work: work.contacts.several(scene.home, [carla.id, marta.id]))
        assert found == {carla.id: wanted, marta.id: Contact(scene.home, marta.id)}
        away = await scene.read(lambda work: work.contacts.several(scene.away, [carla.id]))
        assert away == {carla.id: Contact(scene.away, carla.id)}
        assert await scene.read(lambda work: work.contacts.several(scene.home, [])) == {}

    async def test_a_picked_language_is_kept_beside_the_platforms(self, scene: Scene) -> None:
        carla = await scene.member("carla")
        await scene.write(lambda work: work.members.save(replace(carla, locale="de", tongue="it")))
        found = await scene.member("carla")
        assert (found.locale, found.tongue, found.language) == ("de", "it", "it")
