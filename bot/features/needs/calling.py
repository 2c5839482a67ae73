"""A call for mentors at once: the map says who is missing, one tap shows the words, the next one posts them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.actions import Who, action
from bot.context import Context
from bot.errors import Refused
from bot.features.members.model import topic_key
from bot.features.needs import links
from bot.features.needs.model import Missing, missing_now
from bot.features.posts.calls import message_of
from bot.i18n import t
from bot.ui import Button, Message, Tone
from bot.work import By, Sending, Sort, Target, Work

EVERY = 10_000
"""Topics that are looked through."""


@action("needs.call", who=Who.COORDINATOR)
async def call(ctx: Context) -> None:
    found = await ctx.read(_most_missing)
    head = t("This is how it would go out. Only you can see this.")
    buttons = (
        Button(t("Post it"), links.called(found.id), Tone.MAIN),
        Button(t("Look at the needs"), links.open_map()),
    )
    await ctx.reply(Message((head, *message_of(found).text), buttons))


@action("needs.called", who=Who.COORDINATOR)
async def called(ctx: Context, topic: int) -> None:
    found = await ctx.write(_call, topic)
    said = t("The call for {topic} is on its way to the programme channel.", topic=found.topic)
    on = t("As soon as somebody offers it, those who wait hear of it.")
    await ctx.update(Message((said, on), (Button(t("Look at the needs"), links.open_map()),)))


def _most_missing(work: Work, by: By, topic: int | None = None) -> Missing:
    """What is missing most, or what was looked at, as it is missing now."""
    found = [one for one in missing_now(work, by.community, by.now, most=EVERY) if topic in (None, one.id)]
    if not found:
        raise Refused(t("Nobody is missing any more, so nothing is posted. `/programme needs` shows the map of today."))
    if work.programmes.of(by.community).channel is None:
        raise Refused(t("There is no channel for it yet: `/programme setup` names one."))
    return found[0]


def _call(work: Work, by: By, topic: int) -> Missing:
    """Once a day for a topic, however often it is pressed."""
    found, home = _most_missing(work, by, topic), work.communities.get(by.community)
    day = by.now.astimezone(ZoneInfo(home.zone if home else "UTC")).date()
    target = Target(place=work.programmes.of(by.community).channel)
    once = f"call:{topic_key(found.topic)}:{day}"
    if work.outbox.put(Sending(once, by.community, target, message_of(found), sort=Sort.POST), by.now):
        work.audit.add(by, "needs.called", "", topic=found.topic)
    return found
