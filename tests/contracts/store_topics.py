"""What every Work promises about a community's topics and their other names."""

from __future__ import annotations

from bot.features.members.model import Topic
from bot.features.mentoring.model import Seek
from bot.features.topics.model import Alias, Used
from bot.work import Work
from tests.contracts.store_scene import HOSTILE, NOW, Scene, add_mentor


async def topic(scene: Scene, name: str, community: int = 0) -> Topic:
    return await scene.write(lambda work: work.members.topic(community or scene.home, name))


async def every(scene: Scene, community: int = 0) -> dict[str, Used]:
    return {one.topic.name: one for one in await scene.read(lambda work: work.topics.all(community or scene.home))}


class TopicNames:
    async def test_other_names_lead_to_one_topic_each(self, scene: Scene) -> None:
        taxes, logos = await topic(scene, "Taxes"), await topic(scene, "Logos")
        for name in ("Fisco", "Steuern"):
            assert await scene.write(lambda work, name: work.topics.add_alias(scene.home, taxes.id, name), name)
        for name in ("fisco", "LOGOS", "taxes"):
            assert not await scene.write(lambda work, name: work.topics.add_alias(scene.home, logos.id, name), name)
        found = await scene.read(lambda work: work.topics.aliases(scene.home))
        assert found == (Alias("Fisco", taxes.id), Alias("Steuern", taxes.id))
        assert await scene.read(lambda work: work.topics.aliases(scene.away)) == ()
        assert not await scene.write(lambda work: work.topics.drop_alias(scene.home, logos.id, "Fisco"))
        assert await scene.write(lambda work: work.topics.drop_alias(scene.home, taxes.id, "fisco"))
        assert (await every(scene))["Taxes"].aliases == ("Steuern",)

    async def test_whatever_is_typed_comes_back(self, scene: Scene) -> None:
        taxes = await topic(scene, "Taxes")
        names = [name for name in HOSTILE if name.strip()]
        for name in names:
            assert await scene.write(lambda work, name: work.topics.add_alias(scene.home, taxes.id, name), name)
        assert sorted((await every(scene))["Taxes"].aliases) == sorted(names)

    async def test_a_renamed_topic_answers_to_its_old_name(self, scene: Scene) -> None:
        taxes, _ = await topic(scene, "Taxes"), await topic(scene, "Logos")
        assert not await scene.write(lambda work: work.topics.rename(scene.home, taxes.id, "logos"))
        assert not await scene.write(lambda work: work.topics.rename(scene.away, taxes.id, "Fisco"))
        assert await scene.write(lambda work: work.topics.rename(scene.home, taxes.id, "Steuern"))
        assert await scene.read(lambda work: work.members.topic_by_id(scene.home, taxes.id)) == Topic(
            taxes.id, "Steuern"
        )
        assert (await every(scene))["Steuern"].aliases == ("Taxes",)
        assert await scene.write(lambda work: work.topics.rename(scene.home, taxes.id, "taxes"))
        assert (await every(scene))["taxes"].aliases == ("Steuern",), "and back again"

    async def test_two_become_one_for_everybody_who_named_either(self, scene: Scene) -> None:
        def settle(work: Work) -> tuple[int, int]:
            both = add_mentor(work, scene.home, "anna", "Tax", "Taxes", "Logos")
            add_mentor(work, scene.home, "bert", "Tax")
            one, other = work.members.topic(scene.home, "Tax"), work.members.topic(scene.home, "Taxes")
            work.mentoring.save_seek(scene.home, Seek(both.id, "", (one,), NOW))
            work.topics.add_alias(scene.home, one.id, "Fisco")
            return one.id, other.id

        old, new = await scene.write(settle)
        await scene.write(lambda work: work.topics.merge(scene.home, old, new))
        found = await every(scene)
        assert found == {
            "Logos": Used(found["Logos"].topic, (), 1, 0),
            "Taxes": Used(Topic(new, "Taxes"), ("Fisco", "Tax"), 2, 1),
        }
        assert await scene.read(lambda work: work.members.topic_by_id(scene.home, old)) is None

    async def test_only_an_unused_topic_is_forgotten(self, scene: Scene) -> None:
        await scene.write(lambda work: add_mentor(work, scene.home, "anna", "Taxes"))
        taxes, logos = await topic(scene, "Taxes"), await topic(scene, "Logos")
        assert not await scene.write(lambda work: work.topics.drop_unused(scene.home, taxes.id))
        assert not await scene.write(lambda work: work.topics.drop_unused(scene.away, logos.id))
        assert await scene.write(lambda work: work.topics.drop_unused(scene.home, logos.id))
        assert list(await every(scene)) == ["Taxes"]
