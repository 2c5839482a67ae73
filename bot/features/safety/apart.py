"""Keeping two people apart: what ends at once, and what never begins again."""

from __future__ import annotations

from bot.errors import Refused
from bot.features.members.model import Member
from bot.features.mentoring import decide as mentoring
from bot.features.pairs import decide as pairs
from bot.features.pairs.model import Pair
from bot.features.safety.links import PAIR, REQUEST
from bot.features.safety.model import Exclusion, Why
from bot.i18n import t
from bot.identity import Person
from bot.work import By, Work


def other_in(work: Work, by: By, thing: str, id: int) -> Member:
    """The other person of a pair or request of the one who acts; raises `Refused` for anything else."""
    me, sides = work.members.find(by.community, by.person), _sides(work, by.community, thing, id)
    if me is None or me.id not in sides:
        raise pairs.gone()
    other = work.members.get(by.community, next(side for side in sides if side != me.id))
    if other is None:
        raise pairs.gone()
    return other


def _sides(work: Work, community: int, thing: str, id: int) -> tuple[int, ...]:
    if thing == PAIR and (pair := work.pairs.get(community, id)):
        return pair.mentor, pair.mentee
    if thing == REQUEST and (request := work.mentoring.request(community, id)):
        return request.mentor, request.mentee
    return ()


def running_pairs(work: Work, by: By, other: Member) -> list[Pair]:
    """The pairs that these two have at the moment."""
    me = work.members.ensure(by)
    return [pair for pair in work.pairs.of_member(by.community, me.id) if pair.partner(me.id) == other.id]


def block(work: Work, by: By, thing: str, id: int) -> Member:
    """Keep the two apart: what is between them ends as if somebody had declined, withdrawn or stopped."""
    other = other_in(work, by, thing, id)
    for pair in running_pairs(work, by, other):
        pairs.stop(work, by, pair.id, "other")
    keep_apart(work, by, other, Why.BLOCK)
    return other


def not_again(work: Work, by: By, thing: str, id: int) -> Member:
    """A running pair goes on; whatever would bring the two together anew does not."""
    other = other_in(work, by, thing, id)
    keep_apart(work, by, other, Why.NOT_AGAIN)
    return other


def keep_apart(work: Work, by: By, other: Member, why: Why) -> None:
    """Open requests between the two are closed in the way that tells nothing."""
    me = work.members.ensure(by)
    for request in work.mentoring.requests_to(by.community, me.id):
        if request.mentee == other.id:
            mentoring.decline(work, by, request.id, "other")
    for request in work.mentoring.requests_from(by.community, me.id):
        if request.mentor == other.id:
            mentoring.withdraw(work, by, request.id)
    work.safety.keep_apart(by.community, Exclusion(by.person, other.person, why, by.now))


def unblock(work: Work, by: By, person: str) -> str:
    """Take one's own block back; the name of the other, empty where nobody knows it any more."""
    other = Person(by.person.platform, person)
    if not work.safety.take_back(by.community, by.person, other):
        raise Refused(t("You have not blocked this person, so there is nothing to take back."))
    found = work.members.find(by.community, other)
    return found.name if found else ""
