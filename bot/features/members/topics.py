"""Topics as members type them: read, found again despite a typo, suggested while typing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING
from unicodedata import category

from bot.cleaning import clean
from bot.errors import Refused
from bot.features.members.model import Topic, topic_key
from bot.i18n import Text, listing, t, tn, words
from bot.ui import Choice
from bot.work import By, Work

if TYPE_CHECKING:
    from bot.context import Context

MOST = 8
LONGEST = 60
SYMBOL = "So"
"""Unicode's category of emoji: one of them may well be a topic, while a lone dash is none."""
SIMILAR = 0.87
"""How alike two keys must be to be one topic with a typo; measured on pairs such as wordpres/wordpress."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Topics of the community, and what was read as something else: (typed, taken as)."""

    topics: tuple[Topic, ...]
    corrected: tuple[tuple[str, str], ...] = ()

    def said(self) -> tuple[Text, ...]:
        """A line for each correction."""
        return tuple(t("I took “{typed}” as **{topic}**.", typed=typed, topic=topic) for typed, topic in self.corrected)


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


def resolve(work: Work, community: int, names: Sequence[str]) -> Resolved:
    """Find each name among the community's topics, or make it new."""
    known = {topic_key(topic.name): topic for topic in work.members.topics(community, limit=1000)}
    topics: dict[int, Topic] = {}
    corrected = []
    for name in names:
        key = topic_key(name)
        near = [] if key in known else get_close_matches(key, list(known), n=1, cutoff=SIMILAR)
        topic = known[near[0]] if near else work.members.topic(community, name)
        if near:
            corrected.append((name, topic.name))
        topics[topic.id] = topic
    return Resolved(tuple(topics.values()), tuple(corrected))


def named(topics: Sequence[Topic]) -> Text:
    """The topics as a list in bold."""
    return t("**{topics}**", topics=listing([topic.name for topic in topics]))


async def suggest_topics(ctx: Context, typed: str) -> Sequence[Choice]:
    """The community's topics that contain what is typed after the last comma, less those before it."""
    *before, last = clean(typed, lines=False).split(",")
    named = [part.strip() for part in before if part.strip()]
    known = {topic_key(name) for name in named}
    found = [topic.name for topic in await ctx.read(_matching, last) if topic_key(topic.name) not in known]
    names = [", ".join((*named, name)) for name in found]
    return [Choice(words(name), name) for name in names if len(name) <= 100]


def _matching(work: Work, by: By, typed: str) -> Sequence[Topic]:
    return work.members.topics(by.community, typed.strip(), 10)
