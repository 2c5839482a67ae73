"""What the coordination does with stories, each in one transaction."""

from __future__ import annotations

from dataclasses import replace

from bot.errors import Refused
from bot.features.members.model import Member
from bot.features.stories import texts
from bot.features.stories.decide import change, take_back, tell, view_of
from bot.features.stories.lift import Lift, lift_of, span
from bot.features.stories.model import STANDING, Story, StoryState, Told, moved
from bot.features.stories.showing import send_picture, show_look
from bot.features.stories.texts import View
from bot.i18n import t
from bot.ui import Message
from bot.work import By, Work

READ = (StoryState.WAITING, StoryState.QUEUED, *STANDING)
"""Both agreed to it, so the coordination may read it."""


def gone() -> Refused:
    return Refused(t("I cannot find this story any more. `/story queue` shows those there are."))


def find(work: Work, by: By, id: int, *states: StoryState) -> View:
    """Raises `Refused` for one that the coordination may not read (any more), or that is in another state."""
    story = work.stories.get(by.community, id)
    if story is None or story.state not in (states or READ):
        raise gone()
    return view_of(work, story)


def approve(work: Work, by: By, id: int, version: int) -> View | None:
    """It takes its place at the end of the queue; None where it was changed since it was read."""
    view = find(work, by, id, StoryState.WAITING, StoryState.QUEUED)
    story = view.story
    if story.version != version:
        return None
    if story.state is StoryState.QUEUED:
        return view
    queue = work.stories.in_state(by.community, StoryState.QUEUED)
    place = max((one.place or 0 for one in queue), default=0) + 1
    work.stories.save(replace(story, state=StoryState.QUEUED, place=place))
    work.audit.add(by, "story.approved", f"story:{id}", version=version)
    done = view_of(work, replace(story, state=StoryState.QUEUED, place=place))
    for member in _here(done):
        tell(work, member, f"story-approved:{id}:{version}", texts.approved(done, member.id), by.now)
    return done


def decline(work: Work, by: By, id: int, version: int, reason: str) -> View | None:
    """Kindly back to its two; None where it was changed since it was read."""
    view = find(work, by, id, StoryState.WAITING, StoryState.QUEUED, StoryState.DECLINED)
    story = view.story
    if story.version != version:
        return None
    if story.state is StoryState.DECLINED:
        return view
    left = replace(story, state=StoryState.DECLINED, reason=reason, idle=by.now, place=None)
    work.stories.save(left)
    work.audit.add(by, "story.declined", f"story:{id}", version=version, reason=reason)
    done = view_of(work, left)
    for member in _here(done):
        tell(work, member, f"story-declined:{id}:{version}", texts.declined(done, member.id), by.now)
    return done


def edit(work: Work, by: By, id: int, told: Told, picture: bytes | None, *, without: bool = False) -> View:
    """Both are shown the new version and asked anew; nothing of it is posted before both agree."""
    view = find(work, by, id, StoryState.WAITING, StoryState.QUEUED)
    story = change(work, view.story, told, picture, by.now, without=without)
    if story.version != view.story.version:
        work.audit.add(by, "story.edited", f"story:{id}", version=story.version)
        now = view_of(work, story)
        for member in _here(now):
            show_look(work, now, member, by.now)
    return view_of(work, story)


def move(work: Work, by: By, id: int, place: int, *, earlier: bool) -> None:
    """It changes places with its neighbour; at the end of the queue, or moved meanwhile, it stays where it is."""
    if find(work, by, id, StoryState.QUEUED).story.place != place:
        return
    swapped = moved(work.stories.in_state(by.community, StoryState.QUEUED), id, -1 if earlier else 1)
    if swapped:
        one, other = swapped
        work.stories.save(replace(one, place=other.place))
        work.stories.save(replace(other, place=one.place))


def take_down(work: Work, by: By, id: int) -> None:
    """The post is emptied as if its two had taken it back; they hear of it."""
    view = find(work, by, id, *STANDING)
    take_back(work, view.story, by.now, "down")
    work.audit.add(by, "story.taken_down", f"story:{id}")
    for member in _here(view):
        tell(work, member, f"story-down:{id}", Message((texts.taken_down(view, member.id),)), by.now)


def picture(work: Work, by: By, id: int) -> None:
    """Send it to the one who asks, alone."""
    view = find(work, by, id)
    if view.story.picture is None:
        raise Refused(t("This story has no picture any more."))
    send_picture(work, view, by.person, by.now)


def lift(work: Work, by: By, story: Story) -> Lift | None:
    """What a posted one moved so far; None for one that was never posted."""
    home = work.communities.get(by.community)
    if story.posted is None or home is None:
        return None
    events = work.stories.events(by.community, *span(story.posted, home.zone))
    begun = work.programmes.of(by.community).opened
    return lift_of(events, story.row, story.posted, by.now, home.zone, begun)


def _here(view: View) -> list[Member]:
    return [one for one in (view.mentor, view.mentee) if one and not one.left]
