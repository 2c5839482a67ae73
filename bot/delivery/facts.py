"""What is known about a row before it is sent: read in the transaction that takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.work import Kind

if TYPE_CHECKING:
    from bot.delivery.ports import Sent
    from bot.features.members.model import Member
    from bot.identity import Place
    from bot.work import Home, Sending, Work


@dataclass(frozen=True, slots=True)
class Facts:
    """``member``: whom it is for alone. ``channel``: the programme's, for a space that is to be made beside it.

    ``before``: what became of the row that an edit, a delete or an archive is about.
    """

    home: Home
    member: Member | None = None
    channel: Place | None = None
    before: Sent | None = None


def look(work: Work, sending: Sending) -> Facts | None:
    """None where the community is not there any more."""
    home = work.communities.get(sending.community)
    if home is None:
        return None
    people, place = sending.target.people, sending.target.place
    alone = len(people) == 1 and not place and sending.kind is not Kind.GATHER
    return Facts(
        home,
        member=work.members.find(sending.community, people[0]) if alone else None,
        channel=work.programmes.of(sending.community).channel if sending.kind is Kind.GATHER else None,
        before=work.outbox.sent(sending.community, sending.original) if sending.original else None,
    )
