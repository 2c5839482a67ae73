"""Suggestions on any database: seen by all but the hidden ones, supported once, answered, and gone without a trace."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.errors import Conflict
from bot.features.suggestions.model import Standing, Suggestion
from bot.work import Work
from tests.contracts.store_scene import DAY, FOREIGN, HOSTILE, NOW, Scene, add_mentor


def suggest(work: Work, community: int, author: str, words: str = "Books") -> Suggestion:
    member = add_mentor(work, community, author, "Books")
    return work.suggestions.add(Suggestion(0, community, member.id, words, NOW))


async def support(scene: Scene, found: Suggestion, member: int) -> None:
    while True:
        try:
            await scene.store.write(lambda work: work.suggestions.support(found, member))
            return
        except Conflict:
            continue


class SuggestionRecords:
    async def test_words_come_back_exactly_and_only_where_they_were_said(self, scene: Scene) -> None:
        for at, words in enumerate(words for words in HOSTILE if words):
            made = await scene.write(suggest, scene.home, f"p{at}", words)
            assert (made.words, made.created, made.standing, made.wanted) == (words, NOW, Standing.NEW, 1)
            assert await scene.read(lambda work, made=made: work.suggestions.get(scene.home, made.id)) == made
            assert await scene.read(lambda work, made=made: work.suggestions.get(scene.away, made.id)) is None
        assert await scene.read(lambda work: list(work.suggestions.shown(scene.away, 9))) == []

    async def test_newest_first_a_page_at_a_time_without_the_hidden(self, scene: Scene) -> None:
        first, second, third = [await scene.write(suggest, scene.home, f"p{at}") for at in range(3)]
        hidden = replace(second, standing=Standing.HIDDEN)
        await scene.write(lambda work: work.suggestions.save(hidden))
        assert await scene.read(lambda work: list(work.suggestions.shown(scene.home, 9))) == [third, first]
        assert await scene.read(lambda work: list(work.suggestions.shown(scene.home, 1))) == [third]
        assert await scene.read(lambda work: list(work.suggestions.shown(scene.home, 9, third.id))) == [first]
        assert await scene.read(lambda work: work.suggestions.counts(scene.home)) == {
            Standing.NEW: 2,
            Standing.HIDDEN: 1,
        }

    async def test_an_answer_is_kept_and_the_words_stay(self, scene: Scene) -> None:
        made = await scene.write(suggest, scene.home, "ada")
        answered = replace(made, standing=Standing.DONE, answer="It is there.", answered=NOW + DAY)
        await scene.write(lambda work: work.suggestions.save(answered))
        await scene.write(lambda work: work.suggestions.save(replace(answered, community=scene.away, answer="No")))
        assert await scene.read(lambda work: work.suggestions.get(scene.home, made.id)) == answered

    async def test_each_counts_once_however_many_press_at_once(self, scene: Scene) -> None:
        made = await scene.write(suggest, scene.home, "ada")
        others = [await scene.write(add_mentor, scene.home, f"p{at}", "Books") for at in range(3)]
        await asyncio.gather(*(support(scene, made, one.id) for one in others for _ in range(3)))
        behind = [made.author, *(one.id for one in others)]
        assert await scene.read(lambda work: list(work.suggestions.supporters(made))) == sorted(behind)
        await scene.write(lambda work: work.suggestions.leave(made, others[0].id))
        found = await scene.read(lambda work: work.suggestions.get(scene.home, made.id))
        assert found.wanted == 3

    async def test_what_an_author_wrote_lately(self, scene: Scene) -> None:
        made = await scene.write(suggest, scene.home, "ada")
        await scene.write(suggest, scene.home, "bea")
        assert await scene.read(lambda work: list(work.suggestions.of(scene.home, made.author, NOW))) == [made]
        assert await scene.read(lambda work: list(work.suggestions.of(scene.home, made.author, NOW + DAY))) == []

    async def test_it_goes_with_all_who_stood_behind_it(self, scene: Scene) -> None:
        made = await scene.write(suggest, scene.home, "ada")
        await scene.write(lambda work: work.suggestions.remove(made))
        assert await scene.read(lambda work: work.suggestions.get(scene.home, made.id)) is None
        assert await scene.read(lambda work: list(work.suggestions.supporters(made))) == []

    async def test_nobody_of_another_community_stands_behind_it(self, scene: Scene) -> None:
        made = await scene.write(suggest, scene.home, "ada")
        stranger = await scene.write(add_mentor, scene.away, "zoe", "Books")
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(lambda work: work.suggestions.support(made, stranger.id))
