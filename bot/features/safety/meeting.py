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


def agreed(work: Work, member: Member) -> bool:
    """Whether this member has agreed to the code of conduct that holds."""
    return member.conduct >= work.safety.conduct(member.community).version


def kept_apart(work: Work, one: Member, other: Member) -> bool:
    return not work.safety.may_meet(one.community, one.person, other.person)


def may_meet(work: Work, *people: Member) -> bool:
    """Whether all of these people may be brought together: all agreed, no two kept apart. Of one community."""
    together = all(not kept_apart(work, one, other) for one, other in combinations(people, 2))
    return together and all(agreed(work, one) for one in people)


def require_may_meet(work: Work, *people: Member) -> None:
    """Raises `Refused`, without a reason, where two of these people are kept apart or one has not agreed."""
    if not may_meet(work, *people):
        raise unavailable()


def require_agreed(work: Work, member: Member) -> None:
    """Raises `Refused` with the way to agree."""
    if not agreed(work, member):
        raise Refused(t("Our code of conduct has changed. Please read it and agree first: `/mentor conduct`."))
