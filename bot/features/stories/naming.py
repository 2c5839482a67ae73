"""A story whose two changed their minds about their names stands in the channel as it is to be read now."""

from __future__ import annotations

from datetime import datetime

from bot.features.members.model import Member
from bot.features.stories import texts
from bot.features.stories.decide import view_of
from bot.features.stories.model import STANDING
from bot.work import Kind, Sending, Sort, Target, Work


def write_anew(work: Work, member: Member, now: datetime) -> None:
    """What waits for its slot is put together only then; what was on its way is put together anew for the next one."""
    for story in work.stories.of_member(member.community, member.id):
        if story.state not in STANDING or not story.row:
            continue
        message = texts.post(view_of(work, story))
        if not work.outbox.recall(story.community, story.row, message):
            continue
        edit = Sending(
            f"{story.row}:named:{member.id}:{member.nameless}:{now.timestamp()}",
            story.community,
            Target(),
            message,
            kind=Kind.EDIT,
            original=story.row,
            sort=Sort.SAFETY,
        )
        work.outbox.put(edit, now)
