"""When the weekly message comes: local hours, skipped hours, repeated hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.timetable import at_local, last_due, next_weekly
from bot.work import Schedule

WEEK = timedelta(days=7)
TELLING = (
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Nuuk",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "UTC",
)
ZONES = st.sampled_from(TELLING) | st.sampled_from(sorted(available_timezones() - {"localtime"}))
INSTANTS = st.datetimes(datetime(1985, 1, 1), datetime(2037, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
WEEKDAYS, HOURS = st.integers(0, 6), st.integers(0, 23)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def meant(instant: datetime, weekday: int, hour: int, zone: str) -> date:
    """The local day that this hour was of: a skipped one comes out on the day after."""
    local = instant.astimezone(ZoneInfo(zone)).date()
    days = [local, local - timedelta(days=1)]
    return next(day for day in days if day.weekday() == weekday and at_local(day, hour, zone) == instant)


def exists(day: date, hour: int, zone: str) -> bool:
    """Is there this hour on this local day?"""
    local = at_local(day, hour, zone).astimezone(ZoneInfo(zone))
    return (local.date(), local.hour, local.minute) == (day, hour, 0)


@given(INSTANTS, WEEKDAYS, HOURS, ZONES)
@example(utc("2026-03-28T20:00"), 6, 2, "Europe/Berlin")
@example(utc("2026-10-25T00:30"), 6, 2, "Europe/Berlin")
@example(utc("2018-11-04T02:30"), 6, 0, "America/Sao_Paulo")
@example(utc("2018-02-18T02:30"), 5, 23, "America/Sao_Paulo")
@example(utc("2026-10-03T15:29"), 6, 2, "Australia/Lord_Howe")
@example(utc("2011-12-30T09:00"), 4, 18, "Pacific/Apia")
@example(utc("2025-03-29T23:00"), 5, 23, "America/Nuuk")
def test_the_next_one_is_later_and_at_the_local_hour(after: datetime, weekday: int, hour: int, zone: str) -> None:
    found = next_weekly(after, weekday, hour, zone)
    assert after < found <= after + WEEK + timedelta(hours=26)
    local = found.astimezone(ZoneInfo(zone))
    day = meant(found, weekday, hour, zone)
    if exists(day, hour, zone):
        assert (local.date(), local.hour, local.minute) == (day, hour, 0)
    else:  # the offset before: no gap is longer than a day
        before = (found - timedelta(hours=25)).astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
        assert (found + before).replace(tzinfo=None) == datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001


@given(INSTANTS, WEEKDAYS, HOURS, ZONES)
def test_one_a_week_and_none_left_out(after: datetime, weekday: int, hour: int, zone: str) -> None:
    """Walking from one to the next names the same weekday of one local week after the other."""
    days: list[date] = []
    for _ in range(4):
        after = next_weekly(after, weekday, hour, zone)
        days.append(meant(after, weekday, hour, zone))
    assert [later - earlier for earlier, later in pairwise(days)] == [WEEK] * 3
    assert len({day.isocalendar()[:2] for day in days}) == 4


@given(INSTANTS, WEEKDAYS, HOURS, ZONES)
def test_it_is_the_first_after_that_instant(after: datetime, weekday: int, hour: int, zone: str) -> None:
    found = next_weekly(after, weekday, hour, zone)
    assume(found.astimezone(ZoneInfo(zone)).date() == meant(found, weekday, hour, zone))  # not a day that never was
    assert next_weekly(found - timedelta(microseconds=1), weekday, hour, zone) == found
    assert next_weekly(after + (found - after) / 2, weekday, hour, zone) == found


@pytest.mark.parametrize(
    ("zone", "day", "hour", "expected"),
    [
        ("Europe/Berlin", "2026-03-29", 2, "2026-03-29T01:00"),  # skipped: 02:00 at +1 is 03:00 at +2
        ("Europe/Berlin", "2026-10-25", 2, "2026-10-25T00:00"),  # comes twice: the first, at +2
        ("Europe/Berlin", "2026-07-01", 18, "2026-07-01T16:00"),
        ("America/Sao_Paulo", "2018-11-04", 0, "2018-11-04T03:00"),  # a day that began at 01:00
        ("America/Sao_Paulo", "2018-02-17", 23, "2018-02-18T01:00"),  # a day whose last hour came twice
        ("Australia/Lord_Howe", "2026-10-04", 2, "2026-10-03T15:30"),  # half an hour is skipped
        ("Asia/Kathmandu", "2026-05-05", 6, "2026-05-05T00:15"),
        ("Pacific/Apia", "2011-12-30", 18, "2011-12-31T04:00"),  # a day that never was
    ],
)
def test_an_hour_of_a_day(zone: str, day: str, hour: int, expected: str) -> None:
    assert at_local(date.fromisoformat(day), hour, zone) == utc(expected)


def test_at_the_hour_itself_the_next_is_a_week_away() -> None:
    wednesday = utc("2026-03-04T17:00")
    assert next_weekly(wednesday - timedelta(seconds=1), 2, 18, "Europe/Rome") == wednesday
    assert next_weekly(wednesday, 2, 18, "Europe/Rome") == wednesday + WEEK


def test_the_summer_change_keeps_the_local_hour() -> None:
    before = next_weekly(utc("2026-03-24T00:00"), 2, 18, "Europe/Rome")
    after = next_weekly(before, 2, 18, "Europe/Rome")
    assert (before, after) == (utc("2026-03-25T17:00"), utc("2026-04-01T16:00"))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-04T17:00", "2026-03-04T17:00"),
        ("2026-03-11T16:59", "2026-03-04T17:00"),
        ("2026-03-11T17:00", "2026-03-11T17:00"),
        ("2026-06-01T00:00", "2026-05-27T16:00"),
    ],
)
def test_after_a_long_stop_only_the_last_counts(now: str, expected: str) -> None:
    schedule = Schedule(1, "any", "Europe/Rome", 18, 2, utc("2026-03-04T17:00"))
    assert last_due(schedule, utc(now)) == utc(expected)
