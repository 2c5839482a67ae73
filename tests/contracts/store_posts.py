"""The contract of weekly posts: series, pieces in their order, turns, and nothing of another community."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.features.posts.model import Kind, Piece, Series, Turn, Why
from bot.identity import Place
from bot.work import Work
from tests.contracts.store_scene import DAY, NOW, Scene

MONDAY = date(2026, 3, 2)


def piece(community: int, title: str, starter: str = "") -> Piece:
    return Piece(0, community, Kind.TIP, title, f"{title}!", "https://corte.example", starter)


class WeeklyPosts:
    async def test_a_series_is_kept_until_it_has_ended(self, scene: Scene) -> None:
        new = Series(0, scene.home, "tips", Place("room", "square", "Square"), NOW)
        made = await scene.write(lambda work: work.posts.add_series(new))
        assert replace(made, id=0) == new
        assert await scene.read(lambda work: work.posts.running(scene.home)) == (made,)
        ended = replace(made, source="all", place=None, ended=NOW + DAY)
        await scene.write(lambda work: work.posts.save_series(ended))
        assert await scene.read(lambda work: work.posts.running(scene.home)) == ()
        assert await scene.read(lambda work: work.posts.series(scene.home, made.id)) == ended

    async def test_pieces_come_in_their_order_and_those_taken_away_can_come_back(self, scene: Scene) -> None:
        def fill(work: Work) -> list[Piece]:
            return [work.posts.add(piece(scene.home, *one)) for one in (("One", "one"), ("Two",), ("", "three"))]

        one, two, three = await scene.write(fill)
        assert await scene.read(lambda work: work.posts.pieces(scene.home)) == (one, two, three)
        changed = replace(two, kind=Kind.HOW, title="2", words="", link="")
        await scene.write(lambda work: work.posts.save(changed))
        await scene.write(lambda work: work.posts.remove(scene.home, [one.id, two.id]))
        assert await scene.read(lambda work: work.posts.pieces(scene.home)) == (three,)
        assert await scene.read(lambda work: work.posts.piece(scene.home, two.id)) is None
        assert await scene.read(lambda work: work.posts.known(scene.home)) == {"one", "three"}
        assert await scene.write(lambda work: work.posts.restore(scene.home)) == 1
        assert await scene.read(lambda work: work.posts.pieces(scene.home)) == (one, three)

    async def test_what_was_posted_is_known_by_its_last_time(self, scene: Scene) -> None:
        first = await scene.write(lambda work: work.posts.add_series(Series(0, scene.home, "all", None, NOW)))

        def turns(work: Work) -> list[Turn]:
            found = [
                Turn(scene.home, first.id, MONDAY, "post:1", NOW),
                Turn(scene.home, first.id, MONDAY + DAY, "post:1", NOW + DAY),
                Turn(scene.home, first.id, MONDAY + 2 * DAY, "post:2", NOW + 2 * DAY, Why.LOST),
                Turn(scene.home, first.id, MONDAY + 3 * DAY, "", NOW + 3 * DAY, Why.NOTHING),
            ]
            for one in found:
                work.posts.record(one)
            return found

        found = await scene.write(turns)
        assert await scene.read(lambda work: work.posts.posted(scene.home)) == {"post:1": NOW + DAY}
        assert await scene.read(lambda work: work.posts.turns(scene.home, NOW + DAY)) == tuple(found[1:])
        assert await scene.read(lambda work: work.posts.turn(scene.home, first.id, MONDAY)) == found[0]
        lost = replace(found[1], why=Why.LOST)
        await scene.write(lambda work: work.posts.record(lost))
        assert await scene.read(lambda work: work.posts.posted(scene.home)) == {"post:1": NOW}

    async def test_nothing_of_another_community(self, scene: Scene) -> None:
        def fill(work: Work) -> tuple[Series, Piece]:
            series = work.posts.add_series(Series(0, scene.home, "all", None, NOW))
            work.posts.record(Turn(scene.home, series.id, MONDAY, "post:1", NOW))
            return series, work.posts.add(piece(scene.home, "One", "one"))

        series, one = await scene.write(fill)

        def look(work: Work) -> list[object]:
            posts = work.posts
            found: list[object] = [posts.series(scene.away, series.id), posts.piece(scene.away, one.id)]
            found += [posts.turn(scene.away, series.id, MONDAY), *posts.running(scene.away), *posts.pieces(scene.away)]
            return [*found, *posts.known(scene.away), *posts.posted(scene.away), *posts.turns(scene.away, NOW)]

        assert await scene.read(look) == [None, None, None]
        await scene.write(lambda work: work.posts.remove(scene.away, [one.id]))
        await scene.write(lambda work: work.posts.save(replace(one, community=scene.away, title="Else")))
        assert await scene.read(lambda work: work.posts.pieces(scene.home)) == (one,)
