"""Stories as weekly posts: which one comes next, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.features.posts.door import Ready, Source
from bot.features.stories import texts
from bot.features.stories.decide import in_touch, tell, view_of
from bot.features.stories.model import STORIES, Story, StoryState
from bot.i18n import t

if TYPE_CHECKING:
    from bot.work import Work


def key_of(story: Story) -> str:
    """What names it among all that is posted in the community."""
    return f"story:{story.id}"


def coming(work: Work, community: int, now: datetime, posted: Mapping[str, datetime]) -> Ready | None:
    """The first of the queue to which both still agree, and whose two nothing keeps apart."""
    for story in work.stories.in_state(community, StoryState.QUEUED):
        if key_of(story) in posted:
            continue
        view = view_of(work, story)
        if view.agreed.of(story) and in_touch(work, view):
            about = t("the story of {mentee} and {mentor}", mentee=texts.mentee_of(view), mentor=texts.mentor_of(view))
            return Ready(key_of(story), about, texts.post(view))
    return None


def going(work: Work, community: int, key: str, once: str, now: datetime) -> None:
    """It is on its way under this key of the outbox."""
    story = _story(work, community, key)
    if story and story.state is StoryState.QUEUED:
        work.stories.save(replace(story, state=StoryState.POSTING, row=once))


def went(work: Work, community: int, key: str, arrived: bool, now: datetime) -> None:
    """It stands there, and its two hear of it; or it waits for the next slot in its old place."""
    story = _story(work, community, key)
    if story is None or story.state is not StoryState.POSTING:
        return  # taken back meanwhile
    if not arrived:
        work.stories.save(replace(story, state=StoryState.QUEUED, row=""))
        return
    there = replace(story, state=StoryState.POSTED, posted=now, place=None)
    work.stories.save(there)
    view = view_of(work, there)
    for member in (view.mentor, view.mentee):
        if member and not member.left:
            tell(work, member, f"story-posted:{story.id}", texts.posted(view, member.id), now)


def _story(work: Work, community: int, key: str) -> Story | None:
    kind, _, id = key.partition(":")
    return work.stories.get(community, int(id)) if kind == "story" and id.isdecimal() else None


SOURCE = Source(
    STORIES,
    t("Stories of pairs"),
    t("No story waits in the queue."),
    coming,
    going,
    went,
)
