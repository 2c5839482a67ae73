"""What is kept about somebody: seen, taken along, erased; and what a restored backup does not bring back."""

from __future__ import annotations

import json
import logging
import re
import shutil
from pathlib import Path

import pytest

from bot.features.meetings.model import MeetingState
from bot.features.mentoring.model import RequestState
from bot.features.pairs.model import PairState
from bot.features.privacy.codes import CODES
from bot.features.safety.model import Exclusion, Why
from bot.features.safety.reporting import Category, ReportState
from bot.features.stories.model import StoryState
from bot.features.suggestions.model import Standing
from bot.work import Sort, State
from tests.features.conftest import seek
from tests.features.pairing import become_pair, by
from tests.features.scene import Actor, Scene

GOAL = "A canary plan for ceramics"
NOTE = "Canary: call the printer"


def files_of(scene: Scene, actor: Actor) -> dict[str, bytes]:
    return {
        one.file.name: one.file.data for said in actor.dm.messages() for one in (said.post.files if said.post else ())
    }


def on_disk(scene: Scene) -> bytes:
    """Every byte of the database's files, journal and all."""
    path = Path(scene.url.removeprefix("sqlite:///"))
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


async def with_a_pair(scene: Scene, marta: Actor, carla: Actor) -> None:
    await become_pair(scene, marta, carla)
    await scene.pass_(weeks=1)
    await carla.dm.press("We met")
    await carla.dm.pick("How was it?", "4 – good")
    await carla.dm.press("Note a next step")
    await carla.fill(step="Write issue 1", note=NOTE)


async def test_seen_taken_along_and_erased(
    scene: Scene, marta: Actor, lena: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    carla = scene.person("canary-person", "Canary Carla")
    await with_a_pair(scene, marta, carla)

    await carla.use("/privacy show")
    carla.sees("This is what I keep about you in Corte.", "Your profile (1)", "Your weekly check-ins", "only you")

    await carla.press("Send me everything")
    carla.sees("to you alone", "24 hours")
    files = files_of(scene, carla)
    data = json.loads(files["mansarda.json"])
    assert data["member"][0]["name"] == "Canary Carla"
    assert data["checkin"][0]["note"] == NOTE
    assert data["next_step"][0]["words"] == "Write issue 1"
    assert NOTE in files["mansarda.txt"].decode()
    assert "Your note: " in files["mansarda.txt"].decode()
    for said in ("Languages: Italian", "State: accepted", "State: under way", "Sort: an introduction", "State: sent"):
        assert said in files["mansarda.txt"].decode(), "for people, in words; the codes are in the other file"
    assert re.search(r"^Sent: Mon 2 Mar at \d\d:\d\d$", files["mansarda.txt"].decode(), re.MULTILINE), (
        "a date that stays true"
    )
    assert "today" not in files["mansarda.txt"].decode()
    marta.dm.sees_not("everything that I keep")
    await scene.pass_(hours=25)
    assert files_of(scene, carla) == {}

    await scene.restart()
    await carla.use("/privacy erase")
    carla.sees(
        "Shall I erase everything about you in Corte?", "Goes at once:", "Your weekly check-ins (1)", "bare number"
    )
    await carla.press("Yes, erase everything")
    carla.sees("I know nothing about you any more")
    assert "does not take part any more, so this pair has ended." in marta.dm.last()
    assert "Canary" not in marta.dm.last()
    kept = on_disk(scene)
    assert b"Newsletters" in kept
    for canary in ("canary-person", "Canary Carla", "canary carla", NOTE, "500 readers by summer", "first months"):
        assert canary.encode() not in kept, canary
        assert canary not in caplog.text, canary

    await carla.use("/privacy show")
    carla.sees("I keep nothing about you in Corte.")
    await seek(carla, "pricing")
    carla.sees("Marta")


async def test_a_restored_backup_does_not_bring_somebody_back(scene: Scene, marta: Actor, tmp_path: Path) -> None:
    carla = scene.person("carla", "Canary Carla")
    await become_pair(scene, marta, carla)
    file = Path(scene.url.removeprefix("sqlite:///"))
    await scene.store.close()
    backup = shutil.copy(file, tmp_path / "backup")
    await scene.restart()
    await scene.pass_(hours=1)
    await carla.use("/privacy erase")
    await carla.press("Yes, erase everything")
    told = len(marta.dm.messages())
    await scene.store.close()
    shutil.copy(backup, file)
    assert b"Canary Carla" in file.read_bytes()
    await scene.restart()
    assert b"Canary Carla" not in on_disk(scene)
    assert len(marta.dm.messages()) == told, "the partner knows already"
    await marta.use("/mentor status")
    marta.sees_not("is your mentee, week")


async def test_requests_are_freed_and_blocks_hold_for_who_comes_back(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await carla.use("/privacy erase")
    await carla.press("Yes, erase everything")
    marta.dm.sees("A request to you was withdrawn.")

    def block(work: object) -> None:
        me, other = by(scene, work, marta), by(scene, work, carla)  # type: ignore[arg-type]
        work.safety.keep_apart(me.community, Exclusion(me.person, other.person, Why.BLOCK, me.now))  # type: ignore[attr-defined]

    await scene.pass_(minutes=1)
    await seek(carla, "newsletters")
    await scene.store.write(block)
    await scene.pass_(minutes=1)
    await carla.use("/privacy erase")
    await carla.press("Yes, erase everything")
    await scene.pass_(minutes=1)
    await scene.restart()
    before = len(carla.messages())
    await seek(carla, "newsletters")
    assert not any("Marta" in text for text in carla.texts()[before:])


async def test_a_mentors_erasure_frees_those_who_asked(scene: Scene, marta: Actor, carla: Actor) -> None:
    await seek(carla, "newsletters")
    await carla.press("Ask Marta")
    await carla.fill(need="A plan")
    await marta.use("/privacy erase")
    await marta.press("Yes, erase everything")
    carla.dm.sees("Somebody you asked does not take part any more.")
    await carla.press("Ask Marta")
    carla.sees("not possible with this person")


async def test_not_now_changes_nothing(scene: Scene, marta: Actor) -> None:
    await marta.use("/privacy erase")
    await marta.press("Not now")
    marta.sees("Nothing was erased")
    await marta.use("/privacy show")
    marta.sees("What you offer as a mentor (1)")


async def test_who_left_long_ago_is_forgotten(scene: Scene, marta: Actor) -> None:
    await scene.room.leave("marta")
    await scene.play.bot.tidy()
    await scene.pass_(days=364)
    await scene.play.bot.tidy()
    assert b"Marta" in on_disk(scene)
    await scene.pass_(days=2)
    await scene.play.bot.tidy()
    assert b"Marta" not in on_disk(scene)


@pytest.mark.parametrize(
    ("locale", "said"),
    [("de", "Das habe ich in Corte über dich gespeichert."), ("it", "Ecco che cosa conservo su di te in Corte.")],
)
async def test_in_ones_own_language(scene: Scene, lena: Actor, locale: str, said: str) -> None:
    anna = scene.person("anna", "Anna", locale=locale)
    await seek(anna, "pricing")
    await anna.use("/privacy show")
    anna.sees(said)


def test_every_code_has_words() -> None:
    coded = {"request": RequestState, "pair": PairState, "meeting": MeetingState, "report": ReportState}
    coded |= {"story": StoryState, "outbox": State}
    for table, states in coded.items():
        assert set(CODES[f"{table}.state"]) == set(states)
    assert set(CODES["outbox.sort"]) == set(Sort)
    assert set(CODES["report.category"]) == set(Category)
    assert set(CODES["suggestion.standing"]) == set(Standing)
