"""Hours in common: masks of a week in UTC, across the change of clocks, midnight and the end of the week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.matching import overlap
from bot.features.matching.score import PLENTY, UNSAID, Helper, Seeker, Setting, on_time
from bot.hours import MIDNIGHT, Window, Windows, tidy, written
from tests.bot.test_hours import windows

ROME, NEW_YORK, KOLKATA = "Europe/Rome", "America/New_York", "Asia/Kolkata"
BEFORE, AFTER, SUMMER = "2026-03-02", "2026-04-01", "2026-06-01"
"""New York changes its clocks on 8 March, Rome on the 29th."""
zones = st.sampled_from((ROME, NEW_YORK, KOLKATA, "Asia/Kathmandu", "Pacific/Auckland", "America/St_Johns", "UTC"))
days = st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(str)
evenings = "Mon 18:00-22:00"


def free(some: Windows, zone: str, at: datetime) -> bool:
    local = at.astimezone(ZoneInfo(zone))
    return any(one.day == local.weekday() and one.start <= local.hour * 60 + local.minute < one.end for one in some)


@settings(deadline=None)
@given(windows, zones, days)
def test_a_mask_says_when_somebody_has_time(some: Windows, zone: str, day: str) -> None:
    """Held against the clocks themselves, in the weeks in which they change as in all others."""
    for week in overlap.weeks(frozenset({zone}), day):
        mask = overlap.mask(written(some), zone, week)
        for hour in range(overlap.HOURS):
            assert bool(mask >> hour & 1) == free(some, zone, week + timedelta(hours=hour))


@settings(deadline=None)
@given(windows, windows, zones, zones, days)
def test_a_common_hour_is_one_in_which_both_have_time(
    one: Windows, other: Windows, here: str, there: str, day: str
) -> None:
    """A quarter of an hour at least: everything begins and ends at quarters."""
    for week in overlap.weeks(frozenset({here, there}), day):
        both = overlap.mask(written(one), here, week) & overlap.mask(written(other), there, week)
        for hour in (hour for hour in range(overlap.HOURS) if both >> hour & 1):
            for minutes in (0, 14):
                at = week + timedelta(hours=hour, minutes=minutes)
                assert free(one, here, at)
                assert free(other, there, at)


@settings(deadline=None)
@given(windows, zones, st.integers(0, 6), st.integers(0, 92), days)
def test_an_hour_in_common_is_never_missed(some: Windows, zone: str, day: int, quarter: int, today: str) -> None:
    """Whoever is free for a whole hour shares a bit with whoever is free all week, in quarter-hour zones too."""
    hour = Window(day, quarter * 15, quarter * 15 + 60)
    always = tuple(Window(one, 0, MIDNIGHT) for one in range(7))
    usual = [week for week in overlap.weeks(frozenset({zone}), today) if not changes(zone, week)]
    for week in usual:
        both = overlap.mask(written(tidy((*some, hour))), zone, week) & overlap.mask(written(always), "UTC", week)
        assert both


def changes(zone: str, week: datetime) -> bool:
    ends = (week, week + overlap.WEEK)
    first, last = (at.astimezone(ZoneInfo(zone)).utcoffset() for at in ends)
    return first != last


@settings(deadline=None)
@given(st.lists(zones, min_size=1, max_size=4), days)
def test_every_coming_week_is_like_one_that_is_looked_at(some: list[str], day: str) -> None:
    def clocks(week: datetime) -> list[timedelta | None]:
        return [(week + timedelta(hours=at)).astimezone(ZoneInfo(zone)).utcoffset() for zone in some for at in (0, 168)]

    looked_at = overlap.weeks(frozenset(some), day)
    first = looked_at[0]
    assert first.weekday() == 0
    assert first.date() > date.fromisoformat(day)
    known = [clocks(week) for week in looked_at]
    for number in range(overlap.AHEAD):
        assert clocks(first + overlap.WEEK * number) in known


def test_the_same_hours_in_one_zone_are_all_in_common_whatever_the_clocks_do() -> None:
    for day in (BEFORE, AFTER, SUMMER):
        assert overlap.common((evenings, ROME), (evenings, ROME), day) == 4
        assert overlap.shared((evenings, ROME), (evenings, ROME), day) == (Window(0, 1080, 1320),)


def test_the_weeks_between_two_changes_count_as_they_are() -> None:
    """18 to 22 in Rome is 12 to 16 in New York, but 13 to 17 from 8 to 29 March."""
    noon = "Mon 12:00-13:00"
    assert overlap.common((evenings, ROME), (noon, NEW_YORK), SUMMER) == 1
    assert overlap.common((evenings, ROME), (noon, NEW_YORK), BEFORE) == 0, "not in the weeks between"
    assert len(overlap.weeks(frozenset({ROME, NEW_YORK}), BEFORE)) > 1
    assert overlap.shared((evenings, ROME), (noon, NEW_YORK), BEFORE) == ()


def test_half_hours_and_midnight_and_the_end_of_the_week() -> None:
    late = "Sun 23:00-24:00, Mon 00:00-01:00"
    assert overlap.common((late, ROME), ("Mon 02:30-04:30", KOLKATA), SUMMER) == 2
    assert overlap.common(("Mon 18:30-19:30", KOLKATA), ("Mon 15:00-16:00", ROME), SUMMER) == 1
    assert overlap.common(("Mon 18:00-19:00", KOLKATA), ("Mon 18:00-19:00", KOLKATA), SUMMER) == 1


@pytest.mark.parametrize(("hours", "value"), [("", UNSAID), ("Tue 08:00-12:00", 0), ("Mon 21:00-23:00", 1 / PLENTY)])
def test_what_it_counts(hours: str, value: float) -> None:
    one, other = Seeker(1, (1,), 1, hours=evenings, zone=ROME), Helper(2, (1,), 1, hours=hours, zone=ROME)
    assert on_time(Setting(day=SUMMER), one, other) == value


def test_an_unknown_day_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="Invalid isoformat"):
        overlap.weeks(frozenset({ROME}), "tomorrow")


def test_a_week_begins_on_the_monday_after_today() -> None:
    assert overlap.weeks(frozenset({"UTC"}), "2026-03-02") == (datetime(2026, 3, 9, tzinfo=UTC),)
