"""A line in a pair's space for one of the two whose direct messages are closed; it says nothing of what waits."""

from __future__ import annotations

from datetime import datetime

from bot.features.members import links as members
from bot.features.members.model import Member
from bot.features.pairs.model import Pair
from bot.i18n import t
from bot.ui import Button, Message
from bot.work import Sending, State, Target, Work


def say(work: Work, pair: Pair, member: Member, now: datetime) -> None:
    """At most once a day: whoever knows need not be told again."""
    said = t(
        "{who}, something for you could not come as a direct message. Press the button and you see it here; nobody "
        "else does.",
        who=member.person,
    )
    message = Message((said,), (Button(t("Show it to me"), members.waiting()),), notify=(member.person,))
    once = f"beside:{pair.id}:{member.id}:{now:%Y%m%d}"
    work.outbox.put(Sending(once, pair.community, Target(place=pair.space), message), now)


def introduce(work: Work, pair: Pair, member: Member, now: datetime) -> None:
    """The space is there only now, and the introduction had nowhere to go."""
    sent = work.outbox.sent(pair.community, f"introduction:{pair.id}:{member.id}")
    if sent and sent.state is State.UNTOLD:
        say(work, pair, member, now)
