"""That what is looked at in every test (tests/statements.py) is seen, and that each exception is still there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import statements
from tests.features.scene import open_scene
from tests.statements import EXCEPTIONS, HOUSE, LOOKING, lacking


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT member.id FROM member WHERE member.id = ?", {"member"}),
        ("SELECT member.id FROM member WHERE member.community = ? AND member.id = ?", set()),
        ("SELECT m.id FROM member AS m JOIN pair AS p ON p.mentor = m.id WHERE m.community = $1::INTEGER", {"pair"}),
        ("SELECT 1 FROM member AS m JOIN pair AS p ON p.community = m.community WHERE p.community = ?", set()),
        ("SELECT 1 FROM member JOIN pair ON pair.community = member.community", {"member", "pair"}),
        ("SELECT 1 FROM member, pair WHERE member.community = ?", {"pair"}),
        ("SELECT 1 FROM member JOIN community ON community.id = member.community WHERE community.id = ?", set()),
        ("SELECT 1 FROM offer WHERE offer.community NOT IN (?)", {"offer"}),
        ("UPDATE pair SET community=?, state=? WHERE pair.id = ?", {"pair"}),
        ("UPDATE pair SET state=? WHERE pair.community = ? AND pair.id = ?", set()),
        ("DELETE FROM report WHERE report.at < ?", {"report"}),
        ("DELETE FROM report WHERE community = ?", set()),
        ("INSERT INTO draft (person, body) VALUES (?, ?)", {"draft"}),
        ("INSERT INTO draft (community, person, body) VALUES (?, ?, ?)", set()),
        ("SELECT 1 FROM inbox WHERE inbox.event = ?", set()),
    ],
)
def test_whether_a_statement_names_its_community(statement: str, tables: set[str]) -> None:
    assert lacking(statement) == tables


async def test_one_that_is_no_exception_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "EXCEPTIONS", {})
    scene = await open_scene(tmp_path)
    await scene.quiet()
    await scene.close()
    found = LOOKING.found.pop(LOOKING.test)
    assert any(one.startswith("storage/repositories/outbox.py:next_due on outbox: SELECT") for one in found)


@pytest.mark.parametrize("writer", EXCEPTIONS)
def test_every_exception_is_there(writer: str) -> None:
    file, _, name = writer.partition(":")
    assert f"def {name}(" in Path(HOUSE, file).read_text()
    assert EXCEPTIONS[writer]
