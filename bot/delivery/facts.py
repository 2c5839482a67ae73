"""What is known about a row before it is sent: read in the transaction that takes it."""

from __future__ import annotations

from collections import defaultdict
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
    from bot.identity import Person, Place
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
    """Looks in one transaction; what rows share, and whom they are for, is read for many at once."""

    def __init__(self, work: Work, now: datetime) -> None:
        self._work = work
        self._now = now
        self._homes: dict[int, Home] = {}
        self._members: dict[tuple[int, str, str], Member] = {}
        self._contacts: dict[tuple[int, int], Contact] = {}

    def ahead(self, deliveries: Sequence[Delivery]) -> None:
        """Read what is needed for all of these."""
        keys = {one.sending.community for one in deliveries}
        self._homes |= self._work.communities.several(keys - self._homes.keys())
        people: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
        for one in deliveries:
            if person := _alone(one.sending):
                people[one.sending.community, person.platform].add(person.id)
        for (community, platform), ids in people.items():
            found = self._work.members.found(community, platform, ids)
            self._members |= {(community, platform, id): member for id, member in found.items()}
            contacts = self._work.contacts.several(community, [member.id for member in found.values()])
            self._contacts |= {(community, id): contact for id, contact in contacts.items()}

    def at(self, sending: Sending) -> Facts | None:
        """None where the community is not there any more."""
        home = self._homes.get(sending.community)
        return self._facts(sending, home) if home else None

    def _facts(self, sending: Sending, home: Home) -> Facts:
        work, person = self._work, _alone(sending)
        member = self._members.get((home.key, person.platform, person.id)) if person else None
        return Facts(
            home,
            place=sending.target.place,
            member=member,
            contact=self._contact(member, sending) if member and sending.kind is Kind.SEND else None,
            channel=work.programmes.of(home.key).channel if sending.kind is Kind.GATHER else None,
            before=work.outbox.sent(home.key, sending.original) if sending.original else None,
            weekly=_weekly(work, member, home, sending, self._now) if member and sending.sort is Sort.NUDGE else (),
        )

    def _contact(self, member: Member, sending: Sending) -> Contact:
        """That the clock went back is kept: the week in which nothing else comes begins when it is noticed."""
        contact = self._contacts[member.community, member.id]
        seen = as_of(contact, self._now)
        if seen != contact:
            self._work.contacts.came(seen)
        return _without_lost(self._work, member, seen) if sending.sort is Sort.NUDGE else seen


def _alone(sending: Sending) -> Person | None:
    """Whom it is for, where it is for one person."""
    people, place = sending.target.people, sending.target.place
    return people[0] if len(people) == 1 and not place and sending.kind is not Kind.GATHER else None


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


def _without_lost(work: Work, member: Member, seen: Contact) -> Contact:
    """A nudge that never arrived leaves its place to the next."""
    if _lost(work, member, seen.nudge):
        seen = replace(seen, nudge="", nudged=None)
    return replace(seen, wrote=None, written=None) if _lost(work, member, seen.wrote) else seen


def _lost(work: Work, member: Member, once: str | None) -> bool:
    last = work.outbox.sent(member.community, once) if once else None
    return last is not None and last.state in (State.DEAD, State.UNTOLD, State.CANCELLED, State.SKIPPED)
