"""The audit log: what the coordination changes is noted, seen by the coordination, and checked by the operator."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.features.scene import Actor, Scene
from tests.test_main import main


async def retime(lena: Actor, **answers: str) -> None:
    await lena.use("/programme setup")
    await lena.press("Change language and times")
    await lena.fill(**answers)


async def test_every_change_is_noted_and_can_be_read(scene: Scene, lena: Actor) -> None:
    await retime(lena, weekday="4", weeks="12")
    nora = scene.person("nora", "Nora", coordinator=True)
    await nora.use("/programme setup")
    await nora.press("Change channels and course")
    await nora.fill(moderators="")
    await scene.restart()

    await lena.use("/programme audit")
    seen = lena.sees("Only the coordination sees this", "Lena Koord started the programme")
    assert "Nora changed the programme’s settings (Moderators’ channel)" in seen
    assert "Lena Koord changed the programme’s settings" in seen
    assert "Day of the weekly message and Length of a course in weeks" in seen
    assert seen.index("Nora changed") < seen.index("Lena Koord changed") < seen.index("Lena Koord started")


async def test_what_changes_nothing_is_not_noted(scene: Scene, lena: Actor) -> None:
    await retime(lena)
    await lena.use("/programme audit")
    lena.sees("Lena Koord started the programme")
    lena.sees_not("changed the programme")


async def test_the_log_is_read_page_by_page(scene: Scene, lena: Actor) -> None:
    for number in range(9):
        await retime(lena, weekday=str(number % 2))
    await lena.use("/programme audit")
    assert lena.last().count("changed the programme") == 8
    await lena.press("Show earlier ones")
    assert lena.last().count("changed the programme") == 1
    lena.sees("started the programme", "changed the programme")
    assert "Show earlier ones" not in lena.labels()


async def test_a_member_does_not_read_it(scene: Scene, marta: Actor) -> None:
    await marta.use("/programme audit")
    marta.sees("Only the coordination can do this.")
    marta.sees_not("started the programme")


async def test_each_community_has_its_own(scene: Scene) -> None:
    koord = scene.person("lena", "Lena Koord", coordinator=True)
    await koord.use("/programme audit")
    koord.sees("Nothing was changed yet.")


SPOILED = {
    "an entry changed": "UPDATE audit SET facts = '{\"weeks\": 9}' WHERE number = 1",
    "an entry unreadable": "UPDATE audit SET facts = '{' WHERE number = 1",
    "the first deleted": "DELETE FROM audit WHERE number = 1",
    "the last deleted": "DELETE FROM audit WHERE number = 2",
    "everything deleted": "DELETE FROM audit",
    "two swapped": "UPDATE audit SET number = 5 - number WHERE number < 3",
    "the head deleted": "DELETE FROM audit_head",
}


@pytest.mark.parametrize("change", SPOILED.values(), ids=SPOILED)
async def test_an_operator_finds_what_was_changed(scene: Scene, lena: Actor, change: str, tmp_path: Path) -> None:
    await retime(lena, weekday="4")
    await scene.store.close()
    whole = main("audit", "verify", DATABASE_URL=scene.url)
    assert whole.returncode == 0, whole.stderr
    assert whole.stdout.startswith("1 2 ")
    shown = main("audit", "show", DATABASE_URL=scene.url)
    assert [line.split('"what": "')[1].split('"')[0] for line in shown.stdout.splitlines()] == [
        "programme.started",
        "programme.changed",
    ]
    with closing(sqlite3.connect(scene.url.removeprefix("sqlite:///"))) as database, database:
        database.execute(change)
    spoiled = main("audit", "verify", DATABASE_URL=scene.url)
    assert (spoiled.returncode, spoiled.stdout) == (1, "")
    assert spoiled.stderr.startswith("The audit log was changed:\ncommunity 1: ")


async def test_a_cut_end_is_found_by_an_earlier_check(scene: Scene, lena: Actor, tmp_path: Path) -> None:
    await retime(lena, weekday="4")
    await scene.store.close()
    anchors = tmp_path / "anchors.txt"
    anchors.write_text(main("audit", "verify", DATABASE_URL=scene.url).stdout)
    with closing(sqlite3.connect(scene.url.removeprefix("sqlite:///"))) as database, database:
        database.execute("DELETE FROM audit WHERE number = 2")
        database.execute("UPDATE audit_head SET number = 1, hash = (SELECT hash FROM audit)")
    assert main("audit", "verify", DATABASE_URL=scene.url).returncode == 0
    found = main("audit", "verify", "--anchors", anchors, DATABASE_URL=scene.url)
    assert found.returncode == 1
    assert "entry 2 was written down, and the chain ends with 1" in found.stderr
    anchors.write_text("nonsense")
    assert main("audit", "verify", "--anchors", anchors, DATABASE_URL=scene.url).returncode == 1
