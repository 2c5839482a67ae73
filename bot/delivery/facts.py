"""What is known about a row before it is sent: read in the transaction that takes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.delivery.guard import WEEK, as_of
from bot.features.programme.formats import Format
from bot.recurrence import next_weekly
from bot.work import Delivery, Kind, Sort, State

if TYPE_CHECKING:
    from datetime import datetime

    from bot.delivery.ports import Sent
    from bot.features.members.contact import Contact
    from bot.features.members.model import Member
    from bot.identity import Place
    from bot.work import Home, Sending, Work


@dataclass(frozen=True, slots=True)
class Facts:
    """``member``: whom it is for alone. ``channel``: the programme's, for a space that is to be made beside it.

    ``contact``: how the member wants to be reached. ``before``: what became of the row that an edit, a delete or an
    archive is about. ``weekly``: when the last and the next weekly message come to the member, of a nudge.
    """

    home: Home
    member: Member | None = None
    channel: Place | None = None
    before: Sent | None = None
    contact: Contact | None = None
    place: Place | None = None
    weekly: Sequence[datetime] = ()

    @property
    def platform(self) -> str:
        """By which adapter it goes: the community's, but for a place that is elsewhere, such as the operator's mail."""
        return self.place.platform if self.place else self.home.community.platform


class Look:
    """Looks in one transaction; what several rows share is read once."""

    def __init__(self, work: Work, now: datetime) -> None:
        self._work = work
        self._now = now
        self._homes: dict[int, Home] = {}

    def ahead(self, deliveries: Sequence[Delivery]) -> None:
        """Read for all of these what they share."""
        keys = {one.sending.community for one in deliveries}
        self._homes |= self._work.communities.several(keys - self._homes.keys())

    def at(self, sending: Sending) -> Facts | None:
        """None where the community is not there any more."""
        home = self._homes.get(sending.community)
        return facts(self._work, sending, home, self._now) if home else None


def facts(work: Work, sending: Sending, home: Home, now: datetime) -> Facts:
    people, place = sending.target.people, sending.target.place
    alone = len(people) == 1 and not place and sending.kind is not Kind.GATHER
    member = work.members.find(sending.community, people[0]) if alone else None
    return Facts(
        home,
        place=place,
        member=member,
        contact=_contact(work, member, now) if member and sending.kind is Kind.SEND else None,
        channel=work.programmes.of(sending.community).channel if sending.kind is Kind.GATHER else None,
        before=work.outbox.sent(sending.community, sending.original) if sending.original else None,
        weekly=_weekly(work, member, home, sending, now) if member and sending.sort is Sort.NUDGE else (),
    )


def _weekly(work: Work, member: Member, home: Home, sending: Sending, now: datetime) -> Sequence[datetime]:
    """One that was held back until now comes now."""
    if work.outbox.waiting(Delivery(0, sending, 0, None, now), now, Sort.WEEKLY):
        return (now,)
    programme = work.programmes.of(home.key)
    pairs = work.pairs.of_member(home.key, member.id)
    if programme.opened is None or all(one.format is Format.QUESTION for one in pairs):
        return ()
    last = next_weekly(now - WEEK, programme.weekday, programme.hour, home.zone)
    return last, next_weekly(last, programme.weekday, programme.hour, home.zone)


def _contact(work: Work, member: Member, now: datetime) -> Contact:
    """A nudge that never arrived leaves its place to the next.

    That the clock went back is kept: the week in which nothing else comes begins when it is noticed.
    """
    contact = work.contacts.of(member.community, member.id)
    seen = as_of(contact, now)
    if seen != contact:
        work.contacts.save(seen)
    if _lost(work, member, seen.nudge):
        seen = replace(seen, nudge="", nudged=None)
    return replace(seen, wrote=None, written=None) if _lost(work, member, seen.wrote) else seen


def _lost(work: Work, member: Member, once: str | None) -> bool:
    last = work.outbox.sent(member.community, once) if once else None
    return last is not None and last.state in (State.DEAD, State.UNTOLD, State.CANCELLED, State.SKIPPED)
