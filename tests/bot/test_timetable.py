"""When the weekly message comes: local hours, skipped hours, repeated hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.planned import EveryDays, Monthly, Rule, Schedule, Weekly
from bot.recurrence import at_local, following, next_weekly, occurrence, paused, plan, resumed, until, without_next
from bot.work import Sort

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


ROME = Weekly(2, 18, "Europe/Rome")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-04T16:59", []),
        ("2026-03-04T17:00", ["2026-03-04T17:00"]),
        ("2026-03-11T17:00", ["2026-03-04T17:00", "2026-03-11T17:00"]),
        ("2026-04-01T16:00", [f"2026-03-{day}T17:00" for day in ("04", "11", "18", "25")] + ["2026-04-01T16:00"]),
    ],
)
def test_what_came_due_by_now(now: str, expected: list[str]) -> None:
    schedule = Schedule(1, "any", ROME, Sort.WEEKLY, utc("2026-03-04T17:00"))
    assert [one.at for one in until(schedule, utc(now))] == [utc(at) for at in expected]


def days_of(rule: Rule, after: str, count: int) -> list[str]:
    at, found = utc(after), []
    for _ in range(count):
        one = occurrence(rule, at)
        assert one.at > at
        at = one.at
        found.append(one.day.isoformat())
    return found


def test_every_month_on_its_day() -> None:
    rule = Monthly(28, 9, "Europe/Rome", 30)
    assert days_of(rule, "2027-12-28T08:29", 4) == ["2027-12-28", "2028-01-28", "2028-02-28", "2028-03-28"]
    assert occurrence(rule, utc("2027-12-28T08:30")).at == utc("2028-01-28T08:30")
    assert occurrence(Monthly(1, 0, "Europe/Rome"), utc("2026-10-31T12:00")).at == utc("2026-10-31T23:00")


def test_every_so_many_days_from_the_first() -> None:
    rule = EveryDays(3, date(2026, 3, 27), 2, "Europe/Berlin", 30)
    assert days_of(rule, "2026-01-01T00:00", 3) == ["2026-03-27", "2026-03-30", "2026-04-02"]
    assert days_of(rule, "2026-03-30T00:30", 2) == ["2026-04-02", "2026-04-05"]
    assert days_of(EveryDays(1, date(2026, 3, 1), 2, "Europe/Berlin", 30), "2026-03-27T12:00", 3) == [
        "2026-03-28",
        "2026-03-29",  # at 03:30, since 02:30 is skipped
        "2026-03-30",
    ]


def test_a_time_that_is_skipped_at_midnight_is_of_the_day_before() -> None:
    """Nuuk goes from 22:00 to 23:00 on a Saturday in 2025; Apia left out a whole Friday."""
    rule = Weekly(5, 22, "America/Nuuk", 30)
    assert days_of(rule, "2025-03-29T23:00", 2) == ["2025-03-29", "2025-04-05"]
    friday = occurrence(Weekly(4, 18, "Pacific/Apia"), utc("2011-12-31T00:00"))
    assert (friday.day, friday.at) == (date(2011, 12, 30), utc("2011-12-31T04:00"))


@given(INSTANTS, st.integers(1, 40), st.integers(0, 59), HOURS, ZONES)
def test_days_are_kept_whatever_the_clocks_do(after: datetime, days: int, minute: int, hour: int, zone: str) -> None:
    rule = EveryDays(days, after.date(), hour, zone, minute)
    first = occurrence(rule, after)
    second = occurrence(rule, first.at)
    skipped_days = (second.day - first.day).days // days
    assert (second.day - first.day).days == days * skipped_days
    assert skipped_days == 1 or second.at - first.at > timedelta(days=days) - timedelta(hours=26)


def test_a_schedule_pauses_goes_on_skips_and_ends() -> None:
    monday = utc("2026-03-02T09:00")
    schedule = plan(1, "any", ROME, Sort.POST, monday, ends=date(2026, 3, 18))
    assert schedule.next_due == utc("2026-03-04T17:00")
    assert paused(schedule).next_due is None
    assert resumed(paused(schedule), utc("2026-03-11T16:00")).next_due == utc("2026-03-11T17:00")
    assert without_next(schedule, monday).skip == date(2026, 3, 4)
    assert following(schedule, utc("2026-03-11T17:00")) == utc("2026-03-18T17:00")
    assert following(schedule, utc("2026-03-18T17:00")) is None
    assert [one.day.day for one in until(schedule, utc("2027-01-01T00:00"))] == [4, 11, 18]
    assert resumed(schedule, utc("2026-03-19T00:00")).next_due is None
