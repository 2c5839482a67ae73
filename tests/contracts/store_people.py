"""What every Work promises about communities, members and topics."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.features.members.model import Meets
from bot.features.programme.model import Programme
from bot.hours import Window
from bot.identity import Community, Person, Place
from bot.work import By, Work
from tests.contracts.store_scene import DAY, HOSTILE, NOW, Scene, add_mentor, by, person

CARLA = person("carla")


class Communities:
    async def test_a_community_is_made_once_and_found_again(self, scene: Scene) -> None:
        square = Community("room", "square", "Piazza")
        made = await scene.write(lambda work: work.communities.ensure(square, "de", "Europe/Berlin", NOW))
        again = await scene.write(lambda work: work.communities.ensure(square, "en", "UTC", NOW))
        assert made == again
        assert (made.name, made.locale, made.zone) == ("Piazza", "de", "Europe/Berlin")
        assert await scene.read(lambda work: work.communities.find(square)) == made
        assert await scene.read(lambda work: work.communities.get(made.key)) == made

    async def test_the_same_id_on_another_platform_is_another_community(self, scene: Scene) -> None:
        home = Community("room", "home")
        other = replace(home, platform="elsewhere")
        assert await scene.read(lambda work: work.communities.find(other)) is None
        made = await scene.write(lambda work: work.communities.ensure(other, "en", "UTC", NOW))
        assert made.key != scene.home

    async def test_the_name_follows_the_platform_unless_it_tells_none(self, scene: Scene) -> None:
        def names(work: Work, name: str) -> str:
            return work.communities.ensure(Community("room", "home", name), "en", "UTC", NOW).name

        assert await scene.write(lambda work: names(work, "New name")) == "New name"
        assert await scene.write(lambda work: names(work, "")) == "New name"

    async def test_settings_are_saved(self, scene: Scene) -> None:
        home = await scene.read(lambda work: work.communities.get(scene.home))
        assert home
        changed = replace(home, name="Casa", locale="de", zone="Europe/Vienna")
        await scene.write(lambda work: work.communities.save(changed))
        found = await scene.read(lambda work: work.communities.get(scene.home))
        assert found == changed

    async def test_an_unknown_community_is_not_found(self, scene: Scene) -> None:
        assert await scene.read(lambda work: work.communities.get(999)) is None

    async def test_the_communities_of_a_person(self, scene: Scene) -> None:
        await scene.member("carla", scene.away)
        await scene.member("carla")
        await scene.member("bruno")

        def keys(work: Work, who: Person) -> list[int]:
            return [home.key for home in work.communities.of_person(who)]

        assert await scene.read(lambda work: keys(work, CARLA)) == sorted([scene.home, scene.away])
        assert await scene.read(lambda work: keys(work, person("bruno"))) == [scene.home]
        assert await scene.read(lambda work: keys(work, person("carla", "elsewhere"))) == []

    async def test_a_programme_has_defaults_until_it_is_saved(self, scene: Scene) -> None:
        assert await scene.read(lambda work: work.programmes.of(scene.home)) == Programme(scene.home)
        channel, moderators = Place("room", "c1", "square"), Place("room", "c2", "team")
        first = Programme(scene.home, channel, moderators, 12, 0, 9, "short", NOW)
        for saved in (first, replace(first, channel=None, weeks=4, opened=None)):
            await scene.write(lambda work, saved: work.programmes.save(saved), saved)
            found = await scene.read(lambda work: work.programmes.of(scene.home))
            assert found == saved
        assert found.moderators
        assert found.moderators.name == "team"
        assert await scene.read(lambda work: work.programmes.of(scene.away)) == Programme(scene.away)


class Members:
    async def test_a_member_is_made_at_the_first_step(self, scene: Scene) -> None:
        asking = By(scene.home, CARLA, NOW, locale="it", zone="Europe/Rome")
        made = await scene.write(lambda work: work.members.ensure(asking))
        assert (made.name, made.locale, made.zone, made.languages) == ("Carla", "it", "Europe/Rome", ())
        assert (made.conduct, made.left, made.paused_until) == (0, False, None)
        assert await scene.write(lambda work: work.members.ensure(asking)) == made
        assert await scene.read(lambda work: work.members.find(scene.home, CARLA)) == made
        assert await scene.read(lambda work: work.members.get(scene.home, made.id)) == made

    async def test_name_locale_and_zone_follow_the_platform_where_it_tells_them(self, scene: Scene) -> None:
        await scene.write(lambda work: work.members.ensure(By(scene.home, CARLA, NOW, locale="it", zone="UTC")))
        renamed = By(scene.home, replace(CARLA, name="Carla B."), NOW, locale="de")
        changed = await scene.write(lambda work: work.members.ensure(renamed))
        assert (changed.name, changed.locale, changed.zone) == ("Carla B.", "de", "UTC")
        silent = By(scene.home, replace(CARLA, name=""), NOW)
        kept = await scene.write(lambda work: work.members.ensure(silent))
        assert (kept.name, kept.locale, kept.zone) == ("Carla B.", "de", "UTC")
        await scene.write(lambda work: work.members.save(replace(kept, zone="Asia/Tokyo", own_zone=True)))
        own = await scene.write(lambda work: work.members.ensure(By(scene.home, CARLA, NOW, zone="UTC")))
        assert own.zone == "Asia/Tokyo", "who chose a zone keeps it"

    async def test_everything_of_a_profile_is_saved(self, scene: Scene) -> None:
        member = await scene.member("carla")
        full = replace(
            member,
            person=replace(CARLA, name="Carla C."),
            locale="en",
            zone="Asia/Tokyo",
            direct=Place("room", "dm1", "Carla"),
            conduct=1,
            about="I paint",
            languages=("it", "de"),
            district="San Salvario",
            link="https://example.org",
            paused_until=NOW + DAY,
            left=True,
            own_zone=True,
            meets=Meets.ONLINE,
            hours=(Window(0, 18 * 60, 22 * 60), Window(6, 0, 1440)),
        )
        await scene.write(lambda work: work.members.save(full))
        found = await scene.read(lambda work: work.members.get(scene.home, member.id))
        assert found == full
        assert found.name == "Carla C."
        await scene.write(lambda work: work.members.save(member))
        assert await scene.read(lambda work: work.members.get(scene.home, member.id)) == member

    @pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
    async def test_what_people_type_comes_back_exactly(self, scene: Scene, typed: str) -> None:
        member = replace(await scene.member("carla"), about=typed, district=typed, link=typed)
        member = replace(member, person=replace(CARLA, name=typed))
        await scene.write(lambda work: work.members.save(member))
        found = await scene.read(lambda work: work.members.get(scene.home, member.id))
        assert found
        assert (found.about, found.district, found.link, found.name) == (typed,) * 4

    async def test_several_are_found_at_once(self, scene: Scene) -> None:
        carla, bruno = await scene.member("carla"), await scene.member("bruno")
        stranger = await scene.member("zoe", scene.away)
        ids = [carla.id, bruno.id, stranger.id, 999, carla.id]
        found = await scene.read(lambda work: work.members.several(scene.home, ids))
        assert found == {carla.id: carla, bruno.id: bruno}
        assert await scene.read(lambda work: work.members.several(scene.home, [])) == {}

    async def test_many_people_are_found_at_once(self, scene: Scene) -> None:
        carla, marta = await scene.member("carla"), await scene.member("marta")
        people = {"carla", "marta", "nobody"}
        found = await scene.read(lambda work: work.members.found(scene.home, "room", people))
        assert found == {"carla": carla, "marta": marta}
        for community, platform in ((scene.away, "room"), (scene.home, "other")):
            one = await scene.read(lambda work, c=community, p=platform: work.members.found(c, p, people))
            assert one == {}
        assert await scene.read(lambda work: work.members.found(scene.home, "room", set())) == {}

    async def test_members_are_found_by_their_names(self, scene: Scene) -> None:
        for name in ("marta", "anna-maria", "mario", "zoe"):
            member = await scene.member(name)
            await scene.write(lambda work, who: work.members.accept_conduct(who, 1, NOW), member)
        await scene.member("marina")  # has accepted nothing
        mario = await scene.read(lambda work: work.members.find(scene.home, person("mario")))
        assert mario is not None
        found = await scene.read(lambda work: work.members.named(scene.home, "MAR"))
        assert [one.person.id for one in found] == ["mario", "marta", "anna-maria"]
        await scene.write(lambda work: work.members.save(replace(mario, left=True)))
        assert len(await scene.read(lambda work: work.members.named(scene.home, "mar"))) == 2
        assert len(await scene.read(lambda work: work.members.named(scene.home, "", 1))) == 1
        assert not await scene.read(lambda work: work.members.named(scene.away, "mar"))
        assert not await scene.read(lambda work: work.members.named(scene.home, "%"))

    async def test_consent_and_the_direct_place_are_remembered(self, scene: Scene) -> None:
        member = await scene.member("carla")
        direct = Place("room", "dm1", "Carla")
        await scene.write(lambda work: work.members.accept_conduct(member, 1, NOW))
        await scene.write(lambda work: work.members.remember_direct(scene.home, CARLA, direct))
        await scene.write(lambda work: work.members.remember_direct(scene.home, person("nobody"), direct))
        found = await scene.read(lambda work: work.members.get(scene.home, member.id))
        assert found == replace(member, conduct=1, direct=direct)

    async def test_nobody_of_another_community_or_platform_is_found(self, scene: Scene) -> None:
        member = await scene.member("carla")
        other = person("carla", "elsewhere")
        assert await scene.read(lambda work: work.members.get(scene.away, member.id)) is None
        assert await scene.read(lambda work: work.members.find(scene.away, CARLA)) is None
        assert await scene.read(lambda work: work.members.find(scene.home, other)) is None

        def meddle(work: Work) -> None:
            work.members.save(replace(member, community=scene.away, about="taken over"))
            work.members.accept_conduct(replace(member, community=scene.away), 1, NOW)
            work.members.remember_direct(scene.away, CARLA, Place("room", "x"))
            work.members.remember_direct(scene.home, other, Place("elsewhere", "x"))

        await scene.write(meddle)
        assert await scene.read(lambda work: work.members.get(scene.home, member.id)) == member

    async def test_a_person_of_another_platform_cannot_become_a_member(self, scene: Scene) -> None:
        await scene.member("carla")
        for stranger in (person("carla", "elsewhere"), person("zoe", "elsewhere")):
            with pytest.raises(LookupError):
                await scene.write(lambda work, who: work.members.ensure(by(scene.home, who)), stranger)
        assert await scene.read(lambda work: work.communities.of_person(person("zoe"))) == ()


class Topics:
    async def test_one_topic_however_it_is_spelled(self, scene: Scene) -> None:
        first = await scene.write(lambda work: work.members.topic(scene.home, "  Caffè  corretto "))
        assert first.name == "Caffè corretto"
        for spelling in ("caffe corretto", "CAFFÈ-CORRETTO", "Caffe\u0300Corretto!"):
            same = await scene.write(lambda work, name: work.members.topic(scene.home, name), spelling)
            assert same == first
        assert await scene.read(lambda work: work.members.topic_by_id(scene.home, first.id)) == first

    async def test_topics_of_signs_only_are_kept_apart(self, scene: Scene) -> None:
        one = await scene.write(lambda work: work.members.topic(scene.home, "🧵"))
        other = await scene.write(lambda work: work.members.topic(scene.home, "🎨"))
        assert one.id != other.id

    async def test_what_begins_with_the_word_comes_first_and_then_by_name(self, scene: Scene) -> None:
        for name in ("Web shop", "Große Webseite", "Åland web", "web Design", "Taxes"):
            await scene.write(lambda work, name: work.members.topic(scene.home, name), name)

        async def found(typed: str, limit: int = 25) -> list[str]:
            topics = await scene.read(lambda work: work.members.topics(scene.home, typed, limit))
            return [topic.name for topic in topics]

        assert await found("WEB") == ["web Design", "Web shop", "Åland web", "Große Webseite"]
        assert await found("web", 2) == ["web Design", "Web shop"]
        assert await found("grosse") == ["Große Webseite"]
        assert await found("") == ["Åland web", "Große Webseite", "Taxes", "web Design", "Web shop"]
        assert await found("x" * 10_000) == []
        assert len(await found("%")) == 5, "signs do not count, so nothing was asked for"

    async def test_topics_of_another_community_are_not_found(self, scene: Scene) -> None:
        topic = await scene.write(lambda work: work.members.topic(scene.home, "Taxes"))
        assert await scene.read(lambda work: work.members.topic_by_id(scene.away, topic.id)) is None
        assert await scene.read(lambda work: work.members.topics(scene.away)) == ()
        other = await scene.write(lambda work: work.members.topic(scene.away, "Taxes"))
        assert other.id != topic.id

    async def test_districts_are_those_of_open_offers(self, scene: Scene) -> None:
        def settle(work: Work) -> None:
            for id, district in (("a", "Vanchiglia"), ("b", "vanchiglia"), ("c", "Àurora"), ("d", "50%_x")):
                add_mentor(work, scene.home, id, district=district)
            closed = add_mentor(work, scene.home, "e", district="Lingotto")
            offer = work.mentoring.offer(scene.home, closed.id)
            assert offer
            work.mentoring.save_offer(scene.home, replace(offer, open=False))
            add_mentor(work, scene.home, "f", district="")
            work.members.save(replace(work.members.ensure(by(scene.home, person("g"))), district="Mirafiori"))
            add_mentor(work, scene.away, "h", district="Elsewhere")

        await scene.write(settle)

        async def found(typed: str = "", limit: int = 25) -> list[str]:
            return list(await scene.read(lambda work: work.members.districts(scene.home, typed, limit)))

        assert await found() == ["50%_x", "Àurora", "Vanchiglia"]
        assert await found("AUR") == ["Àurora"]
        assert await found("0%_") == ["50%_x"]
        assert await found("_") == ["50%_x"]
        assert await found("\\") == []
        assert await found(limit=1) == ["50%_x"]
