"""What waits for the coordination: a list to which each feature adds its own line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.features.impact import links as impact
from bot.features.impact import waits as monthly
from bot.features.impact.saying import month_name
from bot.features.matching import links as matching
from bot.features.matching.model import RoundState
from bot.features.needs import links as needs
from bot.features.pairs import links as pairs
from bot.features.pairs import risk
from bot.features.safety import links as safety
from bot.features.stories import links as stories
from bot.features.stories.model import StoryState
from bot.features.suggestions import links as suggestions
from bot.features.suggestions.model import Standing
from bot.i18n import Text, t, tn
from bot.ui import Button
from bot.work import By, Work

MOST = 100


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits: as a part of a sentence, and the button that does something about it."""

    said: Text
    button: Button


Look = Callable[[Work, By], Waits | None]
"""None where nothing waits. ``by`` is who reads it, so nobody is told of what is not theirs to know."""


def pairs_at_risk(work: Work, by: By) -> Waits | None:
    count = len({one.pair.id for one in risk.open_cases(work, by, MOST)})
    if not count:
        return None
    said = tn("{n} pair needs a look", "{n} pairs need a look", count)
    return Waits(said, Button(t("Look at the pairs"), pairs.overview()))


def reports(work: Work, by: By) -> Waits | None:
    """Only for those who read reports, and none that is about them."""
    if not by.contact:
        return None
    found = [one for one in work.reports.unclosed(by.community) if one.may_read(by.person)]
    if not found:
        return None
    said = tn("{n} report is open", "{n} reports are open", len(found))
    return Waits(said, Button(t("Read the report"), safety.read(found[0].id)))


def round_to_approve(work: Work, by: By) -> Waits | None:
    found = work.rounds.current(by.community)
    if found is None or found.state is not RoundState.READY:
        return None
    return Waits(t("a round of matching waits for your approval"), Button(t("Look at the round"), matching.show()))


def new_suggestions(work: Work, by: By) -> Waits | None:
    count = work.suggestions.counts(by.community).get(Standing.NEW, 0)
    if not count:
        return None
    said = tn("{n} suggestion has no answer yet", "{n} suggestions have no answer yet", count)
    return Waits(said, Button(t("Read the suggestions"), suggestions.page()))


def stories_to_approve(work: Work, by: By) -> Waits | None:
    count = len(work.stories.in_state(by.community, StoryState.WAITING))
    if not count:
        return None
    said = tn("{n} story waits for your approval", "{n} stories wait for your approval", count)
    return Waits(said, Button(t("Read the stories"), stories.queue()))


def people_who_wait(work: Work, by: By) -> Waits | None:
    people, seats = work.needs.total(by.community, by.now)
    if not people:
        return None
    waiting = tn("{n} person waits for a mentor", "{n} people wait for a mentor", people)
    free = tn("{n} seat is free", "{n} seats are free", seats)
    said = t("{waiting} ({free})", waiting=waiting, free=free)
    return Waits(said, Button(t("Look at the needs"), needs.open_map()))


def month_to_look_at(work: Work, by: By) -> Waits | None:
    found = monthly.to_look_at(work, by)
    if found is None:
        return None
    said = t("the figures of {month} are ready for everybody", month=month_name(found.month))
    return Waits(said, Button(t("Look at the post"), impact.preview(found.month.isoformat())))


WAITING: tuple[Look, ...] = (
    pairs_at_risk,
    reports,
    round_to_approve,
    stories_to_approve,
    month_to_look_at,
    people_who_wait,
    new_suggestions,
)
"""In the order in which they are told; a feature that has something to approve adds its own."""


TOLD_AT_ONCE = (pairs_at_risk, round_to_approve, stories_to_approve, month_to_look_at, new_suggestions)
"""What the moderators' channel hears of when it comes."""


def waiting(work: Work, by: By, looks: Sequence[Look] = WAITING) -> list[Waits]:
    return [found for look in looks if (found := look(work, by))]
