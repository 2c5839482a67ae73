"""What follows from each kind of error, and the keys under which deliveries are known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.delivery.keys import key_of
from bot.delivery.outcomes import LEASE, LONGEST, SLOWEST, Outcome, outcome, unknown
from bot.errors import Busy, Forbidden, Gone, PlatformError, Revoked, Uncertain, Unreachable
from bot.work import Sort, State

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
LOOK = LEASE.total_seconds()


@pytest.mark.parametrize(
    ("error", "attempt", "waited", "expected"),
    [
        (Forbidden(), 1, HOUR, Outcome(State.DEAD)),
        (Gone(), 1, HOUR, Outcome(State.DEAD)),
        (Revoked(), 1, HOUR, Outcome(wait=0)),
        (Uncertain(), 1, HOUR, Outcome(wait=LOOK, in_doubt=True)),
        (Uncertain(), 9, LONGEST + SECOND, Outcome(State.UNCERTAIN)),
        (Busy(7.5), 1, HOUR, Outcome(wait=7.5)),
        (Busy(7.5), 99, LONGEST + SECOND, Outcome(State.DEAD)),
        (Unreachable(), 1, timedelta(), Outcome(wait=2.0)),
        (Unreachable(), 5, HOUR, Outcome(wait=32.0)),
        (Unreachable(), 60, HOUR, Outcome(wait=SLOWEST)),
        (Unreachable(), 2_000, HOUR, Outcome(wait=SLOWEST)),
        (Unreachable(), 5, LONGEST, Outcome(wait=32.0)),
        (Unreachable(), 5, LONGEST + SECOND, Outcome(State.DEAD)),
    ],
)
def test_what_follows_from_an_attempt(error: PlatformError, attempt: int, waited: timedelta, expected: Outcome) -> None:
    assert outcome(error, attempt, waited, Sort.NUDGE) == expected


@pytest.mark.parametrize(
    ("error", "waited", "expected"),
    [
        (Forbidden(), HOUR, Outcome(State.DEAD)),
        (Busy(7.5), HOUR, Outcome(wait=LOOK, in_doubt=True)),
        (Busy(600), HOUR, Outcome(wait=600, in_doubt=True)),
        (Unreachable(), HOUR, Outcome(wait=LOOK, in_doubt=True)),
        (Uncertain(), HOUR, Outcome(wait=LOOK, in_doubt=True)),
        (Unreachable(), LONGEST + SECOND, Outcome(State.UNCERTAIN)),
    ],
)
def test_only_an_answer_ends_a_doubt(error: PlatformError, waited: timedelta, expected: Outcome) -> None:
    assert outcome(error, 1, waited, Sort.NUDGE, in_doubt=True) == expected


@pytest.mark.parametrize("error", [Busy(5), Unreachable(), Uncertain()])
def test_what_concerns_safety_is_never_given_up_by_time(error: PlatformError) -> None:
    assert outcome(error, 50, 10 * LONGEST, Sort.SAFETY).state is None


@pytest.mark.parametrize("sort", Sort)
def test_where_nobody_can_say_only_safety_is_sent_again(sort: Sort) -> None:
    assert unknown(sort) is (None if sort is Sort.SAFETY else State.UNCERTAIN)


def test_a_key_fits_every_platform_and_is_one_deliverys() -> None:
    keys = {key_of(home, once, part) for home in (1, 2) for once in ("a", "b") for part in (0, 1)}
    assert len(keys) == 8
    assert all(len(key) == 24 and key.isalnum() for key in keys)
    assert key_of(1, "a", 0) == key_of(1, "a", 0)
