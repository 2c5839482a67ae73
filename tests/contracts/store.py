"""The contract of every Store: transactions, what happens when they meet, and every verb of a Work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bot.errors import Conflict, Refused
from bot.features.members.model import Topic
from bot.features.pairs.model import Pair
from bot.features.programme.model import Programme
from bot.i18n import t
from bot.ports import Store
from bot.work import Delivery, Work
from tests.contracts.store_audit import AuditLog
from tests.contracts.store_circles import Turns
from tests.contracts.store_contact import Contacts
from tests.contracts.store_courses import Courses
from tests.contracts.store_delivery import Drafts, Inbox
from tests.contracts.store_digest import Digest
from tests.contracts.store_held import Held
from tests.contracts.store_impact import Connections, Figures, MonthsAndLessons
from tests.contracts.store_lanes import Lanes
from tests.contracts.store_meetings import Meetings as PlannedMeetings
from tests.contracts.store_mentoring import Finding, Offers, Requests
from tests.contracts.store_needs import NeedsMap
from tests.contracts.store_outbox import LEASE, Changing, Claiming, Elsewhere, Holding, Leases, Putting, put
from tests.contracts.store_pairs import PairRecords, Pairs
from tests.contracts.store_peers import PeerIntroductions
from tests.contracts.store_people import Communities, Members, Topics
from tests.contracts.store_planned import Laters, Schedules
from tests.contracts.store_polls import Polls
from tests.contracts.store_posts import WeeklyPosts
from tests.contracts.store_privacy import Everything, Fading
from tests.contracts.store_recognition import HonourRecords, KudosRecords
from tests.contracts.store_removal import Removal
from tests.contracts.store_requests import Asking
from tests.contracts.store_rounds import MatchRounds
from tests.contracts.store_safety import Apart, Codes, ReportRecords
from tests.contracts.store_scene import NOW, Result, Scene, add_mentor, add_pair, by, person, sending
from tests.contracts.store_steps import Steps
from tests.contracts.store_stories import Recalling, StoryPictures, StoryRecords
from tests.contracts.store_suggestions import SuggestionRecords
from tests.contracts.store_topics import TopicNames


async def insist(store: Store, decide: Callable[[Work], Result]) -> Result:
    """As somebody does who is told to try again."""
    while True:
        try:
            return await store.write(decide)
        except Conflict:
            continue


class Transactions:
    async def test_an_exception_undoes_everything_and_comes_through(self, scene: Scene) -> None:
        refused = Refused(t("No."))

        def half(work: Work) -> None:
            work.members.ensure(by(scene.home, person("carla")))
            work.members.topic(scene.home, "Taxes")
            work.outbox.put(sending("hello", scene.home), NOW)
            raise refused

        with pytest.raises(Refused) as caught:
            await scene.write(half)
        assert caught.value is refused
        assert await scene.read(lambda work: work.members.find(scene.home, person("carla"))) is None
        assert await scene.read(lambda work: work.members.topics(scene.home)) == ()
        assert await scene.read(lambda work: work.outbox.next_due(NOW)) is None

    async def test_the_next_transaction_is_not_disturbed(self, scene: Scene) -> None:
        for run in (scene.read, scene.write):
            for _ in range(12):  # more than there are connections
                with pytest.raises(ZeroDivisionError):
                    await run(lambda work: work.communities.get(scene.home) and 1 / 0)
        assert (await scene.member("carla")).name == "Carla"

    async def test_what_is_committed_is_read_by_others(self, scene: Scene) -> None:
        member = await scene.member("carla")
        assert await scene.other.read(lambda work: work.members.get(scene.home, member.id)) == member

    async def test_readers_cannot_write(self, scene: Scene) -> None:
        with pytest.raises(Exception, match=r"(?i)read-?only"):
            await scene.read(lambda work: work.members.topic(scene.home, "Taxes"))
        assert await scene.read(lambda work: work.members.topics(scene.home)) == ()
        await scene.write(lambda work: work.members.topic(scene.home, "Taxes"))

    async def test_a_reader_sees_one_instant(self, scene: Scene) -> None:
        """The writer keeps two rows equal; a reader that saw the time between would find them different."""

        def move(work: Work, weeks: int) -> None:
            work.programmes.save(Programme(scene.home, weeks=weeks))
            work.programmes.save(Programme(scene.away, weeks=weeks))

        def look(work: Work) -> tuple[int, int]:
            return work.programmes.of(scene.home).weeks, work.programmes.of(scene.away).weeks

        async def moving() -> None:
            for weeks in range(50):
                await scene.write(move, weeks)

        writing = asyncio.create_task(moving())
        seen = set()
        while not writing.done():
            seen |= {*await asyncio.gather(*(scene.other.read(look) for _ in range(3)))}
        await writing
        assert all(home == away for home, away in seen)
        assert len(seen) > 1


class Meetings:
    """Two stores on one database, at the same instant."""

    async def test_no_update_is_lost(self, scene: Scene) -> None:
        def count(work: Work) -> None:
            programme = work.programmes.of(scene.home)
            work.programmes.save(replace(programme, weeks=programme.weeks + 1))

        await scene.write(lambda work: work.programmes.save(Programme(scene.home, weeks=0)))
        stores = (scene.store, scene.other) * 50
        await asyncio.gather(*(insist(store, count) for store in stores))
        assert (await scene.read(lambda work: work.programmes.of(scene.home))).weeks == 100

    async def test_the_last_seat_is_taken_once(self, scene: Scene) -> None:
        def settle(work: Work) -> list[int]:
            return [add_mentor(work, scene.home, f"mentor {number}").id for number in range(10)]

        mentors = await scene.write(settle)
        mentees = [(await scene.member(id)).id for id in ("anna", "bruno")]

        def accept(work: Work, mentor: int, mentee: int) -> Pair:
            if not work.mentoring.free_seats(scene.home, mentor):
                raise Refused(t("No seat is free."))
            return add_pair(work, scene.home, mentor, mentee)

        for mentor in mentors:
            both = await asyncio.gather(
                insist(scene.store, lambda work, mentor=mentor: accept(work, mentor, mentees[0])),  # type: ignore[misc]
                insist(scene.other, lambda work, mentor=mentor: accept(work, mentor, mentees[1])),  # type: ignore[misc]
                return_exceptions=True,
            )
            assert sorted(type(outcome).__name__ for outcome in both) == ["Pair", "Refused"]
            taken = await scene.read(lambda work, mentor: work.pairs.active_with(scene.home, mentor), mentor)
            assert taken == 1

    async def test_the_same_new_things_are_made_once(self, scene: Scene) -> None:
        def make(work: Work) -> tuple[int, Topic, bool, bool]:
            return (
                work.members.ensure(by(scene.home, person("carla"))).id,
                work.members.topic(scene.home, "Taxes"),
                work.outbox.put(sending("hello", scene.home), NOW),
                work.inbox.once("room", "e1", NOW),
            )

        made = await asyncio.gather(*(insist(store, make) for store in (scene.store, scene.other) * 5))
        assert len({(member, topic) for member, topic, _, _ in made}) == 1
        assert sorted(first for *_, first, _ in made) == [False] * 9 + [True]
        assert sorted(first for *_, first in made) == [False] * 9 + [True]

    async def test_no_row_is_claimed_twice_and_no_recipient_gets_two(self, scene: Scene) -> None:
        for number in range(60):
            await put(scene, f"row {number}", f"recipient {number % 20}")

        def claim(work: Work) -> Sequence[Delivery]:
            return work.outbox.take(work.outbox.due(NOW, 3), NOW, "one of ten", LEASE)

        claims = [store.write(claim) for store in (scene.store, scene.other) * 5]
        found = [delivery for batch in await asyncio.gather(*claims) for delivery in batch]
        assert len({delivery.id for delivery in found}) == len(found)
        assert len({delivery.sending.target for delivery in found}) == len(found) == 20


class StoreContract(
    Transactions,
    Meetings,
    Communities,
    Members,
    Topics,
    Offers,
    Finding,
    Requests,
    Asking,
    PlannedMeetings,
    Pairs,
    PairRecords,
    Putting,
    Claiming,
    Leases,
    Holding,
    Changing,
    Elsewhere,
    Lanes,
    Inbox,
    Schedules,
    Laters,
    Contacts,
    Held,
    Drafts,
    Apart,
    Connections,
    Figures,
    MonthsAndLessons,
    NeedsMap,
    TopicNames,
    MatchRounds,
    PeerIntroductions,
    Turns,
    Codes,
    ReportRecords,
    AuditLog,
    Removal,
    Polls,
    SuggestionRecords,
    KudosRecords,
    HonourRecords,
    WeeklyPosts,
    Courses,
    Digest,
    Steps,
    StoryRecords,
    StoryPictures,
    Recalling,
    Everything,
    Fading,
):
    """Run on a real database by a class that gives ``scene``."""
