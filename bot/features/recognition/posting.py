"""Posts that name people: put into the channel, changed when somebody is not to be named any more, and emptied."""

from __future__ import annotations

from datetime import datetime

from bot.actions import step
from bot.features.programme.by_hand import ask_for
from bot.i18n import t
from bot.identity import Place
from bot.ui import Action, Message
from bot.work import Kind, Sending, Sort, State, Target, Work

STOOD = (State.SENT, State.UNCERTAIN)


def post(
    work: Work,
    community: int,
    once: str,
    message: Message,
    now: datetime,
    *,
    then: Action | None = None,
    sort: Sort = Sort.ANSWER,
) -> bool:
    """In the programme's channel, at once: it follows from what one of them has just done. False without a channel."""
    place = work.programmes.of(community).channel
    if place is None:
        return False
    work.outbox.put(Sending(once, community, Target(place=place), message, then=then, sort=sort), now)
    return True


def stands(work: Work, community: int, once: str, place: Place | None) -> bool:
    """Told in a post's `then`: it is there, or nobody can say and so it counts as there."""
    sent = work.outbox.sent(community, once)
    return place is not None or (sent is not None and sent.state is State.UNCERTAIN)


def change(work: Work, community: int, once: str, edit: int, message: Message, now: datetime) -> bool:
    """The post says this from now on, in whatever state it is; False where it was not sent yet and never is now."""
    if not work.outbox.recall(community, once, message):
        sent = work.outbox.sent(community, once)
        return sent is None or sent.state is not State.CANCELLED
    row = Sending(
        f"{once}:{edit}",
        community,
        Target(),
        message,
        kind=Kind.EDIT,
        original=once,
        then=changed(post=once),
        sort=Sort.SAFETY,
    )
    work.outbox.put(row, now)
    return True


@step("recognition.changed")
def changed(work: Work, community: int, now: datetime, place: Place | None, post: str) -> None:
    """Where the platform did not let us change it, somebody must do it by hand, and soon."""
    sent = work.outbox.sent(community, post)
    if place or sent is None or sent.state not in STOOD:
        return
    said = t(
        "A post with thanks is to be changed, because somebody in it does not want to be named any more, and I could "
        "not do it. Please delete it in the channel by hand."
    )
    ask_for(work, community, f"{post}:by-hand", Message((said,)), now)
