"""Days as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.days import day_in

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-24", date(2026, 12, 24)),
        ("24.12.", date(2026, 12, 24)),
        (" 24. 12. 2027 ", date(2027, 12, 24)),
        ("24/12", date(2026, 12, 24)),
        ("24/12/2027", date(2027, 12, 24)),
        ("24.12.27", date(2027, 12, 24)),
        ("24 dicembre", date(2026, 12, 24)),
        ("il 1º aprile", date(2026, 4, 1)),
        ("24. Dezember 2027", date(2027, 12, 24)),
        ("24 Dec", date(2026, 12, 24)),
        ("venerdì", date(2026, 3, 6)),
        ("Monday", date(2026, 3, 9)),
        ("oggi", MONDAY),
        ("morgen", date(2026, 3, 3)),
        ("dopodomani", date(2026, 3, 4)),
        ("1.3", date(2027, 3, 1)),
        ("2.3.", MONDAY),
        ("3.3.", date(2026, 3, 3)),
        ("29.2.", None),
        ("31.4.", None),
        ("12/24", None),
        ("soon", None),
        ("", None),
        ("99999-01-01", None),
    ],
)
def test_a_day_as_people_type_it(typed: str, day: date | None) -> None:
    assert day_in(typed, MONDAY)[0] == day


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("24.3. 18:30", "18:30"),
        ("24.3. 18 Uhr", "18 uhr"),
        ("24. 3. 2026 9:00", "9:00"),
        ("24/3/2026, 18h30", ", 18h30"),
        ("24 marzo alle 18", "alle 18"),
        ("martedì alle 18.30", "alle 18.30"),
        ("dopodomani 9", "9"),
    ],
)
def test_what_is_left_beside_the_day(typed: str, rest: str) -> None:
    day, left = day_in(typed, MONDAY)
    assert day is not None
    assert left.strip() == rest
