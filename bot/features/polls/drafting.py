"""Writing a poll down: a draft, which nobody sees before it is posted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.again import just_now
from bot.features.polls.model import Poll, PollState
from bot.work import By, Work

AT_ONCE = 10
"""More drafts than a coordination writes within moments."""


def write_down(work: Work, by: By, poll: Poll) -> Poll:
    """Keep a new poll as a draft; sent twice, it is one."""
    new = replace(poll, community=by.community, created=by.now)
    return _written_just_now(work, new, by.now) or work.polls.add(new)


def _written_just_now(work: Work, new: Poll, now: datetime) -> Poll | None:
    for one in work.polls.recent(new.community, AT_ONCE):
        same = replace(new, id=one.id, uid=one.uid, created=one.created) == one
        if same and one.created and just_now(one.created, now):
            return one
    return None


def repeated(poll: Poll, uid: str, now: datetime) -> Poll:
    """A draft that asks the same once more, word for word."""
    return replace(
        poll,
        uid=uid,
        state=PollState.DRAFT,
        created=now,
        opened=None,
        closes=None,
        respondents=None,
        counts=(),
        repeats=poll.first,
        every=0,
        reminding=False,
    )
