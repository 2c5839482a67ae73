"""The rules that hold messages back, as plain functions: whatever the zone, the hours and the instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.guard import Drop, Go, Row, Wait, as_of, awake, may
from bot.features.members.contact import Contact, Direct
from bot.features.members.model import Member
from bot.identity import Person
from bot.late import last_moment, too_late
from bot.work import Sort

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"}))
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
HOURS = st.integers(0, 23)
CARLA = Member(1, 1, Person("room", "carla", "Carla"))


def quiet(contact: Contact, local: datetime) -> bool:
    """By going from hour to hour, as a clock face does."""
    hours, hour = set(), contact.quiet_from
    while hour != contact.quiet_to:
        hours.add(hour)
        hour = (hour + 1) % 24
    return local.hour in hours


@given(INSTANTS, ZONES, HOURS, HOURS)
def test_one_is_awake_at_the_end_of_the_quiet_hours_and_not_before(
    at: datetime, zone: str, begin: int, end: int
) -> None:
    contact = Contact(1, 1, quiet_from=begin, quiet_to=end)
    found = awake(contact, zone, at)
    assert at <= found < at + timedelta(hours=49), "a day that never was makes it longer"
    assert not quiet(contact, found.astimezone(ZoneInfo(zone)))
    if quiet(contact, at.astimezone(ZoneInfo(zone))):
        assert quiet(contact, (found - timedelta(seconds=1)).astimezone(ZoneInfo(zone))) or found - at >= 24 * HOUR
    else:
        assert found == at


def local_day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


@given(
    st.sampled_from(list(Sort)),
    INSTANTS,
    st.timedeltas(-3 * DAY, 30 * DAY),
    st.none() | st.timedeltas(-9 * DAY, 30 * DAY),  # the last nudge lies ahead where the clock went back
    st.none() | st.timedeltas(-9 * DAY, 30 * DAY),
    st.none() | st.timedeltas(-9 * DAY, 9 * DAY),
    st.sampled_from(list(Direct)),
    ZONES,
)
def test_what_may_go_breaks_no_rule(
    sort: Sort,
    now: datetime,
    since: timedelta,
    nudged: timedelta | None,
    written: timedelta | None,
    snoozed: timedelta | None,
    direct: Direct,
    zone: str,
) -> None:
    stored = Contact(
        *(1, 1, direct),
        nudge="other",
        nudged=None if nudged is None else now + nudged,
        wrote="another",
        written=None if written is None else now + written,
        snoozed_until=None if snoozed is None else now + snoozed,
    )
    contact = as_of(stored, now)
    row = Row("this", sort, now - since)
    match may(row, CARLA, contact, zone, now):
        case Wait(until=until):
            assert until > now
            assert sort in (Sort.WEEKLY, Sort.NUDGE)
            assert not isinstance(may(row, CARLA, contact, zone, until), Wait), "it is asked again, and decided"
        case Drop():
            assert sort is not Sort.SAFETY
            assert direct is not Direct.ALL or too_late(sort, row.due, now, zone)
        case Go(late=late):
            assert sort is Sort.SAFETY or direct is not Direct.NONE
            if sort in (Sort.WEEKLY, Sort.NUDGE):
                assert direct is Direct.ALL
                assert not quiet(contact, now.astimezone(ZoneInfo(zone)))
                assert not contact.snoozed(now)
                assert sort is Sort.WEEKLY or nudged is None or -nudged >= 7 * DAY
                assert sort is Sort.WEEKLY or written is None or local_day(now + written, zone) < local_day(now, zone)
                assert not late or since > HOUR


@pytest.mark.parametrize(
    ("sort", "due", "last"),
    [
        (Sort.POST, "2026-03-04T17:00", "2026-03-04T22:59:59.999999"),
        (Sort.POST, "2026-03-04T08:00", "2026-03-04T14:00"),
        (Sort.POST, "2026-03-28T23:00", "2026-03-29T05:00"),  # a day of 23 hours
        (Sort.WEEKLY, "2026-03-04T17:00", "2026-03-06T17:00"),
        (Sort.NUDGE, "2026-03-04T17:00", "2026-03-06T17:00"),
        (Sort.ANSWER, "2026-03-04T17:00", None),
        (Sort.REQUEST, "2026-03-04T17:00", None),
        (Sort.INTRODUCTION, "2026-03-04T17:00", None),
        (Sort.MEETING, "2026-03-04T17:00", None),
        (Sort.COORDINATION, "2026-03-04T17:00", None),
        (Sort.SAFETY, "2026-03-04T17:00", None),
    ],
)
def test_the_late_table(sort: Sort, due: str, last: str | None) -> None:
    found = last_moment(sort, datetime.fromisoformat(due).replace(tzinfo=UTC), "Europe/Rome")
    assert found == (datetime.fromisoformat(last).replace(tzinfo=UTC) if last else None)
