"""A closed poll as a table for spreadsheets."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import Refused
from bot.features.polls.decide import find
from bot.features.polls.model import PollState
from bot.i18n import t
from bot.sheets import table
from bot.work import By, Work


@dataclass(frozen=True, slots=True)
class Table:
    data: bytes


def answers_table(work: Work, by: By, id: int) -> Table:
    """One row an answer with its count; of an open poll who gave it, too. Raises `Refused` while it is open."""
    poll = find(work, by, id)
    if poll.state is not PollState.CLOSED:
        raise Refused(t("The table is there once the poll is closed."))
    rows: list[tuple[object, ...]] = [("question", "answer", "count", "respondents", "people")]
    ballots = work.polls.ballots(poll)
    members = work.members.several(by.community, [int(voter) for voter in ballots])
    for at, option in enumerate(poll.options):
        chose = [members.get(int(voter)) for voter, chosen in ballots.items() if at in chosen]
        people = [member.name for member in chose if member]
        count = poll.counts[at] if poll.counts else ""
        rows.append((poll.question, option, count, poll.respondents, ", ".join(sorted(people))))
    return Table(table(rows))
