"""Topics as members type them: read, found again despite a typo, suggested while typing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from unicodedata import category

from bot.cleaning import clean
from bot.errors import Refused
from bot.features.members.model import Topic, topic_key
from bot.features.topics.catalogue import named_like
from bot.i18n import Text, listing, t, tn, words
from bot.ui import Choice
from bot.work import By, Work

if TYPE_CHECKING:
    from bot.context import Context

MOST = 8
LONGEST = 60
SUGGESTED = 10
SYMBOL = "So"
"""Unicode's category of emoji: one of them may well be a topic, while a lone dash is none."""


def read_topics(typed: str, field: str) -> tuple[str, ...]:
    """Names separated by commas; raises `Refused` at this field for none, too many, or one too long."""
    names = tuple(dict.fromkeys(clean(part, lines=False) for part in re.split(r"[,;\n]", typed)))
    names = tuple(name for name in names if any(c.isalnum() or category(c) == SYMBOL for c in name))
    problem: Text | None = None
    if not names:
        problem = t("Please name at least one topic, for example: pricing, newsletters.")
    elif len(names) > MOST:
        problem = tn("{n} topic at most, please.", "{n} topics at most, please.", MOST)
    elif max(map(len, names)) > LONGEST:
        problem = t("A topic has at most {most} characters; separate several with commas.", most=LONGEST)
    if problem:
        raise Refused(t("The topics need another look. Nothing you typed is lost."), {field: problem})
    return names


def named(topics: Sequence[Topic]) -> Text:
    """The topics as a list in bold."""
    return t("**{topics}**", topics=listing([topic.name for topic in topics]))


async def suggest_topics(ctx: Context, typed: str) -> Sequence[Choice]:
    """Topics that fit what is typed after the last comma, less those before it: the community's, then known subjects
    by the name this reader knows them by."""
    *before, last = clean(typed, lines=False).split(",")
    named = [part.strip() for part in before if part.strip()]
    ours = [topic.name for topic in await ctx.read(_matching, last)]
    once = {topic_key(name): name for name in (*named_like(last, ctx.reader.language)[::-1], *ours[::-1])}
    found = [name for key, name in reversed(once.items()) if key not in set(map(topic_key, named))]
    names = [", ".join((*named, name)) for name in found[:SUGGESTED]]
    return [Choice(words(name), name) for name in names if len(name) <= 100]


async def suggest_ours(ctx: Context, typed: str) -> Sequence[Choice]:
    """The community's own topics: what somebody may look for among those who are there."""
    found = await ctx.read(_matching, clean(typed, lines=False))
    return [Choice(words(topic.name), topic.name) for topic in found]


def _matching(work: Work, by: By, typed: str) -> Sequence[Topic]:
    return work.members.topics(by.community, typed.strip(), SUGGESTED)
