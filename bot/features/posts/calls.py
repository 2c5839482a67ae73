"""A call for mentors: the topic for which most are missing just now, told in public."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.features.members.model import topic_key
from bot.features.mentoring import links as mentoring
from bot.features.needs.model import Missing, missing_now
from bot.features.posts.door import Ready, Source
from bot.features.posts.model import longest_unsaid
from bot.i18n import t, tn
from bot.ui import Button, Message, Tone
from bot.work import Work


def next_call(work: Work, community: int, now: datetime, posted: Mapping[str, datetime]) -> Ready | None:
    """Of the topics that lack most mentors the one that was not called for longest."""
    found = {f"call:{topic_key(one.topic)}": one for one in missing_now(work, community, now)}
    key = longest_unsaid(found, posted)
    return None if key is None else Ready(key, t("a call for {topic}", topic=found[key].topic), message_of(found[key]))


def message_of(missing: Missing) -> Message:
    head = tn(
        "**We are missing {n} mentor for {topic}.**",
        "**We are missing {n} mentors for {topic}.**",
        missing.mentors,
        topic=missing.topic,
    )
    lines = (
        head,
        t(
            "You need not be an expert: it is enough to be a few steps ahead and to remember what they were like. For "
            "example, half an hour a week in which you show one person how you did it the first time."
        ),
        t("You say for how many people you have time, and you can decline or take a break whenever you like."),
    )
    controls = (
        Button(t("Offer mentorship"), mentoring.offer(), Tone.MAIN),
        Button(t("Look for a mentor"), mentoring.seek()),
    )
    return Message(lines, controls)


CALLS = Source(
    "calls",
    t("Calls for mentors who are missing"),
    t("No topic lacks mentors just now, so nobody had to be called."),
    next_call,
)
