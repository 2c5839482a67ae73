"""What every store does about privacy: everything is gathered, and everything goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from bot import codec
from bot.features.privacy.model import PERIODS, Fact, Part
from bot.features.safety.model import Exclusion, Why
from bot.features.safety.reporting import Category, Report, ReportState
from bot.i18n import t, words
from bot.identity import Person
from bot.ui import Message
from bot.work import Sending, State, Target, Work
from storage.columns import metadata
from storage.inventory.reading import inventory
from storage.work import SqlWork
from tests.contracts.everything import Made, everything_about
from tests.contracts.store_scene import DAY, NOW, Scene, by, sending

CARLA = Person("room", "canary-carla", "Canary Carla")
MARTA = Person("room", "marta", "Marta")


def raw(work: Work) -> Connection:
    return cast("SqlWork", work)._connection


async def fill(scene: Scene, me: Person = CARLA) -> Made:
    return await scene.write(lambda work: everything_about(raw(work), scene.home, me, MARTA, NOW))


async def about(scene: Scene, who: Person = CARLA) -> dict[str, Part]:
    return {part.table: part for part in await scene.read(lambda work: work.privacy.about(scene.home, who))}


async def erase(scene: Scene, who: Person = CARLA) -> None:
    await scene.write(lambda work: work.privacy.erase(scene.home, who, "Somebody", NOW + DAY))


def dump(work: Work) -> str:
    rows = [str(tuple(row)) for table in metadata.sorted_tables for row in raw(work).execute(select(table))]
    return "\n".join(rows)


def counts(work: Work) -> dict[str, int]:
    return {
        table.name: raw(work).execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }


class Everything:
    async def test_everything_about_somebody_is_gathered_and_nothing_private_of_others(self, scene: Scene) -> None:
        made = await fill(scene)
        parts = await about(scene)
        facts = [fact for part in parts.values() for row in part.rows for fact in row]
        said = str([_read(fact) for fact in facts])
        assert len(made.shown) >= 20
        assert [one for one in made.shown if one not in said] == []
        assert [one for one in made.private if one in said] == []
        shown = {(part.table, fact.name) for part in parts.values() for row in part.rows for fact in row}
        assert made.columns - shown == set()

    async def test_somebody_elses_is_not_there(self, scene: Scene) -> None:
        made = await fill(scene)
        said = str([_read(f) for p in (await about(scene, MARTA)).values() for row in p.rows for f in row])
        # What both sides have is both's, and a partner knows the name.
        of_both = {name for name, entry in inventory().items() if entry.shared or len(entry.mine) > 1}
        mine_alone = [one for one in made.canaries if one.split("-")[1] not in of_both and "-member-name-" not in one]
        assert [one for one in mine_alone if one in said] == []

    async def test_after_an_erasure_nothing_of_it_is_left(self, scene: Scene) -> None:
        made = await fill(scene)
        before = await scene.read(counts)
        await erase(scene)
        kept, after = await scene.read(dump), await scene.read(counts)
        assert [one for one in made.canaries if one in kept] == []
        assert CARLA.id not in kept
        assert CARLA.name not in kept
        rows = {name for name, entry in inventory().items() if entry.erase == "row"}
        theirs = [one for one in made.private if one.split("-")[1] not in rows]
        assert theirs
        assert [one for one in theirs if one not in kept] == []
        assert "'marta'" in kept
        assert {name for name, count in after.items() if count != before[name]} == rows
        assert await about(scene) == {}

    async def test_another_community_keeps_its_own(self, scene: Scene) -> None:
        await fill(scene)
        there = await scene.write(lambda work: work.members.ensure(by(scene.away, CARLA)))
        await erase(scene)
        kept = await scene.read(lambda work: work.members.get(scene.away, there.id))
        assert kept is not None
        assert kept.name == "Canary Carla"

    async def test_what_keeps_people_apart_holds_for_who_comes_back(self, scene: Scene) -> None:
        marta = await scene.write(lambda work: work.members.ensure(by(scene.home, MARTA)))
        apart = Exclusion(CARLA, MARTA, Why.BLOCK, NOW)
        await scene.write(lambda work: work.members.ensure(by(scene.home, CARLA)))
        await scene.write(lambda work: work.safety.keep_apart(scene.home, apart))
        await scene.write(lambda work: work.safety.keep_apart(scene.home, replace(apart, person=MARTA, other=CARLA)))
        await erase(scene)
        assert CARLA.id not in await scene.read(dump)
        assert await scene.read(lambda work: work.safety.may_meet(scene.home, CARLA, MARTA))
        later = by(scene.home, CARLA, NOW + 2 * DAY)
        again = await scene.write(lambda work: work.members.ensure(later))
        assert await scene.read(lambda work: work.safety.excluded(scene.home, CARLA)) == {marta.id}
        assert await scene.read(lambda work: work.safety.excluded(scene.home, MARTA)) == {again.id}
        assert again.about == ""
        assert await scene.read(lambda work: work.privacy.undone()) == []

    @pytest.mark.parametrize("known", [True, False])
    async def test_a_report_stays_and_no_longer_says_whom_it_is_about(self, scene: Scene, known: bool) -> None:
        if known:
            await scene.write(lambda work: work.members.ensure(by(scene.home, CARLA)))
        told = Report(scene.home, MARTA, Category.OTHER, NOW, CARLA, "" if known else CARLA.name, "What happened")
        id = (await scene.write(lambda work: work.reports.file(told))).id
        await erase(scene)
        kept = await scene.read(lambda work: work.reports.get(scene.home, id))
        assert kept is not None
        assert (kept.words, kept.name, kept.state) == ("What happened", "", ReportState.OPEN)
        assert kept.reported not in (None, CARLA), "somebody, and nobody knows who"
        assert not kept.may_read(MARTA)
        dumped = await scene.read(dump)
        assert CARLA.id not in dumped
        assert CARLA.name not in dumped
        await scene.write(lambda work: work.members.ensure(by(scene.home, CARLA, NOW + 2 * DAY)))
        again = await scene.read(lambda work: work.reports.get(scene.home, id))
        assert again is not None
        assert not again.may_read(CARLA), "it is about them again, so they do not read it as a contact either"

    async def test_messages_that_wait_for_others_lose_the_words(self, scene: Scene) -> None:
        carla = await scene.write(lambda work: work.members.ensure(by(scene.home, CARLA)))
        goal = "A plan for my canary shop"
        await scene.write(lambda work: work.members.save(replace(carla, about=goal)))
        said = Message((t("{name} writes: “{words}”", name=CARLA.name, words=goal), words("Canary Carla, too")))
        waiting = Sending("request:1", scene.home, Target((MARTA,)), said)
        await scene.write(lambda work: work.outbox.put(waiting, NOW))
        await erase(scene)
        (delivery,) = await scene.write(lambda work: work.outbox.due(NOW, 10))
        assert delivery.sending.message == Message(
            (t("{name} writes: “{words}”", name="Somebody", words="…"), words("Somebody, too"))
        )

    async def test_a_name_that_two_people_have_stays_in_what_waits(self, scene: Scene) -> None:
        await scene.write(lambda work: work.members.ensure(by(scene.home, CARLA)))
        await scene.write(lambda work: work.members.ensure(by(scene.home, replace(CARLA, id="another"))))
        said = Sending("hello", scene.home, Target((MARTA,)), Message((words("Canary Carla"),)))
        await scene.write(lambda work: work.outbox.put(said, NOW))
        await erase(scene)
        (delivery,) = await scene.write(lambda work: work.outbox.due(NOW, 10))
        assert delivery.sending.message == Message((words("Canary Carla"),))

    async def test_the_text_of_what_was_sent_is_not_kept(self, scene: Scene) -> None:
        await scene.write(lambda work: work.outbox.put(sending("canary", scene.home), NOW))
        (due,) = await scene.write(lambda work: work.outbox.due(NOW, 10))
        (taken,) = await scene.write(lambda work: work.outbox.take([due], NOW, "me", DAY))
        await scene.write(lambda work: work.outbox.finish(taken, State.SENT, NOW))
        assert "words" not in await scene.read(dump)

    async def test_who_is_back_by_a_backup_is_found(self, scene: Scene) -> None:
        """The row as it was before: what the restore of a backup brings."""
        carla = await scene.write(lambda work: work.members.ensure(by(scene.home, CARLA)))
        assert await scene.read(lambda work: work.privacy.undone()) == []
        await erase(scene)
        table = metadata.tables["member"]
        restored = table.update().where(table.c.id == carla.id).values(person=CARLA.id)
        await scene.write(lambda work: raw(work).execute(restored) and None)
        assert [one.id for one in await scene.read(lambda work: work.privacy.undone())] == [carla.id]


class Fading:
    @pytest.mark.parametrize("table", [name for name, entry in inventory().items() if entry.fade])
    async def test_everything_goes_after_its_period_and_not_before(self, scene: Scene, table: str) -> None:
        entry, made = inventory()[table], await fill(scene)
        assert entry.fade
        after = entry.fade.after
        if entry.erase == "anonymous":
            return  # as a whole person: see the conversation
        period = timedelta(days=PERIODS[after].days)
        await scene.write(lambda work: _set_everything_since(work, table))
        for length, gone in ((period, 0), (period + DAY, 1)):
            changed = await scene.write(lambda work, at=NOW + length: work.privacy.fade(at, {after: period}))
            assert bool(changed) == bool(gone), length
        kept = await scene.read(dump)
        fading = [one for one in made.canaries if any(f"-{table}-{column}-" in one for column in entry.fade.columns)]
        assert [one for one in fading if one in kept] == []
        if not entry.fade.columns:
            assert (await scene.read(counts))[table] == 0

    async def test_who_left_is_noticed_once(self, scene: Scene) -> None:
        carla = await scene.write(lambda work: work.members.ensure(by(scene.home, CARLA)))
        await scene.write(lambda work: work.members.save(replace(carla, left=True)))
        for day in range(3):
            await scene.write(lambda work, at=NOW + day * DAY: work.privacy.note_who_left(at))
        assert await scene.read(lambda work: work.privacy.left_since(NOW)) == []
        assert [one.id for one in await scene.read(lambda work: work.privacy.left_since(NOW + DAY))] == [carla.id]
        await scene.write(lambda work: work.members.save(replace(carla, left=False)))
        await scene.write(lambda work: work.privacy.note_who_left(NOW + 3 * DAY))
        assert await scene.read(lambda work: work.privacy.left_since(NOW + 9 * DAY)) == []


def _set_everything_since(work: Work, table: str) -> None:
    """The instants from which periods count, all at once."""
    fade = inventory()[table].fade
    assert fade
    of, _, column = fade.since.rpartition(".")
    dated = metadata.tables[of or table]
    raw(work).execute(dated.update().values({column: NOW}))


def _read(fact: Fact) -> object:
    if isinstance(fact.value, bytes):
        return fact.value.decode(errors="replace")
    return codec.dumps(fact.value) if not isinstance(fact.value, str | int | float) else fact.value
