"""The one gate before two people meet: every way of matching, introducing and grouping goes through it."""

from __future__ import annotations

from itertools import combinations

from bot.errors import Refused
from bot.features.members.model import Member
from bot.i18n import t
from bot.work import Work


def unavailable() -> Refused:
    """The same for whoever cannot be asked, whatever the reason: no seat, a break, gone, or kept apart."""
    return Refused(t("Right now it is not possible with this person. `/mentor find` shows who has a free place."))


def may_meet(work: Work, *people: Member) -> bool:
    """Whether all of these people may be brought together. They are of one community."""
    return all(work.safety.may_meet(one.community, one.person, other.person) for one, other in combinations(people, 2))


def require_may_meet(work: Work, *people: Member) -> None:
    """Raises `Refused`, without a reason, where two of these people are kept apart."""
    if not may_meet(work, *people):
        raise unavailable()
