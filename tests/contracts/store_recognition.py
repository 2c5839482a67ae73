"""Recognition on any database: thanks as they were said, shown and taken down, inside one community."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.features.recognition.model import Kudos
from tests.contracts.store_scene import DAY, FOREIGN, HOSTILE, NOW, Scene


async def give(scene: Scene, words: str = "Thank you", **more: object) -> Kudos:
    pair = await scene.pair()
    new = Kudos(0, scene.home, pair.id, pair.mentee, pair.mentor, words, NOW, **more)  # type: ignore[arg-type]
    return await scene.write(lambda work: work.kudos.add(new))


class KudosRecords:
    async def test_thanks_are_given_back_as_they_were_said(self, scene: Scene) -> None:
        for words in HOSTILE:
            made = await give(scene, words, open=bool(words))
            assert (made.words, made.given, made.open, made.shown) == (words, NOW, bool(words), None)
            assert await scene.read(lambda work, made=made: work.kudos.get(scene.home, made.id)) == made
            assert await scene.read(lambda work, made=made: work.kudos.get(scene.away, made.id)) is None

    async def test_where_they_stand_is_kept_and_the_words_stay(self, scene: Scene) -> None:
        made = await give(scene, open=True)
        shown = replace(made, shown=NOW + DAY, post="kudos-post:1:1", edits=1)
        await scene.write(lambda work: work.kudos.save(shown))
        await scene.write(lambda work: work.kudos.save(replace(shown, community=scene.away, edits=9)))
        assert await scene.read(lambda work: work.kudos.get(scene.home, made.id)) == shown

    async def test_what_one_said_lately_and_what_there_is_of_a_member(self, scene: Scene) -> None:
        one = await give(scene)
        giver, taker = one.giver, one.taker

        async def lately(who: int, since: datetime) -> list[Kudos]:
            return list(await scene.read(lambda work: work.kudos.lately(scene.home, one.pair, who, since)))

        assert await lately(giver, NOW) == [one]
        assert await lately(giver, NOW + DAY) == await lately(taker, NOW) == []
        assert await scene.read(lambda work: list(work.kudos.of_member(scene.home, giver))) == [one]
        assert await scene.read(lambda work: list(work.kudos.of_member(scene.away, giver))) == []

    async def test_nobody_of_another_community_is_thanked(self, scene: Scene) -> None:
        made, stranger = await give(scene), await scene.member("zoe", scene.away)
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(lambda work: work.kudos.add(replace(made, taker=stranger.id)))

    async def test_who_does_not_want_to_be_named(self, scene: Scene) -> None:
        member = await scene.member("ada")
        assert member.may_be_named
        nameless = replace(member, nameless=True)
        await scene.write(lambda work: work.members.save(nameless))
        assert await scene.read(lambda work: work.members.get(scene.home, member.id)) == nameless
        assert not nameless.may_be_named
