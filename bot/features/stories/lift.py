"""What a story moved: the week after its post against the weeks before. The one place where this is defined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.i18n import t

DAYS, WEEKS = 7, 4
PERCENT_FROM = 10
"""A share is shown only where both sides have so many events."""

DEFINITION = t(
    "Counted are the {days} days after the post, from its hour on, against the mean of the same weekdays and hours in "
    "the {weeks} weeks before. Sign-ups are people who came new and agreed to the code of conduct, requests are first "
    "messages to a mentor, accepted pairs are pairs that began. A share stands there only from {least} on both sides.",
    days=DAYS,
    weeks=WEEKS,
    least=PERCENT_FROM,
)
"""Shown beside the figures, wherever they are."""


@dataclass(frozen=True, slots=True)
class Events:
    """Instants of what is counted, and of each post in a channel by its key in the outbox."""

    signups: Sequence[datetime] = ()
    requests: Sequence[datetime] = ()
    pairs: Sequence[datetime] = ()
    posts: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """``before``: the counts of the earlier weeks, the latest first."""

    after: int
    before: tuple[int, ...]

    @property
    def mean(self) -> float | None:
        return sum(self.before) / len(self.before) if self.before else None

    @property
    def percent(self) -> int | None:
        """More or less than the mean, in per cent; None where there are too few events to say so."""
        if self.after < PERCENT_FROM or sum(self.before) < PERCENT_FROM or not self.mean:
            return None
        return round(100 * (self.after - self.mean) / self.mean)


@dataclass(frozen=True, slots=True)
class Lift:
    """``days`` of the week after are over; ``weeks`` before it are known. ``others``: posts whose week overlaps."""

    days: int
    weeks: int
    signups: Figure
    requests: Figure
    pairs: Figure
    others: tuple[datetime, ...] = ()


def span(posted: datetime, zone: str) -> tuple[datetime, datetime]:
    """From when until when events are needed."""
    return shifted(posted, -DAYS * WEEKS, zone), shifted(posted, DAYS, zone)


def lift_of(events: Events, row: str, posted: datetime, now: datetime, zone: str, begun: datetime | None) -> Lift:
    """Pure. ``row`` is the story's own post; ``begun``: before it there was no programme to count in.

    Days are local ones: at a change of the clocks a day has 23 or 25 hours, and stays a day.
    """
    days = next((n for n in range(DAYS, 0, -1) if shifted(posted, n, zone) <= now), 0)
    firsts = [-DAYS * week for week in range(WEEKS + 1)]
    weeks = [(shifted(posted, first, zone), shifted(posted, first + days, zone)) for first in firsts]
    windows = [week for week in weeks if week[0] == posted or begun is None or week[0] >= begun]

    def figure(instants: Sequence[datetime]) -> Figure:
        after, *before = (sum(since <= at < until for at in instants) for since, until in windows)
        return Figure(after, tuple(before))

    first, last = shifted(posted, -DAYS, zone), shifted(posted, DAYS, zone)
    others = sorted(at for key, at in events.posts.items() if key != row and first < at < last)
    figures = (figure(events.signups), figure(events.requests), figure(events.pairs))
    return Lift(days, len(windows) - 1, *figures, tuple(others))


def shifted(at: datetime, days: int, zone: str) -> datetime:
    """The same local time so many days later; one that the clocks skip is read with the offset before the change."""
    if not days:
        return at
    local = at.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=days)
    return datetime.combine(day, local.time().replace(fold=0), ZoneInfo(zone)).astimezone(UTC)
