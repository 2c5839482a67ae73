"""What members type is harmless in files as well: an invitation stays one event, a table's cell mere text."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from icalendar import Calendar

from bot.cleaning import HARMFUL, clean
from bot.features.meetings.invitation import invitation
from bot.features.meetings.model import Meeting
from bot.sheets import FORMULA, table
from tests.bot.test_harmless import PAYLOADS

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OWN = (
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Another",
    "x\nATTENDEE:mailto:somebody@example.org",
    "x;LANGUAGE=de:y",
    'x","=1+1',
    '=HYPERLINK("https://evil.example")',
    "  +1+1",
    "@SUM(A1)",
    "\t=1",
)
"""What only a calendar or a table would take for more than words."""


def written(title: str, where: str) -> bytes:
    return invitation(Meeting(1, 1, 1, 1, 45, where, NOW, at=NOW), title, NOW)


@pytest.mark.parametrize("typed", [*PAYLOADS, *OWN])
def test_an_invitation_stays_one_event(typed: str) -> None:
    kept = clean(typed, lines=False)
    text = written(kept, kept)
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    usual = Calendar.from_ical(written("Marta & Carla", "https://meet.example/x")).walk("VEVENT")[0]
    assert set(event) <= set(usual)
    assert str(event["SUMMARY"]) == kept
    assert str(event.get("LOCATION", "")) == kept
    assert str(event.get("URL", kept)) == kept, "where it leads is what it shows"
    assert not HARMFUL.search(text.decode().replace("\r\n", ""))


@pytest.mark.parametrize("typed", [*PAYLOADS, *OWN])
def test_a_cell_stays_mere_text(typed: str) -> None:
    rows = list(csv.reader(StringIO(table([["Name", "Words"], ["Marta", typed]]).decode("utf-8-sig"))))
    assert [len(row) for row in rows] == [2, 2]
    assert not rows[1][1].lstrip(" ").startswith(FORMULA)
    assert rows[1][1].removeprefix("'") == typed or rows[1][1] == typed
