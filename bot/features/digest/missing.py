"""What did not happen in a week, and why: a line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.features.posts import texts as posts
from bot.features.posts.model import TURN, Series, Why
from bot.features.programme.model import WEEKLY
from bot.i18n import Moment, Text, t, tn
from bot.planned import Missed
from bot.recurrence import at_local
from bot.work import Work

PLANNED: Mapping[str, Text] = {
    WEEKLY: t("the weekly messages to the pairs"),
    "matching.due": t("a round of matching"),
    "peers.interests": t("introductions by interests"),
    "peers.across": t("introductions across the community"),
}
"""What schedules do, by their permanent names."""
LINES = 6
"""Lines at most; the rest is a number."""
NOON = 12


def missing(work: Work, community: int, since: datetime, zone: str) -> tuple[Text, ...]:
    """Left out, too late, not delivered: the first few, and how many more."""
    lines = [line for _, line in sorted(_left_out(work, community, since, zone), key=lambda one: one[0])]
    lines += _undelivered(work, community, since)
    if len(lines) > LINES:
        more = len(lines) - LINES + 1
        lines = [*lines[: LINES - 1], tn("- {n} more", "- {n} more", more)]
    return tuple(lines)


def _left_out(work: Work, community: int, since: datetime, zone: str) -> Iterator[tuple[datetime, Text]]:
    for turn in work.posts.turns(community, since):
        series = work.posts.series(community, turn.series)
        if turn.why is not Why.NONE and series:
            at, why = at_local(turn.day, NOON, zone), posts.reason(series, turn.why)
            yield _line(posts.title(series.source), at, zone, why)
    for one in work.schedules.missed(community, since):
        late = t("I was not running at that time, and it would have come too late.")
        yield _line(_planned(work, community, one), at_local(one.day, NOON, zone), zone, late)
    for one in work.schedules.skipped(community, since):
        wished = t("It was left out because the coordination wished it.")
        yield _line(_planned(work, community, one), at_local(one.day, NOON, zone), zone, wished)


def _line(what: Text, at: datetime, zone: str, why: Text) -> tuple[datetime, Text]:
    return at, t("- {what}, {day}: {why}", what=what, day=Moment(at, "day", zone), why=why)


def _planned(work: Work, community: int, one: Missed) -> Text:
    if one.kind != TURN:
        return PLANNED.get(one.kind) or t("something that was planned")
    series: Series | None = work.posts.series(community, int(one.key))
    return posts.title(series.source) if series else t("weekly posts")


def _undelivered(work: Work, community: int, since: datetime) -> Iterator[Text]:
    found = work.digests.undelivered(community, since)
    if found.people:
        yield tn(
            "- {n} person could not be written to. It waits until they use a command here.",
            "- {n} people could not be written to. It waits until they use a command here.",
            found.people,
        )
    if found.uncertain:
        yield tn(
            "- Of {n} message nobody can say whether it arrived, so it was not sent again.",
            "- Of {n} messages nobody can say whether they arrived, so they were not sent again.",
            found.uncertain,
        )
    if late := [once for once in work.outbox.missed(community, since) if not once.startswith("post:")]:
        yield tn(
            "- {n} message in a channel would have come too late and was left out.",
            "- {n} messages in channels would have come too late and were left out.",
            len(late),
        )
