"""What a story moved, compared with what was counted by hand; the weeks in which the clocks change among them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.features.stories.lift import DAYS, PERCENT_FROM, WEEKS, Events, Figure, Lift, lift_of, shifted, span

ROME = "Europe/Rome"
POSTED = datetime(2026, 5, 6, 8, 0, tzinfo=UTC)
"""A Wednesday, 10:00 in Rome, far from any change of the clocks."""
LATER = POSTED + timedelta(days=30)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(*days: float) -> list[datetime]:
    """So many days after the post; negative ones before it."""
    return [POSTED + day * DAY for day in days]


def lift(events: Events, now: datetime = LATER, begun: datetime | None = None, posted: datetime = POSTED) -> Lift:
    return lift_of(events, "post:1", posted, now, ROME, begun)


def test_counted_by_hand() -> None:
    """Six sign-ups in the week after; 1, 0, 2 and 1 in the four weeks before: a mean of one."""
    signups = at(0, 0.5, 3, 6.9, 2, 4) + at(-3) + at(-15, -20) + at(-28) + at(-28.1, 7, 12)
    requests = at(1, 2) + at(-1, -8, -9)
    pairs = at(5)
    found = lift(Events(signups, requests, pairs))
    assert found.signups == Figure(6, (1, 0, 2, 1))
    assert found.signups.mean == 1
    assert found.requests == Figure(2, (1, 2, 0, 0))
    assert found.requests.mean == 0.75
    assert found.pairs == Figure(1, (0, 0, 0, 0))
    assert (found.days, found.weeks, found.others) == (7, 4, ())


def test_the_bounds_belong_to_the_later_week() -> None:
    """What happens at the very hour of the post is after it, and seven days later it is over."""
    edge = Events([*at(0, 7, -7), POSTED - timedelta(seconds=1), POSTED + 7 * DAY - timedelta(microseconds=1)])
    assert lift(edge).signups == Figure(2, (2, 0, 0, 0))


def test_a_week_that_is_not_over_is_compared_with_the_same_weekdays() -> None:
    """On Saturday at noon three whole days are over; Saturdays and Sundays of before do not count."""
    events = Events(at(0.1, 2.9, 3.05) + at(-7 + 0.1, -7 + 2.5, -7 + 3.5, -1) + at(-14 + 5))
    found = lift(events, now=POSTED + 3 * DAY + 2 * HOUR)
    assert found.days == 3
    assert found.signups == Figure(2, (2, 0, 0, 0))


def test_before_a_day_is_over_there_is_nothing_to_say() -> None:
    found = lift(Events(at(0.2)), now=POSTED + 23 * HOUR)
    assert (found.days, found.signups) == (0, Figure(0, (0, 0, 0, 0)))


def test_weeks_before_the_programme_are_no_weeks() -> None:
    events = Events(at(1, 2) + at(-1, -8))
    found = lift(events, begun=POSTED - 15 * DAY)
    assert (found.weeks, found.signups) == (2, Figure(2, (1, 1)))
    assert found.signups.mean == 1
    none = lift(events, begun=POSTED - 6 * DAY)
    assert (none.weeks, none.signups, none.signups.mean, none.signups.percent) == (0, Figure(2, ()), None, None)


def test_other_posts_whose_week_overlaps_are_told() -> None:
    posts = {"post:1": POSTED, "a": at(-6.9)[0], "b": at(6.9)[0], "c": at(-7)[0], "d": at(7)[0], "e": at(0)[0]}
    assert lift(Events(posts=posts)).others == (at(-6.9)[0], at(0)[0], at(6.9)[0])


@pytest.mark.parametrize(
    ("after", "before", "percent"),
    [
        (9, (10, 10, 10, 10), None),
        (10, (2, 2, 2, 3), None),
        (10, (2, 2, 3, 3), 300),
        (10, (10, 10, 10, 10), 0),
        (15, (10, 10, 10, 10), 50),
        (10, (20, 20, 20, 20), -50),
        (13, (3, 3, 3, 3), 333),
        (12, (), None),
        (12, (0, 0, 0, 0), None),
    ],
)
def test_no_share_of_fewer_than_ten(after: int, before: tuple[int, ...], percent: int | None) -> None:
    assert PERCENT_FROM == 10
    assert Figure(after, before).percent == percent


# the clocks change


def test_spring_a_week_of_167_hours() -> None:
    """Posted on Wednesday 25 March at 10:00; on Sunday the clocks go forward. The week ends on 1 April at 10:00 there,
    an hour earlier by the sun.
    """
    posted = datetime(2026, 3, 25, 9, 0, tzinfo=UTC)
    inside, outside = datetime(2026, 4, 1, 7, 59, tzinfo=UTC), datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
    before = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)  # 10:00 there, in winter
    events = Events([inside, outside, before, before - timedelta(minutes=1)])
    found = lift(events, now=outside, posted=posted)
    assert found.days == 7
    assert found.signups == Figure(1, (1, 1, 0, 0))
    assert lift(events, now=inside, posted=posted).days == 6
    assert shifted(posted, 7, ROME) - posted == timedelta(hours=167)


def test_autumn_a_week_of_169_hours() -> None:
    """Posted on Wednesday 21 October at 10:00; on Sunday the clocks go back."""
    posted = datetime(2026, 10, 21, 8, 0, tzinfo=UTC)
    inside, outside = datetime(2026, 10, 28, 8, 59, tzinfo=UTC), datetime(2026, 10, 28, 9, 0, tzinfo=UTC)
    found = lift(Events([inside, outside]), now=outside, posted=posted)
    assert (found.days, found.signups.after) == (7, 1)
    assert shifted(posted, 7, ROME) - posted == timedelta(hours=169)


def test_the_weeks_before_lie_on_the_other_side_of_a_change() -> None:
    """Posted on Wednesday 1 April at 10:00 (08:00 UTC); earlier weeks began at 10:00 as well: 09:00 UTC."""
    posted = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
    second = datetime(2026, 3, 18, 9, 0, tzinfo=UTC)
    events = Events([second, second - timedelta(minutes=1), datetime(2026, 3, 25, 8, 30, tzinfo=UTC)])
    found = lift(events, now=posted + 8 * DAY, posted=posted)
    assert found.signups == Figure(0, (0, 2, 1, 0))


def test_posted_in_an_hour_that_comes_twice() -> None:
    """02:30 on 25 October in Rome, the second time: the post's own week begins then, others at 02:30."""
    posted = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    events = Events([posted - timedelta(minutes=1), posted])
    assert lift(events, now=posted + 8 * DAY, posted=posted).signups.after == 1
    assert shifted(posted, -7, ROME) == datetime(2026, 10, 18, 0, 30, tzinfo=UTC)


# by another way


def slowly(instants: Sequence[datetime], posted: datetime) -> Figure:
    """Each instant is put into a week by counting days one by one on a calendar of UTC, where no clock changes."""
    counts = [0] * (WEEKS + 1)
    for instant in instants:
        for week in range(WEEKS + 1):
            first = posted - week * 7 * DAY
            counts[week] += any(first + n * DAY <= instant < first + (n + 1) * DAY for n in range(DAYS))
    return Figure(counts[0], tuple(counts[1:]))


@given(some.lists(some.floats(-40, 20), max_size=60), some.integers(0, 23), some.integers(1, 28))
def test_the_same_by_another_way(days: list[float], hour: int, day: int) -> None:
    posted = datetime(2026, 6, day, hour, 17, tzinfo=UTC)
    instants = [posted + one * DAY for one in days]
    found = lift_of(Events(instants), "", posted, posted + 99 * DAY, "UTC", None)
    assert found.signups == slowly(instants, posted)
    since, until = span(posted, "UTC")
    seen = [one for one in instants if since <= one < until]
    assert lift_of(Events(seen), "", posted, posted + 99 * DAY, "UTC", None) == found
