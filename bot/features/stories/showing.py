"""Showing a story to somebody alone, and taking away what was shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.actions import step
from bot.features.members.model import Member
from bot.features.programme.by_hand import ask_for
from bot.features.stories import links, texts
from bot.features.stories.model import Story
from bot.features.stories.texts import View
from bot.i18n import t
from bot.identity import Person, Place
from bot.ui import Button, Message, Tone
from bot.work import Kind, Sending, Sort, State, Target, Work

STOOD = (State.SENT, State.UNCERTAIN)


def look_key(story: Story, member: int) -> str:
    """Under which one of the two was shown this version: once, however often they are to be asked."""
    return f"story-look:{story.id}:{story.version}:{member}"


def picture_key(story: Story, person: Person) -> str:
    """Under which one of the coordination was sent the picture."""
    return f"story-look:{story.id}:{story.version}:desk:{person.id}"


def shown_keys(work: Work, story: Story) -> Sequence[str]:
    """Everything of this story that was sent to somebody alone, in whatever version."""
    return work.outbox.known(story.community, f"story-look:{story.id}:")


def desk_key(story: Story) -> str:
    return f"story-desk:{story.id}:{story.version}"


def show_look(work: Work, view: View, to: Member, now: datetime) -> None:
    story = view.story
    target, message = Target(people=(to.person,)), texts.look(view, to.id)
    work.outbox.put(Sending(look_key(story, to.id), story.community, target, message, sort=Sort.REQUEST), now)


def unsay(work: Work, story: Story, once: str, instead: Message, now: datetime, *, posted: bool = False) -> None:
    """What was shown under this key says something else from now on, and shows no picture; what waits never comes."""
    if not work.outbox.recall(story.community, once, instead):
        return
    row = Sending(
        f"{once}:unsaid:{story.version}",
        story.community,
        Target(),
        instead,
        kind=Kind.EDIT,
        original=once,
        then=unsaid(story=story.id) if posted else None,
        sort=Sort.SAFETY if posted else Sort.ANSWER,
    )
    work.outbox.put(row, now)


@step("stories.unsaid")
def unsaid(work: Work, community: int, now: datetime, place: Place | None, story: int) -> None:
    """The post is emptied; where the platform did not let us, somebody must do it by hand, and soon."""
    found = work.stories.get(community, story)
    sent = work.outbox.sent(community, found.row) if found else None
    if place or found is None or sent is None or sent.state not in STOOD:
        return
    said = t("A story was taken back, and I could not empty its post. Please delete it in the channel by hand.")
    message = Message((said,), (Button(t("Show the stories"), links.queue(), Tone.MAIN),))
    ask_for(work, community, f"story-by-hand:{story}", message, now)


def send_picture(work: Work, view: View, to: Person, now: datetime) -> None:
    """The story with its picture, to one of the coordination alone, so that it can be taken away again."""
    message = Message(texts.body(view), (Button(t("Show the story"), links.show(view.story.id)),), texts.picture(view))
    once = picture_key(view.story, to)
    row = Sending(once, view.story.community, Target(people=(to,)), message, sort=Sort.COORDINATION)
    work.outbox.put(row, now)
