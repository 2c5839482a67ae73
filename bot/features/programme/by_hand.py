"""What somebody of the coordination must do by hand, and soon: told where they read, or else to each alone."""

from __future__ import annotations

from datetime import datetime

from bot.ui import Message
from bot.work import Sending, Sort, Target, Work


def ask_for(work: Work, community: int, once: str, message: Message, now: datetime) -> None:
    """In the moderators' channel; where there is none, to the safety contacts, of whom there is one from the start."""
    moderators = work.programmes.of(community).moderators
    if moderators:
        work.outbox.put(Sending(once, community, Target(place=moderators), message, sort=Sort.COORDINATION), now)
        return
    for person in work.reports.contacts(community):
        row = Sending(f"{once}:{person.id}", community, Target(people=(person,)), message, sort=Sort.COORDINATION)
        work.outbox.put(row, now)
