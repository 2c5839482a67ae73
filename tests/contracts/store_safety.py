"""What every Work promises about people who are kept apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.features.mentoring.model import Filter, Offer, Seek
from bot.features.pairs.model import PairState
from bot.features.safety.model import Conduct, Exclusion, Lift, Why
from bot.features.safety.reporting import Category, Note, Outcome, Report, ReportState
from bot.identity import Person
from bot.work import Work
from tests.contracts.store_scene import DAY, FOREIGN, HOSTILE, HOUR, NOW, Scene, add_mentor, add_pair, by, person

ANNA, BERT, CLEO = person("anna"), person("bert"), person("cleo")


async def keep(
    scene: Scene, one: Person, other: Person, why: Why = Why.BLOCK, at: datetime = NOW, community: int = 0
) -> bool:
    row = Exclusion(one, other, why, at)
    return await scene.write(lambda work: work.safety.keep_apart(community or scene.home, row))


async def may_meet(scene: Scene, one: Person, other: Person, community: int = 0) -> bool:
    return await scene.read(lambda work: work.safety.may_meet(community or scene.home, one, other))


class Apart:
    async def test_it_holds_in_both_directions_and_for_nobody_else(self, scene: Scene) -> None:
        ids = {id: (await scene.member(id)).id for id in ("anna", "bert", "cleo")}
        assert await may_meet(scene, ANNA, BERT)
        assert await keep(scene, ANNA, BERT)
        assert not await keep(scene, ANNA, BERT), "known already"
        for one, other in ((ANNA, BERT), (BERT, ANNA)):
            assert not await may_meet(scene, one, other)
            found = await scene.read(lambda work, who: work.safety.excluded(scene.home, who), one)
            assert found == {ids[other.id]}
        for one, other in ((ANNA, CLEO), (CLEO, BERT), (CLEO, ANNA)):
            assert await may_meet(scene, one, other)
        assert await scene.read(lambda work: work.safety.excluded(scene.home, CLEO)) == set()
        everybody = await scene.read(lambda work: work.safety.all_excluded(scene.home))
        assert everybody == {(min(ids["anna"], ids["bert"]), max(ids["anna"], ids["bert"]))}

    async def test_it_holds_before_there_is_a_profile(self, scene: Scene) -> None:
        """As for somebody who was erased and comes back."""
        await keep(scene, ANNA, BERT)
        assert await scene.read(lambda work: work.safety.excluded(scene.home, BERT)) == set()
        assert await scene.read(lambda work: work.safety.all_excluded(scene.home)) == set()
        bert = await scene.member("bert")
        assert await scene.read(lambda work: work.safety.excluded(scene.home, ANNA)) == {bert.id}
        assert not await may_meet(scene, BERT, ANNA)

    async def test_it_stays_in_its_community(self, scene: Scene) -> None:
        for where in (scene.home, scene.away):
            for id in ("anna", "bert"):
                await scene.member(id, where)
        await keep(scene, ANNA, BERT)
        assert await may_meet(scene, ANNA, BERT, scene.away)
        assert await scene.read(lambda work: work.safety.excluded(scene.away, ANNA)) == set()
        assert await scene.read(lambda work: work.safety.all_excluded(scene.away)) == set()
        assert await scene.read(lambda work: work.safety.set_by(scene.away, ANNA)) == ()
        assert not await scene.write(lambda work: work.safety.take_back(scene.away, ANNA, BERT))
        assert not await scene.write(lambda work: work.safety.lift(scene.away, ANNA, BERT))
        assert not await may_meet(scene, ANNA, BERT)

    async def test_only_ones_own_is_taken_back_and_never_a_report(self, scene: Scene) -> None:
        await keep(scene, ANNA, BERT, Why.NOT_AGAIN)
        await keep(scene, ANNA, BERT, Why.BLOCK, NOW + HOUR)
        assert await scene.write(lambda work: work.safety.take_back(scene.home, BERT, ANNA)) == 0
        shown = await scene.read(lambda work: work.safety.set_by(scene.home, ANNA))
        assert [one.why for one in shown] == [Why.BLOCK, Why.NOT_AGAIN]
        assert await scene.read(lambda work: work.safety.set_by(scene.home, BERT)) == ()
        assert await scene.write(lambda work: work.safety.take_back(scene.home, ANNA, BERT)) == 2
        assert await may_meet(scene, ANNA, BERT)
        await keep(scene, BERT, ANNA, Why.REPORT)
        assert await scene.write(lambda work: work.safety.take_back(scene.home, BERT, ANNA)) == 0
        assert not await may_meet(scene, ANNA, BERT)

    @pytest.mark.parametrize("reason", HOSTILE, ids=range(len(HOSTILE)))
    async def test_a_lift_is_kept_and_ends_everything_between_the_two(self, scene: Scene, reason: str) -> None:
        await keep(scene, ANNA, BERT, Why.REPORT)
        await keep(scene, BERT, ANNA)
        await keep(scene, ANNA, CLEO)
        for lift in (Lift(ANNA, BERT, CLEO, "first", NOW), Lift(ANNA, BERT, person("dora"), reason, NOW + DAY)):
            await scene.write(lambda work, one: work.safety.ask_lift(scene.home, one), lift)
            assert await scene.read(lambda work: work.safety.lift_asked(scene.home, ANNA, BERT)) == lift
        turned = await scene.read(lambda work: work.safety.lift_asked(scene.home, BERT, ANNA))
        assert turned is not None
        assert (turned.coordinator, turned.reason) == (person("dora"), reason)
        assert await scene.read(lambda work: work.safety.lift_asked(scene.away, ANNA, BERT)) is None
        assert not await may_meet(scene, ANNA, BERT), "asking alone changes nothing"
        assert await scene.write(lambda work: work.safety.lift(scene.home, BERT, ANNA)) == 2
        assert await may_meet(scene, ANNA, BERT)
        assert not await may_meet(scene, ANNA, CLEO)
        assert await scene.read(lambda work: work.safety.lift_asked(scene.home, ANNA, BERT)) is None

    async def test_who_is_kept_apart_is_found_by_no_search(self, scene: Scene) -> None:
        def settle(work: Work) -> int:
            add_mentor(work, scene.home, "bert", "Taxes")
            add_mentor(work, scene.home, "cleo", "Taxes")
            return work.members.topic(scene.home, "Taxes").id

        taxes = await scene.write(settle)
        await keep(scene, BERT, ANNA)

        def found(work: Work, viewer: Person) -> list[list[str]]:
            shown = [
                work.mentoring.browse(scene.home, viewer, wanted, NOW, 0, 9) for wanted in (Filter(), Filter(taxes))
            ]
            assert all(len(cards) == total for cards, total in shown)
            lists = [cards for cards, _ in shown]
            lists += [work.mentoring.candidates(scene.home, viewer, ids, (), NOW) for ids in ((), (taxes,))]
            return [sorted(card.member.name for card in cards) for cards in lists]

        assert await scene.read(found, ANNA) == [["Cleo"]] * 4
        assert await scene.read(found, person("dora")) == [["Bert", "Cleo"]] * 4

    async def test_nobody_is_kept_apart_for_no_reason(self, scene: Scene) -> None:
        await scene.write(lambda work: work.members.ensure(by(scene.home, ANNA)))
        assert await scene.read(lambda work: work.safety.excluded(scene.home, person("nobody"))) == set()


class Codes:
    @pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
    async def test_the_newest_version_holds_and_no_version_is_written_twice(self, scene: Scene, typed: str) -> None:
        assert await scene.read(lambda work: work.safety.conduct(scene.home)) == Conduct(1, {})
        for version in (2, 3):
            code = Conduct(version, {"it": typed, "en": f"{version}"})
            assert await scene.write(lambda work, one: work.safety.save_conduct(scene.home, one, ANNA, NOW), code)
            assert await scene.read(lambda work: work.safety.conduct(scene.home)) == code
        assert not await scene.write(
            lambda work: work.safety.save_conduct(scene.home, Conduct(3, {"en": "other"}), BERT, NOW)
        )
        assert await scene.read(lambda work: work.safety.conduct(scene.home)) == code
        assert await scene.read(lambda work: work.safety.conduct(scene.away)) == Conduct(1, {})

    async def test_who_has_not_agreed_to_the_newest_is_not_found(self, scene: Scene) -> None:
        def settle(work: Work) -> None:
            add_mentor(work, scene.home, "bert", "Taxes", district="Borgo")
            add_mentor(work, scene.home, "cleo", "Taxes", conduct=2, district="Po")
            add_mentor(work, scene.away, "dora", "Taxes")

        def found(work: Work, community: int) -> list[list[str]]:
            cards, total = work.mentoring.browse(community, ANNA, Filter(), NOW, 0, 9)
            assert total == len(cards)
            others = work.mentoring.candidates(community, ANNA, (), (), NOW)
            return [sorted(card.member.name for card in some) for some in (cards, others)]

        await scene.write(settle)
        assert await scene.read(found, scene.home) == [["Bert", "Cleo"]] * 2
        await scene.write(lambda work: work.safety.save_conduct(scene.home, Conduct(2, {"en": "Be kind."}), ANNA, NOW))
        assert await scene.read(found, scene.home) == [["Cleo"]] * 2
        assert await scene.read(found, scene.away) == [["Dora"]] * 2
        assert await scene.read(lambda work: work.members.districts(scene.home)) == ("Po",)

    async def test_who_takes_part_under_an_earlier_version_is_asked(self, scene: Scene) -> None:
        def settle(work: Work) -> dict[str, int]:
            ids = {}
            for id in ("offers", "seeks", "closed", "idle", "new", "left", "agreed", "mentor", "mentee", "ended"):
                member = work.members.ensure(by(scene.home, person(id)))
                version = 0 if id == "new" else 2 if id == "agreed" else 1
                work.members.save(replace(member, conduct=version, left=id == "left"))
                ids[id] = member.id
                if id in ("offers", "closed", "new", "left", "agreed"):
                    work.mentoring.save_offer(scene.home, Offer(member.id, 1, (), open=id != "closed"))
                if id == "seeks":
                    work.mentoring.save_seek(scene.home, Seek(member.id, "", (), NOW))
            add_pair(work, scene.home, ids["mentor"], ids["mentee"])
            over = add_pair(work, scene.home, ids["ended"], ids["mentee"])
            work.pairs.save(replace(over, state=PairState.FINISHED, ended=NOW))
            return ids

        ids = await scene.write(settle)
        assert await scene.read(lambda work: work.safety.to_agree(scene.home, 0, 9)) == ()
        await scene.write(lambda work: work.safety.save_conduct(scene.home, Conduct(2, {"en": "Be kind."}), ANNA, NOW))
        wanted = sorted(ids[id] for id in ("offers", "seeks", "mentor", "mentee"))
        assert list(await scene.read(lambda work: work.safety.to_agree(scene.home, 0, 9))) == wanted
        assert list(await scene.read(lambda work: work.safety.to_agree(scene.home, wanted[0], 2))) == wanted[1:3]
        assert await scene.read(lambda work: work.safety.to_agree(scene.away, 0, 9)) == ()


class ReportRecords:
    @pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
    async def test_a_report_is_kept_as_it_was_told(self, scene: Scene, typed: str) -> None:
        pair = await scene.pair("anna", "bert")
        told = (
            Report(scene.home, ANNA, Category.DANGER, NOW, BERT, "Bert", typed, pair.id, paused=True),
            Report(scene.home, CLEO, Category.OTHER, NOW, name=typed),
        )
        for report in told:
            kept = await scene.write(lambda work, one: work.reports.file(one), report)
            assert kept == replace(report, id=kept.id)
            found = await scene.read(lambda work, id: work.reports.get(scene.home, id), kept.id)
            assert found == kept
            assert await scene.read(lambda work, id: work.reports.get(scene.away, id), kept.id) is None

    async def test_only_its_progress_changes(self, scene: Scene) -> None:
        one = await scene.write(
            lambda work: work.reports.file(Report(scene.home, ANNA, Category.OTHER, NOW, BERT, "B"))
        )
        two = await scene.write(lambda work: work.reports.file(Report(scene.home, ANNA, Category.SELLING, NOW)))
        assert [report.id for report in await scene.read(lambda work: work.reports.unclosed(scene.home))] == [
            one.id,
            two.id,
        ]
        taken = replace(one, state=ReportState.TAKEN, handler=CLEO)
        done = replace(taken, state=ReportState.CLOSED, closed=NOW + DAY, outcome=Outcome.WARNED)
        for changed in (taken, done):
            await scene.write(
                lambda work, one: work.reports.save(replace(one, words="other", reporter=BERT, name="")), changed
            )
            assert await scene.read(lambda work: work.reports.get(scene.home, one.id)) == changed
        await scene.write(lambda work: work.reports.save(replace(done, community=scene.away, outcome=Outcome.SETTLED)))
        assert await scene.read(lambda work: work.reports.get(scene.home, one.id)) == done
        assert await scene.read(lambda work: work.reports.unclosed(scene.home)) == (two,)
        assert await scene.read(lambda work: work.reports.unclosed(scene.away)) == ()

    async def test_notes_stay_with_their_report(self, scene: Scene) -> None:
        report = await scene.write(lambda work: work.reports.file(Report(scene.home, ANNA, Category.OTHER, NOW)))
        notes = (Note(report.id, CLEO, NOW, "first"), Note(report.id, BERT, NOW, "second"))
        for note in notes:
            await scene.write(lambda work, one: work.reports.note(scene.home, one), note)
        assert await scene.read(lambda work: work.reports.notes(scene.home, report.id)) == notes
        assert await scene.read(lambda work: work.reports.notes(scene.away, report.id)) == ()
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(lambda work: work.reports.note(scene.away, notes[0]))

    async def test_a_report_stays_in_its_community(self, scene: Scene) -> None:
        pair = await scene.pair("anna", "bert")
        with pytest.raises(Exception, match=FOREIGN):
            await scene.write(
                lambda work: work.reports.file(Report(scene.away, ANNA, Category.OTHER, NOW, pair=pair.id))
            )

    async def test_contacts(self, scene: Scene) -> None:
        assert await scene.read(lambda work: work.reports.contacts(scene.home)) == ()
        for who, at in ((BERT, NOW + HOUR), (ANNA, NOW)):
            assert await scene.write(lambda work, one, at: work.reports.add_contact(scene.home, one, at), who, at)
        assert not await scene.write(lambda work: work.reports.add_contact(scene.home, ANNA, NOW + DAY))
        found = await scene.read(lambda work: work.reports.contacts(scene.home))
        assert [(one.id, one.name) for one in found] == [("anna", "Anna"), ("bert", "Bert")]
        assert await scene.read(lambda work: work.reports.contacts(scene.away)) == ()
        assert not await scene.write(lambda work: work.reports.remove_contact(scene.away, ANNA))
        assert await scene.write(lambda work: work.reports.remove_contact(scene.home, ANNA))
        assert not await scene.write(lambda work: work.reports.remove_contact(scene.home, ANNA))
        assert await scene.read(lambda work: work.reports.contacts(scene.home)) == (BERT,)
