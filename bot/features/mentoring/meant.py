"""What somebody's own words for a topic mean, asked once and picked from known subjects."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.actions import action
from bot.context import Context
from bot.errors import Refused
from bot.features.members.model import Topic
from bot.features.members.topics import named
from bot.features.mentoring import chat, decide, links
from bot.features.mentoring.model import Suggestion
from bot.features.topics.resolving import Resolved, exchanged, settle
from bot.i18n import t
from bot.ui import Button, Message
from bot.work import By, Work


@dataclass(frozen=True, slots=True)
class Settled:
    """``into`` is empty where the words are kept; ``seeking`` tells a wish from an offer."""

    into: tuple[Topic, ...]
    seeking: bool
    found: list[Suggestion]
    waiting: int = 0
    asked: bool = False


@action("mentoring.meant")
async def meant(ctx: Context, topic: int) -> None:
    done = await ctx.write(_settle, topic, ctx.picked)
    if done.seeking and done.into:
        await ctx.update(chat.shown(done.found, Resolved(done.into), done.waiting, asked=done.asked))
        return
    said = t("Good: it is kept as {topics}.", topics=named(done.into))
    if not done.into:
        said = t("Good: your words are kept as they are. The coordination sees that a topic is new.")
    await ctx.update(Message((said,), (Button(t("Where I stand"), links.status()),)))


def _settle(work: Work, by: By, topic: int, picked: tuple[str, ...]) -> Settled:
    """Exchange the topic in one's own offer and wish; where nobody uses it any more, it is forgotten."""
    me = work.members.find(by.community, by.person)
    offer = work.mentoring.offer(by.community, me.id) if me else None
    seek = work.mentoring.seek(by.community, me.id) if me else None
    in_offer = offer is not None and topic in {one.id for one in offer.topics}
    in_seek = seek is not None and topic in {one.id for one in seek.topics}
    if me is None or not (in_offer or in_seek):
        raise Refused(t("This is settled already. `/mentor status` shows where things stand."))
    into = settle(work, by.community, topic, picked)
    if into and offer and in_offer:
        work.mentoring.save_offer(by.community, replace(offer, topics=exchanged(offer.topics, topic, into)))
    if into and seek and in_seek:
        work.mentoring.save_seek(by.community, replace(seek, topics=exchanged(seek.topics, topic, into)))
    if into:
        work.topics.drop_unused(by.community, topic)
    if not in_seek:
        return Settled(into, False, [])
    return Settled(into, True, decide.best_for(work, me, by.now), *decide.standing(work, by, into))
